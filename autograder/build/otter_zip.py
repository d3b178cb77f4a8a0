"""The zip for `otter run`: every check of ours as a test case of otter's, judged by our engine.

The format is otter-grader 7's: otter_config.json, and tests/<question>.py in its exception format.
"""

from __future__ import annotations

import json

from autograder.archive import pack
from autograder.assignment import Question
from autograder.catalog import Content

from .bundle import bundle, data_files, requirements

_CONFIG = {"lang": "python", "pdf": False, "show_hidden": True}
"""No "assignment_name": with it otter refuses a notebook that has lost its metadata."""


def otter_zip(content: Content) -> bytes:
    """The zip; plain `otter run NOTEBOOK -a ZIP` gives the points that `autograder grade` gives.

    Raises:
        AssignmentError: a file of the course can't be read.
    """
    files = bundle(content, content.course.limits)
    # otter puts what lies in files/ beside the notebook.
    files |= {f"files/{name}": data for name, data in data_files(content).items()}
    files["otter_config.json"] = (json.dumps(_CONFIG, indent=2) + "\n").encode()
    files["requirements.txt"] = requirements()
    files["README.md"] = _readme(content).encode()
    for question in content.assignment.questions.values():
        files[f"tests/{question.id}.py"] = _test_file(question).encode()
    return pack(files)


def _test_file(question: Question) -> str:
    parts = [
        f'''"""Every check of {question.id}, judged by the engine in this zip."""

OK_FORMAT = False

import sys
from pathlib import Path

from otter.test_files import test_case

engine = str(Path("../source/engine").resolve())
if engine not in sys.path:
    sys.path.insert(0, engine)

from autograder.integrations.otter import hold

name = "{question.id}"
points = None
'''
    ]
    shares = question.points_by_check()
    for number, check in enumerate(question.checks, 1):
        parts.append(
            f"""
@test_case(
    name={check.id.replace("_", " ")!r},
    points={shares[check.id] / 100:g},
    hidden={check.visibility == "hidden"},
    failure_message={check.sentence!r},
)
def case_{number}():
    hold(name, {check.id!r})
"""
        )
    return "\n".join(parts)


def _readme(content: Content) -> str:
    slug = content.assignment.slug
    return f"""<!-- Made by `autograder build`. Secret: it holds the checks and the solution.
tests/ and otter_config.json are otter's; files/ is what otter puts beside the notebook;
engine/ is the grader, course/ the assignment; requirements.txt is what the engine needs. -->

# {content.assignment.title}, for otter

```console
$ pip install otter-grader -r requirements.txt
$ otter run {slug}.ipynb -a {slug}-otter.zip -o results
```

Each test calls the engine, which grades the file once in a sandbox of its own. The points are
those of `autograder grade`.

otter itself runs the notebook without a sandbox and in the process that holds the results. A
hostile notebook can read this zip and write any result it likes. Where it matters, use
`autograder grade` or {slug}-gradescope.zip.
"""
