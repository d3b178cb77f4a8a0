"""Every assignment's checks accept right answers and name known mistakes, through the sandbox."""

from __future__ import annotations

import pytest
from conftest import ROOT, autograder, grade_files, with_code
from splice import dependents, notebook

from autograder import catalog

SLUGS = with_code(catalog.find(ROOT))
NAMED = 0.97
"""The least share of listed misconceptions that grading must tell by their own name."""


def test_validate_holds_for_every_assignment():
    done = autograder("validate", timeout=280)
    assert done.returncode == 0, done.stdout


@pytest.mark.slow  # a quarter of an hour on two cores
def test_full_validation_holds_for_every_assignment():
    done = autograder("validate", "--full", timeout=3600)
    assert done.returncode == 0, done.stdout


def test_every_question_has_six_other_right_answers():
    home = catalog.find(ROOT)
    few = {
        question.id: len(question.alternates)
        for slug in SLUGS
        for question in catalog.load(home, slug).assignment.questions.values()
        if len(question.alternates) < 6
    }
    assert not few


@pytest.fixture(
    scope="module", params=[3, pytest.param(1, marks=pytest.mark.slow)], ids=["a third", "all"]
)
def graded(tmp_path_factory, request):
    """Every third, or every, listed misconception and alternate, as students would hand them in.

    One notebook holds one version of each question; a student's name is the version's number.
    What validate proves of all of them in process is proved through the sandbox here.
    """
    home = catalog.find(ROOT)
    files, versions = {}, {}
    for slug in SLUGS:
        content = catalog.load(home, slug)
        questions = content.assignment.questions.values()
        wrong = {q.id: {w.id: w.run for w in q.misconceptions.values()} for q in questions}
        right = {q.id: q.alternates for q in questions}
        for word, pool in (("wrong", wrong), ("right", right)):
            alone = dependents(content)
            for group in ([q for q in pool if q not in alone], *([q] for q in sorted(alone))):
                for i in range(0, max(len(pool[q]) for q in group), request.param):
                    chosen = {q: list(pool[q].items())[i] for q in group if i < len(pool[q])}
                    bodies = {question: function for question, (_, function) in chosen.items()}
                    student = f"{word}{i}{group[0]}"
                    files[f"{slug}/{student}.ipynb"] = notebook(content, bodies)
                    versions[slug, student] = {q: name for q, (name, _) in chosen.items()}
        files[f"{slug}/solution.py"] = home.solution(slug).read_text(encoding="utf-8")
        files[f"{slug}/stub.py"] = home.handout(slug).read_text(encoding="utf-8")
    done = grade_files(tmp_path_factory.mktemp("versions"), files, course=ROOT)
    assert done.code == 0, done.stderr
    return done, versions


def test_solutions_get_full_marks_and_stubs_none(graded):
    done, _ = graded
    for slug in SLUGS:
        assert done.of("solution", slug)["score"] == 100
        assert done.of("stub", slug)["score"] == 0


def test_alternates_get_full_marks(graded):
    done, versions = graded
    lost = []
    for (slug, student), chosen in versions.items():
        for question in done.of(student, slug)["questions"]:
            if student.startswith("right") and question["score"] != question["max_score"]:
                checks = [c["id"] for c in question["checks"] if c["status"] != "passed"]
                lost.append(f"{slug} {question['id']} {chosen.get(question['id'])}: {len(checks)}")
    assert not lost


def test_misconceptions_lose_points_and_are_named(graded, record_property):
    done, versions = graded
    missed, total = [], 0
    for (slug, student), chosen in versions.items():
        if not student.startswith("wrong"):
            continue
        questions = {q["id"]: q for q in done.of(student, slug)["questions"]}
        for name, version in chosen.items():
            question = questions[name]
            total += 1
            assert question["score"] < question["max_score"], (slug, name, version)
            said = [c["diagnosis"] for c in question["checks"] if c["diagnosis"]]
            told = {d["id"] for d in said if d["kind"] == "misconception"}
            if told != {version}:
                missed.append(f"{slug} {name}: {version} told as {sorted(told) or 'no name'}")
    share = 1 - len(missed) / total
    figure = f"{total - len(missed)} of {total} misconceptions named, {share:.1%}"
    record_property("figure", "\n".join([figure, *missed]))
    assert share >= NAMED
