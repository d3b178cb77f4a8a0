"""`autograder grade` as a TA runs it, on the toy course."""

from __future__ import annotations

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time

import pytest
from conftest import ROOT, TOY, autograder, grade_files
from splice import as_notebook

STUB = (TOY / "assignments" / "toy" / "toy.py").read_text(encoding="utf-8")
SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
CENTER = """
import torch
def center(x, scale=1.0):
    if x.ndim != 2 or not scale > 0:
        raise ValueError
    return (x - x.mean(0)) * scale
"""
NARROW = "name with space", 'quo"te', "=1+1", "Ünïcödé-学生", "x" * 240


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """One grading of everything a student might hand in, good and bad."""
    folder = tmp_path_factory.mktemp("odd")
    files = {
        "right.ipynb": as_notebook([SOLUTION]),
        "script.py": SOLUTION,
        "stub.ipynb": as_notebook([STUB]),
        "no_cells.ipynb": as_notebook([]),
        "old_format.ipynb": json.dumps(
            {
                "nbformat": 3,
                "nbformat_minor": 0,
                "metadata": {"name": ""},
                "worksheets": [
                    {
                        "cells": [
                            {
                                "cell_type": "code",
                                "language": "python",
                                "input": SOLUTION,
                                "outputs": [],
                                "collapsed": False,
                                "metadata": {},
                            }
                        ],
                        "metadata": {},
                    }
                ],
            }
        ),
        "unknown_kernel.ipynb": as_notebook(
            [SOLUTION], kernelspec={"name": "nobody-knows", "display_name": "?"}
        ),
        "one_question.ipynb": as_notebook([CENTER]),
        "syntax_error.ipynb": as_notebook(["def broken(:\n  pass", SOLUTION]),
        "missing_import.ipynb": as_notebook(["import nowhere_installed", SOLUTION]),
        "prints.ipynb": as_notebook(["for _ in range(200):\n    print('x' * 1_000_000)", SOLUTION]),
        "deep.ipynb": as_notebook(["x = " + "(" * 5000 + ")" * 5000, SOLUTION]),
        "deeper.ipynb": as_notebook(["x = " + "-" * 300_000 + "1", SOLUTION]),
        "raises.ipynb": as_notebook([CENTER, "def spread(x):\n    return center(x)"]),
        "import_fails.ipynb": as_notebook(["import nowhere_at_all\ncenter = 3", CENTER]),
        "truncated.ipynb": as_notebook([SOLUTION])[:300],
        "empty.ipynb": "",
        "a_list.ipynb": "[1, 2, 3]",
        "web_page.ipynb": "<!DOCTYPE html><html><body>Log in</body></html>",
        "many_cells.ipynb": json.dumps(
            {
                "nbformat": 4,
                "nbformat_minor": 5,
                "metadata": {},
                "cells": [
                    {
                        "cell_type": "code",
                        "id": f"c{i}",
                        "metadata": {},
                        "source": "",
                        "outputs": [],
                        "execution_count": None,
                    }
                    for i in range(100_000)
                ],
            }
        ),
        "twice/toy.py": STUB,
        "twice/toy.ipynb": as_notebook([SOLUTION]),
        **{f"{name}.ipynb": as_notebook([SOLUTION]) for name in NARROW},
    }
    (folder / "submissions" / "nothing_inside").mkdir(parents=True)
    with (folder / "submissions" / "huge.ipynb").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "submissions" / "link.ipynb").symlink_to("right.ipynb")
    os.mkfifo(folder / "submissions" / "pipe.ipynb")
    return grade_files(folder, files, "-a", "toy")


RIGHT = ["right", "script", "old_format", "unknown_kernel", "syntax_error", "missing_import",
         "prints", "deep", "deeper", "twice", *NARROW]  # fmt: skip


def test_bad_input_never_stops_the_batch(cohort):
    assert cohort.code == 0, cohort.stderr
    assert "Traceback" not in cohort.stdout + cohort.stderr


@pytest.mark.parametrize("student", RIGHT)
def test_right_answers_get_full_marks(cohort, student):
    found = cohort.of(student)
    assert (found["status"], found["score"]) == ("graded", 40), found["questions"]


@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("truncated", "ends"),
        ("empty", "empty"),
        ("a_list", "notebook"),
        ("web_page", "web page"),
        ("many_cells", "cells"),
        ("huge", "50"),
        ("link", "link"),
        ("pipe", "regular"),
        ("nothing_inside", "no"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(cohort, student, words):
    found = cohort.of(student)
    assert (found["status"], found["score"], found["max_score"]) == ("unreadable", 0, 40)
    assert found["questions"] == []
    assert words in found["message"]
    assert "\n" not in found["message"]
    assert (cohort.out / found["feedback"]).is_file()


def test_a_stub_is_not_attempted_and_an_absent_function_missing(cohort):
    stub = cohort.checks("stub")
    assert {check["status"] for check in stub.values()} == {"not_attempted"}
    one = cohort.checks("one_question")
    assert {c["status"] for (q, _), c in one.items() if q == "center"} == {"passed"}
    assert {c["status"] for (q, _), c in one.items() if q != "center"} == {"missing"}
    assert {c["diagnosis"]["id"] for (q, _), c in one.items() if q == "spread"} == {"missing"}
    assert cohort.of("no_cells")["score"] == 0


def test_an_exception_is_placed_where_it_arose(cohort):
    told = cohort.checks("raises")["spread", "finds_both_ends"]
    assert told["status"] == "error"
    where = "spread raised ValueError in center, which it calls, on line 5 of that cell."
    assert told["diagnosis"]["text"] == where


def test_a_cell_that_failed_says_so_on_the_page(cohort):
    page = (cohort.out / cohort.of("import_fails")["feedback"]).read_text(encoding="utf-8")
    assert "ModuleNotFoundError was raised on line 1 of this cell." in page


def test_the_better_of_two_files_is_used_and_said(cohort):
    assert "toy.ipynb" in cohort.of("twice")["message"]


def test_grades_csv_is_safe_in_a_spreadsheet(cohort):
    rows = list(csv.DictReader((cohort.out / "grades.csv").open(encoding="utf-8")))
    names = {row["student"] for row in rows}
    assert "'=1+1" in names
    assert len(rows) == len(cohort.results()["submissions"])
    assert next(row for row in rows if row["student"] == "right")["center"] == "10"


def test_points_add_up_everywhere(cohort):
    for found in cohort.results()["submissions"]:
        for question in found["questions"]:
            parts = sum(round(100 * check["points"]) for check in question["checks"])
            assert parts == round(100 * question["score"])
            most = sum(round(100 * check["max_points"]) for check in question["checks"])
            assert most == round(100 * question["max_score"])


def test_the_same_command_again_grades_nothing_again(tmp_path):
    first = grade_files(tmp_path, {"ann.py": SOLUTION, "bob.py": STUB}, "-a", "toy")
    again = grade_files(tmp_path, {}, "-a", "toy")
    assert first.code == again.code == 0
    assert attempts(again.out) == [("ann", 1), ("bob", 1)]
    changed = grade_files(tmp_path, {"bob.py": SOLUTION}, "-a", "toy")
    assert attempts(changed.out) == [("ann", 1), ("bob", 2)]
    assert changed.of("bob")["score"] == 40
    fresh = grade_files(tmp_path, {}, "-a", "toy", "--fresh")
    assert attempts(fresh.out) == [("ann", 2), ("bob", 3)]


def test_seed_is_part_of_the_gradebook(tmp_path):
    grade_files(tmp_path, {"ann.py": SOLUTION}, "-a", "toy", "--seed", "5")
    other = grade_files(tmp_path, {}, "-a", "toy", "--seed", "6")
    assert other.code == 2
    assert "--fresh" in other.stderr


def attempts(out):
    with sqlite3.connect(out / "gradebook.sqlite") as book:
        query = "select student, count(*) from attempts group by student order by student"
        return book.execute(query).fetchall()


def test_a_killed_run_resumes(tmp_path):
    slow = "import time\nsum(i * i for i in range(2_000_000))\n" + SOLUTION
    for i in range(12):
        path = tmp_path / "submissions" / f"s{i:02d}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(slow + f"\n# {i}\n", encoding="utf-8")
    out = tmp_path / "graded"
    command = [sys.executable, "-m", "autograder", "grade", str(path.parent), "-a", "toy",
               "-o", str(out), "--course", str(TOY), "--workers", "1"]  # fmt: skip
    run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not (done := recorded(out)):
        time.sleep(0.05)
    run.send_signal(signal.SIGKILL)
    run.wait()
    assert 0 < done < 12
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert attempts(out) == [(f"s{i:02d}", 1) for i in range(12)]


def recorded(out):
    path = out / "gradebook.sqlite"
    if not path.is_file():
        return 0
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as book:
            return book.execute("select count(*) from attempts").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["grade", "nowhere", "-o", "x"],
        ["grade", "tests/toy", "-o", "x", "-a", "no_such"],
        ["grade", "tests/toy"],
        ["check", "nowhere.ipynb"],
    ],
)
def test_usage_errors_exit_2_with_one_line(arguments, tmp_path):
    arguments = [str(tmp_path / "x") if part == "x" else part for part in arguments]
    done = autograder(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_a_folder_without_a_file_is_a_usage_error(tmp_path):
    (tmp_path / "empty").mkdir()
    done = autograder("grade", tmp_path / "empty", "-o", tmp_path / "o", "--course", TOY)
    assert done.returncode == 2


def test_help_imports_no_torch():
    script = "import sys\nfrom autograder.cli import main\nsys.argv = ['autograder', '--help']\n"
    script += "try:\n    main()\nexcept SystemExit:\n    pass\nassert 'torch' not in sys.modules"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


def test_json_on_stdout_is_results_json(tmp_path):
    done = grade_files(tmp_path, {"ann.py": SOLUTION}, "-a", "toy", "--json")
    assert json.loads(done.stdout) == done.results()


def test_several_assignments_are_told_apart(tmp_path):
    done = grade_files(
        tmp_path, {"ann.py": SOLUTION, "essay.py": "print('hello')", "toy/bob.py": STUB}
    )
    assert done.code == 0
    assert done.of("ann", "toy")["score"] == 40
    assert done.of("bob", "toy")["score"] == 0
    lost = done.results("unrecognised")
    assert lost["assignment"] is None
    assert [s["student"] for s in lost["submissions"]] == ["essay"]
    assert lost["submissions"][0]["max_score"] == 0
