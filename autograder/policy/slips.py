"""Slip days where they serve a student's course total best: exactly, not greedily.

With a floor, a cap or a lowest assignment that is dropped, the first slip day on an assignment may
gain nothing and the second much, so taking the best single day again and again is not enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

Shares = Sequence[Sequence[int]]
"""For each assignment the share it earns with 0, 1, 2… slip days spent on it; never falling."""
Rank = tuple[int, int, int]
"""Its place in the order of dropping."""
State = tuple[int, int, int]
"""Slip days spent, number dropped, weight kept."""
Reached = tuple[int, tuple[int, ...]]
"""Sum of weight × share, and the slip days on each assignment so far."""


def dropped(shares: Sequence[int], weights: Sequence[int], drop: int) -> frozenset[int]:
    """Which assignments are dropped: those of the lowest shares, but never all that count.

    Of equal shares the one of the larger weight goes, then the later one.

    Args:
        shares: what each earns.
        weights: one each; what weighs nothing is neither counted nor dropped.
        drop: how many.
    """
    order = sorted(_counting(weights), key=lambda i: _rank(i, shares[i], weights))
    return frozenset(order[: min(drop, len(order) - 1)] if order else ())


def allocate(shares: Shares, weights: Sequence[int], slip_days: int, drop: int) -> tuple[int, ...]:
    """The slip days to spend on each assignment, for the highest total.

    The total is the mean, by weight, of the shares that are not dropped. Of several ways to reach
    it the one that spends fewest days is taken, then the one that spends them earliest.

    What is dropped has no slip day spent on it: with fewer it is dropped as well. So the bar, the
    rank of the best that is dropped, is one of the lowest ranks without slip days. Each assignment
    that is lower is dropped, too, or gets above the bar by slip days. For each bar the best is
    found by dynamic programming over the assignments.
    """
    lowest = sorted(_counting(weights), key=lambda i: _rank(i, shares[i][0], weights))
    drop = max(0, min(drop, len(lowest) - 1))
    bars = [_rank(i, shares[i][0], weights) for i in lowest[drop - 1 : drop + slip_days]]
    best: tuple[Fraction, int, tuple[int, ...]] | None = None
    for bar in bars if drop else [None]:
        states: dict[State, Reached] = {(0, 0, 0): (0, ())}
        for i, of_one in enumerate(shares):
            options = list(_options(i, of_one, weights, bar))
            after: dict[State, Reached] = {}
            for (spent, gone, kept), (value, days) in states.items():
                for more, out, weight, gain in options:
                    if spent + more > slip_days or gone + out > drop:
                        continue
                    state = spent + more, gone + out, kept + weight
                    reached = value + gain, (*days, more)
                    if state not in after or reached > after[state]:
                        after[state] = reached
            states = after
        for (spent, gone, kept), (value, days) in states.items():
            if gone == drop:
                total = Fraction(value, max(kept, 1)), -spent, days
                best = total if best is None else max(best, total)
    assert best is not None  # the lowest, without slip days, can always be dropped
    return best[2]


def _options(
    i: int, of_one: Sequence[int], weights: Sequence[int], bar: Rank | None
) -> Iterator[tuple[int, int, int, int]]:
    """(slip days, 1 if dropped, weight kept, weight × share) of what may become of one."""
    if not weights[i]:
        yield 0, 0, 0, 0
        return
    if bar is not None and _rank(i, of_one[0], weights) <= bar:
        yield 0, 1, 0, 0
    if bar is not None and _rank(i, of_one[0], weights) == bar:
        return
    for days, share in enumerate(of_one):
        gains = days == 0 or share > of_one[days - 1]
        if gains and (bar is None or _rank(i, share, weights) > bar):
            yield days, 0, weights[i], weights[i] * share


def _counting(weights: Sequence[int]) -> list[int]:
    return [i for i, weight in enumerate(weights) if weight]


def _rank(i: int, share: int, weights: Sequence[int]) -> Rank:
    """The lower, the sooner it is dropped."""
    return share, -weights[i], -i
