"""The outside of `autograder check`: one limited child runs the notebook, again after it died."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.errors import SandboxError

_WALL_SECONDS = 300
_TOOK_TOO_LONG = (3, -signal.SIGXCPU, -signal.SIGKILL)
"""How a child ends that its own limits could not stop; 3 is the child's own word for it."""

_POINTS = re.compile(r"^@test_case\(.*\bpoints=([\d.]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Case:
    """One public example: "passed" or an exception's class, and what it said."""

    points: float
    word: str
    text: str


@dataclass(slots=True)
class Answer:
    """What is known about each question so far."""

    cases: dict[str, list[Case]] = field(default_factory=dict)
    cell_of: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    """What is to be said about cells."""


def answers(folder: Path, cells: Sequence[tuple[int, str]], tests: Mapping[str, Path]) -> Answer:
    """Check some questions on a notebook's cells; trouble in one costs no other its answer.

    Args:
        folder: where the notebook lies and its cells run.
        cells: a number and the source of each code cell.
        tests: the built test file of each question.

    Raises:
        SandboxError: the child can't be started.
    """
    answer = Answer()
    ended: list[int] = []
    deadline = time.monotonic() + _WALL_SECONDS
    while True:
        open_tests = {name: str(path) for name, path in tests.items() if name not in answer.cases}
        job = {"folder": str(folder), "cells": cells, "tests": open_tests, "ended": ended}
        code, lines = _child(job, deadline - time.monotonic())
        at: dict[str, Any] = {}
        for line in lines:
            if "id" in line:
                answer.cases[line["id"]] = [Case(**case) for case in line["cases"]]
                if line["cell"] is not None:
                    answer.cell_of[line["id"]] = line["cell"]
            elif "note" in line:
                if line["note"] not in answer.notes:
                    answer.notes.append(line["note"])
            else:
                at = line
        if "done" in at or not open_tests:
            return answer
        if not lines:
            raise SandboxError(f"the checks could not be started (status {code}): is torch there?")
        cell = at.get("cell")
        if cell is not None and cell not in ended and time.monotonic() < deadline:
            ended.append(cell)
            continue
        for name in [at["at"]] if "at" in at else open_tests:
            answer.cases.setdefault(name, _lost(tests[name], code))


def _lost(test: Path, code: int) -> list[Case]:
    """What is said of a question whose check ended the process."""
    if code in _TOOK_TOO_LONG:
        word, text = "TookTooLong", "It could not be stopped and was ended."
    else:
        word, text = "RaisedAnError", "It ended Python itself: is there an exit in it?"
    points = _POINTS.findall(test.read_text(encoding="utf-8"))
    return [Case(float(number), word, text) for number in points]


def _child(job: dict[str, Any], seconds: float) -> tuple[int, list[dict[str, Any]]]:
    """Run one child; returns its exit status and the lines it has said."""
    # One thread: nothing here is large, and starting a pool costs more than it brings.
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "autograder.student.checks"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(json.dumps(job).encode(), timeout=max(seconds, 1))
    except subprocess.TimeoutExpired as error:
        said = error.stdout or b""
    finally:
        _end(process)
    return process.returncode, list(_lines(said))


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the child and what it has started, if anything is left of them."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _lines(said: bytes) -> list[dict[str, Any]]:
    found = []
    for line in said.splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:  # cut off in the middle
            break
    return found
