"""Moodle: the assignment's grading worksheet, the gradebook's CSV, and the zip of feedback files.

Sources: Moodle's mod/assign/feedback/offline/importgradeslib.php (columns of the worksheet),
mod/assign/feedback/file/importziplib.php (names in the zip) and docs.moodle.org, "Grade import".
The worksheet's words are those of an English Moodle; another language has its own.
"""

from __future__ import annotations

import html
import re

from autograder.archive import pack
from autograder.verdict import Attempt, costliest

from .records import GRADE_AGAIN, Export, File, Grades, Record, identified, questions
from .tables import csv_text, number, one_line, usable

_HEADER = [
    "Identifier",
    "Full name",
    "Email address",
    "Status",
    "Grade",
    "Maximum Grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
    "Feedback comments",
]


def export(grades: Grades) -> Export:
    """`<slug>-moodle-worksheet.csv` and `<slug>-moodle-feedback.zip` for participants' numbers.

    Whoever has no number is in `<slug>-moodle-gradebook.csv`, by e-mail address or ID number.
    """
    slug = grades.assignment
    worksheet, gradebook = f"{slug}-moodle-worksheet.csv", f"{slug}-moodle-gradebook.csv"
    numbered = [record for record in grades.records if _number(record)]
    others = [record for record in grades.records if not _number(record)]
    participants, doubled = identified(numbered, _number, file=worksheet, lacking="")
    known, unknown = identified(
        others,
        lambda record: usable(record.person.email) or usable(record.person.id),
        file=gradebook,
        lacking="no Moodle number, e-mail address or ID number that a table can hold; "
        f"{GRADE_AGAIN}",
    )
    files = []
    if participants:
        n = len(participants)
        files.append(File(worksheet, _worksheet(grades, participants), n))
        pages = {f"{_folder(record)}/feedback.html": record.page for record in participants}
        data = pack({name: page.read_bytes() for name, page in pages.items()})
        files.append(File(f"{slug}-moodle-feedback.zip", data, n))
    if known:
        files.append(File(gradebook, _gradebook(grades, known), len(known)))
    return Export(tuple(files), (*doubled, *unknown))


def _worksheet(grades: Grades, participants: list[Record]) -> bytes:
    """Moodle keeps a grade that it has changed after the last of its times, unless told not to."""
    rows = [
        [
            f"Participant {_number(record)}",
            _cell(record.name),
            _cell(record.person.email),
            "Submitted for grading",
            number(record.points),
            number(grades.max_points),
            "Yes",
            f"{record.attempt.submitted_at:%Y-%m-%d %H:%M:%S UTC}"
            if record.attempt.submitted_at
            else "",
            f"{record.graded_at:%Y-%m-%d %H:%M:%S UTC}",
            _comments(record.attempt),
        ]
        for record in participants
    ]
    return csv_text([_HEADER, *rows]).encode()


def _gradebook(grades: Grades, known: list[Record]) -> bytes:
    """Whoever imports it says which column is which; names are there for people."""
    rows = [
        [
            _cell(record.name),
            usable(record.person.id),
            usable(record.person.email),
            number(record.points),
        ]
        for record in known
    ]
    header = ["Full name", "ID number", "Email address", _cell(grades.column)]
    return csv_text([header, *rows]).encode()


def _comments(attempt: Attempt) -> str:
    """HTML, a line a question: its points and what kept most of them open."""
    lines = [attempt.message] if attempt.message else []
    for question in questions(attempt):
        points = number(question.points)
        line = (
            f"{question.id}: {'–' if points is None else points} of {number(question.max_points)}"
        )
        told = costliest([question])
        texts = {
            check.diagnosis.id: check.diagnosis.text for check in question.checks if check.diagnosis
        }
        lines.append(f"{line}. {texts[told[1]]}" if told else line)
    return _cell("<br>".join(html.escape(line).replace("\\", "&#92;") for line in lines))


def _cell(text: str) -> str:
    """Moodle's reader, PHP's fgetcsv, takes a backslash before a quote for part of the cell."""
    return one_line(text.replace("\\", "/"))


def _number(record: Record) -> str:
    found = record.person.moodle_id
    return found if found.isascii() and found.isdigit() else ""


def _folder(record: Record) -> str:
    """Moodle splits the name at each _, so that the student's has none."""
    name = re.sub(r"[^\w .'’-]|_", "-", record.name)[:100].strip(" .-") or "student"
    return f"{name}_{_number(record)}_assignsubmission_file_"
