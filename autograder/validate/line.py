"""What a proof consists of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One claim about an assignment, and each case in which it does not hold."""

    claim: str
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What is worth telling although the claim holds."""
