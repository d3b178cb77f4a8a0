"""`pytest` in this folder runs the public checks.

Made by `autograder build` from the course's reference: change that instead.
"""
# Plain Python in place of Jupyter and otter: run a notebook's cells, read its test files.
import __future__

import ast
import asyncio
import importlib.util
import inspect
import json
import linecache
import re
import sys
import types
import warnings
from pathlib import Path


class test_case:
    """As otter's decorator of the same name: keeps the function and what is said about it."""

    def __init__(
        self, name=None, points=None, hidden=False, success_message=None, failure_message=None
    ):
        self.name = name
        self.points = points

    def __call__(self, function):
        self.function = function
        return self


def test_cases(path):
    """The test cases of one test file."""
    env = {"__name__": "test"}
    exec(compile(Path(path).read_text(encoding="utf-8"), str(path), "exec"), env)
    return [value for value in env.values() if isinstance(value, test_case)]


def run_case(case, env):
    """Run one case with the arguments it names taken from the notebook's namespace."""
    code = case.function.__code__
    case.function(*(env.get(name) for name in code.co_varnames[: code.co_argcount]))


class _Inert(types.ModuleType):
    """Whatever is asked of it, it does nothing: otter, google.colab, get_ipython()."""

    __file__ = "<stand-in>"
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __getitem__(self, key):
        return self

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return None


def stand_in():
    """Make the imports of a notebook's surroundings harmless, and `otter.test_files` ours."""
    for name in ("otter", "otter.test_files", "google.colab"):
        sys.modules[name] = _Inert(name)
    sys.modules["otter.test_files"].test_case = test_case
    for part in ("auth", "data_table", "drive", "files", "output", "patches", "userdata"):
        sys.modules[f"google.colab.{part}"] = _Inert(part)
    try:
        import google
    except ImportError:
        google = sys.modules["google"] = _Inert("google")
    google.colab = sys.modules["google.colab"]
    if _is_absent("IPython"):
        sys.modules["IPython"] = ipython = types.ModuleType("IPython")
        ipython.version_info, ipython.get_ipython = (9, 0, 0), lambda: None
        sys.modules["IPython.display"] = ipython.display = _Inert("IPython.display")


def _is_absent(name):
    try:
        return name not in sys.modules and importlib.util.find_spec(name) is None
    except ImportError:
        return True


def code_cells(path):
    """The number and the source of a notebook's code cells; a script is one cell."""
    text = Path(path).read_text(encoding="utf-8-sig")
    if Path(path).suffix != ".ipynb":
        return [(1, text)]
    cells = enumerate(json.loads(text)["cells"], 1)
    return [(n, "".join(cell["source"])) for n, cell in cells if cell["cell_type"] == "code"]


DEFINITIONS = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom,
)  # fmt: skip


class Cells:
    """A notebook's namespace; `log` is called with a line for each cell that has an error."""

    def __init__(self, log):
        self.log = log
        shell = _Inert("get_ipython")
        shell.run_cell_magic = self._magic
        self.env = {
            "__name__": "__main__",
            "display": _nothing,
            "get_ipython": lambda: shell,
            "input": lambda prompt="": "",
        }
        self.cell_of = {}
        self._stubs = {}
        self._flags = 0
        self._number = 0

    def parse(self, number, source):
        """The statements of a cell; none if it can't be read."""
        name = f"<cell {number}>"
        left_out = re.search(r"^[ \t]*%run .*", source, re.MULTILINE)
        if left_out:
            said = "is left out: copy what it defines into a cell, only this file is graded"
            self.log(f"cell {number}: {left_out[0].strip()} {said}")
        text = _without_cell_magic(source.replace("\r\n", "\n"))
        try:
            text, body = _parsed(text, name)
        except SyntaxError as error:
            self.log(f"cell {number}, line {error.lineno}: SyntaxError: {error.msg}")
            return []
        except (ValueError, RecursionError, MemoryError) as error:
            self.log(f"cell {number} can't be read: {error}")
            return []
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        return body

    def run(self, number, statements):
        """Run a cell's statements; after an error only those that define something."""
        broken = False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for statement in statements:
                if broken and not isinstance(statement, (*DEFINITIONS, ast.Assign, ast.AnnAssign)):
                    continue
                if self._undoes(statement):
                    continue
                try:
                    self._execute(number, statement)
                except KeyboardInterrupt:
                    raise
                except BaseException as error:
                    if not broken and not isinstance(error, NotImplementedError):
                        said = f"{type(error).__name__}: {error}".rstrip(": ")
                        self.log(f"cell {number}, line {statement.lineno}: {said}"[:300])
                    broken = True

    def _magic(self, name, line, cell):
        """A cell with a `%%magic`, as nbconvert writes it into a script."""
        self.run(self._number, self.parse(self._number, f"%%{name} {line}\n{cell}"))

    def _execute(self, number, statement):
        self._number = number
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                self._flags |= getattr(__future__, alias.name).compiler_flag
        flags = self._flags | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        tree = ast.Module([statement], [])
        code = compile(tree, f"<cell {number}>", "exec", flags, dont_inherit=True)
        result = eval(code, self.env)
        if code.co_flags & inspect.CO_COROUTINE:  # it holds an `await`
            asyncio.run(result)
        if isinstance(statement, ast.FunctionDef):
            self.cell_of[statement.name] = number
            if _is_stub(statement):
                self._stubs[statement.name] = self.env[statement.name]

    def _undoes(self, statement):
        """Whether a stub would take the place of what the student has written."""
        if not isinstance(statement, ast.FunctionDef) or not _is_stub(statement):
            return False
        name = statement.name
        return name in self.env and self.env[name] is not self._stubs.get(name)


def run_cells(cells, log):
    """Run every cell in one namespace, as a kernel would.

    Returns:
        The namespace.
    """
    made = Cells(log)
    for number, source in cells:
        made.run(number, made.parse(number, source))
    return made.env


def _is_stub(function):
    """Whether a body holds nothing but a docstring, `pass`, `...` or a NotImplementedError."""
    return all(
        isinstance(item, ast.Pass)
        or (isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant))
        or (isinstance(item, ast.Raise) and "NotImplementedError" in ast.dump(item))
        for item in function.body
    )


def _without_cell_magic(text):
    """The cell below its `%%magic`s, line numbers kept; blank if it holds no Python to run."""
    found = re.match(r"\s*%%(\w*).*", text)
    if not found:
        return text
    python = found[1] in ("time", "timeit", "capture", "prun", "memit")
    return "\n" * found[0].count("\n") + _without_cell_magic(text[found.end() :]) if python else ""


def _parsed(text, name):
    """A cell's text and statements, the lines that only IPython understands put into Python."""
    while True:
        try:
            return text, ast.parse(text, name).body
        except SyntaxError as error:
            lines = text.split("\n")
            start = (error.lineno or 1) - 1
            rest = "\n".join(lines[start:])
            found = _MAGIC.match(rest)
            if not found:
                raise
            target = found["target"]
            python = found["timed"] or (f"{target}None" if target else "pass")
            python = found["indent"] + python + "\n" * found[0].count("\n")
            text = "\n".join([*lines[:start], python + rest[found.end() :]])


_MAGIC = re.compile(
    r"(?P<indent>[ \t]*)(?:"
    r"%time[ \t]+(?P<timed>\S.*)"
    r"|(?P<target>[\w., \t]+=[ \t]*)[%!].*"
    r"|[%!?](?:.*\\\n)*.*"
    r"|[\w.]+\?\??[ \t]*(?=\n|$))"
)


def _nothing(*args, **kwargs):
    return None


# pytest's side: each public check of a notebook is an item.
import contextlib
import functools
import os

import pytest

_HERE = Path(__file__).resolve().parent
_WORDS = {
    "NotRightYet": "NOT RIGHT YET",
    "NotStarted": "NOT STARTED",
    "RaisedAnError": "RAISED AN ERROR",
    "NotFound": "NOT FOUND",
}
_notes = []


def pytest_addoption(parser):
    with contextlib.suppress(ValueError):  # another assignment's conftest.py has added it
        parser.addoption("--notebook", metavar="FILE", help="the notebook to check")


def pytest_sessionstart(session):
    if not session.config.option.collectonly:
        _cells(session.config)


@functools.lru_cache(maxsize=None)
def _cells(config):
    """The cells of the notebook that was named, else of the only one in this folder."""
    chosen = config.getoption("--notebook", None)
    found = [Path(chosen)] if chosen else sorted(_HERE.glob("*.ipynb"))
    if len(found) != 1:
        raise pytest.UsageError(f"{_HERE} holds {len(found)} notebooks: name one with --notebook")
    try:
        return found[0].resolve().parent, code_cells(found[0])
    except OSError as error:
        raise pytest.UsageError(f"{found[0]} can't be read ({error.strerror})") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        said = f"{found[0]} is no notebook: open it in Jupyter and save it again"
        raise pytest.UsageError(said) from None


@functools.lru_cache(maxsize=None)
def _namespace(config):
    """What the notebook's cells define; they run once."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    folder, cells = _cells(config)
    before = Path.cwd()
    os.chdir(folder)
    try:
        return run_cells(cells, _notes.append)
    finally:
        os.chdir(before)


def pytest_collect_file(file_path, parent):
    if file_path.parent == _HERE / "tests" and _number(file_path):
        return _Question.from_parent(parent, path=file_path)
    return None


@functools.lru_cache(maxsize=None)
def _number(path):
    """A question's place in the notebook; 0 if the file is none of its test files."""
    found = re.search(r"^number = (\d+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return int(found[1]) if path.suffix == ".py" and found else 0


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _number(item.path) if isinstance(item, _Case) else 0)


class _Question(pytest.File):
    def collect(self):
        stand_in()
        for case in test_cases(self.path):
            yield _Case.from_parent(self, name=case.name.replace(" ", "_"), case=case)


class _Case(pytest.Item):
    def __init__(self, *, case, **kwargs):
        super().__init__(**kwargs)
        self.case = case

    def runtest(self):
        run_case(self.case, _namespace(self.config))

    def repr_failure(self, excinfo):
        return f"{type(excinfo.value).__name__}: {excinfo.value}"

    def reportinfo(self):
        return self.path, 0, f"{self.path.stem}: {self.case.name}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if isinstance(item, _Case) and call.excinfo is not None:
        outcome.get_result().word = _WORDS.get(type(call.excinfo.value).__name__)


def pytest_report_teststatus(report):
    word = getattr(report, "word", None)
    return ("failed", "F", word) if word else None


def pytest_terminal_summary(terminalreporter):
    if _notes:
        terminalreporter.section("while the notebook's cells ran")
        for note in _notes:
            terminalreporter.line(note)
