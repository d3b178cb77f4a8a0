"""Answers that a constant, or the size of an argument, parts from the expected ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import torch
from torch import Tensor

from autograder.relations.pairs import Hit, Pair, Sides, holds

_TIMES = (
    ("√2", math.sqrt(2)),
    ("1/√2", math.sqrt(0.5)),
    ("4", 4.0),
    ("¼", 0.25),
    ("−2", -2.0),
    ("−½", -0.5),
    ("π", math.pi),
    ("1/π", 1 / math.pi),
    ("2π", 2 * math.pi),
    ("1/(2π)", 0.5 / math.pi),
    ("√(2π)", math.sqrt(2 * math.pi)),
    ("1/√(2π)", math.sqrt(0.5 / math.pi)),
    ("ln 2", math.log(2)),
    ("1/ln 2", 1 / math.log(2)),
    ("ln 10", math.log(10)),
    ("1/ln 10", 1 / math.log(10)),
)
_FACTORS = (
    ("negated", -1.0, "the expected ones with the sign turned"),
    ("twice", 2.0, "exactly twice the expected ones"),
    ("half", 0.5, "exactly half the expected ones"),
    *(("factor", value, f"exactly {words} times the expected ones") for words, value in _TIMES),
)
_OFFSETS = (("1", 1.0), ("½", 0.5), ("2", 2.0), ("ln 2", math.log(2)), ("2 ln 2", math.log(4)))
_HALF_LOG_2PI = math.log(2 * math.pi) / 2


def _shrink(n: int) -> float:
    return math.sqrt((n - 1) / n)


_BySize = tuple[tuple[str, str, Callable[[int], float]], ...]
_TIMES_SIZE: _BySize = (
    ("divided_by_size", "divided by {n}", lambda n: 1 / n),
    ("times_size", "times {n}", lambda n: n),
    ("divided_by_root_of_size", "divided by the root of {n}", lambda n: n**-0.5),
    ("times_root_of_size", "times the root of {n}", lambda n: n**0.5),
    ("less_one_over_size", "times (n − 1)/n, where n is {n}", lambda n: (n - 1) / n),
    ("size_over_less_one", "times n/(n − 1), where n is {n}", lambda n: n / (n - 1)),
    ("root_less_one_over_size", "times √((n − 1)/n), where n is {n}", _shrink),
    (
        "root_size_over_less_one",
        "times √(n/(n − 1)), where n is {n}",
        lambda n: (1 - 1 / n) ** -0.5,
    ),
)
_PLUS_SIZE: _BySize = (
    ("plus_size", "plus {n}", lambda n: n),
    ("minus_size", "minus {n}", lambda n: -n),
    ("plus_half_size", "plus half {n}", lambda n: n / 2),
    ("minus_half_size", "minus half {n}", lambda n: -n / 2),
    ("plus_log_size", "plus the logarithm of {n}", math.log),
    ("minus_log_size", "minus the logarithm of {n}", lambda n: -math.log(n)),
)
_SIZES = {
    "first": "the length of {name}'s first dimension",
    "last": "the length of {name}'s last dimension",
    "rest": "the number of entries {name} has per example",
    "all": "the number of entries of {name}",
}


def scaled(pairs: Sequence[Pair]) -> Iterator[Hit]:
    """By a factor from the table, or by one that is the size of an argument."""
    first = next((pair for pair in pairs if pair.wrong and _ratio(pair) is not None), None)
    if first is None:
        return
    for id_, factor, text in _FACTORS:
        if _close(_ratio(first), factor, first) and holds(pairs, _times(factor)):
            yield Hit("scale", id_, f"Your values are {text}.")
            return
    yield from _sized(pairs, "scale", _TIMES_SIZE, _ratio, Tensor.mul)


def offset(pairs: Sequence[Pair]) -> Iterator[Hit]:
    """By a constant from the table, or by one that is the size of an argument."""
    first = next((pair for pair in pairs if pair.wrong and _gap(pair) is not None), None)
    if first is None:
        return
    for words, size in _OFFSETS:
        for value, side in ((size, "above"), (-size, "below")):
            if _close(_gap(first), value, first) and holds(pairs, _plus(value)):
                text = f"Your values lie exactly {words} {side} the expected ones."
                yield Hit("offset", "offset", text)
                return
    if holds(pairs, _logs_apart):
        text = "Your values differ from the expected ones by whole multiples of ½ log(2π)."
        yield Hit("offset", "log_2pi", text)
        return
    yield from _sized(pairs, "offset", _PLUS_SIZE, _gap, Tensor.add)


def _times(factor: float) -> Callable[[Pair], Sides]:
    return lambda pair: (pair.wanted * factor, pair.observed)


def _plus(value: float) -> Callable[[Pair], Sides]:
    return lambda pair: (pair.wanted + value, pair.observed)


def _ratio(pair: Pair) -> float | None:
    """The factor at the largest expected entry; None where all are 0."""
    sizes = torch.where(pair.wanted.isfinite(), pair.wanted.abs(), 0.0).flatten()
    if not bool((sizes > 0).any()):
        return None
    i = int(sizes.argmax())
    return float(pair.observed.flatten()[i] / pair.wanted.flatten()[i])


def _gap(pair: Pair) -> float | None:
    """The distance at the smallest expected entry, where it is rounded least."""
    sizes = torch.where(pair.wanted.isfinite(), pair.wanted.abs(), math.inf).flatten()
    if not bool(sizes.isfinite().any()):
        return None
    i = int(sizes.argmin())
    gap = float(pair.observed.flatten()[i] - pair.wanted.flatten()[i])
    return gap if math.isfinite(gap) else None


def _close(a: float | None, b: float, pair: Pair) -> bool:
    """A first look, before every entry is held against the relation."""
    if a is None:
        return False
    scale = max(abs(a), abs(b), 1.0)
    return abs(a - b) <= 10 * (pair.tolerance.atol + pair.tolerance.rtol * scale)


def _logs_apart(pair: Pair) -> Sides | None:
    """Right but for a multiple of ½ log 2π, which may be another for each answer."""
    gap = _gap(pair)
    share = 0.0 if gap is None else gap / _HALF_LOG_2PI
    if not abs(share) <= 1000:
        return None
    times = round(share)
    if times == 0 and pair.wrong:
        return None
    return pair.wanted + times * _HALF_LOG_2PI, pair.observed


def _sized(
    pairs: Sequence[Pair],
    family: str,
    table: _BySize,
    measure: Callable[[Pair], float | None],
    apply: Callable[[Tensor, float], Tensor],
) -> Iterator[Hit]:
    """Where the sizes of one argument, different ones among them, give every factor or offset."""
    measured = [(pair, value) for pair in pairs if (value := measure(pair)) is not None]
    for name in dict.fromkeys(name for pair, _ in measured for name, _ in pair.sizes):
        for id_, words, function in table:
            fitting = [
                size
                for size in _SIZES
                if all(
                    (n := _size(pair, name, size)) > 1 and _close(value, function(n), pair)
                    for pair, value in measured
                )
                and len({_size(pair, name, size) for pair, _ in measured}) > 1
                and holds(pairs, _by_size(name, size, function, apply))
            ]
            if {"first", "last"} <= set(fitting):
                return  # of two dimensions that are always equal neither is named
            if not fitting:
                continue
            described = words.format(n=_SIZES[fitting[0]].format(name=name))
            yield Hit(family, id_, f"Your values are the expected ones {described}.")
            return


def _by_size(
    name: str, size: str, function: Callable[[int], float], apply: Callable[[Tensor, float], Tensor]
) -> Callable[[Pair], Sides | None]:
    def sides(pair: Pair) -> Sides | None:
        n = _size(pair, name, size)
        return None if n < 2 else (apply(pair.wanted, function(n)), pair.observed)

    return sides


def _size(pair: Pair, name: str, size: str) -> int:
    """0 where there is no such size."""
    shape = dict(pair.sizes).get(name, ())
    if len(shape) < (2 if size in ("last", "rest") else 1):
        return 0
    if size in ("first", "last"):
        return shape[0 if size == "first" else -1]
    return math.prod(shape[1:] if size == "rest" else shape)
