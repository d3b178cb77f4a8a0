"""`pytest` in this folder runs the public checks. Made by `autograder build` from the course's reference: change that instead."""
# Plain Python in place of Jupyter and otter: run a notebook's cells, read its test files.
import ast
import json
import linecache
import sys
import types
from pathlib import Path


class test_case:
    """As otter's decorator of the same name: keeps the function and what is said about it."""

    def __init__(
        self, name=None, points=None, hidden=False, success_message=None, failure_message=None
    ):
        self.name = name
        self.points = points
        self.success_message = success_message

    def __call__(self, function):
        self.function = function
        return self


class _Anything(types.ModuleType):
    """Whatever is asked of it, it does nothing: otter, google.colab, get_ipython()."""

    __file__ = "<stand-in>"
    __path__ = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *args, **kwargs):
        return self


def stand_in_for_otter():
    """Make `import otter` harmless in the cells, and `otter.test_files` ours in the tests."""
    for name in ("otter", "otter.test_files", "google", "google.colab"):
        sys.modules[name] = _Anything(name)
    sys.modules["otter.test_files"].test_case = test_case


def code_cells(path):
    """The sources of a notebook's code cells; a script is one cell."""
    text = Path(path).read_text(encoding="utf-8-sig")
    if Path(path).suffix != ".ipynb":
        return [text]
    cells = json.loads(text)["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def run_cells(path, log=sys.stderr):
    """Run every cell in one namespace, as a kernel would; an error costs only its statement and
    the rest of its cell's statements that are no definitions.

    Returns:
        The namespace.
    """
    env = {"__name__": "__main__", "get_ipython": _Anything("ipython"), "display": print}
    for number, text in enumerate(code_cells(path), 1):
        name = f"<cell {number}>"
        source = "\n".join(_without_magic(line) for line in text.splitlines()) + "\n"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        try:
            statements = ast.parse(source, name).body
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            print(f"cell {number} can't be read: {error}", file=log)
            continue
        broken = False
        for node in statements:
            if broken and not isinstance(node, _DEFINITIONS):
                continue
            try:
                exec(compile(ast.Module([node], []), name, "exec"), env)
            except KeyboardInterrupt:
                raise
            except BaseException as error:
                broken = True
                if not isinstance(error, NotImplementedError):
                    said = f"cell {number}, line {node.lineno}: {type(error).__name__}: {error}"
                    print(said[:300], file=log)
    return env


_DEFINITIONS = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom,
)


def _without_magic(line):
    stripped = line.lstrip()
    if stripped[:1] in ("%", "!", "?"):
        return line[: len(line) - len(stripped)] + "pass"
    return line


def test_cases(path):
    """The test cases of one test file, with the file's `name`."""
    env = {"__name__": "test"}
    source = Path(path).read_text(encoding="utf-8")
    exec(compile(source, str(path), "exec"), env)
    return env["name"], [value for value in env.values() if isinstance(value, test_case)]


def run_case(case, env):
    """Run one case with the arguments it names taken from the notebook's namespace."""
    code = case.function.__code__
    case.function(*(env.get(name) for name in code.co_varnames[: code.co_argcount]))


# pytest's side: each public check of a notebook is an item. Made by `autograder build`.
import pytest


def pytest_addoption(parser):
    """`--notebook FILE`; by default the only notebook in this folder."""
    parser.addoption("--notebook", default=None, help="the notebook to check")


def _notebook(config):
    here = Path(__file__).parent
    chosen = config.getoption("--notebook")
    if chosen:
        return Path(chosen)
    found = sorted(path for path in here.glob("*.ipynb") if not path.name.startswith("."))
    if len(found) != 1:
        raise pytest.UsageError(f"{here} holds {len(found)} notebooks: name one with --notebook")
    return found[0]


def pytest_collect_file(file_path, parent):
    """Every file in tests/ is one question."""
    if file_path.parent == Path(__file__).parent / "tests" and file_path.suffix == ".py":
        return _Question.from_parent(parent, path=file_path)
    return None


class _Question(pytest.File):
    def collect(self):
        stand_in_for_otter()
        _, cases = test_cases(self.path)
        for case in cases:
            yield _Case.from_parent(self, name=case.name.replace(" ", "_"), case=case)


class _Case(pytest.Item):
    def __init__(self, *, case, **kwargs):
        super().__init__(**kwargs)
        self._case = case

    def runtest(self):
        config = self.config
        if not hasattr(config, "_notebook_env"):
            import os

            os.environ.setdefault("MPLBACKEND", "Agg")
            config._notebook_env = run_cells(_notebook(config))
        run_case(self._case, config._notebook_env)

    def repr_failure(self, excinfo):
        return f"{type(excinfo.value).__name__}: {excinfo.value}"

    def reportinfo(self):
        return self.path, 0, f"{self.path.stem}: {self.name}"
