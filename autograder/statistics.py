"""Tests of what students draw: each gives the probability of a sample as odd as this one, if all
is right, and the side on which it is odd.

A check fails only if its smallest probability, times their number (Holm's first step), is below
LEVEL, and again so with fresh draws and RETEST times as many of them. The two are independent, so
P(false fail) <= LEVEL ** 2 = 1e-6 for each check.

Every test here is exact for finite samples, up to what its docstring says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from autograder.observation import PValue

LEVEL = 1e-3
"""The probability with which one of the two stages fails a right answer, at most."""
RETEST = 4
"""The second stage draws so many times as much."""
CLEAR = 1e-9
"""Below this a sample is odd beyond chance: what a diagnosis rests on."""


def estimate(value: Any, mean: float, se: float) -> PValue:
    """Test whether `value` is an average with this mean and standard error: z-test, exact for
    normal samples.
    """
    if not se > 0:
        raise ValueError(f"statistics.estimate needs a standard error above 0, not {se}")
    from scipy.special import ndtr

    z = (float(value) - mean) / se
    return _two_sided(ndtr(z), ndtr(-z))


def mean(x: torch.Tensor, mu: float, sigma: float) -> PValue:
    """Test whether a sample of normals averages to mu: z-test with known sigma, exact."""
    return estimate(x.mean(), mu, sigma / x.numel() ** 0.5)


def variance(value: Any, sigma: float, df: int) -> PValue:
    """Test whether `value` estimates the variance of normals: chi-square with df degrees of
    freedom, exact.

    Args:
        value: a sample variance, with n - 1 in its denominator where df = n - 1.
        sigma: the normals' standard deviation.
        df: degrees of freedom.
    """
    from scipy.stats import chi2

    return quantile(float(value) * df / sigma**2, chi2(df))


def quantile(value: float, distribution: Any) -> PValue:
    """Test whether `value` comes from a SciPy distribution: twice the probability beyond it."""
    return _two_sided(distribution.cdf(value), distribution.sf(value))


def shape(x: torch.Tensor, cdf: Callable[[Any], Any]) -> PValue:
    """Kolmogorov-Smirnov test of a sample against a distribution function; SciPy's exact p up to
    n = 10,000, its asymptotic one beyond.
    """
    from scipy.stats import kstest

    return PValue(_number(kstest(x.numpy(), cdf).pvalue))


def frequencies(counts: torch.Tensor, p: torch.Tensor) -> PValue:
    """Pearson's chi-square test of counts against probabilities; for expected counts of 20 or
    more its p is within a factor of about 2 at 1e-3.
    """
    from scipy.stats import chisquare

    expected = (p * counts.sum()).numpy()
    if expected.min() < 20:
        raise ValueError("statistics.frequencies needs 20 expected counts in every class")
    return PValue(_number(chisquare(counts.numpy(), expected).pvalue))


def independent(x: torch.Tensor, y: torch.Tensor) -> PValue:
    """Test whether two samples of normals are uncorrelated: t-test of Pearson's r, exact."""
    from scipy.stats import pearsonr

    found = pearsonr(x.numpy(), y.numpy())
    return PValue(_number(found.pvalue), 1 if found.statistic > 0 else -1)


def odd(tests: list[PValue], level: float = LEVEL) -> bool:
    """Whether a check's tests fail together: the smallest p times their number is below `level`."""
    return bool(tests) and min(test.p for test in tests) * len(tests) < level


def clearly(test: PValue) -> int | None:
    """The side on which a sample is odd beyond chance; None if it may be chance."""
    return test.side if test.p < CLEAR else None


def _two_sided(below: float, above: float) -> PValue:
    return PValue(_number(2 * min(below, above)), 1 if above < below else -1)


def _number(p: Any) -> float:
    """A probability; 0 for NaN: what can't be tested did not come from where it should."""
    return float(p) if float(p) == float(p) else 0.0
