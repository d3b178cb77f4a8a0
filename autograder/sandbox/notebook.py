"""What a notebook expects to find around it, reduced to what grading needs: IPython's shell,
display, otter and Colab, all inert.
"""

from __future__ import annotations

import ast
import builtins
import os
import re
import sys
import types
from collections.abc import Callable
from typing import Any

_BODY_RUNS = ("time", "timeit", "capture", "prun", "memit", "mprun", "lprun")
"""Magics whose cell body is code of the notebook; all others but those that write a file are
ignored."""
_WRITES = ("writefile", "file")
_CONTINUED = re.compile(r"^[ \t]*(?:\w+[ \t]*=[ \t]*)?[!%](?:.*\\\n)+.*", re.MULTILINE)
"""A command or magic of several lines, each but the last ended by a backslash."""


class Inert:
    """Answers everything with itself: attributes, calls, items, `with`, iteration."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> Inert:
        """Any method of any object."""
        return self

    def __getitem__(self, key: Any) -> Inert:
        return self

    def __enter__(self) -> Inert:
        return self

    def __exit__(self, *args: object) -> None:
        return None

    def __iter__(self) -> Any:
        return iter(())

    def __repr__(self) -> str:
        return ""


class Captured(Inert):
    """What `%%capture name` leaves: nothing was captured."""

    stdout = stderr = ""
    outputs = ()


class Shell(Inert):
    """get_ipython(): runs the bodies of %time and its like, ignores other magics and commands.

    Args:
        run: executes source text in the notebook's namespace.
        namespace: the notebook's.
    """

    captured = Captured()

    def __init__(self, run: Callable[[str], None], namespace: dict[str, Any]) -> None:
        self._run = run
        self.user_ns = namespace

    def run_line_magic(self, name: str, line: str, *args: Any, **kwargs: Any) -> None:
        """`%name line`."""
        if name == "time":
            self._run(line)
        elif name == "run":
            path = next((word for word in line.split() if not word.startswith("-")), "")
            with open(path.strip("'\"")) as file:
                self._run(file.read())

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """`%%name line` above a cell that is no cell of its own here."""
        self._run(f"%%{name} {line}\n{cell}")

    def write_file(self, line: str, text: str) -> None:
        """`%%writefile line` above a text: into the sandbox's own folder, like `open`."""
        *options, path = line.split()
        with open(path.strip("'\""), "a" if {"-a", "--append"} & {*options} else "w") as file:
            file.write(text)

    def magic(self, text: str) -> None:
        """`%text`, as old notebooks call it."""
        name, _, line = text.lstrip("%").partition(" ")
        self.run_line_magic(name, line)

    def run_cell(self, source: str, *args: Any, **kwargs: Any) -> None:
        """Run source text."""
        self._run(source)

    def system(self, *args: Any, **kwargs: Any) -> None:
        """`!command`."""

    def getoutput(self, *args: Any, **kwargs: Any) -> list[str]:
        """`x = !command`."""
        return []


def parsed(source: str, filename: str) -> tuple[str, ast.Module]:
    """A cell as Python, and what it says; line numbers are the cell's.

    Raises:
        SyntaxError: it is neither Python nor what IPython makes of it.
    """
    text = _without_cell_magics(source)
    try:
        return text, ast.parse(text, filename)
    except SyntaxError:  # what isn't Python may be IPython
        from IPython.core.inputtransformer2 import TransformerManager

        text = _CONTINUED.sub(_on_one_line, text)
        rest = re.sub(r"\A(?:[ \t]*\n)+", "", text)  # or IPython would, and forget how many
        blank = "\n" * (text.count("\n") - rest.count("\n"))
        text = blank + TransformerManager().transform_cell(rest)
        return text, ast.parse(text, filename)


def _on_one_line(match: re.Match[str]) -> str:
    return match[0].replace("\\\n", " ") + "\n" * match[0].count("\\\n")


def _without_cell_magics(source: str) -> str:
    """The cell below its `%%magic` lines; empty if it is no Python to run."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        words = line[2:].split()
        if not line.startswith("%%") or not words:
            break
        if words[0] in _WRITES:
            below = "\n".join(lines[number + 1 :])
            return f"get_ipython().write_file({' '.join(words[1:])!r}, {below!r})"
        if words[0] not in _BODY_RUNS:
            return ""
        lines[number] = f"{words[1]} = get_ipython().captured" if _captures(words) else ""
    return "\n".join(lines)


def _captures(words: list[str]) -> bool:
    return words[0] == "capture" and len(words) > 1 and words[1].isidentifier()


def furnish(namespace: dict[str, Any], shell: Shell) -> None:
    """Put the shell and its like where notebooks look for them, and on the path of imports the
    folder they run in, which holds what they write.
    """
    sys.path.append(os.getcwd())
    namespace.update(
        __name__="__main__", __builtins__=builtins, get_ipython=lambda: shell, display=_nothing,
        In=[""], Out={}, exit=_leave, quit=_leave,
    )  # fmt: skip
    inert = Inert()
    sys.modules["otter"] = _module("otter", Notebook=inert)
    parts = ("drive", "files", "output", "userdata", "patches", "data_table", "widgets", "auth")
    colab = _module("google.colab", __getattr__=inert.__getattr__)
    sys.modules["google.colab"] = colab
    for part in parts:
        name = f"google.colab.{part}"
        sys.modules[name] = _module(name, __getattr__=inert.__getattr__)
    google = sys.modules.setdefault("google", _module("google"))
    google.__dict__["colab"] = colab
    for name in ("IPython", "IPython.core.getipython"):
        if name in sys.modules:
            sys.modules[name].get_ipython = lambda: shell  # type: ignore[attr-defined]
    for name in ("IPython.display", "IPython.core.display_functions"):
        if name in sys.modules:
            sys.modules[name].display = _nothing  # type: ignore[attr-defined]
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].show = _nothing  # type: ignore[attr-defined]


def close_figures() -> None:
    """Free what a cell has drawn."""
    if "matplotlib._pylab_helpers" in sys.modules:
        sys.modules["matplotlib._pylab_helpers"].Gcf.destroy_all()


def _nothing(*args: Any, **kwargs: Any) -> None:
    return None


def _leave(*args: Any) -> None:
    raise SystemExit


def _module(name: str, **content: Any) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__dict__.update(content, __file__=name, __path__=[])
    return module
