"""What the tests in an otter zip call: our verdict on the file that `otter run` grades.

The zip lies unpacked in source/, the submission beside it in submission/. The tests run in the
process of the notebook itself, but the engine is called in one of its own, on the file, and puts
the submission into its sandbox there. A notebook can still forge what this process says of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_SOURCE = Path(__file__).resolve().parents[3]
_OURS = "Not graded, and not your fault: tell your instructor."


class NotRightYet(Exception):  # noqa: N818 - students read its name
    """A check did not pass."""


class NotGraded(Exception):  # noqa: N818 - students read its name
    """Our failure: nothing is known about the submission."""


def hold(question: str, check: str) -> None:
    """Do nothing if the submission passes a check.

    Raises:
        NotRightYet: it does not; the message is the diagnosis.
        NotGraded: it is not known, and that is not the submission's fault.
    """
    graded = _graded()
    if graded["status"] == "unreadable":
        raise NotRightYet(graded["message"])
    checks = {(q["id"], each["id"]): each for q in graded["questions"] for each in q["checks"]}
    verdict = checks.get((question, check), {"status": "ungraded"})
    if verdict["status"] == "ungraded":
        raise NotGraded(f"{_OURS} {graded['message']}".rstrip())
    if verdict["status"] != "passed":
        raise NotRightYet(verdict["diagnosis"]["text"])


@cache
def _graded() -> dict[str, Any]:
    """The submission's entry in results.json; graded once for all tests."""
    course = _SOURCE / "course"
    (reference,) = (course / "reference").iterdir()
    seed = tomllib.loads((course / "course.toml").read_text(encoding="utf-8"))["seed"]
    with tempfile.TemporaryDirectory() as out:
        command: list[str | Path] = [
            sys.executable, "-P", "-m", "autograder", "grade", _submitted(), "-a", reference.name,
            "-o", out, "--course", course, "--json", "--workers", "1", "--seed", str(seed),
        ]  # fmt: skip
        environment = {**os.environ, "PYTHONPATH": str(_SOURCE / "engine")}
        done = subprocess.run(  # noqa: S603
            command, env=environment, capture_output=True, text=True, check=False
        )
    try:
        (entry,) = json.loads(done.stdout)["submissions"]
    except ValueError:  # it said why on stderr instead
        why = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        return {"status": "ungraded", "questions": [], "message": why}
    return dict(entry)


def _submitted() -> Path:
    """The file that otter runs: the only notebook, else the only script; not what cells wrote."""
    folder = _SOURCE.parent / "submission"
    for pattern in ("*.ipynb", "*.py"):
        found = [path for path in folder.glob(pattern) if path.name != "__init__.py"]
        if found:
            return min(found, key=lambda path: path.stat().st_mtime_ns)
    raise NotGraded(f"{_OURS} The file is gone from its folder.")
