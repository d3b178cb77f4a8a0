"""The course's policy, from course.toml to pages, final_grades.csv and exports."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from conftest import TOY, autograder
from test_intake import packed

SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
WRONG = SOLUTION.replace("return (x - x.mean(0)) * scale", "return (x - x.mean(0)) + scale")
METADATA = """---
submission_1:
  :submitters:
  - :email: ann@x.edu
    :name: Ann
  :created_at: 2026-10-12 21:00:00 Z
submission_2:
  :submitters:
  - :email: bob@x.edu
    :name: Bob
  :created_at: {bob}
submission_3:
  :submitters:
  - :email: cyd@x.edu
    :name: Cyd
  :created_at: 2026-10-13 12:00:00 Z
"""
POLICY = """
[policy]
late_percent = 10
slip_days = 1
extensions = "extensions.csv"
[assignments.toy]
due = 2026-10-12T23:59:00
"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("finals")
    shutil.copytree(TOY, folder / "course", ignore=shutil.ignore_patterns("__pycache__"))
    toml = folder / "course" / "course.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + POLICY, encoding="utf-8")
    (folder / "course/extensions.csv").write_text("student,assignment,days\ncyd@x.edu,toy,2\n")
    hand_in(folder, "2026-10-14 12:00:00 Z", WRONG)
    grade(folder)
    return folder


@pytest.fixture
def course(graded, tmp_path):
    shutil.copytree(graded, tmp_path, dirs_exist_ok=True)
    return tmp_path


def hand_in(folder, bobs_time, bobs_work):
    files = {
        "submission_metadata.yml": METADATA.format(bob=bobs_time),
        "submission_1/a.py": SOLUTION,
        "submission_2/b.py": bobs_work,
        "submission_3/c.py": WRONG,
    }
    Path(folder / "export.zip").write_bytes(packed(files))


def run(*arguments, code=0):
    done = autograder(*arguments)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout + done.stderr


def grade(folder, **kwargs):
    return run(
        "grade", folder / "export.zip", "-a", "toy", "-o", folder / "graded", "--seed", "3",
        "--course", folder / "course", **kwargs,
    )  # fmt: skip


def finals(folder):
    with (folder / "graded/final_grades.csv").open(encoding="utf-8") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def points(folder):
    with (folder / "graded/grades.csv").open(encoding="utf-8") as file:
        return {row["student"]: float(row["score"]) for row in csv.DictReader(file)}


def page(folder, student):
    html = (folder / f"graded/feedback/{student}.html").read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_lateness_slip_days_and_extensions_become_arithmetic(course):
    earned, final = points(course), finals(course)
    assert earned["ann@x.edu"] == float(final["ann@x.edu"]["toy"]) == 40
    assert float(final["bob@x.edu"]["toy"]) == earned["bob@x.edu"] - 4  # 2 days, 1 slipped
    assert float(final["cyd@x.edu"]["toy"]) == earned["cyd@x.edu"]
    bobs = page(course, "bob@x.edu")
    assert "From points to grade" in bobs
    assert "Wed 14 Oct 2026" in bobs
    assert "slip day" in bobs
    assert "−4" in bobs
    assert "From points to grade" in page(course, "cyd@x.edu")  # lateness is always stated
    assert f"{final['bob@x.edu']['toy']} of 40" in bobs


def test_the_platform_gets_the_grade(course):
    run("export", course / "graded", "--to", "csv", "--course", course / "course")
    run("export", course / "graded", "--to", "moodle", "--course", course / "course")
    (table,) = (course / "graded/export").glob("*moodle-gradebook.csv")
    with table.open(encoding="utf-8-sig") as file:
        rows = {row["Email address"]: row for row in csv.DictReader(file)}
    (column,) = set(rows["bob@x.edu"]) - {"Full name", "ID number", "Email address"}
    assert {email: float(row[column]) for email, row in rows.items()} == {
        student: float(row["toy"]) for student, row in finals(course).items()
    }


def test_the_report_says_what_the_rules_did_to_the_class(course):
    run("report", course / "graded", "--course", course / "course")
    html = (course / "graded/report.html").read_text(encoding="utf-8")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    assert "1 of 3 handed in late; that took 4 points from 1 of them" in said
    assert "1 spent, by 1 student" in said
    before = sum(points(course).values()) / 3
    after = sum(float(row["toy"]) for row in finals(course).values()) / 3
    assert f"{before:.1f} points earned, {after:.1f} with the rules, over 3 students" in said


def test_an_extension_that_comes_later_changes_the_page(course):
    before = finals(course)["bob@x.edu"]["toy"]
    with (course / "course/extensions.csv").open("a") as file:
        file.write("bob@x.edu,toy,2\neve,toy,1\n")
    said = grade(course)
    assert "eve" in said
    assert "0 of them now" in said
    after = finals(course)["bob@x.edu"]["toy"]
    assert float(after) == float(before) + 4
    assert f"{after} of 40" in page(course, "bob@x.edu")


def test_a_later_attempt_counts_with_its_time(course):
    hand_in(course, "2026-10-15 12:00:00 Z", SOLUTION)
    grade(course)
    assert float(finals(course)["bob@x.edu"]["toy"]) == 40 - 2 * 4  # 3 days, 1 slipped


def test_without_a_policy_points_are_grades(tmp_path):
    (tmp_path / "ann.py").write_text(SOLUTION, encoding="utf-8")
    run("grade", tmp_path / "ann.py", "-a", "toy", "-o", tmp_path / "graded", "--course", TOY)
    assert not (tmp_path / "graded/final_grades.csv").exists()
    assert "From points to grade" not in page(tmp_path, "ann")


def test_a_policy_that_is_not_right_is_said_before_anything_is_graded(course):
    toml = course / "course/course.toml"
    toml.write_text(toml.read_text().replace("late_percent", "late_percentage"), encoding="utf-8")
    done = autograder("grade", course / "export.zip", "-a", "toy", "-o", course / "new",
                      "--course", course / "course")  # fmt: skip
    assert done.returncode == 1
    assert "late_percentage" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (course / "new").exists()
