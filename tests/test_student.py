"""The student's side with the real things: Jupyter with otter, plain pytest, `autograder check`."""

import json
import os
import re
import shutil
import subprocess
import sys

import nbclient
import nbformat
import pytest
from conftest import ROOT, TOY, autograder
from handouts import filled
from splice import as_notebook

from autograder import catalog
from autograder.cli.build import run as build_course

HW04 = ROOT / "assignments/hw04_vae_loss"
SOLUTION = (TOY / "solutions/toy.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """The toy course, built."""
    home = shutil.copytree(TOY, tmp_path_factory.mktemp("toy") / "course")
    build_course("toy", home / "dist", home)
    return home


@pytest.fixture
def folder(course, tmp_path):
    """The toy assignment as a student has it, solved."""
    made = shutil.copytree(course / "assignments/toy", tmp_path / "toy")
    (made / "toy.py").unlink()
    (made / "toy.ipynb").write_text(
        filled(course / "assignments/toy/toy.ipynb", course / "solutions/toy.py")
    )
    return made


def without(folder, *modules):
    """An environment in which some modules can't be imported."""
    (folder / "sitecustomize.py").write_text(
        "import sys\n"
        "class Blocked:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name.split('.')[0] in {modules!r}:\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Blocked())\n"
    )
    return {**os.environ, "PYTHONPATH": str(folder), "OMP_NUM_THREADS": "1"}


# --- Jupyter and otter ------------------------------------------------------------------------

MEAN = "    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).mean(-1)"
WRITTEN = {
    "right": "    return 0.5 * (mu**2 + logvar.exp() - 1 - logvar).sum(-1)",
    "known": MEAN,
    "unknown": "    return 7 * mu.sum(-1)",
    "one number": "    return 3.0",
    "stub": "    raise NotImplementedError",
    "raised": "    # too far\n    return (mu @ logvar if 1 < 2 and 2 > 1 else mu).sum(2)",
    "exit": "    import sys\n    sys.exit(1)",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What a kernel displays for `grader.check` on each of these, with nothing of ours there."""
    folder = shutil.copytree(HW04, tmp_path_factory.mktemp("jupyter") / "hw04_vae_loss")
    (folder / "hw04_vae_loss.ipynb").rename(folder / "my copy of it.ipynb")
    check = 'grader.check("kl_standard_normal")'
    cells = [
        "try:\n    import autograder\nexcept ModuleNotFoundError:\n    print('not there')",
        "import otter, torch\ngrader = otter.Notebook()",
        check,
        *(f"def kl_standard_normal(mu, logvar):\n{body}\n\n\n{check}" for body in WRITTEN.values()),
    ]
    notebook = nbformat.reads(as_notebook(cells), as_version=4)
    # A kernel takes its environment from this process.
    elsewhere = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in without(elsewhere, "autograder").items():
            patch.setenv(name, value)
        nbclient.NotebookClient(
            notebook, kernel_name="python3", timeout=120, resources={"metadata": {"path": folder}}
        ).execute()
    assert notebook.cells[0].outputs[0].text == "not there\n"
    names = ["missing", *WRITTEN]
    return dict(zip(names, (c.outputs[-1].data for c in notebook.cells[2:]), strict=True))


def message(told, name):
    return told[name]["text/plain"]


def test_the_solution_passes_and_the_rest_is_named(told):
    said = message(told, "right")
    assert said.startswith("kl_standard_normal results: All test cases passed!")
    assert "1.4 of 14 points are checked here, the other 12.6 after you hand in." in said


def test_a_known_misconception_is_told_in_its_own_words(told):
    question = catalog.load(catalog.find(ROOT), "hw04_vae_loss").assignment.questions[
        "kl_standard_normal"
    ]
    import torch

    mu, logvar = torch.tensor([[1.0, 2.0]]), torch.tensor([[0.5, 1.0]])
    mine = 0.5 * (mu**2 + logvar.exp() - 1 - logvar).mean(-1)
    (sentence,) = (
        w.sentence
        for w in question.misconceptions.values()
        if w.run(mu, logvar).shape == (1,) and torch.allclose(w.run(mu, logvar), mine)
    )
    first, _, then = sentence.partition("\n\n")
    said = message(told, "known")
    assert f"NotRightYet: {first}" in words(said)
    assert f"Try this: {then}" in words(said)
    assert "the_example_agrees(kl_standard_normal)" in said
    assert re.search(r"mu +\[\[2, 0\], \[0, 0\]\]\n", said)
    assert re.search(r"you got +\[1.4034, 0.0\]\n", said)
    assert re.search(r"expected +\[2.8069, 0.0\]\n", said)


def words(text):
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("name", "starts"),
    [
        ("missing", "NotFound: No function is named kl_standard_normal yet."),
        ("stub", "NotStarted: The stub is still in place, so there is nothing to check yet."),
        ("unknown", "NotRightYet: This example does not agree yet, and it is none of the mix-ups"),
        ("one number", "NotRightYet: A torch tensor is to be returned; yours is of type float."),
        ("raised", "RaisedAnError: IndexError on line 3 of your cell:"),
        ("exit", "RaisedAnError: SystemExit on line 3 of your cell:"),
    ],
)
def test_each_trouble_has_its_word(told, name, starts):
    said = message(told, name)
    assert starts in words(said)
    assert "the other 12.6 after you hand in." in words(said)


def test_messages_survive_html_and_a_narrow_page(told):
    said = message(told, "raised")
    assert "return (mu @ logvar if 1 ‹ 2 and 2 › 1 else mu).sum(2)" in said
    for data in told.values():
        for line in data["text/plain"].splitlines():
            mine = line.removeprefix(" " * 8)
            assert not set(mine) & set("<>&")
            assert len(mine) <= 76 or "after you hand in" in mine


# --- pytest -----------------------------------------------------------------------------------


PLAIN = ("-p", "no:autograder", "-p", "no:cacheprovider", "--color=no")


def plain_pytest(folder, *options):
    """Run pytest where neither otter nor we nor IPython can be imported."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *PLAIN, *options],
        cwd=folder,
        env=without(folder, "otter", "autograder", "IPython"),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_pytest_needs_neither_otter_nor_us(folder):
    done = plain_pytest(folder, "-v")
    assert done.returncode == 0, done.stdout
    found = re.findall(r"tests/(\w+)\.py::(\w+) PASSED", done.stdout)
    names = ["center", "spread", "slope", "estimate"]  # the notebook's order
    assert found == [(name, "matches_the_example") for name in names]


def test_pytest_says_each_status_in_words(folder):
    cells = [
        "import torch",
        "def center(x, scale=1.0):\n    return x - x.mean(1, keepdim=True)",
        "def spread(x):\n    raise NotImplementedError",
        "def slope(f, x):\n    return [][1]",
        "1 / 0",
    ]
    (folder / "mine.ipynb").write_text(as_notebook(cells))
    done = plain_pytest(folder, "-v", "--notebook", "mine.ipynb")
    assert done.returncode == 1
    for name, word in [
        ("center", "NOT RIGHT YET"),
        ("spread", "NOT STARTED"),
        ("slope", "RAISED AN ERROR"),
        ("estimate", "NOT FOUND"),
    ]:
        assert f"tests/{name}.py::matches_the_example {word}" in done.stdout
    assert "You averaged over dim 1; the mean is taken over dim 0." in done.stdout
    assert "IndexError on line 2 of your cell" in done.stdout
    assert "cell 5, line 1: ZeroDivisionError" in done.stdout
    assert "Traceback" not in done.stdout


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("absent.ipynb", None, "absent.ipynb can't be read"),
        ("cut.ipynb", '{"cells": [', "cut.ipynb is no notebook"),
        ("list.ipynb", "[]", "list.ipynb is no notebook"),
    ],
)
def test_pytest_refuses_what_is_no_notebook(folder, name, content, said):
    if content is not None:
        (folder / name).write_text(content)
    done = plain_pytest(folder, "--notebook", name)
    assert done.returncode == 4
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_pytest_asks_which_of_two_notebooks(folder):
    shutil.copy(folder / "toy.ipynb", folder / "toy (1).ipynb")
    done = plain_pytest(folder)
    assert done.returncode == 4
    assert "2 notebooks: name one with --notebook" in done.stderr


SURROUNDINGS = [
    "%matplotlib inline\n!pip install nothing \\\n    at-all\nimport torch",
    "%%bash\necho this is no Python",
    "%%time\nfrom IPython.display import display, HTML\ndisplay(HTML('x'), metadata={})",
    "from google.colab import drive\nimport google.colab.files\ndrive.mount('/content')",
    "import otter\ngrader = otter.Notebook()\ngrader.check('center')\ntorch.mean?",
    "get_ipython().run_line_magic('timeit', '1')\nn = input('how many?')\nfiles = !ls",
    "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
    "from __future__ import annotations\ndef center(x: Undefined, scale=1.0):\n"
    "    %time y = (x - x.mean(0)) * scale\n    return y",
    "raise RuntimeError\nZERO = 0.0\ndef spread(x):\n    return x.min() + ZERO, x.max()",
    "this is no Python",
    "%time half = 1\ntext = '''\n%not a magic\n'''\nassert text == '\\n%not a magic\\n'",
    "def center(x, scale=1.0):\n    raise NotImplementedError",
]


def test_pytest_runs_what_jupyter_runs(folder):
    (folder / "toy.ipynb").write_text(as_notebook(SURROUNDINGS))
    done = plain_pytest(folder, "-v", "-W", "error")
    assert "center.py::matches_the_example PASSED" in done.stdout, done.stdout
    assert "spread.py::matches_the_example PASSED" in done.stdout
    notes = re.findall(r"^cell (\d+)", done.stdout, re.MULTILINE)
    assert notes == ["9", "10"], done.stdout


# --- autograder check -------------------------------------------------------------------------


def check(file, *options, cwd=None):
    return autograder("check", file, *options, cwd=cwd or file.parent)


def toy_notebook(*cells):
    return as_notebook(["import torch", *cells], autograder={"assignment": "toy"})


def test_check_on_the_solution(folder):
    done = check(folder / "toy.ipynb")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert re.match(r"toy  public checks, [\d.]+ of 40 points; the other [\d.]+ are", lines[0])
    names = [re.match(r"  ✓ passed +(\w+) +([\d.]+) of \2$", line)[1] for line in lines[2:6]]
    assert names == ["center", "spread", "slope", "estimate"]
    assert re.fullmatch(r"([\d.]+) of \1 points so far\.", lines[-1])


def test_check_speaks_as_the_notebook_does(told, tmp_path):
    folder = shutil.copytree(HW04, tmp_path / "hw04_vae_loss")
    cell = f"def kl_standard_normal(mu, logvar):\n{MEAN}"
    (folder / "hw04_vae_loss.ipynb").write_text(as_notebook(["import torch", cell]))
    done = check(folder / "hw04_vae_loss.ipynb", "-q", "kl_standard_normal")
    assert done.returncode == 0
    said = message(told, "known")
    said = said[said.index("NotRightYet: ") + len("NotRightYet: ") :].rstrip()
    assert said.count("\n") > 5
    for line in said.splitlines():
        assert line.strip() in done.stdout
    assert "✗ not right yet  kl_standard_normal  0 of 1.4" in done.stdout
    assert "0 of 1.4 points so far. Next: kl_standard_normal, cell 2." in done.stdout


def test_one_endless_loop_costs_one_answer(folder):
    cells = [
        "def center(x, scale=1.0):\n    while True:\n        pass",
        "def spread(x):\n    while True:\n        try:\n            x = x + 1\n"
        "        except BaseException:\n            pass",
        "def slope(f, x):\n    import os\n    os._exit(0)",
    ]
    (folder / "toy.ipynb").write_text(toy_notebook(SOLUTION, *cells))
    done = check(folder / "toy.ipynb")
    assert done.returncode == 0, done.stderr
    assert re.search(r"⧗ took too long +center", done.stdout)
    assert re.search(r"⧗ took too long +spread", done.stdout)
    assert re.search(r"! raised an error +slope", done.stdout)
    assert re.search(r"✓ passed +estimate", done.stdout)


def test_check_survives_a_cell_that_ends_the_process(folder):
    ends = "import os\ntorch.manual_seed(0)\nos._exit(1)\ndef extra():\n    return 1"
    (folder / "toy.ipynb").write_text(toy_notebook(SOLUTION, f"os = 1\n{ends}", "center.os = os"))
    done = check(folder / "toy.ipynb")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("✓ passed") == 4
    assert "cell 3 ended the process" in done.stdout


def test_check_runs_more_of_the_notebook_when_a_name_is_not_found(folder):
    cells = [
        SOLUTION.replace("def center", "def left"),
        "exec('def center(x, scale=1.0): return hidden(x) * scale')",
        "globals()['hidden'] = lambda x: x - x.mean(0)",
    ]
    (folder / "toy.ipynb").write_text(toy_notebook(*cells))
    done = check(folder / "toy.ipynb")
    assert done.stdout.count("✓ passed") == 4


def test_check_leaves_demos_alone(folder):
    demo = "import sklearn.no_such_part\nopen('drawn', 'w').write(str(spread(torch.ones(2))))"
    (folder / "toy.ipynb").write_text(toy_notebook(SOLUTION, demo))
    done = check(folder / "toy.ipynb")
    assert done.stdout.count("✓ passed") == 4
    assert not (folder / "drawn").exists()


def test_check_runs_what_its_functions_depend_on(folder):
    cells = [
        "table = {}\nfor key in 'ab':\n    table[key] = len(table)",
        "rows = []\nrows.append(torch.tensor(1.0, dtype=torch.float64))",
        "torch.set_default_dtype(torch.float64)",
        "def center(x, scale=1.0):\n    assert torch.ones(1).dtype == torch.float64\n"
        "    return (x - x.mean(table['a'])) * scale * rows[0]",
    ]
    (folder / "toy.ipynb").write_text(toy_notebook(*cells))
    assert "✓ passed" in check(folder / "toy.ipynb", "-q", "center").stdout


def test_check_takes_the_tests_of_the_course(course, tmp_path):
    by_metadata = tmp_path / "ann.ipynb"
    by_metadata.write_text(toy_notebook(SOLUTION))
    by_names = tmp_path / "bob.py"
    by_names.write_text(SOLUTION)
    for file in (by_metadata, by_names):
        for options in [("--course", course), ("--course", course, "-a", "toy")]:
            done = check(file, *options)
            assert done.stdout.count("✓ passed") == 4, done.stderr


def test_check_outside_any_course_says_what_to_do(tmp_path):
    file = tmp_path / "ann.py"
    file.write_text(SOLUTION)
    done = check(file)
    assert done.returncode == 2
    assert "put it back into its assignment's folder" in done.stderr


USAGE = [
    (["gone.ipynb"], "gone.ipynb does not exist"),
    (["toy.ipynb", "-q", "nothing"], "no question nothing in toy: it has center, spread"),
    (["toy.ipynb", "--course", ".", "-a", "toy"], "holds no course.toml"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE)
def test_check_refuses_wrong_usage(folder, arguments, said):
    done = autograder("check", *arguments, cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_check_hidden_believes_who_says_which_assignment_it_is(folder):
    file = folder / "ann.ipynb"
    file.write_text(as_notebook([SOLUTION], autograder={"assignment": "another"}))
    done = check(file, "--hidden", "-a", "toy", "--course", TOY)
    assert done.returncode == 0, done.stderr
    assert "center  10 of 10" in done.stdout
    done = check(file, "--hidden", "-a", "nothing", "--course", TOY)
    assert done.returncode == 2
    assert "no assignment nothing" in done.stderr
    assert done.stderr.count("\n") == 1


UNREADABLE = {
    "cut.ipynb": ('{"cells": [{"cell_type": "code", "sou', "ends in the middle"),
    "empty.ipynb": ("", "is empty"),
    "list.ipynb": ("[1, 2]", "is not a notebook"),
    "page.ipynb": ("<!doctype html>", "a web page"),
    "deep.ipynb": ("[" * 5000 + "]" * 5000, "nested too deeply"),
    "notes.txt": ("hello", "is no notebook (.ipynb) and no script (.py)"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_check_says_why_a_file_is_unreadable(folder, name):
    content, said = UNREADABLE[name]
    (folder / name).write_text(content)
    refused(folder, name, said)


def test_check_refuses_what_is_no_file(folder):
    (folder / "loop.ipynb").symlink_to("loop.ipynb")
    refused(folder, "loop.ipynb", "is a symbolic link")
    os.mkfifo(folder / "pipe.ipynb")
    refused(folder, "pipe.ipynb", "is not a regular file")
    refused(folder, "tests", "is a folder")


def refused(folder, name, said):
    done = autograder("check", name, cwd=folder)
    assert done.returncode == 1
    assert name in done.stderr
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_check_in_ascii(folder):
    cell = "def center(x, scale=1.0):\n    raise ValueError('−1 ‹ 0')"
    (folder / "toy.ipynb").write_text(toy_notebook(SOLUTION, cell))
    done = autograder(
        "check", "toy.ipynb", cwd=folder, env={**os.environ, "PYTHONIOENCODING": "ascii"}
    )
    assert "[!] raised an error  center" in done.stdout
    assert "?1 ? 0" in done.stdout
    assert re.search(r"\[ok\] passed {10}spread", done.stdout)


def test_the_handouts_metadata_names_its_assignment(course):
    notebook = json.loads((course / "assignments/toy/toy.ipynb").read_text())
    assert notebook["metadata"]["autograder"] == {"assignment": "toy"}
