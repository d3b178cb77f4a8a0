"""When two observations agree: exact structure and integers, derived tolerances for floats."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from autograder.observation import Leaf, Observation, Opaque, Property, PValue, Raises, difference
from autograder.statistics import LEVEL, clearly, odd

RTOL = {torch.float64: 1e-6, torch.float32: 3e-4}
ATOL = {torch.float64: 1e-8, torch.float32: 3e-5}
SLACK = 8
"""A right implementation may err this many times as much as those we know of."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far a float may lie from the expected: `atol + rtol * |expected|`."""

    rtol: float
    atol: float

    @classmethod
    def default(cls, dtype: torch.dtype) -> Tolerance:
        """float64: 1e-6 and 1e-8, far above any sane method's rounding and far below any mistake;
        float32: 3e-4 and 3e-5.
        """
        return cls(RTOL[dtype], ATOL[dtype])

    def around(self, expected: torch.Tensor) -> torch.Tensor:
        """The allowance for each element of `expected` (float64, its shape)."""
        finite = torch.nan_to_num(expected.abs(), nan=0.0, posinf=0.0)
        return self.atol + self.rtol * finite


Allowance = tuple[torch.Tensor | None, ...]
"""For each leaf the absolute error allowed per element; None where the leaf holds no floats."""


def spread(expected: Observation, right: list[Observation]) -> Allowance:
    """The largest error of right implementations.

    Args:
        expected: the reference's observation.
        right: observations of the solution and the alternates under the same draws, each with
            the same leaves as `expected`.
    """
    return tuple(
        _largest(leaf, [other.leaves[i] for other in right])
        for i, leaf in enumerate(expected.leaves)
    )


def _largest(leaf: Leaf, others: list[Leaf]) -> torch.Tensor | None:
    expected = as_floats(leaf)
    if expected is None:
        return None
    worst = torch.zeros_like(expected)
    for other in others:
        worst = torch.maximum(worst, error(expected, as_floats(other)))
    return worst


def allowance(expected: Observation, spread: Allowance, tolerance: Tolerance) -> Allowance:
    """The larger of `tolerance`, which is the check's own, and SLACK times the spread."""
    allowed: list[torch.Tensor | None] = []
    for leaf, worst in zip(expected.leaves, spread, strict=True):
        floats = as_floats(leaf)
        if floats is None or worst is None:
            allowed.append(None)
        else:
            allowed.append(torch.maximum(tolerance.around(floats), SLACK * worst))
    return tuple(allowed)


def as_floats(leaf: Leaf) -> torch.Tensor | None:
    """A float leaf as a float64 tensor (complex as pairs); None for any other leaf."""
    if isinstance(leaf, torch.Tensor):
        if leaf.is_complex():
            return torch.view_as_real(leaf.resolve_conj())
        return leaf if leaf.is_floating_point() else None
    if isinstance(leaf, float):
        return torch.tensor(leaf, dtype=torch.float64)
    return None


def error(expected: torch.Tensor, observed: torch.Tensor | None) -> torch.Tensor:
    """|observed - expected| per element; 0 where both are the same infinity, inf where one is
    not finite and they differ, or where `observed` has no such shape.
    """
    if observed is None or observed.shape != expected.shape:
        return torch.full_like(expected, torch.inf)
    gap = torch.nan_to_num((observed - expected).abs(), nan=torch.inf, posinf=torch.inf)
    return torch.where(expected == observed, torch.zeros_like(gap), gap)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an observation came to beside the expected one."""

    found: str | None
    """What differs: None if nothing does, "end" if it stopped early, a structure's difference
    ("arity", "type", "shape", "dtype", "nan", "no_gradient"), "raises", "property", "value", or
    "odd" if all else agrees and statistical tests fail."""
    margin: float | None = None
    """The largest error / allowance over all floats: at most 1 where they agree. None where
    something else decides, or an error is not finite."""


def compare(
    expected: Observation, observed: Observation, allowed: Allowance, level: float = LEVEL
) -> Comparison:
    """Hold an observation against the expected one; statistical tests fail at `level`."""
    end = observed.end
    if end is not None:
        return Comparison(end.detail[0] if end.reason == "structure" else "end")
    for a, b in zip(expected.replies, observed.replies, strict=True):
        form = difference(a, b)
        if form is not None:
            return Comparison(form)
    if len(expected.leaves) != len(observed.leaves):
        return Comparison("arity")
    first: str | None = None
    margin: float | None = None
    for want, got, slack in zip(expected.leaves, observed.leaves, allowed, strict=True):
        found, ratio = _compare_leaf(want, got, slack)
        first = first or found
        if found is not None and (ratio is None or ratio == torch.inf):
            return Comparison(first)
        if ratio is not None:
            margin = ratio if margin is None else max(margin, ratio)
    tests = [leaf for leaf in observed.leaves if isinstance(leaf, PValue)]
    if tests:
        return Comparison(first or ("odd" if odd(tests, level) else None))
    return Comparison(first, margin)


def _compare_leaf(
    want: Leaf, got: Leaf, slack: torch.Tensor | None
) -> tuple[str | None, float | None]:
    """What differs, and the largest error / allowance of floats of the same shape."""
    floats = as_floats(want)
    if floats is None:
        return _compare_other(want, got), None
    found = as_floats(got)
    if found is None:
        # A gradient that never arrived is as good as zero only where zero is expected.
        if got is None and isinstance(want, torch.Tensor):
            return (None if bool((floats == 0).all()) else "no_gradient"), None
        return "type", None
    if found.shape != floats.shape:
        return "shape", None
    if bool((found.isnan() & ~floats.isnan()).any()):
        return "nan", None
    assert slack is not None  # a float leaf always has an allowance
    gap = error(floats, found)
    if gap.numel() == 0:
        return None, None
    worst = torch.nan_to_num(gap / slack, nan=0.0, posinf=torch.inf).max()  # 0 / 0 is no error
    return (None if bool((gap <= slack).all()) else "value"), float(worst)


def _compare_other(want: Leaf, got: Leaf) -> str | None:
    if isinstance(want, PValue):
        return None if isinstance(got, PValue) else "property"
    if isinstance(want, Property):
        return None if isinstance(got, Property) and got.holds else "property"
    if isinstance(want, Raises):
        if not isinstance(got, Raises) or want.mro is None:
            return "raises"
        return None if got.mro is not None and want.mro[0] in got.mro else "raises"
    return None if _exactly(want, got) else "value"


def _exactly(a: Leaf, b: Leaf) -> bool:
    if isinstance(a, torch.Tensor) and isinstance(b, torch.Tensor):
        return a.shape == b.shape and a.dtype == b.dtype and torch.equal(a, b)
    if isinstance(a, Opaque) or isinstance(b, Opaque):
        return isinstance(a, Opaque) and isinstance(b, Opaque) and a.kind == b.kind
    return type(a) is type(b) and a == b


def same(a: Observation, b: Observation, tolerance: Tolerance) -> bool:
    """Whether two implementations behave alike: what a diagnosis rests on. NaN equals NaN.

    A dtype is left aside: who makes a known mistake may or may not cast the result.
    """
    if (a.end is None) != (b.end is None) or not _alike_in_form(a, b):
        return False
    if a.end is not None and b.end is not None:
        if a.end.reason != b.end.reason or a.end.detail[:1] != b.end.detail[:1]:
            return False
        if a.end.reason not in ("raised", "structure"):
            return False  # two timeouts say nothing about each other
    if len(a.leaves) != len(b.leaves):
        return False
    return all(_alike(x, y, tolerance) for x, y in zip(a.leaves, b.leaves, strict=True))


def _alike_in_form(a: Observation, b: Observation) -> bool:
    return len(a.replies) == len(b.replies) and all(
        difference(x, y) in (None, "dtype") for x, y in zip(a.replies, b.replies, strict=True)
    )


def alike_in_values(a: Observation, b: Observation, tolerance: Tolerance) -> bool:
    """Whether two observations have the same leaves, properties and exceptions left aside."""
    pairs = [
        (x, y)
        for x, y in zip(a.leaves, b.leaves, strict=False)
        if not isinstance(x, Property | Raises | PValue)
    ]
    return len(a.leaves) == len(b.leaves) and all(_alike(x, y, tolerance) for x, y in pairs)


def _alike(a: Leaf, b: Leaf, tolerance: Tolerance) -> bool:
    if isinstance(a, Property) and isinstance(b, Property):
        return a.holds == b.holds
    if isinstance(a, PValue) and isinstance(b, PValue):
        return clearly(a) == clearly(b)
    if isinstance(a, Raises) and isinstance(b, Raises):
        return (a.mro or ("",))[0] == (b.mro or ("",))[0]
    x, y = as_floats(a), as_floats(b)
    if x is None or y is None:
        if isinstance(a, Opaque) and isinstance(b, Opaque) and a.value is not None:
            return a.kind == b.kind and _exactly(a.value, b.value)
        return x is y and _exactly(a, b)
    if x.shape != y.shape:
        return False
    both_nan = x.isnan() & y.isnan()
    return bool(((error(x, y) <= tolerance.around(x)) | both_nan).all())


def blended(
    expected: Observation,
    a: Observation,
    b: Observation,
    seen: Observation,
    tolerance: Tolerance,
    *,
    by_factor: bool,
) -> bool:
    """Whether `seen` is what two mistakes made together would give.

    Where only one of them shows, `seen` must equal it. Where both do, mistakes in separate terms
    add their errors, and a mistake that is a factor multiplies the other's answer.

    Args:
        expected: the reference's observation.
        a: one wrong version's.
        b: another's.
        seen: the submission's.
        tolerance: for floats.
        by_factor: multiply instead of add.
    """
    if same(a, expected, tolerance):
        return same(b, seen, tolerance)
    if same(b, expected, tolerance):
        return same(a, seen, tolerance)
    if a.end or b.end or seen.end or not _alike_in_form(a, b) or not _alike_in_form(a, seen):
        return False
    if len(seen.leaves) != len(expected.leaves):
        return False
    for want, x, y, got in zip(expected.leaves, a.leaves, b.leaves, seen.leaves, strict=True):
        right, one, other, found = map(as_floats, (want, x, y, got))
        if right is None or one is None or other is None or found is None:
            if not isinstance(want, Property | PValue) and not _alike(got, want, tolerance):
                return False
            continue
        if not right.shape == one.shape == other.shape == found.shape:
            return False
        both = one + other - right
        if by_factor:
            both = torch.where(right == one, other, one * other / right)
        if not bool((error(both, found) <= tolerance.around(both)).all()):
            return False
    return True
