"""Every platform to export to, by the name that `--to` takes."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from . import canvas, gradescope, junit, moodle, tidy
from .files import feedback_name
from .records import Export, File, Grades, LeftOut, questions


def gradescope_files(grades: Grades) -> Export:
    """`<slug>-gradescope/<student>.json`: the results.json of each student who has a grade."""
    folder, taken = f"{grades.assignment}-gradescope", set[str]()
    files, left_out = [], []
    for record in grades.records:
        attempt = record.attempt
        if attempt.points is None:
            why = (
                "not graded yet, and Gradescope would take the points of some checks for the "
                "score; run autograder grade again"
            )
            left_out.append(LeftOut(folder, attempt.student, why))
            continue
        found = gradescope.results(
            tuple(questions(attempt)), message=attempt.message, seconds=attempt.seconds
        )
        found["score"] = attempt.points / 100
        name = feedback_name(attempt.student, taken, suffix=".json")
        data = (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()
        files.append(File(f"{folder}/{name}", data, 1))
    return Export(tuple(files), tuple(left_out))


FORMATS: Mapping[str, Callable[[Grades], Export]] = {
    "canvas": canvas.export,
    "moodle": moodle.export,
    "gradescope": gradescope_files,
    "junit": junit.export,
    "csv": tidy.export_csv,
    "parquet": tidy.export_parquet,
}
