"""Wrong calls: another function, one left out or applied twice, other arguments."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.mutants.edit import Edit, Place, method

_SWAPS = {
    "sum": ("mean", "prod"),
    "mean": ("sum",),
    "std": ("var",),
    "var": ("std",),
    "cumsum": ("cumprod",),
    "cumprod": ("cumsum",),
    "prod": ("sum",),
    "max": ("min",),
    "min": ("max",),
    "any": ("all",),
    "all": ("any",),
    "argmax": ("argmin",),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "log": ("log2", "log1p"),
    "log1p": ("log",),
    "exp": ("expm1",),
    "softplus": ("relu", "sigmoid", "logsigmoid"),
    "logsigmoid": ("sigmoid", "softplus"),
    "relu": ("softplus", "tanh"),
    "softmax": ("log_softmax",),
    "log_softmax": ("softmax",),
    "cos": ("sin",),
    "tril": ("triu",),
    "randn": ("rand",),
    "xlogy": ("mul",),
    "isnan": ("isinf",),
    "isfinite": ("isnan",),
    "isposinf": ("isneginf",),
    "solve": ("lstsq",),
}
"""By the name of what is called; another function of torch or method of a tensor."""

_FUNCTIONS = {"exp", "log", "log1p", "sqrt", "abs", "cos", "softplus", "logsigmoid", "relu"}
_ELEMENTWISE = _FUNCTIONS | {"softmax", "log_softmax", "tril", "clamp", "detach", "clone"}
_SIGNED = ("exp", "sigmoid", "softplus", "logsigmoid", "tanh", "relu")
_TWICE = ("exp", "log", "sqrt")
_REDUCTIONS = {"sum", "mean", "std", "var", "prod", "max", "min", "any", "all", "norm", "logsumexp"}
_SCANS = {"cumsum", "cumprod"}
_TORCH = ("torch", "F", "math", "torch.linalg", "torch.autograd")
_WORDS = {"sum": "a sum", "mean": "a mean", "std": "a standard deviation", "var": "a variance"}


def edits(place: Place) -> Iterator[Edit]:
    """Every wrong call in the place of a right one."""
    node = place.node
    if isinstance(node, ast.Call):
        yield from _other_function(node)
        yield from _left_out(node)
        yield from _arguments(node)


def _parts(node: ast.Call) -> tuple[str, str, ast.expr | None]:
    """(module or "", name, the tensor it is applied to)."""
    if not isinstance(node.func, ast.Attribute):
        return "", ast.unparse(node.func), None
    owner = ast.unparse(node.func.value)
    if owner in _TORCH:
        return owner, node.func.attr, node.args[0] if node.args else None
    return "", node.func.attr, node.func.value


def _other_function(node: ast.Call) -> Iterator[Edit]:
    module, called, subject = _parts(node)
    if not isinstance(node.func, ast.Attribute) or subject is None:
        return
    for other in _SWAPS.get(called, ()):
        if module == "math" and other not in ("log2", "log1p", "log", "expm1", "sin"):
            continue
        owner = ast.Name("torch", ast.Load()) if module == "F" and other == "mul" else None
        changed = ast.Attribute(owner or node.func.value, other, ast.Load())
        a, b = (_WORDS.get(word, f"{word}") for word in (other, called))
        text = f"{a.removeprefix('a ')} where {b} is asked"
        yield Edit(f"{other}_for_{called}", text, ast.Call(changed, node.args, node.keywords))
    if called == "mean" and not module and not node.args and not node.keywords:
        total = method(subject, "sum")
        length = ast.Subscript(ast.Attribute(subject, "shape", ast.Load()), ast.Constant(0))
        text = "divided by the size of the batch where the mean over all entries is asked"
        yield Edit("batch_mean", text, ast.BinOp(total, ast.Div(), length))
    if called in ("std", "var"):
        biased = [*node.keywords, ast.keyword("correction", ast.Constant(0))]
        text = "a spread divided by n where n − 1 is asked"
        yield Edit("bessel", text, ast.Call(node.func, node.args, biased))


def _left_out(node: ast.Call) -> Iterator[Edit]:
    _, called, subject = _parts(node)
    if subject is None:
        return
    if called in _ELEMENTWISE:
        yield Edit(f"{called}_dropped", f"{called} is missing", subject)
    if called in _SIGNED:
        minus = ast.UnaryOp(ast.USub(), subject)
        negated = method(minus, called)
        if node.args and subject is node.args[0]:
            negated = ast.Call(node.func, [minus, *node.args[1:]], node.keywords)
        yield Edit("sign", f"the argument of {called} has the other sign", negated)
    if called in _TWICE:
        again = ast.Call(node.func, [node, *node.args[1:]], node.keywords)
        if subject is not (node.args[0] if node.args else None):
            again = method(node, called)
        yield Edit(f"{called}_doubled", f"{called} is applied twice", again)
    if called in _REDUCTIONS | _SCANS:
        yield Edit("reduction_dropped", f"{_WORDS.get(called, called)} is missing", subject)
    if called in ("reshape", "unsqueeze", "squeeze", "flatten", "to"):
        yield Edit(f"{called}_dropped", "an axis or a dtype is not adapted", subject)


def _arguments(node: ast.Call) -> Iterator[Edit]:
    module, called, _ = _parts(node)
    if called in ("tril", "triu"):
        yield from _other_diagonal(node, called, function=module != "")
    function = isinstance(node.func, ast.Name) or module
    for i in range(len(node.args) - 1 if function else 0):
        if any(isinstance(argument, ast.Starred) for argument in node.args[i : i + 2]):
            continue
        order = [*node.args[:i], node.args[i + 1], node.args[i], *node.args[i + 2 :]]
        text = "two arguments of a call are exchanged"
        yield Edit("argument_order", text, ast.Call(node.func, order, node.keywords))
    for i, keyword in enumerate(node.keywords):
        rest = ast.Call(node.func, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
        yield _without(keyword, rest)
        if keyword.arg == "dtype" and ast.unparse(keyword.value) == "torch.float64":
            single = ast.keyword("dtype", ast.parse("torch.float32", mode="eval").body)
            others = [*node.keywords[:i], single, *node.keywords[i + 1 :]]
            text = "computed in float32 where float64 is asked"
            yield Edit("float32", text, ast.Call(node.func, node.args, others))
    first = node.args[0] if node.args else None
    if called in _REDUCTIONS and isinstance(first, ast.Constant) and module == "":
        text = "reduced over all axes where one is asked"
        yield Edit("axis_dropped", text, ast.Call(node.func, node.args[1:], node.keywords))
    has_axis = isinstance(first, ast.Constant) or any(k.arg == "dim" for k in node.keywords)
    if called in _REDUCTIONS and has_axis and all(k.arg != "keepdim" for k in node.keywords):
        kept = [*node.keywords, ast.keyword("keepdim", ast.Constant(True))]
        text = "a reduced axis is kept with size 1"
        yield Edit("keepdim", text, ast.Call(node.func, node.args, kept))
    if called in ("arange", "range", "randn", "linspace"):
        for j, argument in enumerate(node.args):
            if called == "linspace" and j < 2:
                continue
            for op in (ast.Add(), ast.Sub()):
                moved = ast.BinOp(argument, op, ast.Constant(1))
                args = [*node.args[:j], moved, *node.args[j + 1 :]]
                text = "a range is one step off"
                yield Edit("off_by_one", text, ast.Call(node.func, args, node.keywords))


def _other_diagonal(node: ast.Call, called: str, *, function: bool) -> Iterator[Edit]:
    """A triangular part that begins one diagonal away, the main one with it or without."""
    subject = node.args[:1] if function else []
    given = [*node.args[len(subject) :], *(k.value for k in node.keywords if k.arg == "diagonal")]
    at = ast.literal_eval(given[0]) if given else 0
    for other in (at - 1, at + 1):
        text = f"a {'lower' if called == 'tril' else 'upper'} triangle is one diagonal off"
        if 0 in (at, other) and -1 in (at, other):
            text = f"a triangle {'with' if other == 0 else 'without'} its diagonal"
        shifted = [ast.keyword("diagonal", ast.Constant(other))]
        yield Edit("diagonal", text, ast.Call(node.func, subject, shifted))


def _without(keyword: ast.keyword, rest: ast.Call) -> Edit:
    if keyword.arg == "generator":
        return Edit("ignored_generator", "the generator is not used", rest)
    if keyword.arg in ("dim", "axis"):
        return Edit("axis_dropped", "reduced over all axes where one is asked", rest)
    if keyword.arg == "keepdim":
        return Edit("keepdim", "a reduced axis is lost that should be kept", rest)
    if keyword.arg == "dtype":
        return Edit("dtype_dropped", "a tensor is made in torch's default dtype", rest)
    return Edit("argument_dropped", f"{keyword.arg} is not given", rest)
