"""`make bench`: submissions per second, beside a floor and a peer measured in the same run.

The floor runs the same cells and the same calls warm in one process, without isolation, gradebook
or pages; nothing that isolates can beat it. The peer is `otter run` on the public checks alone.
All times are wall clock on a machine that may be busy: read the ratios.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parent.parent
SLUG = "hw04_vae_loss"
FEW, MANY = 8, 40


def main() -> None:
    """Measure and print one table."""
    source = (ROOT / "solutions" / f"{SLUG}.py").read_text(encoding="utf-8")
    rows = [("floor: same cells and calls, one warm process", floor(source))]
    for workers in (1, 2):
        rows.append((f"autograder grade --workers {workers}", grade(source, workers)))
    rows.append(("otter run, public checks only, no isolation", otter()))
    rows.append(("python -c 'import torch'", timed([sys.executable, "-c", "import torch"])))
    best = rows[0][1]
    print(f"\n{SLUG}, seconds a submission\n")
    for name, took in rows:
        print(f"  {name:50} {took:8.3f} s {1 / took:8.2f} a second  {took / best:8.1f} × floor")


def floor(source: str) -> float:
    """Median seconds to run a submission's cells and all its checks in this process."""
    from autograder import catalog
    from autograder.engine import Trusted, grade
    from autograder.expectation import Expectations
    from autograder.implementation import Local

    content = catalog.load(catalog.find(ROOT), SLUG)
    expectations = Expectations(content, seed=1)

    class Everything(Trusted):
        def state(self, question: str) -> str:
            return "written"

    def once() -> None:
        space: dict[str, object] = {"__name__": "__main__"}
        exec(compile(source, "<cells>", "exec"), space)
        local = Local(content.assignment, space, validated=True)  # type: ignore[arg-type]
        grade(expectations, Everything(local, ""), seed=1)

    once()
    return statistics.median(seconds(once) for _ in range(9))


def grade(source: str, workers: int) -> float:
    """Seconds a further submission costs: a large cohort's time less a small one's."""
    return (_cohort(source, MANY, workers) - _cohort(source, FEW, workers)) / (MANY - FEW)


def _cohort(source: str, n: int, workers: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        for i in range(n):
            path = Path(folder) / "submissions" / f"s{i}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"{source}\n# {i}\n", encoding="utf-8")
        command = [sys.executable, "-m", "autograder", "grade", str(path.parent), "-a", SLUG]
        command += ["-o", f"{folder}/graded", "--workers", str(workers), "--course", str(ROOT)]
        return seconds(lambda: _run(command))


def otter() -> float:
    """Seconds of one `otter run` on the handout's own notebook and public tests."""
    handout = ROOT / "assignments" / SLUG
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        shutil.copytree(handout / "tests", home / "zip" / "tests")
        config = json.dumps({"assignment_name": SLUG, "show_hidden": False})
        (home / "zip" / "otter_config.json").write_text(config, encoding="utf-8")
        shutil.make_archive(str(home / "autograder"), "zip", home / "zip")
        shutil.copy(handout / f"{SLUG}.ipynb", home)
        (home / "out").mkdir()
        program = str(Path(sys.executable).with_name("otter"))
        command = [program, "run", f"{SLUG}.ipynb", "-a", "autograder.zip", "-o", "out"]
        return timed([*command, "--no-logo"], cwd=home)


def timed(command: list[str], cwd: Path | None = None) -> float:
    """Median seconds of three runs."""
    return statistics.median(seconds(lambda: _run(command, cwd)) for _ in range(3))


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _run(command: list[str], cwd: Path | None = None) -> None:
    subprocess.run(command, cwd=cwd, check=True, capture_output=True)


if __name__ == "__main__":
    main()
