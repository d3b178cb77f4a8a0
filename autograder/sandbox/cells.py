"""Runs the code cells of a notebook, statement by statement, and keeps what can be kept."""

from __future__ import annotations
import __future__

import ast
import contextlib
import inspect
import linecache
import signal
import sys
import time
import types
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from . import notebook
from .limits import WALL_FACTOR, Limits

FULL, REDUCED, DROPPED = 0, 1, 2
_ABSENT = object()
_RESCUE = 1.0
_SAFE_ROOTS = ("torch", "np", "numpy", "math", "nn", "F", "functools", "partial", "Path", "otter")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


_SIGNALS = (
    signal.SIGALRM, signal.SIGPROF, signal.SIGVTALRM, signal.SIGCHLD, signal.SIGTERM,
    signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2,
)  # fmt: skip


class _Stopped(BaseException):
    """A cell has used up its time."""


class Cells:
    """A notebook's namespace and what happened to its cells.

    Args:
        questions: names whose last real definition is wanted.
        limits: a cell's and all cells' time.
        progress: told `(stage, cell)` before a cell is parsed and before it is run.
    """

    def __init__(
        self, questions: Sequence[str], limits: Limits, progress: Callable[[str, int], None]
    ) -> None:
        main = types.ModuleType("__main__")
        sys.modules["__main__"] = main
        self.namespace = main.__dict__
        self.definitions: dict[str, tuple[int, int, bool]] = {}
        self._questions = questions
        self._limits = limits
        self._progress = progress
        self._seen: dict[str, Any] = {}
        self._stubs: set[tuple[str, int]] = set()
        self._flags = 0
        self._used = 0.0
        notebook.furnish(self.namespace, notebook.Shell(self._inline, self.namespace))

    def run(self, index: int, source: str, mode: int) -> tuple[str, str, int | None]:
        """Run one cell.

        Returns:
            (reason, exception class, line); reason is "ok", "error", "syntax", "time", "budget",
            "ended" (run reduced because it ended the process before) or "parse" (dropped).
        """
        if mode == DROPPED:
            return "parse", "", None
        self._progress("parse", index)
        try:
            filename, body = self._parsed(index, source)
        except BaseException as error:
            return "syntax", class_name(type(error)), getattr(error, "lineno", None)
        self._progress("run", index)
        left = self._limits.cells_cpu - self._used
        reason = "budget" if left <= 0 else "ended" if mode == REDUCED else "ok"
        if reason != "ok":
            body = list(reduced(body))
        outcome = self._run(index, filename, body, min(left, self._limits.cell_cpu), reason)
        notebook.close_figures()
        return outcome

    def _run(
        self, index: int, filename: str, body: Sequence[ast.stmt], seconds: float, reason: str
    ) -> tuple[str, str, int | None]:
        started = time.process_time()
        error_class, line, position = "", None, 0
        try:
            with _Timer(max(seconds, _RESCUE)):
                for position, statement in enumerate(body):  # noqa: B007 - used below
                    self._execute(statement, filename)
                    self._note(index, statement)
        except BaseException as error:
            if isinstance(error, _Stopped):
                reason = "time" if reason == "ok" else reason
            else:
                reason = "error" if reason == "ok" else reason
                error_class = class_name(type(error))
            line = line_of(error)[1] or body[position].lineno
            self._rescue(index, filename, reduced(body[position + 1 :]))
        self._used += time.process_time() - started
        return reason, error_class, line

    def _rescue(self, index: int, filename: str, rest: Iterable[ast.stmt]) -> None:
        """What a cell would still have defined, had it not stopped."""
        with contextlib.suppress(_Stopped), _Timer(_RESCUE):
            for statement in rest:
                try:
                    self._execute(statement, filename)
                    self._note(index, statement)
                except _Stopped:
                    raise
                except BaseException:  # noqa: S112 - the cell has its error already
                    continue

    def _parsed(self, index: int, source: str) -> tuple[str, list[ast.stmt]]:
        filename = f"<cell {index}>"
        text, tree = notebook.parsed(source, filename)
        lines = [f"{line}\n" for line in text.split("\n")]
        linecache.cache[filename] = (len(text), None, lines, filename)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and is_stub(node):
                first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
                self._stubs.add((filename, first))
        return filename, tree.body

    def _execute(self, statement: ast.stmt, filename: str) -> None:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                self._flags |= getattr(__future__, alias.name).compiler_flag
        self._exec(ast.Module([statement], []), filename)

    def _inline(self, source: str) -> None:
        filename = "<magic>"
        self._exec(notebook.parsed(source, filename)[1], filename)

    def _exec(self, tree: ast.Module, filename: str) -> None:
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(tree, filename, "exec", flags=flags, dont_inherit=True)
        result = eval(code, self.namespace)  # noqa: S307 - what the cage is for
        if code.co_flags & inspect.CO_COROUTINE:  # it holds an `await`
            import asyncio

            asyncio.run(result)

    def _note(self, index: int, statement: ast.stmt) -> None:
        """Where each question was last bound; a stub never replaces a real definition."""
        for name in self._questions:
            now = self.namespace.get(name, _ABSENT)
            before = self._seen.get(name, _ABSENT)
            if now is before:
                continue
            if now is _ABSENT:
                del self._seen[name], self.definitions[name]
                continue
            stub = self._defines_stub(name, now, statement)
            if stub and name in self.definitions and not self.definitions[name][2]:
                self.namespace[name] = before
                continue
            self._seen[name] = now
            self.definitions[name] = (index, statement.lineno, stub)

    def _defines_stub(self, name: str, value: Any, statement: ast.stmt) -> bool:
        if isinstance(statement, _Definition) and statement.name == name:
            return is_stub(statement)
        code = getattr(value, "__code__", None)
        return (
            isinstance(code, types.CodeType)
            and (code.co_filename, code.co_firstlineno) in self._stubs
        )


class _Timer:
    """Raises `_Stopped` in the main thread after so many CPU seconds, or WALL_FACTOR times so
    many seconds, and again each second in case student code swallows it.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGPROF, _stop)
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_PROF, self._seconds, 1.0)
        signal.setitimer(signal.ITIMER_REAL, self._seconds * WALL_FACTOR, 1.0)

    def __exit__(self, *args: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)


def _stop(*_: object) -> None:
    raise _Stopped


def settle() -> None:
    """Undo what cells may have left in the interpreter that would disturb the calls."""
    for timer in (signal.ITIMER_REAL, signal.ITIMER_PROF, signal.ITIMER_VIRTUAL):
        signal.setitimer(timer, 0)
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    sys.settrace(None)
    sys.setprofile(None)


def is_stub(node: _Definition) -> bool:
    """Whether a definition's body, its docstring aside, is empty, `pass`, `...` or only raises
    NotImplementedError; a class is a stub if all its methods but `__init__` are.
    """
    body = node.body
    if body and _constant(body[0], str):
        body = body[1:]
    if isinstance(node, ast.ClassDef):
        methods = [
            item
            for item in body
            if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef) and item.name != "__init__"
        ]
        if methods:
            return all(map(is_stub, methods))
    return all(
        isinstance(item, ast.Pass) or _constant(item, type(...)) or _not_implemented(item)
        for item in body
    )


def _constant(item: ast.stmt, kind: type) -> bool:
    return (
        isinstance(item, ast.Expr)
        and isinstance(item.value, ast.Constant)
        and isinstance(item.value.value, kind)
    )


def _not_implemented(item: ast.stmt) -> bool:
    if not isinstance(item, ast.Raise):
        return False
    raised = item.exc.func if isinstance(item.exc, ast.Call) else item.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def reduced(body: Iterable[ast.stmt]) -> Iterable[ast.stmt]:
    """Imports, functions, classes and simple assignments: what defines without computing."""
    for item in body:
        if isinstance(item, ast.Assign | ast.AnnAssign):
            keep = item.value is None or all(map(_simple, ast.walk(item.value)))
        else:
            keep = isinstance(item, ast.Import | ast.ImportFrom | _Definition)
        if keep:
            yield item


def _simple(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        root = node.func
        while isinstance(root, ast.Attribute):
            root = root.value
        return isinstance(root, ast.Name) and root.id in _SAFE_ROOTS
    heavy = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.Await
    return not isinstance(node, heavy)


def class_name(kind: type) -> str:
    """A class by its qualified name, as data."""
    try:
        return f"{type.__getattribute__(kind, '__module__')}.{kind.__qualname__}"[:200]
    except Exception:
        return "builtins.object"


def line_of(error: BaseException) -> tuple[int | None, int | None]:
    """The innermost (cell, line) of student code that an exception passed through."""
    found: tuple[int | None, int | None] = (None, None)
    trace = error.__traceback__
    steps = 0
    while trace is not None and steps < 100_000:
        name = trace.tb_frame.f_code.co_filename
        if name.startswith("<cell ") and name[6:-1].isdigit():
            found = (int(name[6:-1]), trace.tb_lineno)
        trace = trace.tb_next
        steps += 1
    return found
