"""Canvas: its gradebook's CSV, and the zip of feedback pages that it takes back.

Sources: Canvas's lib/gradebook_importer.rb (columns, and how a row finds its student),
AbstractAssignment#infer_comment_context_from_filename in app/models/abstract_assignment.rb (how a
file finds its submission) and the Instructor Guide, "How do I import grades in the Gradebook?"
and "How do I upload all student submissions for an assignment?".
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from autograder.archive import pack

from .records import GRADE_AGAIN, Export, File, Grades, Record, identified
from .tables import Cell, csv_text, number, one_line, usable

_HEADER = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


def export(grades: Grades) -> Export:
    """`<slug>-canvas.csv`, and `<slug>-canvas-feedback.zip` for those whose files Canvas named."""
    table, pages = f"{grades.assignment}-canvas.csv", f"{grades.assignment}-canvas-feedback.zip"
    known, unknown = identified(
        grades.records,
        _key,
        file=table,
        lacking=f"no Canvas ID, SIS ID or login that a table can hold; {GRADE_AGAIN}",
    )
    returned, kept = identified(
        grades.records,
        _member,
        file=pages,
        lacking="the file's name is not one that Canvas gave this student; grade the files as "
        "Canvas's Download Submissions names them",
    )
    files = []
    if known:
        files.append(File(table, _table(grades, known), len(known)))
    if returned:
        data = pack({_member(record): record.page.read_bytes() for record in returned})
        files.append(File(pages, data, len(returned)))
    return Export(tuple(files), (*unknown, *kept))


def _table(grades: Grades, known: list[Record]) -> bytes:
    """A row a student. Canvas looks for the ID first, then for the SIS ID, then for the login."""
    rows: list[list[Cell]] = [
        [*_HEADER, one_line(grades.column)],
        ["Points Possible", "", "", "", "", number(grades.max_points)],
        *(
            [
                one_line(record.name),
                _canvas_id(record),
                usable(record.person.id),
                usable(record.person.login),
                one_line(record.person.section),
                number(record.points),
            ]
            for record in known
        ),
    ]
    return csv_text(rows).encode()


def _canvas_id(record: Record) -> str:
    """Digits only: of anything else Canvas reads the digits at its beginning."""
    found = record.person.canvas_id
    return found if _digits(found) else ""


def _key(record: Record) -> str:
    ids = {
        "ID": _canvas_id(record),
        "SIS User ID": usable(record.person.id),
        "SIS Login ID": usable(record.person.login),
    }
    return next((f"{name} {found}" for name, found in ids.items() if found), "")


def _member(record: Record) -> str:
    """The name under which Canvas takes the page back to the right student; "" if none is sure."""
    parts = PurePosixPath(record.attempt.path).parts
    read = {part: _read(part, record.person.group) for part in parts}
    mine = _canvas_id(record)
    found = [part for part, ids in read.items() if ids and (not mine or ids[0] in ("", mine))]
    if len(found) != 1:
        return ""
    stem = PurePosixPath(found[0]).stem
    # Canvas ignores a file whose last piece begins with link: that is how it names a URL handed in.
    tail = "_feedback" if stem.split("_")[-1].startswith("link") else ""
    return f"{stem}{tail}.html"


def _read(name: str, group: str) -> tuple[str, str] | None:
    """(user, attachment) that Canvas reads in a file's name: lovelaceada_LATE_123_456_hw.ipynb.

    They are the first two pieces that are digits, after a group's name; where grading is anonymous
    the user is "" here, anon_X1y2Z_456_hw.ipynb.
    """
    prefix = re.sub(r"\W", "", group).lower() + "_"
    pieces = [piece for piece in name.removeprefix(prefix).split("_") if piece != "LATE"]
    if pieces[0] == "anon":
        return ("", pieces[2]) if len(pieces) > 3 and _digits(pieces[2]) else None
    numbers = [piece for piece in pieces[:-1] if _digits(piece)]
    return (numbers[0], numbers[1]) if len(numbers) > 1 else None


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
