# The inside of `autograder check`: run a notebook's cells, then its public checks, and answer in
# lines of JSON, so that what has been found out outlives this process.
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path

from autograder.student.needed import needed
from autograder.student.standin import DEFINITIONS, Cells, run_case, stand_in, test_cases

_CELL_SECONDS = 20
_CASE_SECONDS = 5
_WALL_FACTOR = 6
_MEMORY = 4 << 30
TOOK_TOO_LONG = 3
"""Exit status of a process that could not be stopped in any other way."""


def main():
    """Stdin is a job: the notebook's folder and cells, the questions' test files, and the cells
    that ended an earlier process.
    """
    job = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what the notebook prints was not asked for
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    os.environ["MPLBACKEND"] = "Agg"
    os.chdir(job["folder"])
    sys.path.append(job["folder"])
    stand_in()

    def say(**line):
        answers.write(json.dumps(line) + "\n")
        answers.flush()

    session = _Session(job, say)
    pending = session.check(job["tests"], only_what_is_needed=True)
    if pending:
        session.check(pending, only_what_is_needed=False)
    say(done=True)
    os._exit(0)  # threads and exit hooks of the notebook have no say


class _Session:
    def __init__(self, job, say):
        self.job = job
        self.say = say
        self.notes = []

    def check(self, tests, only_what_is_needed):
        """Check some questions.

        Returns:
            Those that may have been wronged because not all of the notebook ran.
        """
        self.notes = []
        cells = self._run(tests, only_what_is_needed)
        if only_what_is_needed and self.notes:
            return tests
        pending = {}
        for name, path in tests.items():
            self.say(at=name)
            cases = [_outcome(case, cells.env) for case in test_cases(path)]
            lost = any(c["word"] == "NotFound" or "NameError" in c["text"] for c in cases)
            if only_what_is_needed and lost:
                pending[name] = path
            else:
                self.say(id=name, cell=cells.cell_of.get(name), cases=cases)
        for note in (*self.notes, *_beside(self.job["folder"])):
            self.say(note=note)
        return pending

    def _run(self, tests, only_what_is_needed):
        cells = Cells(self.notes.append)
        parsed = [(number, cells.parse(number, source)) for number, source in self.job["cells"]]
        if only_what_is_needed:
            parsed = needed(parsed, tests)
        for number, body in parsed:
            self.say(cell=number)
            statements = body
            if number in self.job["ended"]:
                statements = [s for s in body if isinstance(s, DEFINITIONS)]
                said = f"cell {number} ended the process: only its definitions were kept"
                self.notes.append(said)
            try:
                with _Limit(_CELL_SECONDS):
                    cells.run(number, statements)
            except _TookTooLong:
                said = f"cell {number} took longer than {_CELL_SECONDS} s and was stopped"
                self.notes.append(said)
        return cells


def _beside(folder):
    """What is to be said about modules of the student's own: nobody hands them in."""
    for name, module in list(sys.modules.items()):
        file = Path(str(getattr(module, "__file__", None)))
        if Path(folder) in file.parents and "site-packages" not in file.parts:
            yield (
                f"{name} was imported from {file.name}, and only this file is graded: copy what "
                "you use of it into a cell"
            )


def _outcome(case, env):
    word, text = "passed", ""
    try:
        with _Limit(_CASE_SECONDS):
            run_case(case, env)
    except _TookTooLong:
        word, text = "TookTooLong", f"It was stopped after {_CASE_SECONDS} seconds."
    except Exception as error:
        word, text = type(error).__name__, str(error)
    return {"points": case.points, "word": word, "text": text}


class _TookTooLong(KeyboardInterrupt):
    """Passes through whatever lets an interrupt of the kernel pass."""


class _Limit:
    """So many CPU seconds, or _WALL_FACTOR times as many on the clock. Code that swallows the
    exception three times, or that never comes back to Python, ends this process."""

    def __init__(self, seconds):
        self.seconds = seconds
        self.fired = 0

    def __enter__(self):
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = int(time.process_time() + self.seconds + 5)
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
        for number in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(number, self._stop)
        signal.setitimer(signal.ITIMER_PROF, self.seconds, 0.5)
        signal.setitimer(signal.ITIMER_REAL, self.seconds * _WALL_FACTOR, 0.5)

    def __exit__(self, *error):
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _stop(self, *signal_and_frame):
        self.fired += 1
        if self.fired > 3:
            os._exit(TOOK_TOO_LONG)
        raise _TookTooLong


if __name__ == "__main__":
    main()
