"""After the first grading: regrade, override and comments to one student, on the command line."""

import csv
import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from conftest import TOY, autograder, grade_files

SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
RIGHT = "return (x - x.mean(0)) * scale"
FILES = {
    "ann.py": SOLUTION,
    "bob.py": SOLUTION.replace(RIGHT, "return (x - x.mean(0)) * scale + 1e-5"),
    "cyd.py": SOLUTION.replace("return x.min(), x.max()", "return x.max(), x.min()"),
    "dan.ipynb": "{",
}
TIGHT = '@center.check("value")'
LOOSE = '@center.check("value", atol=1e-3, why="this test")'


class Course:
    """A toy course that an instructor edits, and a graded cohort."""

    def __init__(self, folder):
        self.folder = folder
        self.out = folder / "graded"

    def edit(self, name, old, new):
        path = self.folder / "course" / "reference" / "toy" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, *arguments, code=0):
        done = autograder(*arguments, "--course", self.folder / "course")
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout if code == 0 else done.stderr

    def regrade(self, *options, code=0):
        return self.run("regrade", self.out, *options, code=code)

    def scores(self):
        document = json.loads((self.out / "results.json").read_text(encoding="utf-8"))
        with (self.out / "grades.csv").open(encoding="utf-8") as file:
            rows = {row["student"]: row for row in csv.DictReader(file)}
        for entry in document["submissions"]:
            written = rows[entry["student"]]["score"]
            assert (float(written) if written else None) == entry["score"]
        return {entry["student"]: entry["score"] for entry in document["submissions"]}

    def page(self, student):
        return (self.out / "feedback" / f"{student}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    shutil.copytree(TOY, folder / "course", ignore=shutil.ignore_patterns("__pycache__"))
    done = grade_files(folder, FILES, "-a", "toy", "--seed", "3", course=folder / "course")
    assert done.code == 0, done.stderr
    return folder


@pytest.fixture
def course(first, tmp_path):
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return Course(tmp_path)


def test_a_regrade_shows_then_changes_then_is_undone(course):
    before = course.scores()
    database = course.out / "gradebook.sqlite"
    with closing(sqlite3.connect(database)) as book, book:
        book.execute("UPDATE questions SET seconds = 99")
    assert before["ann"] == 40
    assert before["bob"] < 40
    assert "nothing to do" in course.regrade()
    course.edit("checks.py", TIGHT, LOOSE)
    said = course.regrade()
    assert "center (3)" in said
    assert re.search(r"3 answers to run again.*9 stand", said)
    assert re.search(r"bob  [\d.]+ → [\d.]+ of 40", said)
    assert "removes_the_mean_of_each_column" in said
    assert "not right yet" in said
    assert "passed" in said
    assert "1 of 3 move: 1 up, 0 down" in said
    assert "Nothing has been changed" in said
    assert course.scores() == before
    accepted = course.regrade("--accept", "--by", "Ada")
    assert "Accepted: 3 pages" in accepted
    after = course.scores()
    with closing(sqlite3.connect(database)) as book:
        regraded = book.execute(
            "SELECT DISTINCT q.id, q.seconds = 99 FROM questions q"
            " JOIN attempts a ON q.attempt = a.id WHERE a.regrade IS NOT NULL"
        ).fetchall()
    assert dict(regraded) == {"center": 0, "spread": 1, "slope": 1, "estimate": 1}
    assert after["bob"] > before["bob"]
    assert {k: v for k, v in after.items() if k != "bob"} == {
        k: v for k, v in before.items() if k != "bob"
    }
    assert "nothing to do" in course.regrade()
    submissions = course.folder / "submissions"
    again = course.run("grade", submissions, "-o", course.out, "-a", "toy")
    assert re.search(r"[01] of them now", again)  # dan's file is no notebook
    assert course.scores() == after
    undone = course.regrade("--undo")
    assert "by Ada" in undone
    assert course.scores() == before
    assert "no accepted regrade" in course.regrade("--undo", code=2)


def test_nobody_loses_if_the_higher_is_kept(course):
    before = course.scores()
    course.edit("__init__.py", 'question("spread", points=10', 'question("spread", points=4')
    course.edit("checks.py", TIGHT, LOOSE)
    said = course.regrade()
    assert re.search(r"ann  40 → 34 of 34", said)
    kept = course.regrade("--accept", "--keep-higher")
    assert "0 down" in kept
    after = course.scores()
    assert all(after[student] >= before[student] for student in before)
    assert after["bob"] > before["bob"]
    assert "nothing to do" in course.regrade()


def test_a_regrade_of_one_student_or_one_question(course):
    course.edit("__init__.py", 'question("spread", points=10', 'question("spread", points=4')
    course.edit("checks.py", TIGHT, LOOSE)
    assert "2 answers to run again: center (1), spread (1)" in course.regrade("-s", "bob")
    assert "3 answers to run again: spread (3)" in course.regrade("-q", "spread", "--accept")
    assert "center (3)" in course.regrade()
    assert "nobody of that name" in course.regrade("-s", "eve", code=2)
    assert "give it alone" in course.regrade("--undo", "--accept", code=2)


def test_a_comment_in_a_check_is_no_change(course):
    course.edit("checks.py", TIGHT, f"# Each column for itself.\n{TIGHT}")
    assert "nothing to do" in course.regrade()
    course.edit("checks.py", TIGHT, LOOSE)
    said = course.run("grade", course.folder / "submissions", "-o", course.out, "-a", "toy")
    assert "3 students were graded with other checks and are graded again" in said
    assert "nothing to do" in course.regrade()


def test_a_new_sentence_is_told_without_moving_anyone(course):
    course.edit("misconceptions.py", "The smallest is to come first.", "Smallest first, please.")
    said = course.regrade("--accept")
    assert "0 of 3 move" in said
    assert "1 more are told something else" in said
    assert "Smallest first, please." in course.page("cyd")


def test_points_that_a_person_gives(course):
    before = course.scores()
    give = ("override", course.out, "cyd", "spread")
    said = course.run(*give, "--points", "7.5", "--why", "Order was unclear.", "--by", "Ada")
    assert "→ 7.5 of 10" in said
    after = course.scores()
    entry = next(
        s
        for s in json.loads((course.out / "results.json").read_text())["submissions"]
        if s["student"] == "cyd"
    )
    spread = next(q for q in entry["questions"] if q["id"] == "spread")
    assert spread["score"] == 7.5
    assert spread["override"]["by"] == "Ada"
    assert after["cyd"] == before["cyd"] - sum(c["points"] for c in spread["checks"]) + 7.5
    page = course.page("cyd")
    assert "Order was unclear." in page
    assert "Ada" in page
    course.edit("checks.py", '@spread.check("property")', '@spread.check("edge")')
    course.regrade("--accept")
    assert course.scores()["cyd"] == after["cyd"]
    course.run(*give, "--undo")
    assert course.scores()["cyd"] != after["cyd"]
    assert "Order was unclear." not in course.page("cyd")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("cyd", "spread", "--points", "11", "--why", "x"), "0 to 10"),
        (("cyd", "spread", "--points", "nan", "--why", "x"), "0 to 10"),
        (("cyd", "spread", "--points", "1"), "--why"),
        (("cyd", "spread"), "--points"),
        (("cyd", "spread", "--undo", "--points", "1", "--why", "x"), "--undo alone"),
        (("eve", "spread", "--points", "1", "--why", "x"), "nobody of that name"),
        (("dan", "spread", "--points", "1", "--why", "x"), "unreadable"),
        (("cyd", "sprad", "--points", "1", "--why", "x"), "no question"),
    ],
)
def test_points_that_cant_be_given(first, arguments, said):
    assert said in Course(first).run("override", first / "graded", *arguments, code=2)


def test_a_comment_to_one_student(course):
    write = ("comment", course.out, "spread")
    course.run(*write, "To the group.", "--group", "cyd", "--by", "Ada")
    course.run(*write, "To you alone.", "--student", "cyd", "--by", "Bob")
    page = course.page("cyd")
    assert page.index("To the group.") < page.index("To you alone.")
    assert "To you alone." not in course.page("ann")
    course.run(*write, "", "--student", "cyd")
    assert "To you alone." not in course.page("cyd")
    assert "To the group." in course.page("cyd")
    course.run(*write, "Well argued.", "--student", "ann")  # whose answer is right
    assert "Well argued." in course.page("ann")
    assert "--student" in course.run(*write, "x", code=2)
    assert "nobody" in course.run(*write, "x", "--student", "eve", code=2)
