"""Make what students receive from what the instructor wrote: notebook, otter tests, conftest, zip.

Everything made is a function of the course's files alone, so building twice gives equal bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from autograder.archive import pack
from autograder.catalog import Content

from .bundle import data_files
from .examples import Answers
from .gradescope_zip import gradescope_zip
from .notebook import notebook, vet
from .otter import MADE, inlined, test_file
from .otter_zip import otter_zip

__all__ = ["build", "gradescope_zip", "otter_zip", "student_zip", "vet", "write"]


def build(content: Content) -> dict[str, bytes]:
    """The files of one handout, by their path below `assignments/<slug>/`.

    The percent-format source, which the instructor writes, is not among them.

    Raises:
        AssignmentError: the source can't be turned into a notebook, or an example has no answer.
    """
    slug = content.assignment.slug
    answers = Answers(content)
    files = {
        f"{slug}.ipynb": notebook(content, answers),
        "README.md": _readme(content),
    }
    if content.assignment.questions:
        files["conftest.py"] = _conftest()
    for number, question in enumerate(content.assignment.questions.values(), 1):
        files[f"tests/{question.id}.py"] = test_file(content, question, number, answers)
    return {name: text.encode() for name, text in files.items()}


def write(content: Content, files: Mapping[str, bytes]) -> list[Path]:
    """Put built files into the course's own `assignments/<slug>/`; returns those that changed."""
    folder = content.course.handout(content.assignment.slug).parent
    changed = []
    for stale in sorted(folder.glob("tests/*.py")):
        if f"tests/{stale.name}" not in files:
            stale.unlink()
            changed.append(stale)
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed.append(path)
    return changed


def student_zip(content: Content, files: Mapping[str, bytes]) -> bytes:
    """The folder a student unpacks: the built files and the assignment's own data/."""
    slug = content.assignment.slug
    everything = {**data_files(content), **files}
    return pack({f"{slug}/{name}": data for name, data in everything.items()})


def _conftest() -> str:
    said = f'"""`pytest` in this folder runs the public checks.\n\n{MADE}\n"""'
    return f"{said}\n{inlined('standin.py')}\n\n\n{inlined('plugin.py')}\n"


def _readme(content: Content) -> str:
    asked = content.assignment
    count = len(asked.questions) + len(asked.written)
    parts = [
        f"# {asked.title}",
        f"{count} questions, {asked.points} points. Open `{asked.slug}.ipynb` in Jupyter, "
        "JupyterLab, VS Code\nor Colab" + (_NEEDED if asked.questions else "."),
    ]
    if asked.questions:
        pictures = "`matplotlib`"
        handout = content.course.handout(asked.slug).read_text(encoding="utf-8")
        if "sklearn" in handout:
            pictures += " and `scikit-learn`"
        first = next(iter(asked.questions))
        parts[-1] += f"\nfor the pictures {pictures}, and for `grader.check` `otter-grader`."
        parts += [_WRITE, _CHECK.format(first=first)]
    if asked.written:
        parts.append(_IN_WORDS)
    parts.append(
        f"## Hand in\n\nThe saved notebook, `{asked.slug}.ipynb`."
        + (_MAY_STAY if asked.questions else "")
    )
    return "\n\n".join(parts) + "\n"


_NEEDED = (
    """, and keep it in this folder, beside `tests/`. You need Python 3.10 or later with `torch`,"""
)

_WRITE = """## Write

Each question is a function whose docstring says exactly what it takes, returns and refuses.
Write it in place of `raise NotImplementedError`; keep its name and its parameters."""

_CHECK = """## Check

- In the notebook: run the function's cell, then the cell below it,
  `grader.check("{first}")`.
- In a terminal, in this folder: `pytest`; otter is not needed for that. One question:
  `pytest tests/{first}.py`. Another notebook: `pytest --notebook FILE`.

Both show the example in the docstring, what came out and what was expected. That is a small part
of the points: after you hand in, other shapes, gradients, extreme values and the errors that the
docstring promises are checked as well."""

_IN_WORDS = """## Answer in words

A person reads these answers. Write below each question, in as many cells as you like, and leave
the headings as they are: they tell which answer belongs to which question."""

_MAY_STAY = """ Cells that draw or train may stay, unfinished questions may
keep their stubs, and a cell that doesn't run costs nothing by itself."""
