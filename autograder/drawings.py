"""From two sets of numbers, yours and the expected, to a drawing and what there is to see in it."""

from __future__ import annotations

import math

import torch

from autograder.errors import AssignmentError
from autograder.plots import GREYS, Curve, Drawing, Histogram, Kind, Pictures, Plot

VISIBLE = 0.02
"""A difference below this share of what is drawn can't be seen."""
_ODD = 1.95
"""Root n times the largest distance between two CDFs, which is more once in 1,000 samples
(Kolmogorov)."""


def drawn(plot: Plot, want: torch.Tensor, yours: torch.Tensor) -> Drawing | None:
    """Draw one plot.

    Args:
        plot: says in which form.
        want: what the reference gave, float64.
        yours: what the submission gave, of the same shape.

    Returns:
        None where both look the same, unless that is worth seeing, or yours is not finite.

    Raises:
        AssignmentError: the plot gives more or less than its form has places for.
    """
    if isinstance(plot.form, Curve):
        return _curve(plot, plot.form, want.flatten(), yours.flatten())
    if isinstance(plot.form, Histogram):
        return _histogram(plot, plot.form, yours.flatten())
    return _pictures(plot, plot.form, want, yours)


def _curve(plot: Plot, form: Curve, want: torch.Tensor, yours: torch.Tensor) -> Drawing | None:
    if len(want) != len(form.x):
        raise AssignmentError(f"{plot.id}: {len(want)} values for {len(form.x)} x; give one each")
    gap = yours - want
    scale = float(want.max() - want.min()) or float(want.abs().max()) or 1.0
    finite = yours.isfinite()
    off = ~finite | (gap.abs() > VISIBLE * scale)
    if not finite.any() or not (plot.always or off.any()):
        return None
    return Drawing(
        Kind.CURVE,
        _title(plot),
        _of_curves(form, want, yours, off, scale),
        plot.sentence,
        _rounded(want),
        tuple(_short(y) if math.isfinite(y) else None for y in yours.tolist()),
        tuple(float(x) for x in form.x),
        form.x_name,
        form.y_name,
    )


def _of_curves(
    form: Curve, want: torch.Tensor, yours: torch.Tensor, off: torch.Tensor, scale: float
) -> str:
    """How one curve lies to the other, and where they are furthest apart."""
    if not off.any():
        return "Your curve is the expected one."
    finite = yours.isfinite()
    if not finite.all():
        lost = f"{int((~finite).sum())} of {len(yours)} points"
        return f"Your curve has no finite value at {lost}."
    gap = yours - want
    i = int(gap.abs().argmax())
    where = f"{form.x_name} = {said(float(form.x[i]))}: {said(float(yours[i]))} "
    where += f"instead of {said(float(want[i]))}"
    near = VISIBLE * scale
    factor = float((yours * want).sum() / (want * want).sum())
    if float(yours.max() - yours.min()) < near:
        return f"Your curve is flat, at {said(float(yours.mean()))}; the expected one is not."
    if bool((gap - gap.mean()).abs().max() < near):
        return f"Your curve has the expected shape, moved by {said(float(gap.mean()))}."
    if abs(factor) > VISIBLE and bool((yours / factor - want).abs().max() < near):
        return f"Your curve is {said(factor)} times the expected one."
    if bool((yours.flip(0) - want).abs().max() < near):
        return "Your curve is the expected one, read from right to left."
    if bool((gap <= near).all()) or bool((gap >= -near).all()):
        side = "below" if gap[i] < 0 else "above"
        return f"Your curve lies {side} the expected one, most at {where}."
    return f"Your curve and the expected one are furthest apart at {where}."


def _histogram(plot: Plot, form: Histogram, yours: torch.Tensor) -> Drawing | None:
    sample = yours.sort().values
    if not bool(sample.isfinite().all()):
        return None
    n, span = len(sample), form.high - form.low
    # Of what lies beside the picture, too, for the moments are those of the whole distribution.
    x = torch.linspace(form.low - span, form.high + span, 60 * form.bins + 1, dtype=torch.float64)
    density = torch.tensor([form.density(at) for at in x.tolist()], dtype=torch.float64)
    cdf = torch.cat([torch.zeros(1), torch.cumulative_trapezoid(density, x)])
    share = torch.searchsorted(sample, x, right=True) / n
    if not plot.always and n**0.5 * float((share - cdf).abs().max()) < _ODD:
        return None
    counts = torch.histc(sample, form.bins, form.low, form.high)
    inside = slice(20 * form.bins, 40 * form.bins + 1)
    return Drawing(
        Kind.HISTOGRAM,
        _title(plot),
        _of_draws(sample, x, density),
        plot.sentence,
        _rounded(density[inside][::5]),
        _rounded(counts * form.bins / (n * span)),
        _rounded(x[inside][::20]),
        form.x_name,
    )


def _of_draws(sample: torch.Tensor, x: torch.Tensor, density: torch.Tensor) -> str:
    """Where the draws lie and how far they spread, beside what they should."""
    weight = density / density.sum()
    mean = float((weight * x).sum())
    spread = float((weight * (x - mean) ** 2).sum().sqrt())
    ours, wide = float(sample.mean()), float(sample.std(correction=0))
    numbers = f"mean {said(ours, 2)}, standard deviation {said(wide, 2)}; expected are "
    numbers += f"{said(mean, 2)} and {said(spread, 2)}"
    if abs(ours - mean) > spread / 4:
        return f"Your draws lie too far {'right' if ours > mean else 'left'}: {numbers}."
    if not 0.85 < wide / spread < 1.15:
        return f"Your draws spread too {'widely' if wide > spread else 'little'}: {numbers}."
    return f"Your draws have another shape: {numbers}."


def _pictures(
    plot: Plot, form: Pictures, want: torch.Tensor, yours: torch.Tensor
) -> Drawing | None:
    height, width = want.shape[-2:]
    want, yours = want.reshape(-1, height, width), yours.reshape(-1, height, width)
    if len(want) != len(form.names):
        raise AssignmentError(
            f"{plot.id}: {len(want)} pictures for {len(form.names)} names; give one each"
        )
    if not bool(yours.isfinite().all()):
        return None
    greys = [
        ((part - form.low) / (form.high - form.low)).clamp(0, 1).mul(GREYS).round()
        for part in (want, yours)
    ]
    apart = (greys[1] - greys[0]).abs().mean((1, 2))
    if not plot.always and float(apart.max()) < 0.5:
        return None
    name = form.names[int(apart.argmax())]
    message = f"Your pictures differ from the expected ones, most at “{name}”."
    return Drawing(
        Kind.PICTURES,
        _title(plot),
        message if float(apart.max()) >= 0.5 else "Your pictures are the expected ones.",
        plot.sentence,
        tuple(map(int, greys[0].flatten().tolist())),
        tuple(map(int, greys[1].flatten().tolist())),
        names=tuple(form.names),
        width=width,
    )


def _title(plot: Plot) -> str:
    text = plot.id.replace("_", " ")
    return text[:1].upper() + text[1:]


def said(value: float, digits: int = 3) -> str:
    """A number as a page says it: "0.52", "−1.5", "1.2e9"."""
    if abs(value) < 1e-9:
        return "0"
    text = f"{value:.{digits}g}".replace("e+0", "e").replace("e+", "e").replace("e-0", "e-")
    return text.replace("-", "−")


def _short(value: float) -> float:
    return float(f"{value:.4g}")


def _rounded(values: torch.Tensor) -> tuple[float, ...]:
    return tuple(map(_short, values.tolist()))
