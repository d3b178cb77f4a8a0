"""Answers written from the handouts alone, by people who had not seen a check or a misconception.

`tests/blind/<slug>/<question>/right_N.py` must get full marks, and so must `allowed_N.py`, which
is odd but within the contract; `wrong_N.py`, whose docstring says what is wrong, must lose points.
`verdicts.json` holds what other readers, with that docstring in hand, thought of what is told:
{file: [kind and id of the diagnosis they read, "agree" | "none" | "wrong"]}.
"""

from __future__ import annotations

import ast
import json
from collections import Counter

import pytest
from conftest import ROOT, grade_files

pytestmark = pytest.mark.slow  # 600 submissions, some minutes of CPU

BLIND = ROOT / "tests" / "blind"
FILES = sorted(BLIND.glob("*/*/*.py"))
CAUGHT = 0.99
"""The least share of wrong answers that must lose points."""
AGREED = 0.80
"""The least share of these whose diagnosis a reader agrees with."""
ASTRAY = 0.02
"""The largest share of these that may be told something wrong."""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """{(slug, question, name): that question's result} of one grading of them all."""
    files = {
        f"{path.parts[-3]}/{path.parent.name}-{path.stem}.py": path.read_text(encoding="utf-8")
        for path in FILES
    }
    done = grade_files(tmp_path_factory.mktemp("blind"), files, course=ROOT)
    assert done.code == 0, done.stderr
    found = {}
    for path in FILES:
        slug, question = path.parts[-3], path.parent.name
        result = done.of(f"{question}-{path.stem}", slug)
        found[slug, question, path.stem] = next(
            q for q in result["questions"] if q["id"] == question
        )
    return found


def test_right_answers_in_styles_nobody_planned_for_pass(graded):
    lost = {
        key: [(c["id"], c["status"]) for c in question["checks"] if c["status"] != "passed"]
        for key, question in graded.items()
        if not key[2].startswith("wrong") and question["score"] != question["max_score"]
    }
    assert not lost


def test_wrong_answers_lose_points_and_are_told_why(graded, record_property):
    wrong = {key: question for key, question in graded.items() if key[2].startswith("wrong")}
    missed = ["/".join(key) for key, q in wrong.items() if q["score"] == q["max_score"]]
    told = {"/".join(key): " ".join(_told(question)) for key, question in wrong.items()}
    judged = json.loads((BLIND / "verdicts.json").read_text(encoding="utf-8"))
    verdicts = {
        key: judged[key][1] if judged.get(key, [""])[0] == told[key] else "not judged"
        for key in told
        if key not in missed
    }
    count = Counter(verdicts.values())
    caught = len(verdicts)
    lines = [
        f"{caught} of {len(wrong)} blind wrong answers lose points, {caught / len(wrong):.1%}",
        f"of these, readers agree with what {count['agree']} are told, "
        f"{count['agree'] / caught:.1%}; {count['wrong']} are told something wrong, "
        f"{count['wrong'] / caught:.1%}; {count['not judged']} not judged as they are told now",
        *(f"not caught: {key}" for key in missed),
        *(f"{v}: {key} ({told[key]})" for key, v in verdicts.items() if v != "agree"),
    ]
    record_property("figure", "\n".join(lines))
    assert caught >= CAUGHT * len(wrong)
    assert count["agree"] >= AGREED * caught
    assert count["wrong"] <= ASTRAY * caught


def _told(question):
    """The most informed diagnosis of a question."""
    order = [
        "misconception", "cause", "structure", "unobserved", "mutant", "relation", "check",
    ]  # fmt: skip
    told = [c["diagnosis"] for c in question["checks"] if c["diagnosis"]]
    best = min(told, key=lambda d: order.index(d["kind"]), default=None)
    return (best["kind"], best["id"]) if best else ("nothing", "")


def test_every_wrong_answer_says_what_is_wrong():
    for path in FILES:
        if path.stem.startswith("wrong"):
            assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
