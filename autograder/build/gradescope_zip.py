"""The zip that Gradescope takes as an autograder.

Source of the format: https://gradescope-autograders.readthedocs.io/en/latest/specs/
"""

from __future__ import annotations

import dataclasses
import shlex

from autograder.archive import pack
from autograder.catalog import Content, Course
from autograder.errors import AssignmentError

from .bundle import bundle, requirements

NEEDED = (
    "torch", "numpy", "scipy", "matplotlib", "scikit-learn", "ipython", "nbformat",
)  # fmt: skip
"""What grading one submission imports, and what handouts use; pages and gradebook are not here."""
MEMORY = 128 << 20
"""For the submission, beyond what it inherits: Gradescope's containers have 768 MB, and grader and
libraries take up to 620 of them."""


def gradescope_zip(content: Content) -> bytes:
    """The zip, to upload under "Configure Autograder".

    Raises:
        AssignmentError: a file of the course can't be read, or its [gradescope] is not right.
    """
    limits = content.course.limits
    limits = dataclasses.replace(limits, memory=min(limits.memory, MEMORY))
    files = bundle(content, limits)
    files["setup.sh"] = _SETUP.replace("PIP_OPTIONS", _pip(content.course)).encode()
    files["run_autograder"] = _RUN.encode()
    files["requirements.txt"] = requirements(NEEDED)
    files["README.md"] = _readme(content).encode()
    return pack(files, executable=("setup.sh", "run_autograder"))


def _pip(course: Course) -> str:
    """The course's own options for pip, as words of a shell."""
    table = course.settings.get("gradescope", {})
    options = table.get("pip", "") if isinstance(table, dict) else None
    if not isinstance(options, str) or set(table) - {"pip"}:
        raise AssignmentError(
            f'{course.root}/course.toml [gradescope] takes pip = "options for pip" alone; mend it'
        )
    try:
        return "".join(f"{word} " for word in map(shlex.quote, shlex.split(options)))
    except ValueError as error:
        raise AssignmentError(
            f"{course.root}/course.toml [gradescope] pip: {error}; mend it"
        ) from error


_SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail
umask 022
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
venv=/opt/genai-autograder

# Python 3.11 or newer, with venv; under whatever name the image has it.
python=""
find_python() {
  for name in python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
    then python="$name"; return; fi
  done
}
find_python
for package in python3-venv python3.12-venv python3.11-venv; do
  if [ -z "$python" ]; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq "$package" || true
    find_python
  fi
done
if [ -z "$python" ]; then
  echo "No Python 3.11 or newer: choose a newer base image in Gradescope's settings." >&2
  exit 1
fi

"$python" -m venv "$venv"
"$venv/bin/pip" install --quiet --no-cache-dir PIP_OPTIONS-r "$here/requirements.txt"
"$venv/bin/python" -m compileall -q "$here/engine"
"""

_RUN = """\
#!/usr/bin/env bash
# Gradescope copies this beside source/ and runs it for each submission; source/run_autograder
# works as well.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if [ -d "$here/source" ]; then root="$here"; else root="$(dirname "$here")"; fi
python=/opt/genai-autograder/bin/python
if [ ! -x "$python" ]; then python=python3; fi
cd /
PYTHONPATH="$root/source/engine" exec "$python" -P -m autograder.integrations.gradescope "$root"
"""


def _readme(content: Content) -> str:
    slug = content.assignment.slug
    points = sum(question.points for question in content.assignment.questions.values())
    return f"""<!-- Made by `autograder build`. Secret: it holds the checks and the solution.
setup.sh and run_autograder are what Gradescope runs; engine/ is the grader, course/ the
assignment; requirements.txt is what setup.sh installs. -->

# {content.assignment.title}, for Gradescope

Upload {slug}-gradescope.zip under Configure Autograder, as it is. The assignment has {points}
points. Gradescope's defaults are enough: half a CPU, 0.75 GB and 10 minutes.

A submission runs as a user of its own and can read neither the checks nor the results. If the
autograder itself fails, Gradescope says so and there is no score; the reason is in the output that
instructors see, and "Rerun Autograder" tries again.
"""
