"""Right answers however they are written: every solution, wrapped as students wrap functions."""

from __future__ import annotations

import pytest
from conftest import ROOT, grade_files, with_code
from splice import as_notebook

from autograder import catalog

HOME = catalog.find(ROOT)

STYLES = {
    "prints": """
def {name}(*args, _right={name}, **kwargs):
    print("called with", args, kwargs)
    answer = _right(*args, **kwargs)
    print("answer", answer)
    return answer
""",
    "warns": """
import sys, warnings
def {name}(*args, _right={name}, **kwargs):
    warnings.warn("not sure about this", stacklevel=1)
    print("still here", file=sys.stderr)
    return _right(*args, **kwargs)
""",
    "caches": """
_cache = globals().setdefault("_cache", {{}})
def {name}(*args, _right={name}, **kwargs):
    key = (len(args), tuple(kwargs))
    _cache.setdefault("{name}", []).append(key)
    return _right(*args, **kwargs)
""",
    "instance": """
class Answer:
    def __init__(self, function):
        self.function = function
        self.calls = 0
    def __call__(self, *args, **kwargs):
        self.calls += 1
        return self.function(*args, **kwargs)
{name} = Answer({name})
""",
    "module": """
import torch
class Layer(torch.nn.Module):
    def __init__(self, function):
        super().__init__()
        self.function = function
    def forward(self, *args, **kwargs):
        return self.function(*args, **kwargs)
{name} = Layer({name})
""",
    "partial": """
import functools
def _with(right, *args, **kwargs):
    return right(*args, **kwargs)
{name} = functools.partial(_with, {name})
""",
    "decorated": """
import functools, time
def timed(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        started = time.perf_counter()
        try:
            return function(*args, **kwargs)
        finally:
            wrapper.seconds = time.perf_counter() - started
    return wrapper
{name} = timed({name})
""",
    "lambda": """
_right_{name} = {name}
{name} = lambda *args, **kwargs: _right_{name}(*args, **kwargs)
""",
    "more_parameters": """
def {name}(*args, _right={name}, verbose: bool = False, note: "str | None" = None, **kwargs):
    check = expected = T = F = "names of all kinds"
    return _right(*args, **kwargs)
""",
    "defined_twice": """
_right_{name} = {name}
def {name}(*args, **kwargs):
    return 0.0

def {name}(*args, **kwargs):
    return _right_{name}(*args, **kwargs)
""",
    "stub_below": '''
def {name}(*args, **kwargs):
    """Another copy of the stub, further down."""
    raise NotImplementedError
''',
}
BEFORE = {
    "magics": "%matplotlib inline\n!pip install torch\n%load_ext autoreload",
    "float64_by_default": "import torch\ntorch.set_default_dtype(torch.float64)",
    "seeds_and_threads": "import random, torch\ntorch.manual_seed(0)\nrandom.seed(1)\n"
    "torch.set_num_threads(1)",
    "a_cell_that_fails": "import torch\nprint(undefined_name)",
}
"""What stands above the answers."""


@pytest.fixture(
    scope="module", params=[2, pytest.param(1, marks=pytest.mark.slow)], ids=["half", "all"]
)
def graded(tmp_path_factory, request):
    """The solutions of every other, or every, assignment in all styles."""
    files = {}
    slugs = with_code(HOME)[:: request.param]
    for slug in slugs:
        questions = HOME.question_names(slug)
        cells = HOME.solution(slug).read_text(encoding="utf-8").split("\n# %%")
        code = [cell.partition("\n")[2] for cell in cells if not cell.startswith(" [markdown]")]
        for style, text in STYLES.items():
            wrapped = [text.format(name=name) for name in questions]
            files[f"{slug}/{style}.ipynb"] = as_notebook([*code, *wrapped])
        for style, text in BEFORE.items():
            files[f"{slug}/{style}.ipynb"] = as_notebook([text, *code])
        whole = HOME.solution(slug).read_text(encoding="utf-8")
        files[f"{slug}/one_cell.ipynb"] = as_notebook([whole])
    done = grade_files(tmp_path_factory.mktemp("styles"), files, course=ROOT)
    assert done.code == 0, done.stderr
    return done, slugs


@pytest.mark.parametrize("style", [*STYLES, *BEFORE, "one_cell"])
def test_a_right_answer_passes_in_every_style(graded, style):
    done, slugs = graded
    lost = []
    for slug in slugs:
        for question in done.of(style, slug)["questions"]:
            if question["score"] != question["max_score"]:
                failed = [c["id"] for c in question["checks"] if c["status"] != "passed"]
                lost.append((slug, question["id"], failed))
    assert not lost
