"""results.json and grades.csv as other programs read them, and the names of pages."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.exchange import feedback_name, folder_of, grades_csv, results, write_results
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Kind,
    Outcome,
    QuestionVerdict,
    Status,
)

PASSED = CheckVerdict(
    "agrees", Kind.PUBLIC, "public", "It agrees.", Status.PASSED, 333, 333,
    evidence=Evidence("x = 1", "2", "2"),
)  # fmt: skip
FAILED = CheckVerdict(
    "sums", Kind.VALUE, "hidden", "It sums.", Status.FAILED, 0, 667,
    Diagnosis(DiagnosisKind.MISCONCEPTION, "mean", "You took the mean."),
)  # fmt: skip
UNGRADED = replace(FAILED, status=Status.UNGRADED, points=None)
ADA = Attempt(
    student="ada",
    assignment="hw04",
    path="ada.ipynb",
    sha256="0" * 64,
    outcome=Outcome.GRADED,
    isolation="namespaces",
    checks_version="v1",
    seconds=1.23456,
    questions=(
        QuestionVerdict("kl", "The KL", 1000, (PASSED, FAILED), cell=3, line=1),
        QuestionVerdict("elbo", "The ELBO", 333, (PASSED,)),
    ),
    max_points=1333,
)
BOB = replace(
    ADA,
    student="bob",
    questions=(
        QuestionVerdict("kl", "The KL", 1000, (PASSED, UNGRADED)),
        QuestionVerdict("elbo", "The ELBO", 333, (PASSED,)),
    ),
)
CLEO = replace(
    ADA, student="cleo", outcome=Outcome.UNREADABLE, questions=(), message="is empty", seconds=0.0
)


def test_results_have_the_agreed_form():
    sums = {"id": "sums", "kind": "value", "visibility": "hidden", "max_points": 6.67}
    agrees = {
        "id": "agrees",
        "kind": "public",
        "visibility": "public",
        "status": "passed",
        "points": 3.33,
        "max_points": 3.33,
        "diagnosis": None,
    }
    elbo = {"id": "elbo", "score": 3.33, "max_score": 3.33, "checks": [agrees]}
    common = {"max_score": 13.33, "isolation": "namespaces"}
    told = {"kind": "misconception", "id": "mean", "text": "You took the mean."}
    assert results("hw04", [ADA, BOB, CLEO], "uid") == {
        "schema": 1,
        "assignment": "hw04",
        "isolation": "uid",
        "submissions": [
            {
                **common,
                "student": "ada",
                "path": "ada.ipynb",
                "status": "graded",
                "message": "",
                "score": 6.66,
                "seconds": 1.235,
                "feedback": "feedback/ada.html",
                "questions": [
                    {
                        "id": "kl",
                        "score": 3.33,
                        "max_score": 10,
                        "checks": [
                            agrees,
                            {**sums, "status": "failed", "points": 0, "diagnosis": told},
                        ],
                    },
                    elbo,
                ],
            },
            {
                **common,
                "student": "bob",
                "path": "ada.ipynb",
                "status": "ungraded",
                "message": "",
                "score": None,
                "seconds": 1.235,
                "feedback": "feedback/bob.html",
                "questions": [
                    {
                        "id": "kl",
                        "score": None,
                        "max_score": 10,
                        "checks": [
                            agrees,
                            {**sums, "status": "ungraded", "points": None, "diagnosis": None},
                        ],
                    },
                    elbo,
                ],
            },
            {
                **common,
                "student": "cleo",
                "path": "ada.ipynb",
                "status": "unreadable",
                "message": "is empty",
                "score": 0,
                "seconds": 0.0,
                "feedback": "feedback/cleo.html",
                "questions": [],
            },
        ],
    }


def test_grades_have_a_row_a_student_and_a_column_a_question():
    assert grades_csv([ADA, BOB, CLEO]) == (
        "student,assignment,score,max_score,status,kl,elbo\n"
        "ada,hw04,6.66,13.33,graded,3.33,3.33\n"
        "bob,hw04,,13.33,ungraded,,3.33\n"
        "cleo,hw04,0,13.33,unreadable,0,0\n"
    )


@pytest.mark.parametrize("first", "=+-@\t\r")
def test_a_name_is_no_formula_in_a_spreadsheet_and_itself_in_json(first):
    name = f'{first}cmd|"/C calc"!A0,\n'
    text = grades_csv([replace(ADA, student=name, message=name), replace(ADA, student="a=b")])
    _, row, other = csv.reader(io.StringIO(text, newline=""))
    assert row[0] == f"'{name}"
    assert row[2:] == ["6.66", "13.33", "graded", "3.33", "3.33"]
    assert other[0] == "a=b"
    (entry,) = results("hw04", [replace(ADA, student=name)], "none")["submissions"]
    assert entry["student"] == name


def test_files_are_written_whole_or_not_at_all(tmp_path, monkeypatch):
    document = write_results(tmp_path / "new", "hw04", [ADA, CLEO], "none")
    assert {path.name for path in (tmp_path / "new").iterdir()} == {"results.json", "grades.csv"}
    before = (tmp_path / "new" / "results.json").read_text()
    assert json.loads(before) == document == results("hw04", [ADA, CLEO], "none")
    write = Path.write_text

    def full_disk(path, text, **options):
        write(path, text[: len(text) // 2], **options)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full_disk)
    with pytest.raises(OSError, match="No space"):
        write_results(tmp_path / "new", "hw04", [BOB], "none")
    assert (tmp_path / "new" / "results.json").read_text() == before


def test_a_file_without_submissions_is_json_too(tmp_path):
    write_results(tmp_path, None, [], "none")
    document = json.loads((tmp_path / "results.json").read_text())
    assert document == {"schema": 1, "assignment": None, "isolation": "none", "submissions": []}


def test_files_lie_in_a_folder_of_the_assignment_unless_one_is_named(tmp_path):
    assert folder_of(tmp_path, "hw04", only="hw04") == tmp_path
    assert folder_of(tmp_path, "hw04", only=None) == tmp_path / "hw04"
    assert folder_of(tmp_path, None, only=None) == tmp_path / "unrecognised"


@pytest.mark.parametrize("student", ["ada", "Zoë O'Hara", "李雷", "=1", "a.b", "x" * 250])
def test_a_page_has_its_students_name_where_it_can(student):
    assert feedback_name(student, set()) == f"{student}.html"


@pytest.mark.parametrize(
    "student",
    ["", ".", "..", "../../etc/passwd", ".hidden", "a/b", "a\\b", "C:x", "nul", "COM1.txt", "a\nb",
     "a ", "a.", 'q"', "x" * 251, "é" * 200, "\x00", "a\u202eb"],
)  # fmt: skip
def test_any_other_name_is_made_safe(tmp_path, student):
    name = feedback_name(student, set())
    assert name == feedback_name(student, set())
    assert name != f"{student}.html"
    assert len(name.encode()) <= 255
    assert not set(name) & set('/\\:*?"<>|\n\x00\u202e') and name[0] != "."
    (tmp_path / name).write_text("x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_pages_of_different_students_never_meet():
    students = ["Ada", "ada", "ADA", "a/b", "a:b", "a_b", "straße", "STRASSE", "e\u0301", "\xe9"]
    students += ["y" * 300, "y" * 301]
    taken = set()
    names = [feedback_name(student, taken) for student in students]
    assert len({name.casefold() for name in names}) == len(students) == len(taken)
    assert names[0] == "Ada.html"
