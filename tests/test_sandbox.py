"""Cells and calls: what an honest submission meets in the sandbox."""

# Cells are easier to read when a line of theirs is a line here.
# ruff: noqa: E501

import pytest
import torch

from autograder.sandbox import (
    Call,
    Fixture,
    Generator,
    Limits,
    Lost,
    Opaque,
    Raised,
    Recorded,
    Returned,
    Sandbox,
    Tracked,
)

LIMITS = Limits(cell_cpu=1, cells_cpu=4, call_cpu=1)


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(LIMITS) as box:
        yield box


@pytest.fixture
def run(sandbox):
    """Opens notebooks; each call of `run` gives a session, closed after the test."""
    sessions = []

    def opened(*cells, questions=("f",), fixtures="", seed=7):
        sessions.append(sandbox.open(cells, seed=seed, questions=questions, fixtures=fixtures))
        return sessions[-1]

    yield opened
    for session in sessions:
        session.close()


def value(session, *args, **kwargs):
    reply = session.call(Call("f", args, kwargs))
    assert isinstance(reply, Returned), reply
    return reply.value


# Values


@pytest.mark.parametrize(
    "item",
    [
        None, True, 3, -(2**70), 0.1, float("inf"), "naïve \ud800", (), [1, [2.5, None]],
        {"a": (1, "b")}, (1, [2, {"c": False}]),
    ],
    ids=str,
)  # fmt: skip
def test_plain_values_cross_both_ways_unchanged(run, item):
    got = value(run("f = lambda x: x"), item)
    assert got == item
    assert type(got) is type(item)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.randn(2, 3, dtype=torch.float64), torch.randn(3).to(torch.bfloat16), torch.ones(()),
        torch.empty(0, 4), torch.tensor([True, False]), torch.randn(2, dtype=torch.complex64),
        torch.tensor([float("nan"), -0.0]), torch.arange(6).reshape(2, 3).T,
    ],
    ids=lambda t: f"{t.dtype}-{tuple(t.shape)}",
)  # fmt: skip
def test_tensors_cross_both_ways_bit_by_bit(run, tensor):
    got = value(run("f = lambda x: x"), tensor)
    assert got.dtype == tensor.dtype
    assert got.shape == tensor.shape
    assert torch.equal(got.nan_to_num(), tensor.nan_to_num())


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("torch.nn.Parameter(torch.ones(2))", torch.ones(2)),
        ("torch.ones(2).to_sparse()", torch.ones(2)),
        ("torch.tensor([1 + 2j]).conj()", torch.tensor([1 - 2j])),
        ("torch.tensor([1 + 2j]).conj().imag", torch.tensor([-2.0])),
        ("Tagged([1.0])", torch.tensor([1.0])),
        ("torch.ones(1).expand(4)", torch.ones(4)),
    ],
)
def test_tensors_of_other_kinds_arrive_as_plain_ones(run, expression, expected):
    got = value(run(f"import torch\nclass Tagged(torch.Tensor): pass\nf = lambda: {expression}"))
    assert type(got) is torch.Tensor
    assert torch.equal(got, expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("np.float64(2.0)", Opaque("numpy scalar", torch.tensor(2.0, dtype=torch.float64))),
        ("np.arange(2)", Opaque("ndarray", torch.arange(2))),
        ("np.array(['a'])", Opaque("ndarray")),
        ("{1, 2}", Opaque("object")),
        ("torch.nn.Linear(1, 1)", Opaque("object")),
        ("Color.RED", 1),
        ("Name('x')", "x"),
        ("Point(1, 2)", (1, 2)),
        ("{1: 2}", {"1": 2}),
        ("{(1,): 2}", Opaque("object")),
    ],
)
def test_what_is_no_value_is_named_or_made_plain(run, expression, expected):
    setup = (
        "import torch, enum, numpy as np\nfrom collections import namedtuple\n"
        "class Color(enum.IntEnum): RED = 1\nclass Name(str): pass\n"
        "Point = namedtuple('Point', 'x y')\n"
    )
    got = value(run(setup + f"f = lambda: {expression}"))
    if isinstance(expected, Opaque) and expected.value is not None:
        assert isinstance(got, Opaque)
        assert got.kind == expected.kind
        assert torch.equal(got.value, expected.value)
    else:
        assert got == expected
        assert type(got) is type(expected)


@pytest.mark.parametrize(
    "body",
    [
        "torch.zeros(1).expand(2**40)",
        "[0] * 10**6",
        "'x' * 2**21",
        "loop",
        "[loop] * 20",
        "torch.sparse_coo_tensor(size=(10**6, 10**6))",
    ],
)
def test_a_reply_past_the_limits_costs_one_call(run, body):
    session = run(f"import torch\nloop = []\nloop += [loop, loop]\nf = lambda: {body}", "g = int",
                  questions=("f", "g"))  # fmt: skip
    assert session.call(Call("f")) == Lost("too_large")
    assert session.call(Call("g")).value == 0


# Calls


def test_gradients_are_taken_inside(run):
    session = run("def f(x, *, scale): return (x * scale).sum(0), x")
    x, scale = torch.ones(2, 3), torch.full((3,), 2.0)
    call = Call("f", (x,), {"scale": scale}, ((0, None), ("scale", None)), (torch.ones(3), None))
    reply = session.call(call)
    assert torch.equal(reply.grads[0], torch.full((2, 3), 2.0))
    assert torch.equal(reply.grads[1], torch.full((3,), 2.0))
    assert reply.attached


def test_fixtures_are_built_inside_and_differentiated_through(run):
    source = "def line(w, bias=0.0):\n    return lambda x: x * w + bias\n"
    session = run("def f(model, x): return model(x)", fixtures=source)
    w, x = torch.tensor([2.0]), torch.tensor([3.0])
    call = Call("f", (Fixture("line", {"w": w}), x), wrt=((0, "w"),), cot=torch.ones(1))
    reply = session.call(call)
    assert torch.equal(reply.value, torch.tensor([6.0]))
    assert torch.equal(reply.grads[0], x)


def test_recorded_functions_run_on_this_side(run):
    seen = []

    def double(x, k):
        seen.append((x, k))
        return x * k

    session = run("def f(g, x): return g(g(x, 2), 3)")
    reply = session.call(Call("f", (Recorded(0), torch.ones(2))), callbacks=[double])
    assert torch.equal(reply.value, torch.full((2,), 6.0))
    assert [k for _, k in seen] == [2, 3]


def test_a_recorded_function_that_raises_tells_its_class_only(run):
    def secret(x):
        raise KeyError("the expected value is 42")

    reply = run("def f(g): return g(1)").call(Call("f", (Recorded(0),)), callbacks=[secret])
    assert reply.mro[0] == "builtins.RuntimeError"
    assert "KeyError" in reply.message
    assert "42" not in reply.message


def test_a_recorded_function_is_gone_after_its_call(run):
    session = run("kept = []\ndef f(g):\n    kept.append(g)\n    return len(kept)",
                  "def h(): return kept[0](1)", questions=("f", "h"))  # fmt: skip
    asked = []
    session.call(Call("f", (Recorded(0),)), callbacks=[asked.append])
    assert isinstance(session.call(Call("h"), callbacks=[]), Lost)
    assert asked == []


def test_generators_travel_as_states(run):
    session = run("import torch\ndef f(g): return torch.randn(3, generator=g)")
    mine = torch.Generator().manual_seed(5)
    first = session.call(Call("f", (Generator(mine.get_state()),)))
    assert torch.equal(first.value, torch.randn(3, generator=mine))
    second = session.call(Call("f", (Generator(first.generators[0]),)))
    assert torch.equal(second.value, torch.randn(3, generator=mine))


def test_side_effects_are_recorded(run):
    session = run("import torch\ndef f(x, y):\n    x.add_(1)\n    torch.rand(1)\n    return y",
                  "def g(x): x.sum().backward()", questions=("f", "g"))  # fmt: skip
    reply = session.call(Call("f", (torch.zeros(2), torch.zeros(2))))
    assert reply.changed == (0,)
    assert reply.rng
    assert session.call(Call("g", (Tracked(torch.ones(2)),))).filled == (0,)


def test_an_exception_is_named_with_the_innermost_line_of_theirs(run):
    cell = "import torch\n\ndef inner(x):\n    return x @ torch.ones(9)\n"
    reply = run("", cell, "def f(x):\n    return inner(x)").call(Call("f", (torch.ones(2),)))
    assert isinstance(reply, Raised)
    assert (reply.cell, reply.line) == (1, 4)
    assert reply.mro[:2] == ("builtins.RuntimeError", "builtins.Exception")


def test_missing_functions_and_exits_are_data(run):
    session = run("def f(): raise SystemExit(3)", questions=("f", "gone"))
    assert session.call(Call("gone")) == Lost("missing")
    assert session.call(Call("f")).mro[0] == "builtins.SystemExit"
    assert "gone" not in session.definitions


def test_calls_share_what_the_functions_remember(run):
    session = run("count = []\ndef f():\n    count.append(1)\n    return len(count)")
    assert [value(session), value(session)] == [1, 2]


# Cells


def test_random_numbers_depend_on_the_seed_alone(run):
    cell = "import torch, random, numpy as np\nx = torch.rand(1).item(), random.random(), np.random.rand()\nf = lambda: [x, random.random()]"
    assert value(run(cell, seed=1)) == value(run(cell, seed=1))
    assert value(run(cell, seed=1)) != value(run(cell, seed=2))


def test_after_an_error_the_definitions_of_that_cell_are_kept(run):
    session = run("import math\nx = 1 / 0\ndef f(): return math.pi\n", "def g(: pass", "h = f")
    assert [cell.status for cell in session.cells] == ["error", "lost", "ok"]
    assert session.cells[0].error == "builtins.ZeroDivisionError"
    assert session.cells[0].line == 2
    assert value(session) == pytest.approx(3.14159, abs=1e-4)


@pytest.mark.parametrize("ending", ["import sys; sys.exit()", "raise KeyboardInterrupt", "exit()"])
def test_a_cell_that_exits_is_an_error_of_that_cell(run, ending):
    session = run(f"{ending}\nx = 2", "def f(): return x")
    assert session.cells[0].status == "error"
    assert value(session) == 2


STUB = '"""Double it."""\n    raise NotImplementedError'


@pytest.mark.parametrize(
    ("cells", "stub", "cell"),
    [
        ([f"def f(x):\n    {STUB}"], True, 0),
        (["def f(x): ..."], True, 0),
        (["def f(x):\n    '''Doc.'''\n    pass"], True, 0),
        (["def f(x):\n    raise NotImplementedError('your turn')"], True, 0),
        (["def f(x):\n    return None"], False, 0),
        (["def f(x):\n    raise ValueError"], False, 0),
        ([f"def f(x):\n    {STUB}", "def f(x): return 2 * x"], False, 1),
        (["def f(x): return 2 * x", f"def f(x):\n    {STUB}"], False, 0),
        (["def f(x): return 3 * x", "def f(x): return 2 * x"], False, 1),
        (["if True:\n    def f(x): ..."], True, 0),
        (["def other(x): ...\nf = other"], True, 0),
        (["import functools", "@functools.lru_cache\ndef f(x): return 2 * x"], False, 1),
        (["class f:\n    def __init__(self): pass\n    def run(self):\n        ..."], True, 0),
    ],
)
def test_the_last_definition_that_is_no_stub_counts(run, cells, stub, cell):
    definition = run(*cells).definitions["f"]
    assert (definition.stub, definition.cell) == (stub, cell)


def test_a_later_stub_does_not_replace_an_answer(run):
    assert value(run("def f(x): return 2 * x", "def f(x):\n    ..."), 3) == 6


@pytest.mark.parametrize(
    "cell",
    [
        "from functools import partial\nf = partial(pow, 2)",
        "class Net:\n    def __call__(self, n): return 2 ** n\nf = Net()",
        "def power(n): return 2 ** n\nf = power",
        "f = lambda n: 2 ** n",
    ],
)
def test_any_callable_is_a_function(run, cell):
    session = run(cell)
    assert value(session, 3) == 8
    assert not session.definitions["f"].stub


@pytest.mark.parametrize(
    "cell",
    [
        "%matplotlib inline\n!pip install torch\nx = 5",
        "%%time\nx = 5",
        "%time x = 5",
        "%%capture out\nx = 5\nout.show()",
        "x = 5\n%timeit x + 1",
        ">>> x = 5",
        "    x = 5",
        "files = !ls\nx = 5",
        "x = 5\nx?",
        "get_ipython().run_line_magic('load_ext', 'autoreload')\nx = 5",
        "from IPython.display import display, HTML\ndisplay(HTML('<b>'))\nx = 5",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nx = 5",
        "import otter\ngrader = otter.Notebook('hw.ipynb')\ngrader.check('q')\nx = 5",
        "from google.colab import drive\ndrive.mount('/content/drive')\nx = 5",
        "from sklearn.datasets import load_digits\nx = load_digits().data.shape[1] - 59",
        "if __name__ == '__main__':\n    x = 5",
        "from __future__ import annotations\nx: Undefined = 5",
        "import tempfile, pathlib\npathlib.Path('a.txt').write_text('5')\nx = int(open('a.txt').read())",
        "import inspect\ndef g(): return 5\nassert 'return 5' in inspect.getsource(g)\nx = g()",
        "import warnings\nwarnings.warn('x')\nprint('x')\nx = 5",
    ],
)  # fmt: skip
def test_notebooks_find_what_they_expect(run, cell):
    session = run(cell, "def f(): return x")
    assert session.cells[0].status == "ok", session.cells[0]
    assert value(session) == 5


def test_magics_that_are_no_python_are_ignored(run):
    session = run("%%bash\nrm -rf /", "%%writefile x.py\nimport nothing", "f = lambda: 1")
    assert [cell.status for cell in session.cells] == ["ok"] * 3


def test_input_raises_and_data_loaders_work(run):
    loader = (
        "import torch\nfrom torch.utils.data import DataLoader\n"
        "def f():\n"
        "    return sum(int(b.sum()) for b in DataLoader(torch.arange(8), 4, num_workers=2))"
    )
    session = run("input('name?')", loader)
    assert session.cells[0].error == "builtins.EOFError"
    assert value(session) == 28


def test_state_that_cells_leave_behind(run):
    session = run(
        "import torch, sys, signal\ntorch.set_default_dtype(torch.float64)\n"
        "torch.inference_mode().__enter__()\nsys.settrace(lambda *a: 1 / 0)\nsignal.alarm(1)",
        "def f(x): return torch.ones(1) * x",
    )
    call = Call("f", (torch.ones(1),), wrt=((0, None),), cot=torch.ones(1, dtype=torch.float64))
    reply = session.call(call)
    assert reply.value.dtype == torch.float64
    assert torch.equal(reply.grads[0], torch.ones(1))


def test_a_fixture_that_raises_is_our_fault(sandbox):
    from autograder.errors import SandboxError

    with pytest.raises(SandboxError, match="ZeroDivisionError"):
        sandbox.open(["x = 1"], seed=1, fixtures="1 / 0")


def test_cpu_seconds_are_counted_by_the_kernel(run):
    session = run("import time\nt = time.process_time()\nwhile time.process_time() - t < 0.3: pass")
    assert 0.25 < session.seconds < 5
