"""Notebooks and scripts as people's tools write them, graded and checked by the real commands.

`specimens/<assignment>/<student>/` holds what one student handed in. The answers in it are right
unless this file says otherwise, so whatever the tool did to the file may cost no point.
"""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from conftest import ROOT, TOY, Grading, autograder

from autograder.cli.build import run as build_course
from autograder.submission.source import percent_cells

SPECIMENS = ROOT / "tests" / "specimens"
COURSES = {"hw01_sampling": ROOT, "toy": TOY}
STUDENTS = [
    (slug, folder.name) for slug in COURSES for folder in sorted((SPECIMENS / slug).iterdir())
]
LOST = {
    "continued_command": {"center"},
    "helpers_beside": {"center", "spread"},
    "imports_deleted": {"center", "slope", "estimate"},
    "merge_in_a_cell": {"center"},
    "merge_in_the_file": {"center", "spread", "slope", "estimate"},
    "question_deleted": {"center"},
    "run_other": {"center"},
}
"""The questions without points in the toy assignment, by student."""

NOT_IN_CELL = "stands in cell {}, but running that cell did not define it"
ONLY_YOUR_FILE = "nothing but the file you hand in is there when it is graded"
SAID = {
    "continued_command": ["AttributeError on line 9 of its cell"],
    "data_paths": ["FileNotFoundError was raised on line 1", ONLY_YOUR_FILE],
    "endless_await": ["This cell ran longer than 2 s and was stopped"],
    "exit": ["SystemExit was raised on line 1"],
    "helpers_beside": [
        "Lost in cell 3? ModuleNotFoundError was raised on line 1 of this cell.",
        "copy what you need of it into a cell: " + ONLY_YOUR_FILE,
    ],
    "huge_picture": ["[an output of 1.0 MB, too large to show here]"],
    "imports_deleted": [f"center {NOT_IN_CELL.format(2)}", "NameError was raised on line 1"],
    "input": ["EOFError was raised on line 1", "Nobody answers input() when it is graded"],
    "interrupted": ["This cell ran longer than 2 s and was stopped"],
    "merge_in_a_cell": [
        f"center {NOT_IN_CELL.format(3)}",
        "the marks of an unfinished git merge (<<<<<<<, =======, >>>>>>>): keep one version",
    ],
    "merge_in_the_file": ["two versions and the marks of an unfinished git merge (<<<<<<<)"],
    "package_not_there": ["ModuleNotFoundError was raised on line 2"],
    "question_deleted": ["No function is named center yet"],
    "run_other": ["Lost in cell 3? FileNotFoundError was raised", ONLY_YOUR_FILE],
}
"""What the page of a student of the toy assignment says."""


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Everything in one run for each assignment."""
    runs = {}
    for slug, course in COURSES.items():
        out = tmp_path_factory.mktemp(slug)
        done = autograder("grade", SPECIMENS / slug, "-a", slug, "-o", out, "--course", course)
        assert done.returncode == 0, done.stderr
        runs[slug] = Grading(done, out)
    return runs


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    """The toy course with its public checks built."""
    home = shutil.copytree(TOY, tmp_path_factory.mktemp("built") / "course")
    build_course("toy", home / "dist", home)
    return home


@pytest.mark.parametrize(("slug", "student"), STUDENTS)
def test_a_specimen_loses_what_is_not_there_and_nothing_else(graded, slug, student):
    found = graded[slug].of(student)
    lost = {q["id"] for q in found["questions"] if q["score"] < q["max_score"]}
    if student == "merge_in_the_file":
        assert (found["status"], found["score"], found["questions"]) == ("unreadable", 0, [])
        return
    assert found["status"] == "graded"
    assert lost == LOST.get(student, set())
    assert {q["score"] for q in found["questions"] if q["id"] in lost} <= {0}


@pytest.mark.parametrize("student", SAID)
def test_the_page_says_what_to_do(graded, student):
    grading = graded["toy"]
    page = (grading.out / grading.of(student)["feedback"]).read_text(encoding="utf-8")
    text = " ".join(re.sub(r"<[^>]*>", "", page).split())
    for words in SAID[student]:
        assert words.lower() in unescape(text).lower()


def test_pages_of_flawless_notebooks_have_nothing_to_say(graded):
    for student in ("colab", "deepnote", "jupyterlab"):
        page = graded["hw01_sampling"].of(student)["feedback"]
        text = (graded["hw01_sampling"].out / page).read_text(encoding="utf-8")
        assert "Every question is fully right." in text
        assert "When we ran it" not in text


def test_of_several_files_the_one_worked_on_most_is_graded(graded):
    message = graded["toy"].of("drafts")["message"]
    assert message.startswith("3 files handed in: ")
    assert "toy final.ipynb was used" in message
    assert "helpers.py not" in graded["toy"].of("helpers_beside")["message"]


@pytest.mark.parametrize(
    ("name", "marker"),
    [
        ("hw01_sampling/nbconvert/hw01_sampling.py", "# In["),
        ("hw01_sampling/databricks_source/hw01_sampling.py", "# COMMAND ---"),
        ("toy/spyder/toy.py", "#%%"),
        ("toy/vscode_script/toy.py", "# %%"),
    ],
)
def test_a_script_has_the_cells_that_its_tool_gave_it(name, marker):
    text = (SPECIMENS / name).read_text(encoding="utf-8")
    markers = sum(line.startswith(marker) for line in text.splitlines())
    assert len(percent_cells(text)) in (markers, markers + 1)


CHECKED = {
    "colab/Copy of hw01_sampling.ipynb": [],
    "jupyterlab/hw01_sampling.ipynb": [],
    "nbconvert/hw01_sampling.py": [],
    "await/toy.ipynb": [],
    "nbformat_3/toy.ipynb": [],
    "notepad_utf16/toy.py": [],
    "continued_command/toy.ipynb": ["! raised an error  center", "AttributeError on line 9"],
    "helpers_beside/toy.ipynb": [
        "helpers was imported from helpers.py, and only this file is graded: copy what you use"
    ],
    "merge_in_a_cell/toy.ipynb": ["cell 3, line", "SyntaxError", "? not found  center"],
    "run_other/toy.ipynb": ["cell 3: %run part1.ipynb is left out", "? not found  center"],
}
"""Files, and what `autograder check` says about those that are not flawless."""


@pytest.mark.parametrize("name", CHECKED)
def test_check_reads_them_as_grading_does(toy, name):
    slug = "toy" if Path(name).name.startswith("toy") else "hw01_sampling"
    course = toy if slug == "toy" else ROOT
    done = autograder("check", SPECIMENS / slug / name, "-a", slug, "--course", course)
    assert done.returncode == 0, done.stderr
    for words in CHECKED[name]:
        assert words in done.stdout
    flawless = re.search(r"^([\d.]+) of \1 points so far\.$", done.stdout, re.MULTILINE)
    assert bool(flawless) == ("center" not in "".join(CHECKED[name])), done.stdout
