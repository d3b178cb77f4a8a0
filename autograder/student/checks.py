# The inside of `autograder check`: run a notebook's cells, then its public checks, say it as JSON.
import json
import os
import resource
import sys
from pathlib import Path

from autograder.student.standin import run_case, run_cells, stand_in_for_otter, test_cases

_CPU_SECONDS = 120
_MEMORY = 4 << 30


def main():
    """Arguments: the notebook, then the test files. The last line of stdout is the answer."""
    notebook, *files = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)  # what the notebook prints is not what was asked for
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    stand_in_for_otter()
    cells = []
    env = run_cells(notebook, log=_Lines(cells))
    found = []
    for file in files:
        name, cases = test_cases(file)
        found.append({"id": name, "cases": [_outcome(case, env) for case in cases]})
    answers.write(json.dumps({"cells": cells, "questions": found}) + "\n")
    answers.flush()
    os._exit(0)  # threads and exit hooks of the notebook have no say


class _Lines:
    def __init__(self, lines):
        self.lines = lines

    def write(self, text):
        if text.strip():
            self.lines.append(text.strip())


def _outcome(case, env):
    out = {"points": case.points, "word": "passed", "text": ""}
    try:
        run_case(case, env)
    except Exception as error:
        out["word"], out["text"] = type(error).__name__, str(error)
    return out


if __name__ == "__main__":
    if not Path(sys.argv[1]).is_file():
        raise SystemExit(2)
    main()
