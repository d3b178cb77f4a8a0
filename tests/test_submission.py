"""What a cohort hands in, through `discover` and `read`, on real files."""

import json
import os
from pathlib import Path

import jupytext
import nbformat
import pytest

from autograder.errors import SubmissionError
from autograder.submission import Submission, Unreadable, discover, read
from autograder.submission.source import definitions, percent_cells

SLUGS = {
    "hw03_estimation": ["softmax", "shared", "log_sum_exp"],
    "hw04_vae_loss": ["kl_standard_normal", "shared", "elbo"],
}
DONE = "def {}(x):\n    return x\n"
STUB = 'def {}(x):\n    """What it does."""\n    raise NotImplementedError("yours")  # TODO\n'


def notebook(*sources, **metadata):
    cells = [{"cell_type": "code", "source": source, "outputs": []} for source in sources]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def put(path, content=None):
    path.parent.mkdir(parents=True, exist_ok=True)
    content = notebook(DONE.format("elbo")) if content is None else content
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def find(*paths, a=None):
    return discover([Path(path) for path in paths], slugs=SLUGS, assignment=a)


def read_all(*paths, a="hw04_vae_loss"):
    return [read(found) for found in find(*paths, a=a).found]


def read_one(*paths, a="hw04_vae_loss"):
    (item,) = read_all(*paths, a=a)
    return item


def whose(cohort):
    return {(found.student, found.assignment, found.path) for found in cohort.found}


# Whose file it is


def test_file_and_folder_of_files_and_folder_of_folders(tmp_path):
    put(tmp_path / "file" / "ada.ipynb")
    put(tmp_path / "files" / "bob.ipynb")
    put(tmp_path / "folders" / "cleo" / "anything.ipynb")
    put(tmp_path / "folders" / "dan" / "deeper" / "work.py", DONE.format("elbo"))
    cohort = find(
        tmp_path / "file" / "ada.ipynb", tmp_path / "files", tmp_path / "folders", a="hw04_vae_loss"
    )
    assert whose(cohort) == {
        ("ada", "hw04_vae_loss", "ada.ipynb"),
        ("bob", "hw04_vae_loss", "bob.ipynb"),
        ("cleo", "hw04_vae_loss", "cleo/anything.ipynb"),
        ("dan", "hw04_vae_loss", "dan/deeper/work.py"),
    }
    assert cohort.messages == ()


def test_a_folder_named_like_an_assignment_is_never_a_student(tmp_path):
    put(tmp_path / "hw04_vae_loss" / "ada.ipynb")
    put(tmp_path / "hw04_vae_loss" / "bob" / "x.ipynb")
    put(tmp_path / "cleo" / "hw03_estimation" / "x.ipynb")
    put(tmp_path / "hw03_estimation" / "dan" / "hw04_vae_loss" / "x.ipynb")
    assert whose(find(tmp_path)) == {
        ("ada", "hw04_vae_loss", "hw04_vae_loss/ada.ipynb"),
        ("bob", "hw04_vae_loss", "hw04_vae_loss/bob/x.ipynb"),
        ("cleo", "hw03_estimation", "cleo/hw03_estimation/x.ipynb"),
        ("dan", "hw04_vae_loss", "hw03_estimation/dan/hw04_vae_loss/x.ipynb"),
    }


@pytest.mark.parametrize("given", ["hw04_vae_loss", "hw04_vae_loss/ada.ipynb", "."])
def test_the_folder_that_is_named_counts_too(tmp_path, monkeypatch, given):
    put(tmp_path / "hw04_vae_loss" / "ada.ipynb", notebook("x = 1"))
    monkeypatch.chdir(tmp_path / "hw04_vae_loss" if given == "." else tmp_path)
    assert whose(find(given)) == {("ada", "hw04_vae_loss", "ada.ipynb")}


def test_with_a_named_assignment_folders_of_others_are_skipped_and_counted(tmp_path):
    put(tmp_path / "hw04_vae_loss" / "ada.ipynb")
    put(tmp_path / "hw03_estimation" / "ada.ipynb")
    put(tmp_path / "bob" / "hw03_estimation" / "bob.ipynb")
    (tmp_path / "hw03_estimation" / "cleo").mkdir()
    cohort = find(tmp_path, a="hw04_vae_loss")
    assert whose(cohort) == {("ada", "hw04_vae_loss", "hw04_vae_loss/ada.ipynb")}
    (message,) = cohort.messages
    assert message.startswith("skipped 2 files") and "hw03_estimation" in message


def test_what_nobody_hands_in_is_left_alone(tmp_path):
    put(tmp_path / "ada.ipynb")
    put(tmp_path / ".hidden.ipynb")
    put(tmp_path / ".ipynb_checkpoints" / "ada-checkpoint.ipynb")
    put(tmp_path / "__MACOSX" / "._ada.ipynb")
    put(tmp_path / "roster.csv", "x")
    cohort = find(tmp_path, a="hw04_vae_loss")
    assert [found.student for found in cohort.found] == ["ada"]
    assert cohort.messages == ("ignored 1 file neither .ipynb nor .py: roster.csv",)


@pytest.mark.parametrize(
    "name", ["Zoë O'Hara", "=cmd|' C calc'!A0", '"q"', "李雷", "x" * 249, "a\nb", "-rf", "dot.ted"]
)
def test_any_name_is_a_student(tmp_path, name):
    put(tmp_path / f"{name}.ipynb")
    item = read_one(tmp_path)
    assert isinstance(item, Submission)
    assert item.found.student == name
    (tmp_path / f"{name}.ipynb").write_text("{")
    assert "\n" not in read_one(tmp_path).message


def test_a_name_that_is_not_utf8_can_be_written_out(tmp_path):
    put(tmp_path / os.fsdecode(b"caf\xe9.ipynb"))
    item = read_one(tmp_path)
    assert (item.found.student, item.found.path) == ("caf\\xe9", "caf\\xe9.ipynb")
    assert isinstance(item, Submission)


def test_paths_without_anything_to_grade(tmp_path):
    with pytest.raises(SubmissionError, match=r"absent: no such file"):
        find(tmp_path / "absent")
    (tmp_path / "empty" / "student").mkdir(parents=True)
    with pytest.raises(SubmissionError, match=r"no \.ipynb or \.py file"):
        find(tmp_path / "empty")
    put(tmp_path / "flat" / "notes.pdf", "x")
    with pytest.raises(SubmissionError, match=r"no \.ipynb or \.py file"):
        find(tmp_path / "flat")
    with pytest.raises(SubmissionError, match="download it again"):
        find(put(tmp_path / "all.zip", "x"))


def test_a_students_folder_without_a_submission_is_unreadable(tmp_path):
    put(tmp_path / "ada" / "hw.ipynb")
    put(tmp_path / "bob" / "report.pdf", "x")
    (tmp_path / "cleo").mkdir()
    cohort = find(tmp_path, a="hw04_vae_loss")
    ada, bob, cleo = map(read, cohort.found)
    assert isinstance(ada, Submission)
    assert isinstance(bob, Unreadable) and "only report.pdf" in bob.message
    assert isinstance(cleo, Unreadable) and cleo.sha256 == ""
    assert cohort.messages == ()


def test_a_path_named_twice_counts_once(tmp_path):
    put(tmp_path / "ada.ipynb")
    (found,) = find(tmp_path, tmp_path / "ada.ipynb", a="hw04_vae_loss").found
    assert found.message == ""


# Which assignment it is for


def test_metadata_then_names_say_which_assignment(tmp_path):
    code = [DONE.format("softmax"), DONE.format("log_sum_exp")]
    put(tmp_path / "otter.ipynb", notebook(*code, otter={"assignment_name": "hw04_vae_loss"}))
    put(tmp_path / "ours.ipynb", notebook(*code, autograder={"assignment": "hw04_vae_loss"}))
    put(tmp_path / "other.ipynb", notebook(*code, otter={"assignment_name": "lab1"}))
    put(tmp_path / "script.py", "# softmax\nx = 'def softmax('\nelbo: float = 1.0\n")
    put(tmp_path / "hw03_estimation" / "both.ipynb", notebook(otter={"assignment_name": "hw04"}))
    assert {found.student: found.assignment for found in find(tmp_path).found} == {
        "otter": "hw04_vae_loss",
        "ours": "hw04_vae_loss",
        "other": "hw03_estimation",
        "script": "hw04_vae_loss",
        "both": "hw03_estimation",
    }


def test_what_fits_none_or_two_is_unreadable_and_says_what_to_do(tmp_path):
    put(tmp_path / "tie.ipynb", notebook(DONE.format("shared")))
    put(tmp_path / "none.ipynb", notebook("x = 1"))
    put(tmp_path / "broken.ipynb", "{")
    items = {item.found.student: item for item in read_all(tmp_path, a=None)}
    assert all(isinstance(item, Unreadable) for item in items.values())
    assert {item.found.assignment for item in items.values()} == {None}
    assert "hw03_estimation and hw04_vae_loss" in items["tie"].message
    assert "belongs to no assignment" in items["none"].message
    assert "ends in the middle" in items["broken"].message
    assert len(items["none"].sha256) == 64


def test_a_stray_file_beside_a_submission_is_no_submission(tmp_path):
    put(tmp_path / "ada" / "hw.ipynb")
    put(tmp_path / "ada" / "conftest.py", "import os\n")
    cohort = find(tmp_path)
    assert whose(cohort) == {("ada", "hw04_vae_loss", "ada/hw.ipynb")}
    assert cohort.messages == ("left out 1 file beside a submission, of no known assignment",)


# Two files of one student


def test_the_file_with_most_questions_worked_on_is_used(tmp_path):
    put(tmp_path / "ada" / "z.ipynb", notebook(STUB.format("elbo"), DONE.format("shared")))
    put(tmp_path / "ada" / "a.py", DONE.format("elbo") + DONE.format("shared"))
    (message,) = find(tmp_path, a="hw04_vae_loss").messages
    assert message.startswith("1 of the submissions had several files")
    item = read_one(tmp_path)
    assert item.found.path == "ada/a.py"
    assert item.found.message == "2 files handed in: ada/a.py was used, ada/z.ipynb not"


def test_then_a_notebook_then_the_later_name(tmp_path):
    put(tmp_path / "ada" / "hw (2).ipynb")
    put(tmp_path / "ada" / "hw (10).ipynb")
    put(tmp_path / "ada" / "z.py", DONE.format("elbo"))
    assert read_one(tmp_path).found.path == "ada/hw (10).ipynb"


@pytest.mark.parametrize("again", ["hw (1).ipynb", "hw-1.ipynb", "hw_2.ipynb", "hw copy.ipynb"])
def test_what_was_handed_in_again_is_the_later_one(tmp_path, again):
    put(tmp_path / "ada" / "hw.ipynb")
    put(tmp_path / "ada" / again)
    assert read_one(tmp_path).found.path == f"ada/{again}"


def test_a_broken_file_gives_way_to_work_but_not_to_a_stray_script(tmp_path):
    put(tmp_path / "ada" / "hw.ipynb", notebook("x")[:20])
    put(tmp_path / "ada" / "conftest.py", "import os\n")
    assert isinstance(read_one(tmp_path), Unreadable)
    put(tmp_path / "ada" / "hw.py", DONE.format("elbo"))
    assert read_one(tmp_path).found.path == "ada/hw.py"


@pytest.mark.parametrize(
    ("body", "worked_on"),
    [
        ("...", False),
        ("pass  # later", False),
        ('"""Doc\n\n    more: x = 1\n    """\n    raise NotImplementedError', False),
        ('raise NotImplementedError(\n        "yours"\n    )', False),
        ("raise NotImplementedErrors", True),
        ("raise ValueError", True),
        ("x = 1\n    raise NotImplementedError", True),
        ("# TODO\n    return x", True),
    ],
)
def test_a_stub_is_told_from_work(body, worked_on):
    head = "def elbo(\n    x: dict[str, int],\n    y=lambda: 0,\n) -> 'Tensor':"
    text = f"@torch.no_grad()\n{head}\n    {body}\n\ny = 1\n"
    assert definitions([text], ["elbo", "shared"]) == {"elbo": worked_on}
    assert definitions([DONE.format("elbo"), text], ["elbo"]) == {"elbo": True}


@pytest.mark.parametrize(
    "text",
    ['"\\' * 100_000, '"""' + 'a\\"' * 100_000, "def f(\n" * 50_000, " " * 300_000,
     "def f():\n" + " pass\n" * 50_000, "'\n" * 100_000, "\\" * 200_000],
)  # fmt: skip
def test_text_made_to_be_slow_is_not(text):
    # Quadratic work on these would take minutes.
    definitions([text], ["f"])
    percent_cells(text)


# What can be read


def test_cells_are_as_the_file_has_them(tmp_path):
    output = {"output_type": "stream", "name": "stdout", "text": ["1\n", "2\n"]}
    cells = [
        {"cell_type": "markdown", "source": ["# A\n", "b"]},
        {"cell_type": "code", "source": "x = 1\r\nx", "outputs": [output], "execution_count": 3},
        {"cell_type": "raw", "source": "raw"},
    ]
    tree = {"nbformat": 4, "metadata": {"kernelspec": {"name": "../../x"}}, "cells": cells}
    put(tmp_path / "ada.ipynb", b"\xef\xbb\xbf" + json.dumps(tree, indent=1).encode())
    item = read_one(tmp_path)
    assert [(c.kind, c.source, c.outputs) for c in item.cells] == [
        ("markdown", "# A\nb", ()),
        ("code", "x = 1\nx", (output,)),
        ("raw", "raw", ()),
    ]
    assert item.code == ((1, "x = 1\nx"),)


def test_notebooks_of_old_formats_are_read(tmp_path):
    old = nbformat.v3.new_notebook(
        worksheets=[
            nbformat.v3.new_worksheet(
                cells=[
                    nbformat.v3.new_heading_cell("Title"),
                    nbformat.v3.new_code_cell(
                        input="def elbo(): return 1",
                        outputs=[nbformat.v3.new_output("stream", "hello", stream="stdout")],
                    ),
                ]
            )
        ]
    )
    put(tmp_path / "ada.ipynb", nbformat.v3.writes_json(old))
    item = read_one(tmp_path)
    assert [(c.kind, c.source) for c in item.cells] == [
        ("markdown", "Title"),
        ("code", "def elbo(): return 1"),
    ]
    (output,) = item.cells[1].outputs
    assert (output["output_type"], output["name"]) == ("stream", "stdout")
    assert "".join(output["text"]) == "hello"


def test_a_notebook_without_cells_and_huge_outputs_are_submissions(tmp_path):
    put(tmp_path / "ada.ipynb", notebook())
    text = "[0, {1}], " * 1_000_000
    cell = {"cell_type": "code", "source": "", "outputs": [{"output_type": "stream", "text": text}]}
    put(tmp_path / "bob.ipynb", json.dumps({"nbformat": 4, "cells": [cell]}))
    ada, bob = read_all(tmp_path)
    assert isinstance(ada, Submission) and ada.cells == ()
    assert isinstance(bob, Submission) and bob.cells[0].outputs[0]["text"] == text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_half_a_surrogate_pair_is_replaced(tmp_path, encoding):
    put(tmp_path / "ada.ipynb", notebook("x = '\ud800 \U0001f600'").encode(encoding))
    assert read_one(tmp_path).cells[0].source == "x = '? \U0001f600'"


BOMBS = {
    "truncated": (notebook("x = 1")[:60], "ends in the middle, after 60 bytes"),
    "empty": ("", "is empty"),
    "blank": (" \n ", "is empty"),
    "text": ("hello", "is not a notebook"),
    "binary": (bytes(range(256)) * 40, "is not a notebook"),
    "list": ("[1, 2]", "it has no cells"),
    "object": ('{"cells": 3}', "it has no cells"),
    "cell": ('{"cells": [3]}', "its cell 1 is no cell"),
    "source": ('{"cells": [{"cell_type": "code", "source": [1]}]}', "its cell 1 has no text"),
    "web page": ("\n<!DOCTYPE html><html></html>", "a web page saved under the name"),
    "deep": ("[" * 100_000, "nested too deeply"),
    "quite deep": ('{"cells": ' + "[" * 300 + "]" * 300 + "}", "nested too deeply"),
    "wide": ("[" + "[]," * 2_500_000 + "[]]", "too many pieces"),
    "digits": ('{"cells": ' + "1" * 5_000 + "}", "is not a notebook"),
    "cells": (notebook(*[""] * 10_001), "has 10,001 cells"),
    "source size": (notebook("x" * 10_000_001), "MB of source"),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_no_notebook_is_unreadable_and_says_what_to_do(tmp_path, name):
    content, matter = BOMBS[name]
    put(tmp_path / "ada.ipynb", content)
    item = read_one(tmp_path)
    assert isinstance(item, Unreadable)
    assert item.message.startswith("ada.ipynb ") and matter in item.message
    assert "; " in item.message and "\n" not in item.message


def test_a_file_over_the_limit_is_not_read(tmp_path):
    with put(tmp_path / "ada.ipynb").open("r+b") as file:
        file.truncate(50_000_001)
    item = read_one(tmp_path)
    assert "has 50 MB, more than" in item.message and item.sha256 == ""


def test_only_regular_files_are_opened(tmp_path):
    secret = put(tmp_path / "elsewhere" / "secret.ipynb")
    cohort = tmp_path / "cohort"
    put(cohort / "ada.ipynb")
    (cohort / "bob.ipynb").symlink_to(secret)
    (cohort / "cleo").symlink_to(secret.parent)
    os.mkfifo(cohort / "dan.ipynb")
    (cohort / "eve.ipynb").mkdir()
    ada, bob, cleo, dan, eve = read_all(cohort)
    assert isinstance(ada, Submission)
    assert "symbolic link" in bob.message
    assert "symbolic link" in cleo.message
    assert "not a regular file" in dan.message
    assert "holds no submission" in eve.message
    assert "symbolic link" in read_one(cohort / "bob.ipynb").message


# Scripts


def test_a_script_splits_as_jupytext_splits_it(tmp_path):
    text = (
        "# ---\n# jupyter:\n#   x: 1\n# ---\n\n# %% [markdown]\n# # Title\n#\n# words\n\n"
        "# %%\nimport torch\n\n\n# %% a title\n"
        'def elbo():\n    """\n# %%\n    """\n    return 1\n'
    )
    put(tmp_path / "ada.py", text)
    theirs = jupytext.reads(text, fmt="py:percent").cells
    assert [(c.kind, c.source) for c in read_one(tmp_path).cells] == [
        (cell.cell_type, cell.source) for cell in theirs
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_plain_script_is_one_cell(tmp_path, encoding):
    put(tmp_path / "ada.py", "x = 'é'\r\ny = 2\r\n".encode(encoding))
    (cell,) = read_one(tmp_path).cells
    assert (cell.kind, cell.source) == ("code", "x = 'é'\ny = 2\n")


def test_a_configuration_in_a_students_folder_is_not_read(tmp_path):
    put(tmp_path / "ada" / "hw.py", "# %%\nx = 1\n# %%\ny = 2\n")
    put(tmp_path / "ada" / "jupytext.toml", "not toml [")
    put(tmp_path / "ada" / "pyproject.toml", "not toml [")
    assert len(read_one(tmp_path).cells) == 2
