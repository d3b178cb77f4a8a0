"""Inputs of checks: the seeded draw, fixtures, recorded functions, generators, and expectations."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from autograder.errors import AssignmentError
from autograder.observation import Property


class Draw:
    """A seeded source of inputs for one run of one check.

    Every tensor comes back in float64 but holds values that the run's dtype can represent, so the
    same numbers reach a float32 submission and the float64 reference. All draws of a check come
    before its first call; a later one is an AssignmentError.
    """

    def __init__(self, seed: int, dtype: torch.dtype = torch.float64, scale: float = 1.0) -> None:
        self._rng = np.random.default_rng(seed)
        self._dtype = dtype
        self._scale = scale
        self.closed = False

    def size(self, n: int) -> int:
        """How large a sample to take where a check asks for `n`: more of it when a first sample
        was odd and is drawn again, less when calibration takes many.
        """
        return max(round(n * self._scale), 2)

    def _open(self) -> np.random.Generator:
        if self.closed:
            raise AssignmentError("a check draws after its first call: move the draw to its top")
        return self._rng

    def _tensor(self, values: Any) -> torch.Tensor:
        exact = torch.as_tensor(np.asarray(values, dtype=np.float64))
        return exact.to(self._dtype).to(torch.float64)

    def normal(self, *shape: int, mean: float = 0.0, std: float = 1.0) -> torch.Tensor:
        """Independent N(mean, std^2) of the given shape; no shape gives a 0-dim tensor."""
        return self._tensor(self._open().normal(mean, std, shape))

    def uniform(
        self,
        *shape: int,
        low: float = 0.0,
        high: float = 1.0,
        avoid: Sequence[float] = (),
        gap: float = 0.0,
    ) -> torch.Tensor:
        """Independent uniforms strictly inside (low, high), also after rounding to float32.

        Args:
            shape: no shape gives a 0-dim tensor.
            low: lower end, never reached.
            high: upper end, never reached.
            avoid: points (class boundaries, kinks, ties) to stay away from.
            gap: by at least this much; also kept from both ends.
        """
        rng = self._open()
        step = 2.0**-20 * (high - low)  # float32 keeps 2^-24 relative: still inside when rounded
        inset = max(gap, step)
        draw = rng.uniform(low + inset, high - inset, shape)
        for _ in range(10_000):
            near = np.zeros(np.shape(draw), dtype=bool)
            for point in avoid:
                near |= np.abs(draw - point) < gap
            if not near.any():
                return self._tensor(draw)
            draw = np.where(near, rng.uniform(low + inset, high - inset, shape), draw)
        raise AssignmentError(
            f"no uniform in ({low}, {high}) keeps a gap of {gap}: make it smaller"
        )

    def integers(self, *shape: int, low: int, high: int) -> torch.Tensor:
        """Independent int64 in low..high-1."""
        return torch.as_tensor(self._open().integers(low, high, shape, dtype=np.int64))

    def bernoulli(self, *shape: int, p: float = 0.5) -> torch.Tensor:
        """Independent 0.0 or 1.0."""
        return self._tensor(self._open().random(shape) < p)

    def permutation(self, n: int) -> torch.Tensor:
        """A random order of 0..n-1, int64."""
        return torch.as_tensor(self._open().permutation(n).astype(np.int64))

    def probabilities(self, *shape: int, floor: float = 0.02) -> torch.Tensor:
        """Positive weights that sum to 1 over the last dim, none below about `floor`."""
        raw = self._open().exponential(1.0, shape)
        smooth = raw / raw.sum(-1, keepdims=True) * (1 - floor * shape[-1]) + floor
        return self._tensor(smooth)

    def covariance(self, d: int) -> torch.Tensor:
        """A well-conditioned symmetric positive definite (d, d) matrix with correlations."""
        a = self._open().normal(0.0, 1.0, (d, d))
        full = self._tensor(a @ a.T / d + 0.5 * np.eye(d))
        return torch.tril(full) + torch.tril(full, -1).T

    def generator(self) -> Generator:
        """A freshly seeded torch.Generator to hand over."""
        return Generator(int(self._open().integers(0, 2**62)))

    def seed(self) -> int:
        """An int for `Generator(seed)`, where two generators must start alike."""
        return int(self._open().integers(0, 2**62))


class Generator:
    """A torch.Generator as an argument; its state goes on from call to call."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.state: torch.Tensor = torch.Generator().manual_seed(seed).get_state()


@dataclass(frozen=True, slots=True)
class Fixture:
    """A public function of the assignment's fixtures.py, with the tensors it is built from."""

    name: str
    tensors: dict[str, Any] = field(default_factory=dict)


def fixture(name: str, **tensors: Any) -> Fixture:
    """A function for the student to call, built from public source on their side, so that
    autograd works through it. Float tensors take the run's dtype.
    """
    return Fixture(name, tensors)


class Recording:
    """A fixture that runs on the trusted side and keeps its calls; no gradient passes through.

    After the call, `calls[i]` is the tuple of arguments of the i-th call (floats in float64) and
    `values[i]` its answer. Compared as structure: how often it was called, with what shapes and
    dtypes; a check may compute with the values.
    """

    def __init__(self, source: Fixture) -> None:
        self.source = source
        self.calls: list[tuple[Any, ...]] = []
        self.values: list[Any] = []


def record(source: Fixture) -> Recording:
    """Hand over `source` so that every call of it is seen."""
    return Recording(source)


@dataclass(frozen=True, slots=True)
class Kept:
    """A tensor that stays float64 in a float32 run."""

    tensor: torch.Tensor


def keep(tensor: torch.Tensor) -> Kept:
    """Hand over `tensor` in float64 whatever the run's dtype."""
    return Kept(tensor)


@dataclass(frozen=True, slots=True)
class As:
    """A tensor handed over in a dtype of its own."""

    tensor: torch.Tensor
    dtype: torch.dtype


def as_dtype(tensor: torch.Tensor, dtype: torch.dtype) -> As:
    """Hand over `tensor` in `dtype` whatever the run's dtype (int32 labels, float32 data)."""
    return As(tensor, dtype)


@dataclass(frozen=True, slots=True)
class Tracked:
    """A tensor that requires grad when handed over, as a network's output would."""

    tensor: torch.Tensor


def tracked(tensor: torch.Tensor) -> Tracked:
    """Hand over `tensor` with requires_grad=True."""
    return Tracked(tensor)


class _Expect:
    """Leaves that must also hold on the reference."""

    def true(self, condition: Any) -> Property:
        """`condition` (a bool or a bool tensor) must hold everywhere."""
        return Property(bool(torch.as_tensor(condition).all()))

    def close(self, x: Any, y: Any, atol: float, why: str) -> Property:
        """|x - y| <= atol everywhere; `why` derives atol, with the false-fail probability where
        the student or the draw is random. NaN never holds.
        """
        if not why:
            raise AssignmentError("expect.close needs why: derive its atol in a few words")
        if any(isinstance(part, torch.Tensor) and part.is_complex() for part in (x, y)):
            return Property(False)  # a submission's doing; its dtype is judged elsewhere
        a = torch.as_tensor(x, dtype=torch.float64)
        b = torch.as_tensor(y, dtype=torch.float64)
        if a.shape != b.shape and a.numel() != 1 and b.numel() != 1:
            return Property(False)
        return Property(bool(((a - b).abs() <= atol).all()))

    def estimate(self, x: Any, mean: Any, se: Any, why: str, sigmas: float = 6.0) -> Property:
        """x must lie within `sigmas` standard errors of `mean`, where the draws are the grader's.

        Args:
            x: an average over the check's own draws.
            mean: its expectation.
            se: its standard error under those draws; `why` derives it. At 6 of them
                P(false fail) <= 2e-9 for each entry.
            why: how se follows.
            sigmas: at least 6.
        """
        if not why or sigmas < 6:
            raise AssignmentError("expect.estimate needs why, and 6 standard errors or more")
        a, b, c = (torch.as_tensor(part, dtype=torch.float64) for part in (x, mean, se))
        scores = ((a - b) / c).flatten()
        return Property(bool((scores.abs() <= sigmas).all()), tuple(scores.tolist()), sigmas)


expect = _Expect()


def literal(annotation: str, value: Any) -> Any:
    """An example's literal as the argument that a stub's annotation asks for, fresh each time."""
    if isinstance(value, Generator):
        return Generator(value.seed)
    if isinstance(value, Fixture):
        made = {name: _tensor(part) for name, part in value.tensors.items()}
        return Fixture(value.name, made)
    if "Tensor" not in annotation or "Callable" in annotation:
        return value
    if isinstance(value, list | int | float):
        floats = any(isinstance(number, float) for number in _numbers(value))
        return torch.tensor(value, dtype=torch.float64 if floats or value == [] else torch.int64)
    return value


def _tensor(value: Any) -> Any:
    """A fixture's literal as the tensor it is built from."""
    return torch.tensor(value, dtype=torch.float64) if isinstance(value, list | float) else value


def _numbers(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [number for part in value for number in _numbers(part)]
    return [value]


def convert(value: Any, dtype: torch.dtype, visit: Callable[[Any], Any]) -> Any:
    """Walk an argument, rounding float tensors to `dtype`; `visit` maps every other leaf."""
    if isinstance(value, torch.Tensor):
        return value.to(dtype) if value.is_floating_point() else value
    if isinstance(value, Kept):
        return value.tensor
    if isinstance(value, As):
        return value.tensor.to(value.dtype)
    if isinstance(value, tuple | list):
        return type(value)(convert(part, dtype, visit) for part in value)
    if isinstance(value, dict):
        return {key: convert(part, dtype, visit) for key, part in value.items()}
    return visit(value)


def float_tensors(value: Any) -> Iterator[torch.Tensor]:
    """The floating tensors among converted arguments, in order; not inside fixtures."""
    if isinstance(value, torch.Tensor):
        if value.is_floating_point():
            yield value
    elif isinstance(value, tuple | list):
        for part in value:
            yield from float_tensors(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from float_tensors(part)
