"""How checks drive implementations and what is made of the replies, on the toy course."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from autograder import catalog
from autograder.engine import Trusted, grade
from autograder.expectation import Expectations
from autograder.implementation import Local

TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="module")
def cohort():
    return Expectations(catalog.load(catalog.find(TOY), "toy"), seed=11)


def statuses(cohort, question, function):
    """{check: (status, diagnosis id)} of one function of ours."""
    local = Local(cohort.assignment, {question: function}, validated=True)
    verdicts = grade(cohort, Trusted(local, question), seed=0)
    checks = next(v for v in verdicts if v.id == question).checks
    return {c.id: (c.status.value, c.diagnosis and c.diagnosis.id) for c in checks}


def center(x, scale=1.0):
    if x.ndim != 2 or not scale > 0:
        raise ValueError
    return (x - x.mean(0)) * scale


def all_pass(found):
    return {status for status, _ in found.values()} == {"passed"}


@pytest.mark.parametrize(
    "function",
    [
        center,
        lambda x, scale=1.0: center(x, scale).as_subclass(torch.nn.Parameter),
        lambda x, scale=1.0, *, verbose=True: print(x) or center(x, scale),
    ],
)
def test_right_answers_pass_in_any_style(cohort, function, capsys):
    assert all_pass(statuses(cohort, "center", function))


def test_a_list_or_a_namedtuple_is_as_good_as_a_tuple(cohort):
    assert all_pass(statuses(cohort, "spread", lambda x: [x.min(), x.max()]))
    assert all_pass(statuses(cohort, "spread", torch.aminmax))


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (lambda x: (x.min().item(), x.max().item()), "type"),
        (lambda x: (x.min().numpy(), x.max().numpy()), "type"),
        (lambda x: (np.float64(x.min()), np.float64(x.max())), "type"),
        (lambda x: x.min(), "arity"),
        (lambda x: (x.min(), x.max(), x.mean()), "arity"),
        (lambda x: (x.min()[None], x.max()[None]), "shape"),
        (lambda x: (x.min().float(), x.max().float()), "dtype"),
        (lambda x: (x.min() * math.nan, x.max()), "nan"),
    ],
)
def test_a_reply_of_another_form_is_told_by_its_form(cohort, function, kind):
    found = statuses(cohort, "spread", function)
    assert found["finds_both_ends"] == ("failed", kind)


def test_a_misconception_is_named_on_every_check_it_fails(cohort):
    def mistaken(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        return scale * x - scale * x.mean(dim=1)[:, None]

    found = statuses(cohort, "center", mistaken)
    assert found["removes_the_mean_of_each_column"] == ("failed", "mean_over_the_row")
    assert found["lets_gradients_through"] == ("failed", "mean_over_the_row")
    assert found["rejects_what_it_cannot_centre"] == ("passed", None)


def test_a_gradient_mistake_is_named_from_the_gradient_alone(cohort):
    found = statuses(
        cohort,
        "center",
        lambda x, scale=1.0: (
            center(x, scale) * 1.0
            if x.ndim != 2 or scale <= 0
            else (x - x.mean(0).detach()) * scale
        ),
    )
    assert found["removes_the_mean_of_each_column"] == ("passed", None)
    assert found["lets_gradients_through"] == ("failed", "mean_detached")


def test_no_gradient_is_told_as_such(cohort):
    found = statuses(cohort, "center", lambda x, scale=1.0: center(x.detach(), scale))
    assert found["lets_gradients_through"] == ("failed", "no_gradient")


def test_validation_that_is_missing_costs_its_check_alone(cohort):
    def careless(x, scale=1.0):
        return (x - x.mean(0)) * scale

    found = statuses(cohort, "center", careless)
    assert found.pop("rejects_what_it_cannot_centre")[0] == "failed"
    assert all_pass(found)


def test_subclasses_of_value_error_count(cohort):
    class ShapeError(ValueError):
        pass

    def strict(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ShapeError
        return center(x, scale)

    assert all_pass(statuses(cohort, "center", strict))


def test_another_exception_does_not_count(cohort):
    def asserts(x, scale=1.0):
        assert x.ndim == 2
        assert scale > 0
        return center(x, scale)

    assert statuses(cohort, "center", asserts)["rejects_what_it_cannot_centre"][0] == "failed"


def test_changing_an_argument_costs_one_check(cohort):
    def greedy(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        if not x.requires_grad:
            return x.sub_(x.mean(0)).mul_(scale)
        return center(x, scale)

    found = statuses(cohort, "center", greedy)
    assert found.pop("leaves_inputs_alone") == ("failed", "changed_input")
    assert all_pass(found)


def test_the_global_rng_is_to_be_left_alone(cohort):
    def seeds(x):
        torch.manual_seed(0)
        return x.min(), x.max()

    assert statuses(cohort, "spread", seeds)["leaves_inputs_alone"] == ("failed", "global_rng")


def test_an_answer_that_changes_when_asked_again_is_not_right(cohort):
    calls = []

    def moody(x):
        calls.append(1)
        return x.min() + (len(calls) > 2), x.max()

    assert statuses(cohort, "spread", moody)["finds_both_ends"] == ("failed", "nondeterministic")


def test_a_recorded_function_judges_by_its_own_points(cohort):
    def antithetic(f, n, generator):
        half = torch.randn(n // 2, generator=generator, dtype=torch.float64)
        return f(torch.cat([half, -half, half[: n % 2]])).mean()

    assert statuses(cohort, "estimate", antithetic)["averages_the_values_of_f"][0] == "passed"


def test_calling_a_recorded_function_otherwise_is_a_matter_of_form(cohort):
    def one_by_one(f, n, generator):
        z = torch.randn(n, generator=generator, dtype=torch.float64)
        return torch.stack([f(part) for part in z]).mean()

    found = statuses(cohort, "estimate", one_by_one)
    assert found["averages_the_values_of_f"] == ("failed", "arity")


def test_never_calling_it_is_no_fault_of_the_check(cohort):
    found = statuses(
        cohort, "estimate", lambda f, n, generator: torch.ones((), dtype=torch.float64)
    )
    assert found["averages_the_values_of_f"][0] == "failed"


def test_a_generator_goes_on_from_call_to_call(cohort):
    found = statuses(cohort, "estimate", cohort.content.solution["estimate"])
    assert all_pass(found)
    seeded = statuses(
        cohort,
        "estimate",
        lambda f, n, generator: f(
            torch.randn(n, generator=torch.Generator().manual_seed(5), dtype=torch.float64)
        ).mean(),
    )
    assert seeded["draws_from_the_generator"][0] == "failed"


def test_exceptions_of_ones_own_are_not_named(cohort):
    class Expected_is_3(Exception):  # noqa: N801, N818
        pass

    def tells(x):
        raise Expected_is_3

    local = Local(cohort.assignment, {"spread": tells}, validated=True)
    verdicts = grade(cohort, Trusted(local, "spread"), seed=0)
    texts = [c.diagnosis.text for v in verdicts if v.id == "spread" for c in v.checks]
    assert not any("Expected" in text for text in texts)
    assert any("an exception of your own" in text for text in texts)


def test_two_mistakes_at_once_are_both_named(cohort):
    def twice_mistaken(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        return x - x.mean(1, keepdim=True)

    found = statuses(cohort, "center", twice_mistaken)
    both = ("failed", "mean_over_the_row+scale_forgotten")
    assert found["removes_the_mean_of_each_column"] == both


def test_a_mistake_nobody_knows_is_not_given_a_name(cohort):
    def unknown(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        return (x - x.median(0).values) * scale

    found = statuses(cohort, "center", unknown)
    check = "removes_the_mean_of_each_column"
    assert found[check] == ("failed", check)


def test_two_mistakes_that_cancel_do_not_explain_a_right_value(cohort):
    def imprecise(x):
        return x.min() * (1 + 1e-9), x.max() * (1 + 1e-9)

    found = statuses(cohort, "spread", imprecise)
    assert found["finds_both_ends"] == ("passed", None)
    assert found["returns_entries_of_x"] == ("failed", "returns_entries_of_x")


def told(cohort, question, function, check):
    """The diagnosis of one check of one function of ours."""
    local = Local(cohort.assignment, {question: function}, validated=True)
    verdicts = grade(cohort, Trusted(local, question), seed=0)
    checks = next(v for v in verdicts if v.id == question).checks
    return next(c.diagnosis for c in checks if c.id == check)


def test_a_mistake_without_a_name_is_told_by_the_change_that_makes_it(cohort):
    def plus(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        total = torch.zeros_like(x[0])
        for row in x:
            total = total + row / len(x)
        return torch.stack([(row + total) * scale for row in x])

    found = told(cohort, "center", plus, "removes_the_mean_of_each_column")
    assert (found.kind.value, found.id) == ("mutant", "sign")
    text = "A right answer behaves like yours after one change: a plus where a minus is asked."
    assert found.text == text


def test_answers_of_examples_that_depend_on_each_other(cohort):
    def first_row(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        return (x - x[0]) * scale

    found = told(cohort, "center", first_row, "removes_the_mean_of_each_column")
    assert (found.kind.value, found.id) == ("relation", "mixed")
    assert "along the first dimension" in found.text


def test_an_argument_without_effect(cohort):
    def ignored(x, scale=1.0):
        if x.ndim != 2 or not scale > 0:
            raise ValueError
        return x - x.median(0).values

    found = told(cohort, "center", ignored, "removes_the_mean_of_each_column")
    assert found.id == "without_effect"
    text = "Your answer stays the same when scale becomes smaller; the right one does not."
    assert found.text == text


def test_a_mutant_that_never_ends_does_not_hold_up_a_diagnosis(cohort, monkeypatch):
    def endless(x, scale=1.0):
        while True:
            pass

    question = cohort.assignment.questions["center"]
    mutants = cohort.mutants(question)
    looping = (replace(mutants[0], run=endless), *mutants[1:])
    monkeypatch.setitem(cohort._mutants, "center", looping)
    check = question.checks[0]
    assert cohort.mutated(question, 0, check, 7) is None


HUGE = torch.finfo(torch.float64).max


@pytest.mark.parametrize(
    "odd",
    [
        lambda right: torch.full_like(right, HUGE),
        lambda right: 2**1024 - 1,
        lambda right: torch.empty(0, 2**39, dtype=right.dtype),
        lambda right: torch.empty(2**39, 0, dtype=right.dtype),
        lambda right: np.zeros((7,) * 7, dtype=np.uint8),
        lambda right: right.to(torch.complex128),
        lambda right: torch.nan_to_num(right / 0),
    ],
)
def test_no_answer_is_too_odd_to_be_graded(cohort, odd, recwarn):
    found = statuses(cohort, "center", lambda x, scale=1.0: odd(center(x, scale)))
    assert "ungraded" not in {status for status, _ in found.values()}
    assert not [w for w in recwarn if "no reason found" in str(w.message)]


def test_a_failure_of_ours_while_looking_for_a_reason_costs_the_reason_alone(cohort, monkeypatch):
    def broken(*args, **kwargs):
        raise OverflowError("a bug of ours")

    monkeypatch.setattr("autograder.engine.explain", broken)
    with pytest.warns(RuntimeWarning, match="center: no reason found"):
        found = statuses(cohort, "center", lambda x, scale=1.0: x)
    assert found["removes_the_mean_of_each_column"] == (
        "failed",
        "removes_the_mean_of_each_column",
    )


def test_a_constant_factor_is_not_said_to_change(cohort):
    found = told(
        cohort,
        "center",
        lambda x, scale=1.0: 3 * center(x, scale),
        "removes_the_mean_of_each_column",
    )
    assert found.id != "factor_by_input"


def test_who_answers_differently_each_time_is_told_that_and_no_relation(cohort):
    calls = []

    def counting(x, scale=1.0):
        calls.append(1)
        return center(x, scale) + 0.01 * len(calls)

    found = told(cohort, "center", counting, "removes_the_mean_of_each_column")
    assert (found.kind.value, found.id) == ("structure", "nondeterministic")
