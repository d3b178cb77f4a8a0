"""What can be said where no one relation holds on every entry: factors and numbers that change
with the inputs, and answers that are right in part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.compare import Tolerance
from autograder.relations.pairs import Answer, Pair, Relation, agree, columns, ordinal

_FREE = 5
"""So many entries must agree beyond those that fix the factors."""

_CHANGES = 1e-3
"""Factors that differ by a smaller share than this are one."""

_TEXT = {
    ("input", "factor"): "Your values are the expected ones times a factor that changes with the "
    "inputs.",
    ("input", "number"): "Your values are the expected ones plus a number that changes with the "
    "inputs.",
    ("row", "factor"): "Your values are the expected ones, each row times a factor of its own.",
    ("row", "number"): "Your values are the expected ones, each row plus a number of its own.",
}


def varying(answers: Sequence[Answer]) -> Relation | None:
    """Right but for a factor, or a number added, that is the same over an answer or a row of it."""
    outputs = columns(answers)
    pairs = [pair for output in outputs for pair in output]
    if not any(pair.wrong for pair in pairs) or not all(pair.alike for pair in pairs):
        return None
    answered = list(zip(*outputs, strict=True))
    divided = {"input": [_whole(together) for together in answered]}
    if len(outputs) == 1 and all(pair.wanted.ndim > 1 for pair in pairs):
        divided["row"] = [_by_row(pair) for pair in pairs]
    for per, rows in divided.items():
        for what in ("factor", "number"):
            if _holds(rows, what):
                return Relation(f"{what}_by_{per}", _TEXT[per, what])
    return None


@dataclass(frozen=True, slots=True)
class _Rows:
    """Expected and observed as rows that share a factor."""

    wanted: Tensor
    observed: Tensor
    tolerance: Tolerance
    wrong: bool


def _whole(outputs: Sequence[Pair]) -> _Rows:
    """All outputs of an answer as one row."""
    wanted = torch.cat([pair.wanted.flatten() for pair in outputs])[None]
    observed = torch.cat([pair.observed.flatten() for pair in outputs])[None]
    return _Rows(wanted, observed, outputs[0].tolerance, any(pair.wrong for pair in outputs))


def _by_row(pair: Pair) -> _Rows:
    """An output's rows along its last dimension."""
    n = pair.wanted.shape[-1]
    rows = pair.wanted.reshape(-1, n), pair.observed.reshape(-1, n)
    return _Rows(*rows, pair.tolerance, pair.wrong)


def _holds(several: Sequence[_Rows], what: str) -> bool:
    free = 0
    fits: list[Tensor] = []
    for rows in several:
        wanted, observed = rows.wanted, rows.observed
        if not bool((wanted.isfinite() & observed.isfinite()).all()) or not wanted.numel():
            return False
        if what == "factor":
            fit = (wanted * observed).sum(1) / (wanted * wanted).sum(1)
            if bool((fit == 0).any()):
                return False
            fitted = wanted * fit[:, None]
        else:
            fit = (observed - wanted).mean(1)
            fitted = wanted + fit[:, None]
        if not agree((fitted, observed), rows.tolerance):
            return False
        if rows.wrong:
            free += int((wanted != 0).sum()) - len(wanted)
            fits.append(fit)
    every = torch.cat(fits)
    # One and the same for all would be another mistake than the sentence tells.
    return free >= _FREE and float(every.max() - every.min()) > _CHANGES * float(every.abs().max())


def partly(answers: Sequence[Answer]) -> Relation | None:
    """Which of several outputs are right, or with which options the answers are wrong."""
    outputs = columns(answers)
    wrong = [i for i, pairs in enumerate(outputs) if any(pair.wrong for pair in pairs)]
    if not wrong:
        return None
    bad = [any(pairs[k].wrong for pairs in outputs) for k in range(len(answers))]
    parting = _parting(
        [a.options for a, off in zip(answers, bad, strict=True) if off],
        [a.options for a, off in zip(answers, bad, strict=True) if not off],
    )
    if parting:
        text = f"Your values are right except with {' and '.join(sorted(parting))}."
        return Relation("only_with_option", text)
    if len(wrong) < len(outputs):
        right = [i for i in range(len(outputs)) if i not in wrong]
        text = f"Of what you return, the {_listed(right)} right and the {_listed(wrong)} not."
        return Relation("only_one_output", text)
    return None


def _parting(wrong: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> frozenset[str]:
    """The options that all wrong answers share and no right one has together."""
    shared = frozenset.intersection(*wrong)
    if not shared or not right or any(shared <= options for options in right):
        return frozenset()
    for option in sorted(shared):
        if not any(option in options for options in right):
            return frozenset({option})
    return shared


def _listed(indices: Sequence[int]) -> str:
    verb = "is" if len(indices) == 1 else "are"
    return f"{' and '.join(ordinal(i) for i in indices)} {verb}"
