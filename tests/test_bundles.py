"""What `autograder build` makes for other graders: the three zips, and a run on Gradescope."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, TOY
from splice import as_notebook

from autograder.build.gradescope_zip import NEEDED
from autograder.cli.build import run as build_here
from autograder.errors import AssignmentError
from autograder.exchange.gradescope import results
from autograder.verdict import (
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Kind,
    QuestionVerdict,
    Status,
)

SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
ZIPS = ("student", "otter", "gradescope")


def build(course, out, **kwargs):
    command = [sys.executable, "-m", "autograder", "build", "-o", out, "--course", course]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, **kwargs)
    return done.returncode, done.stderr


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The toy course with data, and with what its bundles must not hold."""
    folder = shutil.copytree(TOY, tmp_path_factory.mktemp("bundles") / "course")
    data = folder / "assignments" / "toy" / "data"
    (data / "more").mkdir(parents=True)
    (data / "more" / "points.csv").write_text("x,y\n1,2\n")
    (data / ".DS_Store").write_text("junk")
    (data / "link.csv").symlink_to(folder / "solutions" / "toy.py")
    (folder / "reference" / "other").mkdir()
    (folder / "notes.txt").write_text("of nobody's business")
    with (folder / "course.toml").open("a") as settings:
        settings.write("\n[gradescope]\npip = \"--extra-index-url 'https://example.org/a b'\"\n")
    return folder


@pytest.fixture(scope="module")
def zips(course):
    """The built zips, opened."""
    assert build(course, course / "dist") == (0, "")
    opened = {name: zipfile.ZipFile(course / "dist" / f"toy-{name}.zip") for name in ZIPS}
    yield opened
    for archive in opened.values():
        archive.close()


# --- what is in them --------------------------------------------------------------------------


def test_zips_are_the_same_in_another_process_umask_and_time(course, zips, tmp_path):
    copy = shutil.copytree(course, tmp_path / "elsewhere", symlinks=True)
    for path in copy.rglob("*"):
        if not path.is_symlink():
            os.utime(path, (1, 1))
            path.chmod(0o700)
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    assert build(copy, tmp_path / "out", umask=0o077, env=environment) == (0, "")
    for name in ZIPS:
        again = (tmp_path / "out" / f"toy-{name}.zip").read_bytes()
        assert again == (course / "dist" / f"toy-{name}.zip").read_bytes(), name


def test_students_get_the_data_and_no_line_of_ours(zips):
    archive = zips["student"]
    names = set(archive.namelist())
    assert "toy/data/more/points.csv" in names
    assert not {name for name in names if "DS_Store" in name or "link" in name}
    assert not {name for name in names if re.search("reference|solutions|engine|course", name)}
    text = b"\n".join(map(archive.read, names)).decode()
    handout = (TOY / "assignments" / "toy" / "toy.py").read_text(encoding="utf-8")
    secret = [line.strip() for line in SOLUTION.splitlines()]
    secret = [line for line in secret if len(line) > 12 and line not in handout]
    assert secret
    assert not [line for line in secret if line in text]


@pytest.mark.parametrize("name", ["otter", "gradescope"])
def test_a_bundle_is_the_engine_and_one_assignment(zips, name):
    files = set(zips[name].namelist())
    engine = {
        f"engine/autograder/{path.relative_to(ROOT / 'autograder').as_posix()}"
        for path in (ROOT / "autograder").rglob("*")
        if path.suffix in (".py", ".jinja", ".css", ".html")
    }
    reference = {f"course/reference/toy/{p.name}" for p in (TOY / "reference/toy").glob("*.py")}
    course = {
        "course/course.toml", "course/assignments/toy/toy.py", "course/solutions/toy.py",
        "course/assignments/toy/data/more/points.csv", *reference,
    }  # fmt: skip
    own = {
        "otter": {"otter_config.json", "files/data/more/points.csv",
                  *(f"tests/{q}.py" for q in ("center", "spread", "slope", "estimate"))},
        "gradescope": {"setup.sh", "run_autograder"},
    }  # fmt: skip
    assert files == engine | course | own[name] | {"README.md", "requirements.txt"}
    assert zips[name].read("README.md").startswith(b"<!-- Made by `autograder build`. Secret")
    settings = tomllib.loads(zips[name].read("course/course.toml").decode())
    assert set(settings) == {"title", "seed", "limits"}


def test_gradescope_gets_scripts_that_bash_can_run_and_pip_can_follow(zips, tmp_path):
    archive = zips["gradescope"]
    for name in ("setup.sh", "run_autograder"):
        assert stat.S_IMODE(archive.getinfo(name).external_attr >> 16) == 0o755
        archive.extract(name, tmp_path)
        assert subprocess.run(["bash", "-n", tmp_path / name], check=False).returncode == 0
    setup = archive.read("setup.sh").decode()
    assert "install --quiet --no-cache-dir --extra-index-url 'https://example.org/a b' -r" in setup
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = set(pyproject["project"]["dependencies"])
    assert set(zips["otter"].read("requirements.txt").decode().splitlines()) == declared
    needed = set(archive.read("requirements.txt").decode().splitlines())
    assert needed < declared
    assert {re.split(r"[^\w-]", line)[0] for line in needed} == set(NEEDED)


@pytest.mark.parametrize("wrong", ["pip = 3", 'pip = "a \'b"', 'index = "x"'])
def test_options_for_pip_are_a_line_of_text(course, tmp_path, wrong):
    copy = shutil.copytree(course, tmp_path / "course", symlinks=True)
    text = (copy / "course.toml").read_text()
    (copy / "course.toml").write_text(re.sub(r"(?m)^pip = .*", lambda _: wrong, text))
    with pytest.raises(AssignmentError, match=r"course.toml \[gradescope\].*; mend it$"):
        build_here("toy", tmp_path / "out", copy)


# --- a run on Gradescope ----------------------------------------------------------------------


@pytest.fixture
def place(zips, tmp_path):
    """Folders as Gradescope lays them out; call it with the files that were handed in."""
    root = tmp_path / "autograder"

    def laid_out(**files):
        for name in ("source", "submission", "results"):
            (root / name).mkdir(parents=True)
        zips["gradescope"].extractall(root / "source")
        shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
        for name, text in files.items():
            (
                root / "submission" / name.replace("_ipynb", ".ipynb").replace("_py", ".py")
            ).write_text(text)
        return root

    return laid_out


def started(root, script="run_autograder", **environment):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.Popen(
        ["bash", root / script], cwd=root, env={**os.environ, "PATH": path, **environment},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def run(root, script="run_autograder", **environment):
    """Its exit code, what it printed and results.json."""
    running = started(root, script, **environment)
    said, _ = running.communicate(timeout=240)
    return running.returncode, said, document(root)


def document(root):
    return json.loads((root / "results" / "results.json").read_text(encoding="utf-8"))


def test_a_right_answer_gets_all_points_and_a_wrong_one_its_sentence(place):
    wrong = (
        SOLUTION.replace("def spread", "def _spread")
        + "\ndef spread(x):\n    return x.max(), x.min()\n"
    )
    root = place(toy_ipynb=as_notebook([wrong]))
    code, said, found = run(root, "source/run_autograder")
    assert (code, said) == (0, "")
    assert found["stdout_visibility"] == "hidden"
    assert {test["visibility"] for test in found["tests"]} == {"visible"}
    assert {test["output_format"] for test in found["tests"]} == {"text"}
    for test in found["tests"]:
        assert test["status"] == ("passed" if test["score"] == test["max_score"] else "failed")
    lost = [test for test in found["tests"] if test["status"] == "failed"]
    assert lost
    assert {test["name"].partition(":")[0] for test in lost} == {"spread"}
    assert found["score"] == pytest.approx(sum(test["score"] for test in found["tests"]))
    hidden = [test for test in lost if "matches the example" not in test["name"]]
    assert hidden
    assert not [test for test in hidden if "expected" in test["output"]]
    assert stat.S_IMODE((root / "source" / "course").stat().st_mode) == 0o700
    assert stat.S_IMODE((root / "results").stat().st_mode) == 0o700


HANGS = SOLUTION + "\ndef estimate(*values):\n    while True:\n        pass\n"


def test_what_was_found_outlives_kill_9(place):
    root = place(toy_py=HANGS)
    running = started(root)
    seen = []
    try:
        deadline = time.monotonic() + 120
        while not any("score" in test for test in (seen[-1]["tests"] if seen else [])):
            assert running.poll() is None
            assert time.monotonic() < deadline
            if (root / "results" / "results.json").is_file():
                seen.append(document(root))  # never half a file
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
    assert seen[0]["tests"] == [] or "score" in seen[0]
    last = document(root)
    judged = [test for test in last["tests"] if "score" in test]
    assert judged
    assert len(judged) < len(last["tests"])
    assert last["score"] == pytest.approx(sum(test["score"] for test in judged))
    assert "ended before it was done" in last["output"]
    assert "were not graded. That is not your fault" in last["output"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"toy_ipynb": '{"cells": [{"cell_ty'}, "toy.ipynb ends in the middle"),
        ({"toy_ipynb": ""}, "toy.ipynb is empty"),
        ({"report.pdf": "%PDF"}, "No .ipynb or .py file was handed in"),
        ({}, "No .ipynb or .py file was handed in"),
    ],
)
def test_what_can_not_be_read_is_zero_and_said_so(place, files, said):
    code, printed, found = run(place(**files))
    assert (code, printed) == (0, "")
    assert found["score"] == 0
    assert found["tests"] == []
    assert found["output"].startswith(said)


def test_our_own_failure_is_no_zero(place):
    root = place(toy_py=SOLUTION)
    (root / "source" / "course" / "reference" / "toy" / "checks.py").write_text("1 / 0\n")
    code, said, found = run(root)
    assert code == 1
    assert "ZeroDivisionError" in said
    assert "score" not in found
    assert found["tests"] == []
    assert found["output"].startswith("Your submission could not be graded. That is not your fault")


SPY = """
import glob, json, os
FORGED = json.dumps({{"score": 100, "tests": []}})
SEEN = []
for place in {places!r}:
    try:
        SEEN += [open(path).read() for path in glob.glob(place + "/**", recursive=True)
                 if os.path.isfile(path)]
    except OSError:
        pass
    for name in ("results.json", ".results.json.new"):
        try:
            with open(place + "/" + name, "w") as file:
                file.write(FORGED)
        except OSError:
            pass
    try:
        os.chmod(place, 0o777)
        os.rename(place, place + ".moved")
    except OSError:
        pass
def center(x):
    raise ValueError(len(SEEN))
def spread(x):
    if SEEN:
        exec(SEEN[0], globals())
        return globals()["spread"](x)
    return None
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="Gradescope runs it as root")
def test_a_hostile_notebook_gains_nothing_without_namespaces(place):
    root = place()
    inside = ["../source/course", "../results", "/autograder/source/course", "/autograder/results"]
    places = [*inside, f"{root}/source/course", f"{root}/results", str(root)]
    (root / "submission" / "toy.py").write_text(SPY.format(places=places))
    code, said, found = run(root, AUTOGRADER_TIER="uid")
    assert (code, said) == (0, "")
    assert found["score"] == 0
    assert len(found["tests"]) > 4
    assert {path.name for path in (root / "results").iterdir()} == {"results.json"}
    assert (root / "source" / "course" / "course.toml").is_file()


# --- a run of otter ---------------------------------------------------------------------------


def test_otter_tells_our_failure_from_the_students(course, zips, tmp_path):
    broken = tmp_path / "broken.zip"
    with (
        zipfile.ZipFile(course / "dist" / "toy-otter.zip") as archive,
        zipfile.ZipFile(broken, "w") as made,
    ):
        for name in archive.namelist():
            spoilt = name == "course/reference/toy/checks.py"
            made.writestr(name, b"1 / 0" if spoilt else archive.read(name))
    (tmp_path / "toy.ipynb").write_text(as_notebook([SOLUTION]))
    command = [sys.executable, "-c", "from otter.cli import cli; cli()", "run", "toy.ipynb",
               "-a", "broken.zip", "-o", ".", "--no-logo"]  # fmt: skip
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    tests = json.loads((tmp_path / "results.json").read_text())["tests"]
    assert [test["score"] for test in tests if "score" in test] == [0, 0, 0, 0]
    assert all("NotGraded: Not graded, and not your fault" in test["output"] for test in tests)


# --- results as data --------------------------------------------------------------------------

PASSED = CheckVerdict("agrees", Kind.PUBLIC, "public", "It agrees.", Status.PASSED, 333, 333)
FAILED = CheckVerdict(
    "sums_up", Kind.VALUE, "hidden", "It sums.", Status.FAILED, 0, 667,
    Diagnosis(DiagnosisKind.MISCONCEPTION, "mean", "You took the <b>mean</b>."),
    Evidence("x = 1", "17.5", "18.5"),
)  # fmt: skip
LOST = CheckVerdict("late", Kind.EDGE, "hidden", "It ends.", Status.UNGRADED, None, 100)


def test_results_say_what_the_page_says_and_nothing_of_hidden_values():
    found = results([QuestionVerdict("kl", "The KL", 1000, (PASSED, FAILED))], seconds=1.6)
    assert (found["score"], found["execution_time"], found["output"]) == (3.33, 2, "")
    first, second = found["tests"]
    assert (first["number"], first["name"], first["status"]) == ("1.1", "kl: agrees", "passed")
    assert (second["number"], second["score"], second["max_score"]) == ("1.2", 0, 6.67)
    assert second["name"] == "kl: sums up"
    assert second["output"] == "It sums.\n\nYou took the <b>mean</b>."  # as text, so shown as it is


def test_an_ungraded_check_has_no_score_and_is_counted():
    found = results([QuestionVerdict("kl", "The KL", 1100, (PASSED, FAILED, LOST))], message="Hm.")
    assert found["score"] == 3.33
    assert "score" not in found["tests"][2]
    assert "status" not in found["tests"][2]
    assert found["output"].startswith(
        "Hm.\n\n1 of 3 checks were not graded. That is not your fault"
    )
    assert "score" not in results([QuestionVerdict("kl", "The KL", 100, (LOST,))])
