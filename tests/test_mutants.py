"""Wrong implementations made from a solution: one change each, everything else left right."""

import shutil

import pytest
import torch
from conftest import TOY

from autograder import catalog
from autograder.errors import AssignmentError
from autograder.mutants import mutants
from autograder.mutants.bounds import TooLong, bounded
from autograder.mutants.equivalents import read

CENTER = '''
import torch
from torch import Tensor


def spread(x):
    require_numbers(x)
    return x.min(), x.max()


def require_numbers(x):
    """Raise ValueError for NaN."""
    if x.isnan().any():
        raise ValueError("x must not be NaN, not even 1 entry")


def center(x: Tensor, scale=1.0):
    """Centre the columns of x, 2 of them or more."""
    require_numbers(x)
    if x.ndim != 2 or not scale > 0:
        raise ValueError("x must be 2-D and scale positive")
    return 0.5 * (x - x.mean(0)) * 2 * scale


def slope(f, x):
    x = x.detach().requires_grad_(True)
    return torch.autograd.grad(f(x).sum(), x)[0]


def estimate(f, n, generator):
    return f(torch.randn(n, generator=generator, dtype=torch.float64)).mean()
'''


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """The toy course with the solution above."""
    course = tmp_path_factory.mktemp("course") / "toy"
    shutil.copytree(TOY, course)
    (course / "solutions" / "toy.py").write_text(CENTER, encoding="utf-8")
    return catalog.load(catalog.find(course), "toy")


def becoming(content, question, text):
    """The one mutant in which some statement becomes `text`."""
    found = [mutant for mutant in mutants(content, question) if mutant.becomes == text]
    assert len(found) == 1, [mutant.becomes for mutant in mutants(content, question)]
    return found[0]


def test_a_mutant_says_what_is_changed_and_where(content):
    mutant = becoming(content, "center", "return (x - x.mean(0)) * 2 * scale")
    assert mutant.operator == "factor_dropped"
    assert mutant.description == "a factor ½ is missing"
    assert mutant.was == "return 0.5 * (x - x.mean(0)) * 2 * scale"
    assert CENTER.splitlines()[mutant.line - 1].strip() == mutant.was


def test_a_mutant_runs_with_its_one_change(content):
    x = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
    halved = becoming(content, "center", "return 0.5 * (x - x.mean(0)) * scale")
    assert torch.equal(halved.run(x), content.solution["center"](x) / 2)
    with pytest.raises(ValueError, match="scale positive"):
        halved.run(x, 0.0)


@pytest.mark.parametrize(
    ("becomes", "operator"),
    [
        ("if x.ndim != 2:", "condition_dropped"),
        ("if not scale > 0:", "condition_dropped"),
        ("if x.ndim != 2 and (not scale > 0):", "and_or"),
        ("if x.ndim != 2 or scale <= 0:", "nan_let_through"),
        ("if x.ndim != 2 or not scale >= 0:", "strictness"),
        ("return 0.5 * (x + x.mean(0)) * 2 * scale", "sign"),
        ("return 0.5 * x * 2 * scale", "term_dropped"),
        ("return 0.5 * (x - x.sum(0)) * 2 * scale", "sum_for_mean"),
        ("return 0.5 * (x - x.mean()) * 2 * scale", "axis_dropped"),
        ("return 0.5 * (x - x.mean(1)) * 2 * scale", "axis"),
        ("return 0.5 * (x - x.mean(0, keepdim=True)) * 2 * scale", "keepdim"),
        ("return 0.5 * (x - x) * 2 * scale", "reduction_dropped"),
        ("return 0.5 * (x - x.mean(0)) * 3 * scale", "constant"),
        ("return (0.5 * (x - x.mean(0)) * 2 * scale).detach()", "detach_added"),
        ("return (0.5 * (x - x.mean(0)) * 2 * scale).float()", "float32"),
    ],
)
def test_each_kind_of_mistake_is_made(content, becomes, operator):
    assert becoming(content, "center", becomes).operator == operator


def test_an_input_is_changed_although_the_answer_is_right(content):
    changed = [m for m in mutants(content, "center") if m.operator == "changed_input"]
    x = torch.tensor([[1.0, 2.0], [3.0, 6.0]])
    before = x.clone()
    assert torch.equal(changed[0].run(x), content.solution["center"](before))
    assert not torch.equal(x, before)


def test_a_generator_is_ignored(content):
    mutant = next(m for m in mutants(content, "estimate") if m.operator == "ignored_generator")
    one, other = (mutant.run(lambda z: z, 9, torch.Generator().manual_seed(3)) for _ in range(2))
    assert one != other


def test_helpers_are_changed_for_each_question_that_uses_them(content):
    nan = torch.tensor([[1.0, float("nan")]])
    for question in ("center", "spread"):
        dropped = [m for m in mutants(content, question) if m.was == "if x.isnan().any():"]
        allowed = next(m for m in dropped if m.operator == "check_dropped")
        allowed.run(nan)
        with pytest.raises(ValueError, match="NaN"):
            content.solution[question](nan)  # the solution itself is as it was
    assert not any("isnan" in mutant.was for mutant in mutants(content, "slope"))


def test_no_two_mutants_have_the_same_source_and_none_is_the_solution(content):
    for question in content.assignment.questions:
        made = mutants(content, question)
        assert len({(m.line, m.becomes) for m in made}) == len(made)
        assert all(m.was != m.becomes for m in made)


def test_messages_and_docstrings_are_left_alone(content):
    assert not any("must" in m.was or "Centre" in m.was for m in mutants(content, "center"))


def test_descriptions_hold_no_source(content):
    for mutant in mutants(content, "center"):
        assert not any(mark in mutant.description for mark in "()=*_[]"), mutant.description


ENTRY = """
[[equivalent]]
reason = "a mean over a column broadcasts either way"
questions = ["center"]
was = "return 0.5 * (x - x.mean(0)) * 2 * scale"
becomes = ["keepdim: return 0.5 * (x - x.mean(0, keepdim=True)) * 2 * scale"]
"""


def test_equivalents_are_found_by_what_is_changed(content, tmp_path):
    path = tmp_path / "toy.equivalents.toml"
    assert read(path).stale(mutants(content, "center")) == []  # no file, no entries
    path.write_text(ENTRY + ENTRY.replace("keepdim:", "gone:"), encoding="utf-8")
    recorded = read(path)
    made = mutants(content, "center")
    assert [m.operator for m in made if m in recorded] == ["keepdim"]
    (stale,) = recorded.stale(made)
    assert "gone:" in stale


@pytest.mark.parametrize("text", ["[[equivalent", "[[equivalent]]\nquestions = ['center']\n"])
def test_a_malformed_record_is_named(tmp_path, text):
    path = tmp_path / "toy.equivalents.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AssignmentError, match=r"toy\.equivalents\.toml"):
        read(path)


def test_a_loop_without_end_is_stopped():
    def swallow():
        while True:
            try:
                torch.ones(3).sum()
            except Exception:
                continue

    with pytest.raises(TooLong), bounded(0.05):
        swallow()


def test_memory_is_refused_beyond_the_bound():
    with bounded(5.0, memory=1 << 26), pytest.raises((RuntimeError, MemoryError)):
        torch.ones(1 << 27)
    assert torch.ones(1 << 20).sum() == 1 << 20
