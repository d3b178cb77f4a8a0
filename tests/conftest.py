"""What several test files share: the two courses, and runs of the real command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

# As the command line does before torch is imported: a forked worker inherits no thread pool.
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

# Each of xdist's workers keeps to a core of its own, and so do the commands it runs: they start one
# sandbox instead of one a core, and nothing waits for a core that another worker uses.
if "PYTEST_XDIST_WORKER" in os.environ:
    cores = sorted(os.sched_getaffinity(0))
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    os.sched_setaffinity(0, {cores[number % len(cores)]})

from forks import Server  # noqa: E402 - started with the above

ROOT = Path(__file__).resolve().parent.parent
TOY = ROOT / "tests" / "toy"


def with_code(home):
    """The assignments of a course that ask for functions, and not for words alone."""
    sources = {slug: home.handout(slug).read_text(encoding="utf-8") for slug in home.slugs}
    return [slug for slug, source in sources.items() if "raise NotImplementedError" in source]


@cache
def server():
    """What this process's commands are forks of."""
    return Server()


def autograder(*arguments, cwd=ROOT, timeout=240, input="", env=None):
    """Run the real command: a fork, or with an environment of its own a new process."""
    if env is None:
        return server().run(*arguments, cwd=cwd, timeout=timeout, input=input)
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=env, input=input, capture_output=True, text=True, timeout=timeout,
        check=False,
    )  # fmt: skip


class Grading:
    """A finished `autograder grade`: what it printed and wrote."""

    def __init__(self, done, out):
        self.code = done.returncode
        self.stdout = done.stdout
        self.stderr = done.stderr
        self.out = out

    def results(self, slug=""):
        return json.loads((self.out / slug / "results.json").read_text(encoding="utf-8"))

    def of(self, student, slug=""):
        return next(s for s in self.results(slug)["submissions"] if s["student"] == student)

    def checks(self, student, slug=""):
        """Every check of one student, by (question, id)."""
        found = {}
        for question in self.of(student, slug)["questions"]:
            found |= {(question["id"], check["id"]): check for check in question["checks"]}
        return found


def grade_files(folder, files, *options, course=TOY):
    """Write files into `folder/submissions`, grade them into `folder/graded`."""
    for name, content in files.items():
        path = folder / "submissions" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    out = folder / "graded"
    done = autograder("grade", folder / "submissions", "-o", out, "--course", course, *options)
    return Grading(done, out)


def pytest_terminal_summary(terminalreporter):
    """Print what tests measured; under xdist their own prints are not shown."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            if name == "figure":
                terminalreporter.write_line(value)
