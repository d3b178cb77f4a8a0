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
