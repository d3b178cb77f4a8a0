"""`autograder export`, on one fixed gradebook of the toy course, and as others read its files."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pyarrow.parquet as pq
import pytest
from conftest import ROOT, TOY, autograder

from autograder.exchange import FORMATS, Grades, Record
from autograder.gradebook import Gradebook
from autograder.people import Person
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Kind,
    Outcome,
    QuestionVerdict,
    Status,
)

GOLDEN = ROOT / "tests" / "golden"
NOON = datetime(2026, 11, 20, 12, 0, 5, tzinfo=UTC)
RIGHT = CheckVerdict(
    "agrees",
    Kind.PUBLIC,
    "public",
    "It agrees with the example.",
    Status.PASSED,
    333,
    333,
    margin=4.5e-8,
)
WRONG = CheckVerdict(
    "sums", Kind.VALUE, "hidden", "One value a row.", Status.FAILED, 0, 667,
    Diagnosis(DiagnosisKind.MISCONCEPTION, "mean", 'You took the "mean" <of all>;\nrows add up.'),
)  # fmt: skip
MISSING = replace(
    WRONG, status=Status.MISSING,
    diagnosis=Diagnosis(DiagnosisKind.UNOBSERVED, "missing", "No function spread was found."),
)  # fmt: skip
UNGRADED = replace(WRONG, status=Status.UNGRADED, points=None, diagnosis=None)


QUESTIONS = ("center", "Centre the rows"), ("spread", "Smallest and largest")
ODD = 'Žofie "Z" O\'Hara/學生 🎓\u202e\\'
FORMULA = "=cmd|'/C calc'!A0"


def attempt(student, path, *checks, **others):
    """A graded attempt whose questions have these checks."""
    asked = [
        QuestionVerdict(name, title, 1000, of_question)
        for (name, title), of_question in zip(QUESTIONS, checks, strict=False)
    ]
    made = Attempt(
        student, "toy", path, "0" * 64, Outcome.GRADED, "namespaces", "v1",
        seconds=1.25, questions=tuple(asked), max_points=2000,
    )  # fmt: skip
    return replace(made, **others)


COHORT = [
    (
        attempt(
            "ada", "lovelaceada_LATE_12345_678901_hw04-1.ipynb", (RIGHT, WRONG), (RIGHT, MISSING),
            submitted_at=datetime(2026, 11, 19, 23, 59, tzinfo=UTC), late=True,
        ),
        Person("ada", "Lovelace, Ada", "ada@uni.example", "s001", "ada", "Section 1", "Team 7",
               "12345", "501"),
    ),
    (
        attempt("bo", "bo_12350_678902_hw.ipynb", outcome=Outcome.UNREADABLE,
                message="bo.ipynb: is empty; hand it in again"),
        Person("bo", "Bo", "bo@uni.example", canvas_id="12350", moodle_id="502"),
    ),
    (
        attempt(FORMULA, "evil_12351_678903_link", (RIGHT, WRONG), (RIGHT, MISSING)),
        Person(FORMULA, FORMULA, "+1@uni.example", "-7", "@evil", "\t=1", "＝g", "12351", "503"),
    ),
    (
        attempt("ken", "all.zip/ken_12352_678904_hw.zip/part_1_2_x.ipynb", (RIGHT, UNGRADED)),
        Person("ken", "Ken\r\n=1+1", "ken@uni.example", canvas_id="12352", moodle_id="504"),
    ),
    (attempt("nobody", "nobody.ipynb", (RIGHT, WRONG), late=False), None),
    (
        attempt(ODD, "zofie/hw.ipynb", (RIGHT, replace(WRONG, status=Status.PASSED, points=667))),
        Person(ODD, ODD, "zofie@uni.example"),
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A folder with the gradebook, as grading would have left it at noon."""
    out = tmp_path_factory.mktemp("export") / "graded"
    with Gradebook.open(out) as book:
        for verdict, _ in COHORT:
            book.record(verdict, ())
        book.know(person for _, person in COHORT if person)
    database = sqlite3.connect(out / "gradebook.sqlite")
    with database:
        database.execute("UPDATE attempts SET created_at = ?", [NOON.isoformat()])
    database.close()
    return out


@pytest.fixture(scope="module")
def exported(graded):
    """What each format's command printed; the files lie in export/."""
    found = {}
    for name in FORMATS:
        options = ["--column", "HW4 (98765)"] if name == "canvas" else []
        done = autograder("export", graded, "--to", name, *options, "--course", TOY)
        assert (done.returncode, done.stderr) == (0, "")
        found[name] = done.stdout
    return found


def records(*pairs):
    """Grades of attempts that were just made, without pages."""
    return Grades(
        "toy", "Toy",
        tuple(
            Record(verdict, person or Person(verdict.student), 1, NOON, Path("page.html"))
            for verdict, person in pairs
        ),
    )  # fmt: skip


def table(data):
    return list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))


def export_one(platform, verdict, person=None, page=None):
    (record,) = records((verdict, person)).records
    return FORMATS[platform](Grades("toy", "Toy", (replace(record, page=page or record.page),)))


def alike(path, golden):
    """Compare a file with its golden one; UPDATE_GOLDEN=1 takes it for the new one."""
    if os.environ.get("UPDATE_GOLDEN"):
        (GOLDEN / golden).write_bytes(path.read_bytes())
    assert path.read_bytes().decode() == (GOLDEN / golden).read_bytes().decode()


@pytest.mark.parametrize(
    "name",
    ["toy-canvas.csv", "toy-moodle-worksheet.csv", "toy-moodle-gradebook.csv", "toy-junit.xml",
     "toy.csv", "toy-gradescope/ada.json", "toy-gradescope/bo.json"],
)  # fmt: skip
@pytest.mark.usefixtures("exported")
def test_files_are_byte_for_byte_the_golden_ones(graded, name):
    alike(graded / "export" / name, name.replace("/", "-"))


@pytest.mark.usefixtures("exported")
def test_an_export_says_what_it_wrote_and_whom_it_left_out(graded, exported):
    assert f"{graded}/export/toy-canvas.csv  4 students\n" in exported["canvas"]
    assert f"{graded}/export/toy-canvas-feedback.zip  4 students\n" in exported["canvas"]
    assert "Not graded yet, so without a grade\n  ken\n" in exported["canvas"]
    assert "Unreadable, so with 0 points\n  bo\n" in exported["canvas"]
    shown = ODD.replace("\u202e", "�")
    assert (
        "Not in toy-canvas.csv: no Canvas ID, SIS ID or login that a table can hold; "
        f"run autograder grade again with --roster FILE\n  nobody\n  {shown}\n"
    ) in exported["canvas"]
    assert exported["moodle"].endswith("with --roster FILE\n  nobody\n")
    assert f"{graded}/export/toy-gradescope  5 students\n" in exported["gradescope"]
    assert "Not in toy-gradescope: not graded yet" in exported["gradescope"]
    for name in ("junit", "csv", "parquet"):
        assert "Not in" not in exported[name]


@pytest.mark.usefixtures("exported")
def test_pages_go_back_under_the_names_that_canvas_gave(graded):
    with zipfile.ZipFile(graded / "export" / "toy-canvas-feedback.zip") as archive:
        assert archive.namelist() == [
            "bo_12350_678902_hw.html",
            "evil_12351_678903_link_feedback.html",
            "ken_12352_678904_hw.html",
            "lovelaceada_LATE_12345_678901_hw04-1.html",
        ]
        page = archive.read("lovelaceada_LATE_12345_678901_hw04-1.html")
    assert page == (graded / "feedback" / "ada.html").read_bytes()


@pytest.mark.usefixtures("exported")
def test_pages_go_back_to_moodles_participants(graded):
    with zipfile.ZipFile(graded / "export" / "toy-moodle-feedback.zip") as archive:
        assert archive.namelist() == [
            "Bo_502_assignsubmission_file_/feedback.html",
            "Ken---1-1_504_assignsubmission_file_/feedback.html",
            "Lovelace- Ada_501_assignsubmission_file_/feedback.html",
            "cmd-'-C calc'-A0_503_assignsubmission_file_/feedback.html",
        ]
        page = archive.read("Bo_502_assignsubmission_file_/feedback.html")
    assert page == (graded / "feedback" / "bo.html").read_bytes()


@pytest.mark.usefixtures("exported")
def test_both_tables_hold_the_same_and_the_points_add_up(graded):
    typed = pq.read_table(graded / "export" / "toy.parquet")
    types = {field.name: str(field.type) for field in typed.schema}
    assert types["graded_at"] == types["submitted_at"] == "timestamp[ms, tz=UTC]"
    assert (types["points"], types["late"], types["attempt"]) == ("double", "bool", "int32")
    rows = typed.to_pylist()
    assert rows[0]["graded_at"] == NOON and rows[0]["late"] is None
    frame = pd.read_csv(graded / "export" / "toy.csv", dtype={"attempt": "int32"})
    assert list(frame.columns) == typed.column_names and len(frame) == typed.num_rows
    assert frame["points"].isna().sum() == typed["points"].null_count == 1
    score = frame.groupby("student")["points"].sum()
    assert score["ada"] == pytest.approx(6.66) and score["bo"] == 0
    assert {row["student"] for row in rows} == {verdict.student for verdict, _ in COHORT}
    assert f"'{FORMULA}" in set(frame["student"])


@pytest.mark.usefixtures("exported")
def test_junit_counts_what_it_holds(graded):
    root = ET.parse(graded / "export" / "toy-junit.xml").getroot()
    assert root.attrib == {
        "name": "toy", "tests": "15", "failures": "6", "errors": "1", "time": "7.500"
    }  # fmt: skip
    for suite in root:
        for name, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
            assert int(suite.get(name)) == len(list(suite.iter(tag)))
        assert suite.get("timestamp") == "2026-11-20T12:00:05" and suite.get("skipped") == "0"
    (ungraded,) = root.iter("error")
    assert ungraded.get("type") == "ungraded"
    types = {found.get("type") for found in root.iter("failure")}
    assert types == {"failed", "missing", "unreadable"}


@pytest.mark.usefixtures("exported")
def test_an_ungraded_submission_has_an_empty_grade_and_never_a_zero(graded):
    folder = graded / "export"
    canvas = {row[1]: row[-1] for row in table((folder / "toy-canvas.csv").read_bytes())}
    assert canvas == {
        "ID": "HW4 (98765)", "": "20", "12345": "6.66", "12350": "0", "12351": "6.66", "12352": ""
    }  # fmt: skip
    moodle = {row[0]: row[4] for row in table((folder / "toy-moodle-worksheet.csv").read_bytes())}
    assert moodle["Participant 504"] == "" and moodle["Participant 502"] == "0"
    assert json.loads((folder / "toy-gradescope" / "bo.json").read_text())["score"] == 0
    assert not (folder / "toy-gradescope" / "ken.json").exists()


@pytest.mark.parametrize("platform", ["canvas", "moodle", "csv"])
@pytest.mark.parametrize(
    "name",
    ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "  =1", "\xa0=1", "\u200b=1", "\ufeff=1",
     "\u202e=1", "＝1", "＋1", "－1", "＠x", "=cmd|'/C calc'!A0"],
)  # fmt: skip
def test_no_text_is_a_formula_whatever_goes_before_it(platform, name, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("a page")
    person = Person("s", name, name, name, name, name, name, "1", "2")
    verdict = attempt("s", "s.ipynb", (RIGHT, WRONG), message=name)
    found = export_one(platform, verdict, person, page)
    for file in found.files:
        if file.name.endswith(".csv"):
            for cell in (cell for row in table(file.data) for cell in row):
                assert not cell.strip("\ufeff\u200b\u202e \xa0\t\r\n").startswith(
                    tuple("=+-@＝＋－＠")
                )


def test_a_negative_number_stays_a_number():
    text = FORMATS["csv"](
        records((attempt("s", "s", (replace(WRONG, points=-100),)), None))
    ).files[0].data.decode()  # fmt: skip
    assert ",-1," in text and "'-1" not in text


@pytest.mark.parametrize("name", ["x" * 300, "a/b", "..", "a\x00b\x1b", "\ud7ff\ufffe", "Ünï", ""])
def test_any_name_can_be_exported_to_any_platform(name, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("a page")
    person = Person(name, name, "a@b.example", "1", "l", name, name, "1", "2")
    for platform in FORMATS:
        found = export_one(platform, attempt(name, f"n_1_2_{name}.ipynb", (WRONG,)), person, page)
        for file in found.files:
            assert not set(file.name.split("/")) & {"..", ""}
            assert max(len(part.encode()) for part in file.name.split("/")) <= 255
            if file.name.endswith(".xml"):
                ET.fromstring(file.data)
            if file.name.endswith("moodle-feedback.zip"):
                (member,) = zipfile.ZipFile(io.BytesIO(file.data)).namelist()
                folder, feedback = member.split("/")
                assert feedback == "feedback.html" and folder.split("_")[1] == "2"


def test_names_that_differ_only_in_case_are_two_files():
    pairs = [(attempt(name, "hw.ipynb", (RIGHT,)), None) for name in ("Max", "max", "MAX")]
    names = [file.name for file in FORMATS["gradescope"](records(*pairs)).files]
    assert len({name.casefold() for name in names}) == 3


@pytest.mark.parametrize(
    ("path", "group", "member"),
    [
        ("lovelaceada_12345_678901_hw.ipynb", "", "lovelaceada_12345_678901_hw.html"),
        ("team_7_12345_678901_hw.ipynb", "Team_7", "team_7_12345_678901_hw.html"),
        ("team_7_12345_678901_hw.ipynb", "", None),  # Canvas would take it to be of user 7
        ("99_12345_678901_hw.ipynb", "", None),
        ("sub/a_12345_678901_hw.v2.ipynb", "", "a_12345_678901_hw.v2.html"),
        ("a_12345_678901_7.ipynb", "", "a_12345_678901_7.html"),
        ("a_12345_678901.ipynb", "", None),
        ("a_12345_6_x.zip/b_12345_7_y.ipynb", "", None),
        ("anon_X1y2Z_678901_hw.ipynb", "", "anon_X1y2Z_678901_hw.html"),
        ("ada/hw04.ipynb", "", None),
    ],
)
def test_a_page_goes_only_where_canvas_is_sure_to_take_it(path, group, member, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("a page")
    person = Person("ada", canvas_id="12345", group=group)
    found = export_one("canvas", attempt("ada", path, (RIGHT,)), person, page)
    assert found.files[0].students == 1
    names = [zipfile.ZipFile(io.BytesIO(file.data)).namelist() for file in found.files[1:]]
    assert names == ([[member]] if member else [])
    assert [left.file for left in found.left_out] == ([] if member else ["toy-canvas-feedback.zip"])


@pytest.mark.parametrize(
    ("platform", "person"),
    [
        ("canvas", Person("", canvas_id="1")),
        ("canvas", Person("", id="s1")),
        ("canvas", Person("", login="ada")),
        ("moodle", Person("", moodle_id="1")),
        ("moodle", Person("", email="ada@uni.example")),
    ],
)
def test_two_students_with_one_id_are_both_left_out(platform, person):
    pairs = [(attempt(name, "hw.ipynb", (RIGHT,)), person) for name in ("ada", "bob")]
    found = FORMATS[platform](records(*pairs))
    assert not found.files
    assert {left.student for left in found.left_out} == {"ada", "bob"}
    assert any("another student has" in left.why for left in found.left_out)


def test_an_id_that_would_be_read_as_another_is_none():
    for odd in ("12a", "1.5", "-1", "１２"):
        person = Person("ada", canvas_id=odd, moodle_id=odd, id="=1", login="@ada")
        for platform in ("canvas", "moodle"):
            found = export_one(platform, attempt("ada", "hw.ipynb", (RIGHT,)), person)
            assert not found.files and found.left_out


@pytest.mark.usefixtures("exported")
def test_the_file_can_be_named_and_a_second_export_is_the_same(graded, tmp_path):
    named = {"toy-canvas.csv": "mine.csv", "toy-canvas-feedback.zip": "toy-canvas-feedback.zip"}
    options = ["--course", TOY, "--column", "HW4 (98765)", "-a", "toy"]
    done = autograder("export", graded, "--to", "canvas", "-o", tmp_path / "c/mine.csv", *options)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (tmp_path / "c").iterdir()} == set(named.values())
    for first, second in named.items():
        assert (tmp_path / "c" / second).read_bytes() == (graded / "export" / first).read_bytes()
    done = autograder("export", graded, "--to", "parquet", "-o", tmp_path / "a.parquet")
    assert done.returncode == 0, done.stderr
    before = (graded / "export" / "toy.parquet").read_bytes()
    assert (tmp_path / "a.parquet").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--to", "blackboard"], 2, "--to blackboard: choose one of canvas, moodle"),
        (["--to", "csv", "-a", "hw99"], 2, "-a hw99: the gradebook has toy; name one of them"),
        (["--to", "parquet", "-o", "x.csv"], 2, "-o x.csv: --to parquet writes a .parquet file"),
        (["--to", "gradescope", "-o", "x.json"], 2, "--to gradescope writes a folder"),
        (["--to", "csv", "-o", "/dev/null/x"], 1, "can't be written (Not a directory)"),
        ([], 2, "Missing option '--to'"),
    ],
)
def test_what_is_asked_for_wrongly_is_said_in_a_line(graded, tmp_path, arguments, code, said):
    done = autograder("export", graded, *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert said in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_gradebook_of_several_assignments_wants_one_named(tmp_path):
    with Gradebook.open(tmp_path / "graded") as book:
        for slug in ("hw02", "hw01", None):
            book.record(replace(attempt("ada", "a.ipynb", (RIGHT,)), assignment=slug), ())
    done = autograder("export", tmp_path / "graded", "--to", "csv")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.strip().endswith("has hw01 and hw02; say which with -a")
    done = autograder("export", tmp_path / "graded", "--to", "csv", "-a", "hw01")
    assert done.returncode == 0 and (tmp_path / "graded" / "export" / "hw01.csv").is_file()


def test_without_a_gradebook_there_is_nothing_to_export(tmp_path):
    done = autograder("export", tmp_path, "--to", "csv")
    assert done.returncode == 1 and "run autograder grade first" in done.stderr


def test_nobody_to_export_is_a_failure(tmp_path):
    out = tmp_path / "graded"
    with Gradebook.open(out) as book:
        book.record(attempt("ada", "a.ipynb", (RIGHT,)), ())
    done = autograder("export", out, "--to", "moodle", "--course", TOY)
    assert done.returncode == 1
    assert "nobody can be exported" in done.stdout and "  ada\n" in done.stdout
