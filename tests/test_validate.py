"""`validate` counts the mutants that lose points, and names those that don't."""

import re
import shutil

import pytest
from conftest import TOY, autograder

from autograder import catalog
from autograder.validate import validate
from autograder.validate import wrong as proving


@pytest.fixture
def course(tmp_path):
    shutil.copytree(TOY, tmp_path / "toy")
    return tmp_path / "toy"


def lines(course):
    """(the line on mutants, the line on equivalents) of a proof under one seed."""
    proof = validate(catalog.load(catalog.find(course), "toy"), seeds=1)
    found = {line.claim.split(":")[0]: line for line in proof.lines}
    return found["mutants lose points"], found["mutants recorded as equivalent get full marks"]


def record(course, survivors):
    """Write down survivors, as they were printed, as equivalent."""
    entries = []
    for survivor in survivors:
        question, _, rest = survivor.split(", ", 2)
        operator, change = rest.split(": ", 1)
        was, becomes = change.split(" → ")
        entries.append(
            f"[[equivalent]]\nreason = 'so it is'\nquestions = ['{question}']\n"
            f"was = '{was}'\nbecomes = ['{operator}: {becomes}']\n"
        )
    path = course / "solutions" / "toy.equivalents.toml"
    path.write_text("\n".join(entries), encoding="utf-8")


def test_survivors_are_named_until_they_are_recorded(course):
    mutation, recorded = lines(course)
    assert "below 99%" in mutation.claim
    assert any("center, line 11, keepdim: " in text for text in mutation.problems)
    assert not recorded.problems
    record(course, mutation.problems)
    mutation, recorded = lines(course)
    assert (mutation.problems, mutation.notes, recorded.problems) == ((), (), ())
    assert "100.0%" in mutation.claim


def test_a_check_that_is_taken_away_lets_mutants_through(course):
    record(course, lines(course)[0].problems)
    checks = course / "reference" / "toy" / "checks.py"
    text = checks.read_text(encoding="utf-8")
    checks.write_text(text.replace("impl.center.raises(bad), ", ""), encoding="utf-8")
    mutation, _ = lines(course)
    assert any(
        "condition_dropped" in text or "check_dropped" in text
        for text in (*mutation.problems, *mutation.notes)
    )


def test_a_record_of_a_mistake_or_of_nothing_is_a_problem(course):
    wrong = "center, line 11, sign: return (x - x.mean(0)) * scale → return (x + x.mean(0)) * scale"
    record(course, [wrong, wrong.replace("sign", "gone")])
    _, recorded = lines(course)
    assert sorted(text.rsplit(": ", 1)[1] for text in recorded.problems) == [
        "it loses points",
        "no such mutant",
    ]


def test_a_mutant_that_never_ends_is_out(course, monkeypatch):
    monkeypatch.setattr(proving, "_SECONDS", 0.2)
    solution = course / "solutions" / "toy.py"
    text = solution.read_text(encoding="utf-8")
    looping = (
        "    left = 2\n    while left != 0:\n        left = left - 1\n    return (x - x.mean(0))"
    )
    solution.write_text(text.replace("    return (x - x.mean(0))", looping), encoding="utf-8")
    mutation, _ = lines(course)
    assert not any("left + 1" in text for text in (*mutation.problems, *mutation.notes))


def edited(course, file, old, new):
    path = course / "reference" / "toy" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return validate(catalog.load(catalog.find(course), "toy"), seeds=1)


def problems(proof, claim):
    return next(line.problems for line in proof.lines if line.claim.startswith(claim))


def test_a_hidden_check_on_the_public_example_is_found(course):
    proof = edited(
        course,
        "checks.py",
        "return impl.spread(draw.normal(7))",
        "return impl.spread(torch.tensor([2.0, -1.0, 0.5], dtype=torch.float64))",
    )
    found = problems(proof, "trivial answers get no hidden point")
    assert "spread: the public examples by heart passes finds_both_ends" in found


def test_a_misconception_that_only_raises_is_found(course):
    proof = edited(course, "misconceptions.py", "return x - x.mean(0)", "return x - x.men(0)")
    (found,) = problems(proof, "misconceptions answer")
    assert found.startswith("center.scale_forgotten raises wherever it is asked")


def test_a_right_answer_that_is_far_off_is_found(course):
    proof = edited(course, "alternates.py", "return scale *", "return (1 + 8e-7) * scale *")
    (found, *_) = problems(proof, "right answers stay below half a tolerance")
    assert re.search(r"a right answer errs by 0\.(79|8) tolerances", found)


def test_margins_of_every_check_are_shown_and_near_ones_marked(course):
    misconceptions = course / "reference" / "toy" / "misconceptions.py"
    text = misconceptions.read_text(encoding="utf-8")
    misconceptions.write_text(text.replace("x.min() - 1, x.max() - 1", "x.min() - 5e-6, x.max()"))
    record(course, lines(course)[0].problems)
    done = autograder("validate", "--verbose", "--course", course)
    row = next(line for line in done.stdout.splitlines() if "finds_both_ends" in line)
    cells = row.split()
    assert cells[1:4] == ["float64", "1e-06", "1e-08"]
    assert "!" in cells
    assert cells[-1] == "one_too_low"
    assert ", marked ! by --verbose" in done.stdout
    assert "finds_both_ends" not in autograder("validate", "--course", course).stdout
