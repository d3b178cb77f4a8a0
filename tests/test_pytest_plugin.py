"""A submission under real pytest: items, words, points, exit codes, and what is never run."""

import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest
from conftest import TOY
from splice import as_notebook

SOLUTION = (TOY / "solutions/toy.py").read_text(encoding="utf-8")
MIXED = [
    "import torch\ntorch.no_such_function()",
    "def center(x, scale=1.0):\n    return (x - x.mean(1, keepdim=True)) * scale",
    "def spread(x):\n    raise NotImplementedError",
    "def slope(f, x):\n    while True:\n        pass",
]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A toy course of its own: pytest keeps its cache there."""
    return shutil.copytree(TOY, tmp_path_factory.mktemp("course") / "toy")


@pytest.fixture
def mixed(tmp_path):
    """Wrong, not started, too slow and not found."""
    file = tmp_path / "ann.ipynb"
    file.write_text(as_notebook(MIXED, autograder={"assignment": "toy"}))
    return file


@pytest.fixture
def right(tmp_path):
    file = tmp_path / "bob.py"
    file.write_text(SOLUTION)
    return file


def run_pytest(course, file, *options, cwd=None):
    """Run pytest on a submission; `-P` because `python -m` would import from its folder."""
    command = [sys.executable, "-P", "-m", "pytest", "--color=no", "--submission", file]
    return subprocess.run(
        [*map(str, command), *map(str, options)],
        cwd=cwd or course,
        env={**os.environ, "OMP_NUM_THREADS": "1", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


def words(done):
    """The word behind each item under -v."""
    return dict(re.findall(r"^(toy::\w+::\w+) ([A-Z ]+?) +\[", done.stdout, re.MULTILINE))


def test_every_check_is_an_item_below_its_question(course, mixed):
    done = run_pytest(course, mixed, "--collect-only", "-k", "spread")
    assert done.returncode == 0, done.stderr
    assert f"autograder: toy, {mixed.name}, sandboxed\n" in done.stdout
    assert " points" not in done.stdout  # nothing has been graded
    assert done.stdout.split("\n\n")[1].splitlines() == [
        "<Assignment toy>",
        "  <Question spread>",
        "    <Check matches_the_example>",
        "    <Check finds_both_ends>",
        "    <Check returns_entries_of_x>",
        "    <Check leaves_inputs_alone>",
    ]


def test_a_failure_is_its_diagnosis_and_nothing_of_ours(course, mixed, tmp_path):
    done = run_pytest(course, mixed, "-v", "-rf", f"--junitxml={tmp_path / 'junit.xml'}")
    assert done.returncode == 1, done.stderr
    said = words(done)
    assert said["toy::center::matches_the_example"] == "FAILED"
    assert said["toy::spread::finds_both_ends"] == "NOT STARTED"
    assert said["toy::slope::matches_the_example"] == "TOOK TOO LONG"
    assert said["toy::estimate::matches_the_example"] == "NOT FOUND"
    assert (
        "It should return what the example in its docstring shows.\n\n"
        "You averaged over dim 1; the mean is taken over dim 0.\n\n"
        "    called with x = [[1, 2], [3, 6]]\n"
        "    you got     [[-0.5000, 0.5000], [-1.5000, 1.5000]]\n"
        "    expected    [[-1.0000, -2.0000], [1.0000, 2.0000]]\n\n"
        "1.11 points lost.\n"
    ) in done.stdout
    # Where the environment names a CI, pytest's summary below repeats whole messages.
    failures = done.stdout.split(" short test summary info ")[0]
    told = re.split(r"^_+ \w+: (\w+) _+$", failures, flags=re.MULTILINE)[1:]
    for name, text in zip(told[::2], told[1::2], strict=True):
        assert "you got" not in text or name == "matches_the_example", "a hidden check shows values"
    assert "cell 1: AttributeError was raised on line 2 of this cell." in done.stdout
    for ours in ("Traceback", "pytest_session", "autograder/", "seed"):
        assert ours not in done.stdout

    cases = ET.parse(tmp_path / "junit.xml").getroot().findall(".//testcase")
    earned, possible = 0.0, 0.0
    for case in cases:
        told = {p.get("name"): p.get("value") for p in case.iter("property")}
        earned, possible = earned + float(told["points"]), possible + float(told["max_points"])
        assert (told["status"] == "passed") == (case.find("failure") is None)
    assert f"{earned:.2f}".rstrip("0").rstrip(".") + f" of 40 points in {len(cases)} checks." in (
        done.stdout
    )
    assert round(possible, 2) == 40
    by_name = {(case.get("classname"), case.get("name")): case for case in cases}
    case = by_name["toy.center", "removes_the_mean_of_each_column"]
    assert "You averaged over dim 1" in case.find("failure").get("message")
    assert {("kind", "value"), ("status", "failed")} <= {
        (p.get("name"), p.get("value")) for p in case.iter("property")
    }


def test_the_first_failure_ends_it_and_is_run_again(course, tmp_path):
    file = tmp_path / "ann.py"
    file.write_text(f"{SOLUTION}\ndef spread(x):\n    return [][1]\n")
    first = run_pytest(course, file, "-v", "-x", "--cache-clear", "-k", "spread or estimate")
    assert first.returncode == 1
    assert words(first) == {"toy::spread::matches_the_example": "RAISED AN ERROR"}
    second = run_pytest(course, file, "--lf", "--collect-only", "-q")
    assert second.stdout.startswith("toy::spread::matches_the_example\n\n1/")
    assert {path.name for path in tmp_path.iterdir()} == {file.name}, "the cache is elsewhere"


TELLS = """
@spread.check("edge")
def tells_its_draws(impl, draw):
    \"\"\"It works.\"\"\"
    import os

    x = draw.normal(3)
    with open({log!r}, "a") as log:
        log.write(f"{{os.getpid()}} {{x.tolist()}}\\n")
    return impl.spread(x)
"""


def test_workers_of_xdist_grade_on_the_same_inputs(tmp_path, right):
    course = shutil.copytree(TOY, tmp_path / "course")
    with (course / "reference/toy/checks.py").open("a") as checks:
        checks.write(TELLS.format(log=str(tmp_path / "draws")))
    options = ("-k", "spread", "--deselect", "toy::spread::finds_both_ends")
    done = run_pytest(course, right, "-n", "2", *options)
    assert done.returncode == 0, done.stdout
    assert re.search(r"^([\d.]+) of \1 points in 4 checks\.$", done.stdout, re.MULTILINE)
    drawn = {}
    for line in (tmp_path / "draws").read_text().splitlines():
        worker, _, values = line.partition(" ")
        drawn.setdefault(worker, set()).add(values)
    one, other = drawn.values()
    assert one == other


def test_what_we_could_not_grade_is_an_error_of_ours(tmp_path, right):
    course = shutil.copytree(TOY, tmp_path / "course")
    with (course / "reference/toy/checks.py").open("a") as checks:
        checks.write(
            '\n@spread.check("edge")\ndef broken(impl, draw):\n    """Ours."""\n    1 / 0\n'
        )
    done = run_pytest(course, right, "-v", "-k", "spread")
    assert done.returncode == 1
    assert words(done)["toy::spread::broken"] == "ERROR"
    assert "Not graded, our fault: spread.broken can't be judged; run autograder" in done.stdout
    assert "4 passed" in done.stdout
    assert "; 1 more not graded, which is no fault of the student's." in done.stdout


MANY = """
import contextlib, io, json, sys
import pytest

for arguments in json.loads(sys.argv[1]):
    out, said = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(said):
        code = pytest.main(arguments)
    print(json.dumps([code, said.getvalue()]))
"""
REFUSED = [
    ("--submission bob.py --assignment hw99", "no assignment hw99 in {course}: choose from toy"),
    ("--submission bob.py tests", "tests: --submission runs the course's checks only; leave it"),
    ("--submission bob.py --course gone", "gone holds no course.toml: go to a course's folder"),
    ("--submission gone.py", "gone.py: no such file or folder; check the path"),
    ("--submission gone.py --assignment toy", "gone.py can't be read (no such file or directory)"),
    ("--submission .", ". is no notebook (.ipynb) and no script (.py): name one of these"),
    ("--submission cut.ipynb", "cut.ipynb ends in the middle"),
    ("--submission cut.ipynb --assignment toy", "cut.ipynb ends in the middle"),
    ("--submission other.py", "other.py fits no assignment, or several: name its own with --ass"),
    (
        "--submission eve/bob.py",
        "{eve}/pytest.ini configures pytest, and may be the student's: add -c",
    ),
    ("--assignment toy", "--assignment toy has nothing to grade: add --submission FILE"),
]


def test_wrong_usage_is_one_line_and_exits_4(course, right):
    (right.parent / "cut.ipynb").write_text('{"cells": [{"cell_type": "code", "sou')
    (right.parent / "other.py").write_text("x = 1\n")
    eve = right.parent / "eve"
    eve.mkdir()
    shutil.copy(right, eve)
    (eve / "pytest.ini").write_text("[pytest]\naddopts = --deselect toy::center\n")
    runs = [["--course", str(course), *line.split()] for line, _ in REFUSED]
    none = ["--course", str(course), "--submission", "bob.py", "-k", "nothing"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", MANY, json.dumps([*runs, none])],
        cwd=right.parent,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    *refused, last = [json.loads(line) for line in done.stdout.splitlines()]
    for (_, wanted), (code, said) in zip(REFUSED, refused, strict=True):
        assert code == 4
        assert said.startswith(f"ERROR: {wanted.format(course=course, eve=eve)}")
        assert said.strip().count("\n") == 0
    assert last[0] == 5


def test_nothing_of_a_students_folder_runs_outside_the_sandbox(course, tmp_path):
    folder = tmp_path / "eve"
    (folder / "tests").mkdir(parents=True)
    trap = f"open({str(folder / 'sprung')!r}, 'a').write(__file__)\n"
    for name in ("conftest.py", "test_eve.py", "tests/conftest.py", "tests/test_eve.py"):
        (folder / name).write_text(trap)
    file = folder / "test_hw.py"
    file.write_text(f"try:\n    {trap}except OSError:\n    pass\n{SOLUTION}\ndef test(): pass\n")
    done = run_pytest(course, file, "--course", course, "-q", "-W", "error", cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "40 of 40 points" in done.stdout
    assert not (folder / "sprung").exists()
    assert not (folder / ".pytest_cache").exists()


def test_pytest_can_be_kept_from_a_students_configuration(course, right):
    trap = right.parent / "trap.py"
    trap.write_text(f"open({str(right.parent / 'sprung')!r}, 'w')\n")
    (right.parent / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = -p trap\n")
    done = run_pytest(course, right, "-c", "/dev/null", "-q", "--collect-only")
    assert done.returncode == 0, done.stderr
    assert not (right.parent / "sprung").exists()


def test_a_run_that_is_not_ours_loads_nothing_of_ours(tmp_path):
    (tmp_path / "test_own.py").write_text(
        "import json, sys\n"
        "def test_own(request):\n"
        "    ours = ('autograder', 'torch')\n"
        "    loaded = sorted(m for m in sys.modules if m.split('.')[0] in ours)\n"
        "    open('loaded.json', 'w').write(json.dumps(loaded))\n"
    )
    (tmp_path / "conftest.py").write_text("import pytest\n@pytest.fixture\ndef f(): pass\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert json.loads((tmp_path / "loaded.json").read_text()) == [
        "autograder",
        "autograder.integrations",
        "autograder.integrations.pytest_plugin",
    ]
