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
