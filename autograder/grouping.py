"""Groups of answers to one question: those whose hidden checks all saw the same.

An answer's signature says how each hidden check went and, in two sums a check, what it saw. Two
answers are in one group if their signatures agree, the sums within a tolerance. Signatures are for
the teaching team alone: the sums are made of what hidden checks saw.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import torch

from autograder.assignment import Check, Question
from autograder.compare import as_floats
from autograder.observation import Leaf, Observation, Property, PValue, Raises
from autograder.verdict import Kind, Status

RTOL = 1e-6
"""How far sums may part, of the sum of sizes: that of a check's values in float64."""


def signature(
    question: Question, statuses: Mapping[str, Status], observed: Mapping[str, Observation]
) -> str:
    """What an answer's hidden checks saw, as JSON; "" if all have passed.

    Checks in float32 count by their status alone: their values are those of another check, less
    exact. So do statistical ones, which see what was drawn.
    """
    parts = []
    for check in question.checks:
        if check.visibility == "public":
            continue
        status = statuses[check.id]
        seen = observed.get(check.id)
        part: list[Any] = [check.id, status.value]
        if seen is not None and status is not Status.PASSED and _telling(check):
            part += _seen(seen)
        parts.append(part)
    if all(part[1] == Status.PASSED for part in parts):
        return ""
    return json.dumps(parts, separators=(",", ":"))


def _telling(check: Check) -> bool:
    return check.kind not in (Kind.STAT, Kind.DTYPE) and check.dtype is torch.float64


def _seen(seen: Observation) -> list[Any]:
    """[a digest of the form, the sum of sizes, a weighted sum] of an observation."""
    ended = () if seen.end is None else (seen.end.reason, seen.end.detail[:1])
    form: list[Any] = [seen.replies, ended]
    size = weighted = 0.0
    for n, leaf in enumerate(seen.leaves):
        floats = as_floats(leaf)
        if floats is None:
            form.append(_exact(leaf))
            continue
        finite = floats.isfinite()
        form.append(
            (tuple(floats.shape), _exact(torch.where(finite, torch.zeros_like(floats), floats)))
        )
        values = torch.where(finite, floats, 0.0).flatten()
        # Any fixed weights will do that no two entries, and no two leaves, share.
        weights = torch.cos(1.7 * torch.arange(1, len(values) + 1) + n)
        size += float(values.abs().sum())
        weighted += float((values * weights).sum())
    digest = hashlib.sha256(repr(form).encode()).hexdigest()[:12]
    return [digest, size, weighted]


def _exact(leaf: Leaf) -> str:
    if isinstance(leaf, torch.Tensor):
        return f"{leaf.dtype}{leaf.tolist()}"
    if isinstance(leaf, Property):
        return str(leaf.holds)
    if isinstance(leaf, Raises):
        return str((leaf.mro or ("",))[0])
    return type(leaf).__name__ if isinstance(leaf, PValue) else repr(leaf)


def alike(a: str, b: str) -> bool:
    """Whether two signatures are of one group."""
    if a == b:
        return True
    first, second = (json.loads(text) if text else [] for text in (a, b))
    return len(first) == len(second) and all(map(_same, first, second))


def _same(a: Sequence[Any], b: Sequence[Any]) -> bool:
    if a[:3] != b[:3] or len(a) != len(b):
        return False
    if len(a) < 5:
        return True
    room = RTOL * max(a[3], b[3]) + 1e-9
    return all(
        math.isclose(x, y, rel_tol=0.0, abs_tol=room) for x, y in zip(a[3:], b[3:], strict=True)
    )


def gathered(signatures: Iterable[str]) -> list[list[int]]:
    """The places of signatures that are of one group, the largest group first; "" has none."""
    groups: list[tuple[str, list[int]]] = []
    for i, text in enumerate(signatures):
        if not text:
            continue
        for known, members in groups:
            if alike(known, text):
                members.append(i)
                break
        else:
            groups.append((text, [i]))
    return sorted((members for _, members in groups), key=lambda members: -len(members))
