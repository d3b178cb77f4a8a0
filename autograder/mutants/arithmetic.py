"""Wrong formulas: signs, operators, constants, indices, comparisons, and confused names."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.mutants.edit import Edit, Place, method, name

_FRACTIONS = {0.5: "½", 0.25: "¼", -0.5: "−½"}
_STRICT: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
_OPPOSITE: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_LATIN = {ast.And: "and", ast.Or: "or", ast.BitAnd: "and", ast.BitOr: "or"}


def edits(place: Place) -> Iterator[Edit]:
    """Every wrong expression in the place of a right one."""
    node = place.node
    if isinstance(node, ast.BinOp):
        yield from _binary(node, place)
    elif isinstance(node, ast.UnaryOp):
        yield from _unary(node)
    elif isinstance(node, ast.Constant):
        yield from _constant(node, place)
    elif isinstance(node, ast.Compare):
        yield from _comparison(node)
    elif isinstance(node, ast.BoolOp):
        yield from _boolean(node)
    elif isinstance(node, ast.Subscript):
        yield from _subscript(node)
    elif isinstance(node, ast.Slice):
        yield from _slice(node)
    elif isinstance(node, ast.IfExp):
        yield Edit("branch_dropped", "a case is missing", node.body)
        yield Edit("branch_dropped", "a case is missing", node.orelse)
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        yield from _tuple(node, place)
    elif isinstance(node, ast.Attribute):
        yield from _attribute(node)


def _binary(node: ast.BinOp, place: Place) -> Iterator[Edit]:
    a, b = node.left, node.right
    if isinstance(node.op, ast.Add):
        yield Edit("sign", "a minus where a plus is asked", ast.BinOp(a, ast.Sub(), b))
        yield Edit("sign", "a minus before a term", ast.BinOp(b, ast.Sub(), a))
        yield Edit("term_dropped", _missing("term", b, place), a)
        yield Edit("term_dropped", _missing("term", a, place), b)
    elif isinstance(node.op, ast.Sub):
        minus_b = ast.UnaryOp(ast.USub(), b)
        minus_a = ast.UnaryOp(ast.USub(), a)
        yield Edit("sign", "a plus where a minus is asked", ast.BinOp(a, ast.Add(), b))
        yield Edit("sign", "a minus before a term", ast.BinOp(minus_a, ast.Sub(), b))
        yield Edit("term_dropped", _missing("term", b, place), a)
        if isinstance(a, ast.Constant) and a.value == 1:
            yield Edit("complement", "a share where its complement to 1 is asked", b)
        yield Edit("term_dropped", _missing("term", a, place), minus_b)
        if not _hides_sign(place):
            swapped = ast.BinOp(b, ast.Sub(), a)
            yield Edit("sides_swapped", "the two sides of a difference are exchanged", swapped)
    elif isinstance(node.op, ast.Mult):
        word = "divisor" if _below(place) else "factor"
        yield Edit(f"{word}_dropped", _missing(word, a, place), b)
        yield Edit(f"{word}_dropped", _missing(word, b, place), a)
        divided = ast.BinOp(a, ast.Div(), b)
        yield Edit("operator", "divided where a product is asked", divided)
        yield Edit("operator", "added where a product is asked", ast.BinOp(a, ast.Add(), b))
        yield from _covers_one_part(node)
    elif isinstance(node.op, ast.Div):
        yield Edit("divisor_dropped", _missing("divisor", b, place), a)
        product = ast.BinOp(a, ast.Mult(), b)
        yield Edit("operator", "multiplied where a division is asked", product)
        swapped = ast.BinOp(b, ast.Div(), a)
        yield Edit("sides_swapped", "the two sides of a ratio are exchanged", swapped)
        yield from _covers_one_part(node)
    elif isinstance(node.op, ast.Pow):
        yield Edit("power_dropped", "a square is missing", a)
        if ast.unparse(b) == "2":
            text = "an absolute value where a square is asked"
            yield Edit("abs_for_square", text, method(a, "abs"))
    elif isinstance(node.op, ast.MatMult):
        swapped = ast.BinOp(b, ast.MatMult(), a)
        yield Edit("sides_swapped", "the two sides of a matrix product are exchanged", swapped)
        elementwise = ast.BinOp(a, ast.Mult(), b)
        yield Edit(
            "operator", "an elementwise product where a matrix product is asked", elementwise
        )
        transposed = ast.BinOp(a, ast.MatMult(), ast.Attribute(b, "T", ast.Load()))
        yield Edit("transposed", "a matrix is transposed that should not be", transposed)
    elif isinstance(node.op, ast.BitAnd | ast.BitOr):
        other = ast.BitOr() if isinstance(node.op, ast.BitAnd) else ast.BitAnd()
        yield Edit(
            "and_or",
            f"“{_LATIN[type(other)]}” joins two conditions that need the other word",
            ast.BinOp(a, other, b),
        )
        yield Edit("condition_dropped", "one of two conditions is missing", a)
        yield Edit("condition_dropped", "one of two conditions is missing", b)


def _covers_one_part(node: ast.BinOp) -> Iterator[Edit]:
    """A bracket forgotten: a factor or a divisor that reaches one part of a sum only."""
    a, b, op = node.left, node.right, node.op
    word = "factor" if isinstance(op, ast.Mult) else "divisor"
    text = f"a {word} covers one part of a sum only"
    if isinstance(a, ast.BinOp) and isinstance(a.op, ast.Add | ast.Sub):
        for left, right in (
            (a.left, ast.BinOp(a.right, op, b)),
            (ast.BinOp(a.left, op, b), a.right),
        ):
            yield Edit("bracket_dropped", text, ast.BinOp(left, a.op, right))
    if word == "factor" and isinstance(b, ast.BinOp) and isinstance(b.op, ast.Add | ast.Sub):
        for left, right in (
            (ast.BinOp(a, op, b.left), b.right),
            (b.left, ast.BinOp(a, op, b.right)),
        ):
            yield Edit("bracket_dropped", text, ast.BinOp(left, b.op, right))


def _hides_sign(place: Place) -> bool:
    """Whether a square or an absolute value is taken of the node."""
    parent = place.parent
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Pow):
        return ast.unparse(parent.right) == "2"
    if isinstance(parent, ast.Call):
        return ast.unparse(parent.func) in ("abs", "torch.abs")
    return isinstance(parent, ast.Attribute) and parent.attr == "abs"


def _below(place: Place) -> bool:
    """Whether a node is what something is divided by."""
    parent = place.parent
    return (
        isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Div) and place.field == "right"
    )


def _missing(word: str, part: ast.expr, place: Place) -> str:
    """That a part is missing; named if it is a number, or an argument that the contract names."""
    negative = isinstance(part, ast.UnaryOp) and isinstance(part.op, ast.USub)
    inner = part.operand if isinstance(part, ast.UnaryOp) else part
    function = place.above[0]
    assert isinstance(function, ast.FunctionDef)
    if isinstance(inner, ast.Constant) and isinstance(inner.value, int | float):
        value = -inner.value if negative else inner.value
        return f"a {word} {_FRACTIONS.get(value, value)} is missing"
    arguments = {argument.arg for argument in function.args.args}
    named = {node.id for node in ast.walk(part) if isinstance(node, ast.Name)} & arguments
    if len(named) == 1:
        return f"a {word} with {named.pop()} in it is missing"
    return f"a {word} is missing"


def _unary(node: ast.UnaryOp) -> Iterator[Edit]:
    if isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield Edit("sign", "a minus sign is missing", node.operand)
    if isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        yield Edit("sign", "a minus sign is missing", node.operand)
    if not isinstance(node.op, ast.Not):
        return
    yield Edit("negation", "a condition is the other way round", node.operand)
    # `not (x >= 0).all()` also refuses NaN, `(x < 0).any()` does not.
    call = node.operand
    if not _holds_order(call):
        return
    if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
        inner, called = call.func.value, call.func.attr
        if called == "all":
            refused = ast.Call(ast.Attribute(_not(inner), "any", ast.Load()), [], [])
            yield Edit("nan_let_through", "NaN is let through", refused)
    elif isinstance(call, ast.Compare) and len(call.ops) == 1:
        yield Edit("nan_let_through", "NaN is let through", _not(call))


def _holds_order(condition: ast.expr) -> bool:
    """Whether it rests on comparisons of size alone, all of which are false of NaN."""
    parts = list(ast.walk(condition))
    ops = [op for part in parts if isinstance(part, ast.Compare) for op in part.ops]
    looks = any(isinstance(part, ast.Attribute) and part.attr == "isfinite" for part in parts)
    return not looks and any(type(op) in _STRICT for op in ops)


def _not(condition: ast.expr) -> ast.expr:
    """The opposite condition as one would write it without `not`."""
    if isinstance(condition, ast.Compare) and len(condition.ops) == 1:
        opposite = _OPPOSITE[type(condition.ops[0])]()
        return ast.Compare(condition.left, [opposite], condition.comparators)
    if isinstance(condition, ast.BinOp) and isinstance(condition.op, ast.BitAnd | ast.BitOr):
        other = ast.BitOr() if isinstance(condition.op, ast.BitAnd) else ast.BitAnd()
        return ast.BinOp(_not(condition.left), other, _not(condition.right))
    return ast.UnaryOp(ast.Invert(), condition)


def _constant(node: ast.Constant, place: Place) -> Iterator[Edit]:
    value = node.value
    if isinstance(value, bool):
        yield Edit("flag", "an option is set the other way", ast.Constant(not value))
        return
    if not isinstance(value, int | float):
        return
    changed: list[int | float] = [value + 1, value - 1, value * 2]
    changed.append(value / 2 if isinstance(value, float) else value // 2)
    if abs(value) < 0.01 and value:
        changed = [value * 2, value / 2]  # a tolerance or a small floor: ±1 is another mistake
    within = next((n for n in reversed(place.above) if not isinstance(n, ast.UnaryOp)), None)
    for other in dict.fromkeys(changed):
        if isinstance(within, ast.Slice | ast.Subscript):
            text = "an index or a slice is one step off"
            yield Edit("off_by_one", text, ast.Constant(other))
        elif isinstance(within, ast.BinOp) and isinstance(within.op, ast.Pow):
            yield Edit("power", "another power than the one asked", ast.Constant(other))
        elif isinstance(within, ast.keyword) and within.arg in ("dim", "axis", "dim1", "dim2"):
            yield Edit("axis", "another axis than the one asked", ast.Constant(other))
        elif (
            isinstance(within, ast.Call)
            and isinstance(within.func, ast.Attribute)
            and ast.unparse(within.func.value) != "math"
        ):
            yield Edit("axis", "another axis or size than the one asked", ast.Constant(other))
        elif isinstance(within, ast.Compare):
            yield Edit("bound", "a bound is not the one asked", ast.Constant(other))
        else:
            yield Edit("constant", "a constant is not the one asked", ast.Constant(other))


def _comparison(node: ast.Compare) -> Iterator[Edit]:
    for i, op in enumerate(node.ops):
        if type(op) in _STRICT:
            ops = [*node.ops[:i], _STRICT[type(op)](), *node.ops[i + 1 :]]
            text = "the boundary itself falls on the other side"
            yield Edit("strictness", text, ast.Compare(node.left, ops, node.comparators))
        ops = [*node.ops[:i], _OPPOSITE[type(op)](), *node.ops[i + 1 :]]
        text = "a comparison is the other way round"
        yield Edit("comparison", text, ast.Compare(node.left, ops, node.comparators))
    if len(node.ops) == 2:
        left, (middle, right) = node.left, node.comparators
        text = "only one of two bounds is looked at"
        yield Edit("condition_dropped", text, ast.Compare(left, node.ops[:1], [middle]))
        yield Edit("condition_dropped", text, ast.Compare(middle, node.ops[1:], [right]))


def _boolean(node: ast.BoolOp) -> Iterator[Edit]:
    other: ast.boolop = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    text = f"“{_LATIN[type(other)]}” joins two conditions that need the other word"
    yield Edit("and_or", text, ast.BoolOp(other, node.values))
    for i in range(len(node.values)):
        rest = [*node.values[:i], *node.values[i + 1 :]]
        kept = rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
        yield Edit("condition_dropped", "one of several conditions is missing", kept)


def _subscript(node: ast.Subscript) -> Iterator[Edit]:
    index = node.slice
    if isinstance(index, ast.Name | ast.Attribute):
        for op, text in ((ast.Add(), "one step too late"), (ast.Sub(), "one step too early")):
            moved = ast.BinOp(index, op, ast.Constant(1))
            yield Edit("off_by_one", text, ast.Subscript(node.value, moved, node.ctx))
        yield Edit("index_dropped", "all entries where one is asked", node.value)


def _slice(node: ast.Slice) -> Iterator[Edit]:
    text = "a slice is one step off"
    for lower in _moved(node.lower):
        yield Edit("off_by_one", text, ast.Slice(lower, node.upper, node.step))
    for upper in _moved(node.upper):
        yield Edit("off_by_one", text, ast.Slice(node.lower, upper, node.step))


def _moved(bound: ast.expr | None) -> Iterator[ast.expr | None]:
    """A slice's bound left out or one step off; numbers are moved as constants are."""
    if bound is None:
        return
    yield None
    if not isinstance(bound, ast.Constant):
        yield ast.BinOp(bound, ast.Add(), ast.Constant(1))
        yield ast.BinOp(bound, ast.Sub(), ast.Constant(1))


def _tuple(node: ast.Tuple, place: Place) -> Iterator[Edit]:
    elements = node.elts
    if isinstance(place.parent, ast.Return) and len(elements) == 2:
        exchanged = ast.Tuple(elements[::-1], ast.Load())
        yield Edit("tuple_order", "the answers are in another order", exchanged)
    if isinstance(place.parent, ast.Compare) and isinstance(
        place.parent.ops[0], ast.In | ast.NotIn
    ):
        for i in range(len(elements)):
            rest = ast.Tuple([*elements[:i], *elements[i + 1 :]], ast.Load())
            yield Edit("option_dropped", "one of the allowed values is missing", rest)


def _attribute(node: ast.Attribute) -> Iterator[Edit]:
    if node.attr == "T":
        yield Edit("transposed", "a transposition is missing", node.value)
    elif ast.unparse(node) == "math.pi":
        for op, other in ((ast.Mult(), "2π"), (ast.Div(), "π/2")):
            changed = ast.BinOp(node, op, ast.Constant(2))
            yield Edit("constant", f"{other} where π is asked", changed)
    elif ast.unparse(node) == "math.inf":
        yield Edit("sign", "one infinity where the other is meant", ast.UnaryOp(ast.USub(), node))


_PAIRS = (
    ("real", "fake"),
    ("prior", "lik"),
    ("prior", "posterior"),
    ("alpha", "beta"),
    ("betas", "alpha_bar"),
    ("now", "before"),
    ("white", "black"),
    ("means", "stds"),
    ("means", "variances"),
    ("mu", "sigma"),
    ("mu", "logvar"),
    ("logvar", "log_variance"),
    ("mean", "variance"),
    ("mean", "log_variance"),
    ("t", "t_prev"),
    ("x0", "xt"),
    ("x0", "eps"),
    ("xt", "eps"),
    ("z", "eps"),
    ("p", "q"),
    ("x", "mean"),
    ("pred", "xt"),
    ("source", "target"),
    ("size", "ones"),
    ("a", "s"),
    ("beta", "now"),
    ("beta", "before"),
)


def related(a: str, b: str) -> bool:
    """Whether two names stand for quantities that are easily taken for each other."""
    if (a, b) in _PAIRS or (b, a) in _PAIRS:
        return True
    if a.strip("0123456789") == b.strip("0123456789"):
        return True
    first, second = a.split("_"), b.split("_")
    if len(first) != len(second):
        return False
    differ = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    return len(differ) == 1 and len(first) > 1


def _only_form(place: Place) -> bool:
    """Whether nothing but a tensor's shape or dtype is read, in which many tensors agree."""
    parent = place.parent
    if isinstance(parent, ast.Attribute):
        return parent.attr in ("shape", "ndim", "dtype")
    called = ast.unparse(parent.func) if isinstance(parent, ast.Call) else ""
    return called == "len" or (called.endswith("_like") and place.index == 0)


def confused(place: Place, names: tuple[str, ...], parameters: frozenset[str]) -> Iterator[Edit]:
    """Another of `names` in the place of one that it is easily taken for."""
    node = place.node
    if not isinstance(node, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    if _only_form(place):
        return
    for other in names:
        if other == node.id or node.id not in names or not related(node.id, other):
            continue
        text = "an intermediate value is used where another is asked"
        if {node.id, other} <= parameters:
            text = f"{other} is used where {node.id} is asked"
        yield Edit("confused", text, name(other))
