"""Groups of answers to one question: those whose hidden checks all saw the same.

An answer's signature says how each hidden check went and, in a few sums, what it saw. Two answers
are in one group if their signatures agree, the sums within a tolerance. Signatures are for the
teaching team alone: the sums are made of what hidden checks saw.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import torch

from autograder.assignment import Check, Question
from autograder.compare import as_floats
from autograder.observation import Leaf, Observation, Opaque, Property, PValue, Raises
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
    if Status.UNGRADED in statuses.values():
        return ""  # our fault, and no answer of theirs
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
    """[a digest of the form, three sums for each float leaf] of an observation."""
    ended = () if seen.end is None else (seen.end.reason, seen.end.detail[:1])
    form: list[Any] = [seen.replies, ended]
    sums: list[float] = []
    for leaf in seen.leaves:
        floats = as_floats(leaf)
        if floats is None:
            form.append(_exact(leaf))
            continue
        finite = floats.isfinite()
        kinds = floats.isnan() + 2 * floats.isposinf() + 3 * floats.isneginf()
        form.append(_exact(kinds))
        values = torch.where(finite, floats, 0.0).flatten()
        # Any fixed weights will do that no two entries share. The third sum minds small entries
        # beside large ones.
        weights = torch.cos(1.7 * torch.arange(1, len(values) + 1, dtype=torch.float64))
        found = (values.abs().sum(), (values * weights).sum(), (values.asinh() * weights).sum())
        for total in map(float, found):
            if math.isfinite(total):
                sums.append(total)
            else:
                form.append(_exact(values))
                sums.append(0.0)
    return [hashlib.sha256(repr(form).encode()).hexdigest()[:12], *sums]


def _exact(leaf: Leaf) -> str:
    if isinstance(leaf, torch.Tensor):
        content = hashlib.sha256(leaf.contiguous().numpy().tobytes()).hexdigest()
        return f"{leaf.dtype}{tuple(leaf.shape)}{content}"
    if isinstance(leaf, Property):
        return str(leaf.holds)
    if isinstance(leaf, Raises):
        return str((leaf.mro or ("",))[0])
    if isinstance(leaf, Opaque):
        held = "" if leaf.value is None else f"{leaf.value.dtype}{tuple(leaf.value.shape)}"
        return f"{leaf.kind}{held}"
    return "p" if isinstance(leaf, PValue) else repr(leaf)


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A signature taken apart."""

    exact: str
    """What must be equal."""
    sums: tuple[float, ...]

    @classmethod
    def of(cls, text: str) -> _Parsed:
        parts = json.loads(text) if text else []
        sums = tuple(float(value) for part in parts for value in part[3:])
        return cls(repr([(part[:3], len(part)) for part in parts]), sums)

    def alike(self, other: _Parsed) -> bool:
        """Sums come in threes, of which the first is that of sizes and gives the room."""
        if self.exact != other.exact:
            return False
        for i in range(0, len(self.sums), 3):
            mine, theirs = self.sums[i : i + 3], other.sums[i : i + 3]
            room = RTOL * max(mine[0], theirs[0]) + 1e-9
            rooms = (room, room, RTOL * (1 + max(abs(mine[2]), abs(theirs[2]))))
            if any(abs(x - y) > r for x, y, r in zip(mine, theirs, rooms, strict=True)):
                return False
        return True


def gathered(signatures: Iterable[str]) -> list[list[int]]:
    """The places of signatures that are of one group, the largest group first; "" has none."""
    groups: dict[str, list[tuple[_Parsed, list[int]]]] = {}
    for i, text in enumerate(signatures):
        if not text:
            continue
        parsed = _Parsed.of(text)
        of_form = groups.setdefault(parsed.exact, [])
        for known, members in of_form:
            if known.alike(parsed):
                members.append(i)
                break
        else:
            of_form.append((parsed, [i]))
    found = [members for of_form in groups.values() for _, members in of_form]
    return sorted(found, key=lambda members: -len(members))
