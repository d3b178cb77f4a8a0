"""What would make an answer of another shape or dtype right, from a closed list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from torch import Tensor

from autograder.relations.pairs import (
    Answer,
    Pair,
    Relation,
    Sides,
    agree,
    columns,
    enough,
    ordinal,
    values,
)

_Change = Callable[[Tensor, Tensor], Sides | None]
"""Makes of the expected and the observed two sides that agree where the change mends the form."""


def mend(answers: Sequence[Answer]) -> Relation | None:
    """The change of form after which every answer would be right, if there is one.

    Args:
        answers: to calls of one function.
    """
    outputs = columns(answers)
    pairs = [pair for output in outputs for pair in output]
    if any(pair.alike and pair.wrong for pair in pairs):
        return None
    misshapen = [i for i, output in enumerate(outputs) if not all(pair.alike for pair in output)]
    if not misshapen:
        shown = {value for pair in pairs for value in values(pair.wanted)}
        return Relation("right_values", "Its values are right.") if enough(shown) else None
    changes = {_mended([p for p in outputs[i] if not p.alike]) for i in misshapen}
    change = changes.pop()
    if changes or change is None or len(misshapen) not in (1, len(outputs)):
        return None
    id_, text = change
    it = "It" if len(misshapen) == len(outputs) else f"Its {ordinal(misshapen[0])} output"
    return Relation(id_, f"{it} {text}")


def _mended(pairs: Sequence[Pair]) -> tuple[str, str] | None:
    for id_, text, change in _changes(max(max(p.wanted.ndim, p.observed.ndim) for p in pairs)):
        shown: set[str] = set()
        for pair in pairs:
            sides = change(pair.wanted, pair.observed)
            if sides is None or not agree(sides, pair.tolerance):
                break
            shown |= values(sides[0])
        else:
            return (id_, text) if enough(shown) else None
    return None


def _changes(most: int) -> Iterator[tuple[str, str, _Change]]:
    yield (
        "extra_dimension",
        "would be right without its dimension of length 1.",
        lambda want, got: (
            (want, got.reshape(want.shape))
            if got.ndim > want.ndim and got.squeeze().shape == want.squeeze().shape
            else None
        ),
    )
    yield (
        "missing_dimension",
        "would be right with one more dimension of length 1.",
        lambda want, got: (
            (want, got.reshape(want.shape))
            if got.ndim < want.ndim and got.squeeze().shape == want.squeeze().shape
            else None
        ),
    )
    yield (
        "transposed",
        "would be right transposed.",
        lambda want, got: (want, got.mT) if got.ndim > 1 else None,
    )
    yield (
        "paired",
        "pairs every example with every other; its diagonal would be right.",
        lambda want, got: (
            (want, got.diagonal())
            if got.ndim == 2 and want.ndim == 1 and got.shape[0] == got.shape[1]
            else None
        ),
    )
    for axis in range(most):
        yield from _along(axis)
    yield from _overall()
    yield (
        "reshaped",
        "has the right values in the right order, but not in the right shape.",
        lambda want, got: (want, got.reshape(want.shape)) if got.numel() == want.numel() else None,
    )


def _along(axis: int) -> Iterator[tuple[str, str, _Change]]:
    along = f"its {ordinal(axis)} dimension"

    def longer(want: Tensor, got: Tensor) -> bool:
        return got.ndim == want.ndim > axis and got.shape[axis] == want.shape[axis] + 1

    yield (
        "unsummed",
        f"would be right summed over {along}.",
        lambda want, got: (want, got.sum(axis)) if got.ndim > axis else None,
    )
    yield (
        "unaveraged",
        f"would be right averaged over {along}.",
        lambda want, got: (want, got.mean(axis)) if got.ndim > axis else None,
    )
    yield (
        "summed",
        f"is what is asked for, summed over the {ordinal(axis)} dimension.",
        lambda want, got: (want.sum(axis), got) if want.ndim > axis else None,
    )
    yield (
        "averaged",
        f"is what is asked for, averaged over the {ordinal(axis)} dimension.",
        lambda want, got: (want.mean(axis), got) if want.ndim > axis else None,
    )
    yield (
        "one_entry_more",
        f"would be right without the first entry along {along}.",
        lambda want, got: (
            (want, got.narrow(axis, 1, want.shape[axis])) if longer(want, got) else None
        ),
    )
    yield (
        "one_entry_more",
        f"would be right without the last entry along {along}.",
        lambda want, got: (
            (want, got.narrow(axis, 0, want.shape[axis])) if longer(want, got) else None
        ),
    )
    yield (
        "one_entry_less",
        f"lacks the first entry along {along}; the others are right.",
        lambda want, got: (
            (want.narrow(axis, 1, got.shape[axis]), got) if longer(got, want) else None
        ),
    )
    yield (
        "one_entry_less",
        f"lacks the last entry along {along}; the others are right.",
        lambda want, got: (
            (want.narrow(axis, 0, got.shape[axis]), got) if longer(got, want) else None
        ),
    )


def _overall() -> Iterator[tuple[str, str, _Change]]:
    """Over everything but the batch, or over everything."""
    for name, start in (("all dimensions but the first", 1), ("all dimensions", 0)):
        for done, over in (("summed", _sum(start)), ("averaged", _mean(start))):
            yield f"un{done}", f"would be right {done} over {name}.", _reduced(over, start)
            text = f"is what is asked for, {done} over {name}."
            yield done, text, _reduced(over, start, wanted=True)


def _sum(start: int) -> Callable[[Tensor], Tensor]:
    return lambda x: x.flatten(start).sum(-1)


def _mean(start: int) -> Callable[[Tensor], Tensor]:
    return lambda x: x.flatten(start).mean(-1)


def _reduced(over: Callable[[Tensor], Tensor], start: int, *, wanted: bool = False) -> _Change:
    def change(want: Tensor, got: Tensor) -> Sides | None:
        if (want if wanted else got).ndim <= start:
            return None
        return (over(want), got) if wanted else (want, over(got))

    return change
