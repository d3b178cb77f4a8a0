"""Relations between answers and what was expected: found where they hold, on nothing else."""

import math
from pathlib import Path

import pytest
import torch

from autograder import catalog
from autograder.compare import Tolerance
from autograder.driver import observe
from autograder.engine import Trusted, grade
from autograder.expectation import Expectations, judge, watches
from autograder.implementation import Local
from autograder.matching import Case
from autograder.relating import relate
from autograder.relations import find
from autograder.relations.forms import mend
from autograder.relations.pairs import Answer
from autograder.relations.varying import partly, varying

TOY = Path(__file__).parent / "toy"
EXACT = Tolerance.default(torch.float64)
SHAPES = [(4, 3), (5, 2), (3, 6)]


def draws(shapes=SHAPES, positive=False):
    generator = torch.Generator().manual_seed(3)
    made = [torch.randn(shape, generator=generator, dtype=torch.float64) for shape in shapes]
    return [0.1 + x.sigmoid() / 2 for x in made] if positive else made


def answers(change, expected=None, **more):
    """An answer each for several expected values, as `change` makes it of them."""
    expected = draws() if expected is None else expected
    return [Answer((x,), (change(x),), EXACT, **more) for x in expected]


def told(change, *args, **kwargs):
    relation = find(answers(change, *args, **kwargs))
    return relation and (relation.id, relation.text)


def sized(change, shapes, inputs):
    """Answers to calls whose argument x has the shapes `inputs`; `change(expected, shape)`."""
    pairs = zip(draws(shapes), inputs, strict=True)
    return [Answer((x,), (change(x, s),), EXACT, (("x", s),)) for x, s in pairs]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda x: -x, "Your values are the expected ones with the sign turned."),
        (lambda x: 2 * x, "Your values are exactly twice the expected ones."),
        (lambda x: x / 2, "Your values are exactly half the expected ones."),
        (lambda x: -x / 2, "Your values are exactly −½ times the expected ones."),
        (lambda x: x / math.log(2), "Your values are exactly 1/ln 2 times the expected ones."),
        (lambda x: x * 2 * math.pi, "Your values are exactly 2π times the expected ones."),
        (lambda x: x + 1, "Your values lie exactly 1 above the expected ones."),
        (lambda x: x - math.log(2), "Your values lie exactly ln 2 below the expected ones."),
        (
            lambda x: x + len(x) * math.log(2 * math.pi) / 2,
            "Your values differ from the expected ones by whole multiples of ½ log(2π).",
        ),
        (lambda x: x.exp(), "Your values are the exponentials of the expected ones."),
        (lambda x: x**2, "Your values are the squares of the expected ones."),
        (lambda x: 1 / x, "Your values are the reciprocals of the expected ones."),
        (lambda x: 1 - x, "Your values are 1 minus the expected ones."),
        (lambda x: x.abs(), "Your values are the expected ones without their sign."),
        (
            lambda x: x.roll(1, 0),
            "Your values are the expected ones, shifted by one step along the first dimension.",
        ),
        (
            lambda x: x.roll(-1, 1),
            "Your values are the expected ones, shifted back by one step along the second "
            "dimension.",
        ),
        (
            lambda x: x.flip(1),
            "Your values are the expected ones, in reverse along the second dimension.",
        ),
        (
            lambda x: x.flatten()[[2, 0, 4, *range(5, x.numel()), 1, 3]].reshape(x.shape),
            "Your values are the expected ones in another order.",
        ),
        (
            lambda x: x.clamp(min=0),
            "Your values are the expected ones with negative ones set to 0.",
        ),
        (lambda x: x.clamp(-1, 1), "Your values are the expected ones clipped to [−1, 1]."),
        (
            lambda x: torch.where(x < 0, x * 3.1 - 0.4, x),
            "Your values are right except where the expected ones are negative.",
        ),
        (
            lambda x: x * (1 + 2e-5 * torch.arange(len(x))[:, None]),
            "Your values are off by very little: look for rounding, or a small constant added.",
        ),
    ],
)
def test_a_relation_is_told_in_words(change, text):
    relation = find(answers(change))
    assert relation is not None
    assert relation.text == text
    assert len(text.split()) <= 20


@pytest.mark.parametrize(
    ("change", "name"),
    [
        (torch.log, "logarithm"),
        (torch.sqrt, "root"),
        (torch.logit, "logit"),
        (lambda x: -x.log(), "minus_logarithm"),
    ],
)
def test_functions_of_positive_values(change, name):
    assert told(change, draws(positive=True))[0] == name


def test_square_answers_may_be_transposed():
    square = draws([(3, 3), (4, 4)])
    text = "Your values are the expected ones, transposed."
    assert told(lambda x: x.mT, square) == ("transposed", text)


def test_values_that_are_not_normalised():
    rows = [x.softmax(-1) for x in draws()]
    scale = torch.tensor([3.0, 0.2, 5.0, 1.7, 0.6], dtype=torch.float64)
    assert told(lambda x: x * scale[: len(x), None], rows)[0] == "not_normalised"
    logs = [x.log() for x in rows]
    assert told(lambda x: x + scale[: len(x), None], logs)[0] == "not_normalised_in_logs"


@pytest.mark.parametrize("end", ["first", "last"])
def test_right_but_for_an_end(end):
    index = 0 if end == "first" else -1

    def change(x):
        x = x.clone()
        x[:, index] = x[:, index].sin() * 3.3 + 0.1
        return x

    relation = find(answers(change, draws([(4, 3), (5, 4), (3, 6), (4, 4), (3, 7)])))
    text = f"Your values are right except the {end} ones along the second dimension."
    assert relation.text == text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x, s: x / s[0], "divided by the length of x's first dimension"),
        (lambda x, s: x * s[0], "times the length of x's first dimension"),
        (lambda x, s: x / s[1], "divided by the length of x's last dimension"),
        (lambda x, s: x / math.prod(s), "divided by the number of entries of x"),
        (
            lambda x, s: x * (s[0] - 1) / s[0],
            "times (n − 1)/n, where n is the length of x's first dimension",
        ),
        (lambda x, s: x + s[1] / 2, "plus half the length of x's last dimension"),
        (
            lambda x, s: x + math.log(s[0]),
            "plus the logarithm of the length of x's first dimension",
        ),
    ],
)
def test_a_factor_or_offset_that_is_a_size(change, words):
    relation = find(sized(change, [(4,), (6,), ()], [(4, 3), (6, 5), (7, 9)]))
    assert relation.text == f"Your values are the expected ones {words}."


def test_of_two_sizes_that_are_always_equal_neither_is_named():
    inputs = [(4, 4), (6, 6), (7, 7)]
    assert find(sized(lambda x, s: x / s[0], [(4,), (6,), ()], inputs)) is None


def test_a_size_that_never_changes_may_be_another_number():
    inputs = [(5, 3), (5, 3), (5, 3)]
    assert find(sized(lambda x, s: x / s[0], [(4,), (6,), ()], inputs)) is None


def test_some_of_several_outputs():
    first, second, third = (draws([(4,)] * 3), draws([(2, 3)] * 3, True), draws([()] * 3))
    made = [
        Answer((a, b, c), (a, b.log(), c), EXACT)
        for a, b, c in zip(first, second, third, strict=True)
    ]
    text = "In the second output, your values are the logarithms of the expected ones."
    assert find(made).text == text
    made = [
        Answer((a, b, c), (-a, b, -c), EXACT) for a, b, c in zip(first, second, third, strict=True)
    ]
    text = "In the first and third outputs, your values are the expected ones with the sign turned."
    assert find(made).text == text
    made = [
        Answer((a, b, c), (-a, b, 2 * c), EXACT)
        for a, b, c in zip(first, second, third, strict=True)
    ]
    assert find(made) is None


def test_outputs_that_are_exchanged():
    made = [Answer((x, x.cos()), (x.cos(), x), EXACT) for x in draws()]
    assert find(made).text == "Your first and second outputs are right, but exchanged."


def test_a_relation_with_one_option_only():
    def both(scale):
        return [
            Answer((x,), (x * factor,), EXACT, options=frozenset({f'kind="{kind}"', "hard=False"}))
            for x in draws()
            for kind, factor in (("linear", 1), ("cosine", scale))
        ]

    text = 'With kind="cosine", your values are exactly twice the expected ones.'
    assert find(both(2)).text == text
    assert find(both(2.3)) is None


def test_right_on_inputs_of_one_sort_only():
    def square(x, s):
        return x if s[0] == s[1] else x.sin() + 3 * x

    inputs = [(4, 4), (3, 3), (4, 3), (5, 3), (2, 3), (6, 2), (7, 3)]
    relation = find(sized(square, inputs, inputs))
    assert relation.id == "square"
    inputs[2] = (6, 6)
    assert find(sized(lambda x, s: x.sin() + 3 * x, inputs, inputs)) is None


# --- Silence --------------------------------------------------------------------------------


def test_right_answers_and_unrelated_ones_have_no_relation():
    assert told(lambda x: x) is None
    assert told(lambda x: 2.02 * x) is None
    assert told(lambda x: x + 0.3) is None
    assert told(lambda x: (3 * x).sin()) is None
    assert told(lambda x: x * float("nan")) is None


def test_a_right_value_contradicts_a_factor():
    made = answers(lambda x: 2 * x)
    assert find(made).id == "twice"
    x = torch.tensor([1.0, 2.0], dtype=torch.float64)
    assert find([*made, Answer((x,), (x,), EXACT)]) is None
    zero = torch.zeros(3, dtype=torch.float64)
    assert find([*made, Answer((zero,), (zero,), EXACT)]).id == "twice"


def test_all_answers_share_the_parameters():
    first, second, third = draws()
    made = [Answer((first,), (2 * first,), EXACT), Answer((second,), (second / 2,), EXACT)]
    assert find(made) is None
    assert find([*made[:1], Answer((third,), (2 * third,), EXACT)]).id == "twice"


def test_few_or_equal_values_show_nothing():
    few = [torch.tensor([1.3, 2.1], dtype=torch.float64)]
    assert told(lambda x: 2 * x, few) is None
    equal = [torch.full((9,), 1.3, dtype=torch.float64)]
    assert told(lambda x: 2 * x, equal) is None
    zeros = [torch.zeros(5, dtype=torch.float64)]
    assert told(lambda x: x + 1, zeros) is None


def test_two_relations_that_have_nothing_to_do_with_each_other_tell_neither():
    odd = [x - x.flip(0) for x in draws()]  # turning the sign reverses them
    assert told(lambda x: -x, odd) is None


# --- Form -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("shapes", "change", "text"),
    [
        (
            [(4,), (6,)],
            lambda x: x[:, None],
            "It would be right without its dimension of length 1.",
        ),
        (
            [(4, 1), (6, 1)],
            lambda x: x[:, 0],
            "It would be right with one more dimension of length 1.",
        ),
        ([(4, 3), (6, 2)], lambda x: x.mT, "It would be right transposed."),
        (
            [(4,), (6,)],
            lambda x: x + x[:, None].cos() - x.cos(),
            "It pairs every example with every other; its diagonal would be right.",
        ),
        (
            [(4,), (6,)],
            lambda x: torch.stack([x - 1, x.cos(), 1 - x.cos()], 1),
            "It would be right summed over its second dimension.",
        ),
        (
            [(4,), (6,)],
            lambda x: torch.stack([x - x.cos(), x, x + x.cos()], 1),
            "It would be right averaged over its second dimension.",
        ),
        (
            [(4, 3), (6, 5)],
            lambda x: x.mean(0),
            "It is what is asked for, averaged over the first dimension.",
        ),
        (
            [(4, 3, 2), (6, 5, 2)],
            lambda x: x.flatten(1).sum(-1),
            "It is what is asked for, summed over all dimensions but the first.",
        ),
        (
            [(4, 3), (6, 5)],
            lambda x: x.flatten(),
            "It has the right values in the right order, but not in the right shape.",
        ),
        (
            [(4,), (6,)],
            lambda x: torch.cat([torch.ones(1, dtype=x.dtype), x]),
            "It would be right without the first entry along its first dimension.",
        ),
        (
            [(4,), (6,)],
            lambda x: x[:-1],
            "It lacks the last entry along its first dimension; the others are right.",
        ),
    ],
)
def test_a_change_of_form_that_would_make_it_right(shapes, change, text):
    made = answers(change, draws(shapes))
    assert mend(made).text == text
    assert find(made) is None
    x = made[0].expected[0]
    assert mend([*made, Answer((x,), (x + 1,), EXACT)]) is None


def test_form_of_one_of_several_outputs():
    made = [Answer((x, x.sum(1)), (x, x.sum(1, keepdim=True)), EXACT) for x in draws()]
    assert mend(made).text == "Its second output would be right without its dimension of length 1."


def test_values_that_are_right_as_they_are():
    assert mend(answers(lambda x: x)).text == "Its values are right."


def test_another_form_of_other_values_has_no_mend():
    assert mend(answers(lambda x: (3 * x).sin()[None])) is None


# --- In a question's diagnosis --------------------------------------------------------------


@pytest.fixture(scope="module")
def cohort():
    return Expectations(catalog.load(catalog.find(TOY), "toy"), seed=11)


def diagnoses(cohort, question, function):
    local = Local(cohort.assignment, {question: function}, validated=True)
    verdicts = grade(cohort, Trusted(local, question), seed=0)
    checks = next(v for v in verdicts if v.id == question).checks
    return {c.id: c.diagnosis for c in checks}


def center(x, scale=1.0):
    if x.ndim != 2 or not scale > 0:
        raise ValueError
    return (x - x.mean(0)) * scale


def test_a_relation_takes_the_place_of_the_check_s_sentence(cohort):
    found = diagnoses(cohort, "center", lambda x, scale=1.0: -2 * center(x, scale))
    told = found["removes_the_mean_of_each_column"]
    assert (told.kind, told.id) == ("relation", "factor")
    assert told.text == "Your values are exactly −2 times the expected ones."


def test_a_relation_follows_what_is_said_of_the_form(cohort):
    found = diagnoses(cohort, "spread", lambda x: (x.min().float(), x.max().float()))
    told = found["finds_both_ends"]
    assert (told.kind, told.id) == ("structure", "dtype")
    assert told.text.endswith("Its values are right.")


@pytest.mark.parametrize(("later", "confirmed"), [(-2, True), (2, False), (1, False)])
def test_a_relation_is_told_only_if_a_second_draw_shows_it(cohort, later, confirmed):
    question = cohort.assignment.questions["center"]

    def see(check, turn):
        factor = later if turn else -2
        function = {question.id: lambda x, scale=1.0: factor * center(x, scale)}
        local = Local(cohort.assignment, function, validated=True)
        expected = cohort.expect(question, check, turn).observation
        return observe(
            check, cohort.assignment, local, cohort.seed(question, check, turn), expected
        )

    observed = {check.id: see(check, 0) for check in question.checks if not watches(check)}
    judged = {
        check.id: judge(check, cohort.expect(question, check), observed[check.id]).found
        for check in question.checks
        if check.id in observed
    }
    found = {name: kind for name, kind in judged.items() if kind}
    again = []

    def once_more(check, turn):
        again.append(check.id)
        return see(check, turn)

    told = relate(Case(cohort, question, found, observed, once_more), (find, mend))
    assert bool(told) == confirmed
    assert again
    assert len(again) == len(set(again))
    kinds = {question_check.kind for question_check in question.checks if question_check.id in told}
    assert "error" not in kinds


def test_a_factor_or_a_number_that_changes_with_the_inputs():
    factors = iter((2.5, -0.7, 1.3))
    relation = varying(answers(lambda x: next(factors) * x))
    assert relation.id == "factor_by_input"
    numbers = iter((2.5, -0.7, 1.3))
    assert varying(answers(lambda x: x + next(numbers))).id == "number_by_input"
    assert (
        varying(answers(lambda x: x * torch.arange(1, len(x) + 1)[:, None])).id == "factor_by_row"
    )
    assert varying(answers(lambda x: x + x[:, :1] ** 2)).id == "number_by_row"
    assert varying(answers(lambda x: x**2)) is None
    assert varying(answers(lambda x: x)) is None


def test_several_outputs_may_share_a_factor_that_changes():
    pairs = [
        Answer((x, x.sum()), (x / x.norm(), x.sum() / x.norm()), EXACT)
        for x in draws([(5,), (6,), (7,)])
    ]
    assert varying(pairs).id == "factor_by_input"
    apart = [
        Answer((x, x.sum()), (x / x.norm(), x.sum() * 2), EXACT) for x in draws([(5,), (6,), (7,)])
    ]
    assert varying(apart) is None


def test_one_hot_answers_show_no_factor():
    rows = [torch.eye(3, dtype=torch.float64)[[0, 2, 1, 1]] for _ in range(3)]
    assert varying(answers(lambda x: x * torch.tensor([[1.0], [0], [1], [0]]), rows)) is None


def test_which_outputs_are_right():
    pairs = [Answer((x, x + 1), (x, x**2), EXACT) for x in draws()]
    assert partly(pairs).text == "Of what you return, the first is right and the second is not."
    assert partly([Answer((x,), (x**2,), EXACT) for x in draws()]) is None


def test_with_which_options_answers_are_wrong():
    kinds = ("mean", "sum", "none")
    seen = [
        Answer((x,), (x**2 if kind == "none" else x,), EXACT, options=frozenset({f'by="{kind}"'}))
        for kind in kinds
        for x in draws()
    ]
    assert partly(seen).text == 'Your values are right except with by="none".'
    both = [
        Answer(
            (x,),
            (x**2 if (a, b) == ("v", "eps") else x,),
            EXACT,
            options=frozenset({f'source="{a}"', f'target="{b}"'}),
        )
        for a in ("v", "x0")
        for b in ("x0", "eps")
        for x in draws()
    ]
    text = 'Your values are right except with source="v" and target="eps".'
    assert partly(both).text == text
