"""Statistical checks: exact probabilities, two stages, and what calibration and power find."""

import shutil

import pytest
import torch
from conftest import TOY
from scipy.stats import binomtest, norm

from autograder import catalog, statistics
from autograder.engine import Trusted, grade
from autograder.expectation import Expectations
from autograder.implementation import Local
from autograder.observation import PValue
from autograder.statistics import LEVEL, odd
from autograder.validate import statistical
from autograder.validate.statistical import calibration, power

CHECKS = TOY / "reference" / "toy" / "checks.py"


@pytest.fixture(scope="module")
def content():
    return catalog.load(catalog.find(TOY), "toy")


def status(content, function, seed=5):
    cohort = Expectations(content, seed)
    local = Local(content.assignment, {"estimate": function}, validated=True)
    verdicts = grade(cohort, Trusted(local, "estimate"), seed=0)
    checks = next(v for v in verdicts if v.id == "estimate").checks
    return next(c.status for c in checks if c.id == "draws_standard_normals")


def normal(f, n, generator):
    return f(torch.randn(n, generator=generator, dtype=torch.float64)).mean()


def wide(f, n, generator):
    return f(1.3 * torch.randn(n, generator=generator, dtype=torch.float64)).mean()


def skewed(f, n, generator):
    u = torch.rand(n, generator=generator, dtype=torch.float64)
    return f(-u.log() - 1).mean()


@pytest.mark.parametrize(("function", "expected"), [(normal, "passed"), (wide, "failed"),
                                                    (skewed, "failed")])  # fmt: skip
def test_samplers_are_told_from_each_other(content, function, expected):
    assert status(content, function) == expected


def test_a_sample_that_is_odd_by_chance_is_drawn_again_and_larger(content):
    sizes = []

    def once_unlucky(f, n, generator):
        sizes.append(n)
        shift = 0.5 if sizes.count(400) == 1 and n == 400 else 0.0
        return f(shift + torch.randn(n, generator=generator, dtype=torch.float64)).mean()

    assert status(content, once_unlucky) == "passed"
    assert 1600 in sizes


def test_probabilities_are_those_of_the_textbook():
    assert statistics.estimate(1.959964, 0.0, 1.0).p == pytest.approx(0.05, rel=1e-5)
    assert statistics.estimate(-3.0, 0.0, 1.0) == PValue(pytest.approx(0.0026998, rel=1e-4), -1)
    # Tables of chi-square: 18.307 is exceeded with probability 0.05 at 10 degrees of freedom.
    assert statistics.variance(1.8307, 1.0, 10).p == pytest.approx(0.1, rel=1e-3)
    assert statistics.estimate(float("nan"), 0.0, 1.0).p == 0
    with pytest.raises(ValueError, match="20 expected counts"):
        statistics.frequencies(torch.tensor([3, 4]), torch.tensor([0.5, 0.5]))


@pytest.mark.parametrize("n", [60, 1000])
def test_probabilities_of_right_samples_are_uniform(n):
    generator = torch.Generator().manual_seed(8)

    def tests():
        x = torch.randn(n, generator=generator, dtype=torch.float64)
        y = torch.randn(n, generator=generator, dtype=torch.float64)
        counts = torch.multinomial(
            torch.tensor([0.5, 0.3, 0.2]).double(), 20 * n, replacement=True, generator=generator
        ).bincount(minlength=3)
        return (
            statistics.mean(x, 0.0, 1.0),
            statistics.variance(x.var(), 1.0, n - 1),
            statistics.shape(x, norm.cdf),
            statistics.independent(x, y),
            statistics.frequencies(counts, torch.tensor([0.5, 0.3, 0.2]).double()),
        )

    drawn = [tests() for _ in range(600)]
    for kind in zip(*drawn, strict=True):
        below = sum(test.p < 0.1 for test in kind)
        # One fixed seed: this either holds for good or never.
        assert binomtest(below, len(kind), 0.1).pvalue > 1e-4


def test_several_tests_of_one_check_count_together():
    assert odd([PValue(LEVEL / 2)])
    assert not odd([PValue(LEVEL / 2), PValue(0.5), PValue(0.7)])
    assert odd([PValue(LEVEL / 4), PValue(0.5), PValue(0.7)])
    assert not odd([])


def changed(tmp_path, old, new):
    shutil.copytree(TOY, tmp_path / "toy")
    checks = tmp_path / "toy" / "reference" / "toy" / "checks.py"
    text = checks.read_text(encoding="utf-8")
    assert old in text
    checks.write_text(text.replace(old, new), encoding="utf-8")
    return catalog.load(catalog.find(tmp_path / "toy"), "toy")


def test_calibration_accepts_exact_tests(content, monkeypatch):
    monkeypatch.setattr(statistical, "RUNS", 400)
    (line,) = calibration(Expectations(content, 1))
    assert not line.problems
    assert any("draws_standard_normals" in note for note in line.notes)


def test_calibration_finds_a_test_that_fails_right_answers_too_often(tmp_path, monkeypatch):
    monkeypatch.setattr(statistical, "RUNS", 400)
    content = changed(tmp_path, "statistics.mean(z, 0.0, 1.0)", "statistics.mean(z, 0.0, 0.6)")
    (line,) = calibration(Expectations(content, 1))
    assert "draws_standard_normals, leaf 1" in line.problems[0]


def test_power_is_the_smallest_deviation_that_is_caught(tmp_path, monkeypatch):
    monkeypatch.setattr(statistical, "TRIALS", 30)
    few = " ".join(
        line.claim
        for line in power(Expectations(changed(tmp_path, "draw.size(400)", "draw.size(60)"), 1))
    )
    many = " ".join(
        line.claim for line in power(Expectations(catalog.load(catalog.find(TOY), "toy"), 1))
    )
    sizes = [float(text.split("a bias of ")[1].split(" ")[0]) for text in (few, many)]
    # Shifts that a z-test at 1e-3 / 3 catches in both of two stages: about 5 standard errors.
    assert sizes[0] > sizes[1]
    assert 3 / 400**0.5 < sizes[1] < 8 / 400**0.5
