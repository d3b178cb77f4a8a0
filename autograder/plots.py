"""What an author may have drawn on a feedback page, and what is kept of it.

A plot drives an implementation as a check does, with public literals only, and returns tensors:

    @schedule.plot(Curve(x=range(50), x_name="step t", y_name="alpha_bar"))
    def signal_that_is_left(impl):
        \"\"\"The share of the image's variance that is left after each step.\"\"\"
        return impl.make_schedule(50, "cosine")[1]

It runs on the submission and on the reference; of both, numbers alone are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Self

MOST = 2_000
"""Numbers that one drawing may hold."""
GREYS = 15
"""Pictures are kept in whole greys from 0, the paper, to this."""


@dataclass(frozen=True, slots=True)
class Curve:
    """One value for each x: the plot returns as many."""

    x: Sequence[float]
    x_name: str
    y_name: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Draws beside the density they should have: the plot returns a sample of any size."""

    low: float
    high: float
    density: Callable[[float], float]
    """Also asked as far again to both sides of what is drawn."""
    x_name: str
    bins: int = 30


@dataclass(frozen=True, slots=True)
class Pictures:
    """Grey pictures in a row: the plot returns a tensor (len(names), height, width)."""

    names: Sequence[str]
    low: float = 0.0
    """What is drawn in the paper's colour, like all below it."""
    high: float = 1.0
    """What is drawn black."""


Form = Curve | Histogram | Pictures


@dataclass(frozen=True, slots=True)
class Plot:
    """A trusted function that drives an implementation and returns what is drawn of it."""

    id: str
    sentence: str
    """What the picture shows."""
    run: Callable[..., Any]
    form: Form
    always: bool
    """Whether it is worth seeing where the submission does what is expected, too."""


class Kind(StrEnum):
    """What a drawing is made of."""

    CURVE = "curve"
    HISTOGRAM = "histogram"
    PICTURES = "pictures"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One plot of one submission: all that is drawn."""

    kind: Kind
    title: str
    message: str
    """What there is to see, in one sentence."""
    sentence: str
    """What the picture shows."""
    expected: tuple[float, ...]
    """Curve: y. Histogram: the density, evenly from the first edge to the last. Pictures: greys,
    row by row, one picture after the other."""
    yours: tuple[float | None, ...]
    """Curve: y, None where it is not finite. Histogram: the density in each bin. Pictures: greys.
    """
    x: tuple[float, ...] = ()
    """Curve: its points. Histogram: the edges of its bins."""
    x_name: str = ""
    y_name: str = ""
    names: tuple[str, ...] = ()
    """Of the pictures, from left to right."""
    width: int = 0
    """Of one picture, in pixels."""

    @property
    def numbers(self) -> int:
        """How many it holds."""
        return len(self.expected) + len(self.yours) + len(self.x)

    def text(self) -> str:
        """Itself as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, allow_nan=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """What `text` has written."""
        values = json.loads(text)
        for name in ("expected", "yours", "x", "names"):
            values[name] = tuple(values[name])
        return cls(**{**values, "kind": Kind(values["kind"])})
