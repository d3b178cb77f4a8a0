"""One submission, three graders: `autograder grade`, otter on our zip, Gradescope's run_autograder.

Each question's points must be the same, for honest work of every sort: right, stubs, known
mistakes, a script, a notebook whose cells fail.
"""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from conftest import ROOT, autograder, with_code
from handouts import filled
from splice import dependents, notebook

from autograder import catalog
from autograder.build import gradescope_zip, otter_zip

HOME = catalog.find(ROOT)
KINDS = ("right", "stubs", "one mistake", "mistakes", "script", "cells fail")
QUICK = {
    ("hw01_sampling", "one mistake"),
    ("hw02_bayes", "mistakes"),
    ("hw03_reparameterization", "cells fail"),
    ("hw04_vae_loss", "one mistake"),
    ("hw05_gan_losses", "script"),
    ("hw06_diffusion_schedule", "right"),
}
UNSTEADY = (
    "sample_categorical", "sample_mvn", "sample_gmm", "gumbel_softmax", "fit_bernoulli_nb",
    "gaussian_log_likelihood", "bernoulli_log_likelihood", "kl_diag_gaussians", "negative_elbo",
    "generator_loss",
)  # fmt: skip
"""Whose first mistake misses a check on some draws only, and each zip has a seed of its own."""
CASES = [
    pytest.param(slug, kind, marks=() if (slug, kind) in QUICK else pytest.mark.slow)
    for slug in with_code(HOME)
    for kind in KINDS
]


@cache
def content_of(slug):
    return catalog.load(HOME, slug)


def submission(slug, kind):
    """The name and the text of a file that a student hands in."""
    content = content_of(slug)
    handout = HOME.handout(slug).with_suffix(".ipynb")
    name = f"{kind.replace(' ', '_')}.ipynb"
    questions = content.assignment.questions.values()
    wrong = {q.id: next(iter(q.misconceptions.values())).run for q in questions}
    steady = {question: run for question, run in wrong.items() if question not in UNSTEADY}
    first, last = next(iter(steady)), list(wrong)[-1]
    if kind == "right":
        return name, filled(handout, HOME.solution(slug))
    if kind == "stubs":
        return name, handout.read_text(encoding="utf-8")
    if kind == "one mistake":
        return name, notebook(content, {first: steady[first]})
    if kind == "mistakes":
        kept = dependents(content)
        return name, notebook(content, {q: w for q, w in steady.items() if q not in kept})
    if kind == "script":  # without the last question, and with a mistake in the first
        return "script.py", script(notebook(content, {first: steady[first]}), without=last)
    document = json.loads(notebook(content, {}))
    broken = ["raise RuntimeError('not today')", f"def {last}(*values):\n    return values[99]",
              "def half(:"]  # fmt: skip
    document["cells"] += [{**document["cells"][0], "id": f"b{i}", "source": [source]}
                          for i, source in enumerate(broken)]  # fmt: skip
    return name, json.dumps(document)


def script(text, *, without):
    cells = ["".join(cell["source"]) for cell in json.loads(text)["cells"]]
    kept = [
        ast.get_source_segment(cell, node)
        for cell in cells
        for node in ast.parse(cell).body
        if getattr(node, "name", "") != without
    ]
    return "\n\n".join(kept)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Points by question as `autograder grade` gives them, each of the two sets in one run."""

    @cache
    def run(quick):
        folder = tmp_path_factory.mktemp("graded")
        for slug in with_code(HOME):
            for kind in KINDS:
                if ((slug, kind) in QUICK) == quick:
                    name, text = submission(slug, kind)
                    path = folder / "submissions" / slug / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
        done = autograder("grade", folder / "submissions", "-o", folder / "graded",
                          "--seed", 1, timeout=600)  # fmt: skip
        assert done.returncode == 0, done.stderr
        return {
            (slug, Path(entry["path"]).stem): {
                question["id"]: (question["score"], question["max_score"])
                for question in entry["questions"]
            }
            for slug in {path.name for path in (folder / "submissions").iterdir()}
            for entry in json.loads((folder / "graded" / slug / "results.json").read_text())[
                "submissions"
            ]
        }

    return lambda slug, kind: run((slug, kind) in QUICK)[slug, kind.replace(" ", "_")]


def gradescope(slug, file, folder):
    """A running run_autograder, in folders as Gradescope lays them out."""
    for name in ("source", "submission", "results"):
        (folder / name).mkdir(parents=True)
    (folder / "gradescope.zip").write_bytes(gradescope_zip(content_of(slug)))
    with zipfile.ZipFile(folder / "gradescope.zip") as archive:
        archive.extractall(folder / "source")
    (folder / "submission" / file.name).write_bytes(file.read_bytes())
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return subprocess.Popen(
        ["bash", folder / "source" / "run_autograder"],
        env={**os.environ, "PATH": path}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def otter(slug, file, folder):
    """Points by question as plain `otter run` gives them."""
    archive = folder / f"{slug}-otter.zip"
    archive.write_bytes(otter_zip(content_of(slug)))
    command = [sys.executable, "-c", "from otter.cli import cli; cli()", "run", file, "-a", archive,
               "-o", folder, "--no-logo"]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    tests = json.loads((folder / "results.json").read_text())["tests"]
    return {test["name"]: (test["score"], test["max_score"]) for test in tests if "score" in test}


@pytest.mark.parametrize(("slug", "kind"), CASES)
def test_every_question_has_the_same_points(slug, kind, graded, tmp_path):
    name, text = submission(slug, kind)
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    running = gradescope(slug, file, tmp_path / "autograder")
    by_otter = otter(slug, file, tmp_path)
    said, _ = running.communicate(timeout=300)
    assert running.returncode == 0, said.decode()
    document = json.loads((tmp_path / "autograder" / "results" / "results.json").read_text())
    score, most = Counter(), Counter()
    for test in document["tests"]:
        question = test["name"].partition(":")[0]
        score[question] += round(100 * test["score"])
        most[question] += round(100 * test["max_score"])
    expected = graded(slug, kind)
    assert {q: (score[q] / 100, most[q] / 100) for q in most} == expected
    assert by_otter == expected
    assert document["score"] == pytest.approx(sum(points for points, _ in expected.values()))
    if kind != "right":
        assert document["score"] < 100
