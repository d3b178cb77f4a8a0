"""What runs inside Gradescope's container: one submission in, results.json out.

`run_autograder` starts it as `python -m autograder.integrations.gradescope FOLDER`, as root. FOLDER
holds source/, submission/ and results/ as Gradescope lays them out, see
https://gradescope-autograders.readthedocs.io/en/latest/specs/. source/course holds one assignment.
results.json is put there when grading begins and again after every check, so that whatever ends
the container leaves what was found. What keeps us from grading leaves no score: Gradescope then
reports that the autograder failed, and the student gets no zero.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
import time
import traceback
from pathlib import Path
from typing import Any

from autograder.exchange.files import write_atomically

NOTHING = (
    "No .ipynb or .py file was handed in, so there is nothing to grade; hand in your notebook."
)
BEGUN = "Grading has begun; nothing has been checked yet."
ENDED_EARLY = "Grading ended before it was done."
FAILED = (
    "Your submission could not be graded. That is not your fault: tell your instructor, who finds "
    "the reason in the autograder's output and can run it again."
)


def main(root: Path) -> int:
    """Grade the one submission in Gradescope's folders; returns the exit code.

    Args:
        root: the folder that holds source/, submission/ and results/.
    """
    started = time.monotonic()
    _keep_private(root / "source" / "course", root / "results")
    target = root / "results" / "results.json"
    _write(target, _without_score(BEGUN))
    try:
        _write(target, _graded(root, target, started))
    except Exception as error:  # whatever it is, it is not the student's
        _write(target, _without_score(FAILED))
        traceback.print_exc()
        print(f"autograder: {type(error).__name__}: {error}")  # noqa: T201 - instructors see it
        return 1
    return 0


def _graded(root: Path, target: Path, started: float) -> dict[str, Any]:
    """The finished results; on the way there, what is known after each check."""
    # Heavy, so not before the folders are private and something is in results.json.
    from autograder import catalog
    from autograder.errors import SubmissionError
    from autograder.exchange.gradescope import results
    from autograder.grading import grade_alone
    from autograder.submission import only
    from autograder.verdict import QuestionVerdict

    def after_check(questions: tuple[QuestionVerdict, ...]) -> None:
        seconds = time.monotonic() - started
        _write(target, results(questions, message=ENDED_EARLY, seconds=seconds))
        _give_back_memory()

    home = catalog.find(root / "source" / "course")
    (slug,) = home.slugs
    names = {slug: home.question_names(slug)}
    try:
        found = only(root / "submission", slugs=names, assignment=slug)
    except SubmissionError:
        return _zero(NOTHING)
    try:
        attempt = grade_alone(home, found, seed=home.settings["seed"], after_check=after_check)
    except SubmissionError as error:
        return _zero(f"{error}.")
    seconds = time.monotonic() - started
    return results(attempt.questions, message=attempt.message, seconds=seconds)


def _give_back_memory() -> None:
    """Return freed memory to the system: glibc may keep 100 MB of it, and there are but 768."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).malloc_trim(0)


def _zero(message: str) -> dict[str, Any]:
    """What Gradescope shows of a submission that can't be read: its score, and what to do."""
    return _without_score(message) | {"score": 0}


def _without_score(message: str) -> dict[str, Any]:
    return {"output": message, "output_format": "text", "stdout_visibility": "hidden", "tests": []}


def _keep_private(*folders: Path) -> None:
    """Close to everybody else what the submission's own user must neither read nor write."""
    for folder in folders:
        if os.geteuid() == 0:
            os.chown(folder, 0, 0)
        folder.chmod(0o700)


def _write(target: Path, document: dict[str, Any]) -> None:
    write_atomically(target, json.dumps(document, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    # One thread for torch, set before it is imported: a forked child inherits no thread pool.
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    raise SystemExit(main(Path(sys.argv[1]).resolve()))
