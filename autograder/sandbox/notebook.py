"""What a notebook expects to find around it, reduced to what grading needs: IPython's shell,
display, otter and Colab, all inert.
"""

from __future__ import annotations

import builtins
import sys
import types
from collections.abc import Callable
from typing import Any

_BODY_RUNS = ("time", "timeit", "capture", "prun", "memit", "mprun", "lprun")
"""Magics whose argument or cell body is code of the notebook; all others are ignored."""


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


class Shell(Inert):
    """get_ipython(): runs the bodies of %time and its like, ignores other magics and commands.

    Args:
        run: executes source text in the notebook's namespace.
        namespace: the notebook's.
    """

    def __init__(self, run: Callable[[str], None], namespace: dict[str, Any]) -> None:
        self._run = run
        self.user_ns = namespace

    def run_line_magic(self, name: str, line: str, *args: Any, **kwargs: Any) -> None:
        """`%name line`."""
        if name in ("time", "prun", "memit"):
            self._run(line)

    def run_cell_magic(self, name: str, line: str, cell: str) -> None:
        """`%%name line` above a cell that is no cell of its own here."""
        if name in _BODY_RUNS:
            self._run(cell)

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


def without_cell_magic(source: str) -> str | None:
    """The cell below a `%%magic` line, its line numbers kept; None if it is no Python to run."""
    lines = source.split("\n")
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        if not line.startswith("%%"):
            return source
        words = line[2:].split()
        if not words or words[0] not in _BODY_RUNS:
            return None
        lines[number] = f"{words[1]} = __import__('otter')" if _captures(words) else ""
        return "\n".join(lines)
    return source


def _captures(words: list[str]) -> bool:
    return words[0] == "capture" and len(words) > 1 and words[1].isidentifier()


def furnish(namespace: dict[str, Any], shell: Shell) -> None:
    """Put the shell and its like where notebooks look for them."""
    namespace.update(
        __name__="__main__", __builtins__=builtins, get_ipython=lambda: shell, display=_nothing,
        In=[""], Out={}, exit=_leave, quit=_leave,
    )  # fmt: skip
    inert = Inert()
    sys.modules["otter"] = _module(
        "otter",
        Notebook=inert,
        show=_nothing,
        stdout="",
        stderr="",
        outputs=[],
    )
    parts = ("drive", "files", "output", "userdata", "patches", "data_table", "widgets", "auth")
    colab = _module("google.colab", **dict.fromkeys(parts, inert))
    sys.modules["google.colab"] = colab
    for part in parts:
        sys.modules[f"google.colab.{part}"] = _module(f"google.colab.{part}", cv2_imshow=_nothing)
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
