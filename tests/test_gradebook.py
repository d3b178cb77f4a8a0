"""The gradebook through its public surface: what goes in comes out, whatever happens between."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.errors import AutograderError, SandboxError
from autograder.gradebook import Gradebook, OtherSeedError
from autograder.submission import Cell
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Kind,
    Outcome,
    QuestionVerdict,
    Status,
)

PASSED = CheckVerdict("a", Kind.PUBLIC, "public", "It’s so.", Status.PASSED, 334, 334)
FAILED = CheckVerdict(
    "b", Kind.VALUE, "hidden", "", Status.FAILED, 0, 666,
    Diagnosis(DiagnosisKind.MISCONCEPTION, "m+n", "Two\nlines"), Evidence("", "", "<b>\x00"), 3e-7,
)  # fmt: skip
UNGRADED = replace(FAILED, status=Status.UNGRADED, points=None, diagnosis=None, evidence=None)
GRADED = Attempt(
    student="=Zoë 'O\"Hara",
    assignment="hw04",
    path="a b/c.ipynb",
    sha256="f" * 64,
    outcome=Outcome.GRADED,
    isolation="namespaces",
    checks_version="v1",
    message="two files",
    seconds=0.1 + 0.2,
    questions=(
        QuestionVerdict("kl", "The KL", 1000, (PASSED, FAILED), cell=0, line=2, seconds=0.07),
        QuestionVerdict("elbo", "", 0, ()),
    ),
    notes=((3, "It was interrupted."), (0, "")),
    max_points=1000,
)
UNREADABLE = replace(GRADED, outcome=Outcome.UNREADABLE, questions=(), notes=(), sha256="")


def student(name, **changes):
    return replace(GRADED, student=name, **changes)


def latest(book, assignment="hw04"):
    return [attempt for _, attempt in book.latest(assignment)]


@pytest.mark.parametrize(
    "attempt",
    [
        GRADED,
        UNREADABLE,
        replace(UNREADABLE, assignment=None),
        replace(
            GRADED,
            outcome=Outcome.UNGRADED,
            questions=(QuestionVerdict("kl", "", 1000, (PASSED, UNGRADED)),),
        ),
    ],
)
def test_an_attempt_comes_back_as_it_was(tmp_path, attempt):
    with Gradebook.open(tmp_path / "new" / "graded") as book:
        number = book.record(attempt, None)
    with Gradebook.read(tmp_path / "new" / "graded") as book:
        assert list(book.latest(attempt.assignment)) == [(number, attempt)]


def test_cells_come_back_within_limits(tmp_path):
    image = {"output_type": "display_data", "data": {"image/png": "iVBOR"}, "metadata": {}}
    huge = {"output_type": "stream", "name": "stdout", "text": "x" * 2_000_000}
    cells = (Cell("markdown", "# é"), Cell("code", "x" * 2_000_000, (image, huge)))
    with Gradebook.open(tmp_path) as book:
        first, none = book.record(GRADED, cells), book.record(UNREADABLE, None)
        markdown, code = book.cells(first)
        assert book.cells(none) == ()
    assert markdown == cells[0]
    assert code.source == cells[1].source and code.outputs[0] == image
    assert code.outputs[1]["text"] == "[an output of 2.0 MB, too large to show here]\n"


def test_many_outputs_stay_within_limits_together(tmp_path):
    large = {"output_type": "stream", "name": "stdout", "text": "x" * 900_000}
    with Gradebook.open(tmp_path) as book:
        (cell,) = book.cells(book.record(GRADED, [Cell("code", "", (large,) * 6)]))
    assert [output == large for output in cell.outputs] == [True] * 4 + [False] * 2


def test_the_latest_attempt_is_reported_and_earlier_ones_stay(tmp_path):
    with Gradebook.open(tmp_path) as book:
        for attempt in (student("b"), student("a"), student("b", sha256="0" * 64)):
            book.record(attempt, None)
        book.record(student("b", assignment="hw05"), None)
        book.record(student("b", assignment=None), None)
        assert latest(book) == [student("a"), student("b", sha256="0" * 64)]
        assert book.assignments() == ["hw04", "hw05", None]
    with sqlite3.connect(tmp_path / "gradebook.sqlite") as database:
        assert database.execute("SELECT count(*) FROM attempts").fetchone() == (5,)


def test_done_is_what_needs_no_other_attempt(tmp_path):
    ungraded = Outcome.UNGRADED
    with Gradebook.open(tmp_path) as book:
        book.record(student("graded", sha256="1"), None)
        book.record(replace(UNREADABLE, student="unreadable", sha256="2"), None)
        book.record(student("ungraded", sha256="3", outcome=ungraded, questions=()), None)
        book.record(student("other checks", sha256="4", checks_version="v0"), None)
        book.record(student("other assignment", sha256="5", assignment="hw05"), None)
        book.record(student("changed back", sha256="6"), None)
        book.record(student("changed back", sha256="7"), None)
        assert book.done("hw04", "v1") == {
            ("graded", "1"),
            ("unreadable", "2"),
            ("changed back", "7"),
        }


def test_points_are_there_for_sql(tmp_path):
    with Gradebook.open(tmp_path) as book:
        book.seed(5, fresh=False)
        book.record(GRADED, None)
    with sqlite3.connect(tmp_path / "gradebook.sqlite") as database:
        rows = database.execute(
            "SELECT a.points, q.points, sum(c.points), a.seed FROM attempts a"
            " JOIN questions q ON q.attempt = a.id"
            " JOIN checks c ON c.attempt = a.id AND c.question = q.position GROUP BY q.id"
        ).fetchall()
    assert rows == [(334, 334, 334, "5")]


def test_text_that_cannot_be_written_does_not_lose_the_attempt(tmp_path):
    with Gradebook.open(tmp_path) as book:
        book.record(replace(GRADED, message="half \ud800"), None)
        assert latest(book) == [replace(GRADED, message="half ?")]


def test_the_seed_is_drawn_once_and_kept(tmp_path):
    with Gradebook.open(tmp_path) as book:
        drawn = book.seed(None, fresh=False)
    with Gradebook.open(tmp_path) as book:
        assert book.seed(None, fresh=False) == book.seed(None, fresh=True) == drawn
        assert book.seed(drawn, fresh=False) == drawn
        with pytest.raises(OtherSeedError, match="--fresh"):
            book.seed(drawn + 1, fresh=False)
        assert book.seed(7, fresh=True) == book.seed(None, fresh=False) == 7
    with Gradebook.open(tmp_path / "other") as book:
        assert book.seed(None, fresh=False) != drawn


def test_nobody_else_can_read_it(tmp_path):
    with Gradebook.open(tmp_path / "graded") as book:
        book.record(GRADED, None)
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "graded").iterdir()
        }
    assert "gradebook.sqlite-wal" in modes
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "graded").stat().st_mode) == 0o700


def test_what_is_no_gradebook_is_refused(tmp_path):
    with pytest.raises(AutograderError, match="no gradebook there; run autograder grade"):
        Gradebook.read(tmp_path)
    (tmp_path / "gradebook.sqlite").write_text("hello " * 1000)
    with pytest.raises(AutograderError, match="not a gradebook"):
        Gradebook.open(tmp_path)
    with sqlite3.connect(tmp_path / "other.sqlite") as database:
        database.execute("CREATE TABLE t (x)")
    (tmp_path / "other.sqlite").rename(tmp_path / "gradebook.sqlite")
    with pytest.raises(AutograderError, match="not a gradebook"):
        Gradebook.open(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(SandboxError, match="can't be written"):
        Gradebook.open(tmp_path / "file")


CHILD = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from sqlalchemy import Engine, event
from autograder.gradebook import Gradebook
from test_gradebook import student
from autograder.submission import Cell

with Gradebook.open(Path({folder!r})) as book:
    {body}
"""

GRADE_TWELVE = """
    done = book.done("hw04", "v1")
    for number in range(12):
        attempt = student(f"s{number:02}", sha256=str(number))
        if (attempt.student, attempt.sha256) not in done:
            book.record(attempt, [Cell("code", attempt.student)])
            print(attempt.student, flush=True)
"""

DIE_INSIDE_THE_SIXTH = """
    inserts = []
    @event.listens_for(Engine, "after_cursor_execute")
    def die(connection, cursor, statement, *_):
        inserts.append(statement.startswith("INSERT INTO checks"))
        if sum(inserts) == 6:
            os.kill(os.getpid(), signal.SIGKILL)
"""


def start(folder, body):
    code = CHILD.format(tests=str(Path(__file__).parent), folder=str(folder), body=body.strip())
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


def test_a_killed_run_goes_on_where_it_was(tmp_path):
    killed = start(tmp_path, DIE_INSIDE_THE_SIXTH + GRADE_TWELVE)
    recorded = killed.communicate()[0].split()
    assert killed.returncode == -signal.SIGKILL
    assert recorded == [f"s{number:02}" for number in range(5)]
    with Gradebook.read(tmp_path) as book:
        assert latest(book) == [student(name, sha256=str(int(name[1:]))) for name in recorded]
    again = start(tmp_path, GRADE_TWELVE)
    assert again.communicate()[0].split() == [f"s{number:02}" for number in range(5, 12)]
    assert again.returncode == 0
    with Gradebook.open(tmp_path) as book:
        for number, attempt in book.latest("hw04"):
            assert attempt == student(attempt.student, sha256=str(int(attempt.student[1:])))
            assert book.cells(number) == (Cell("code", attempt.student),)
        assert len(book.done("hw04", "v1")) == 12


def test_one_writes_at_a_time_and_others_read(tmp_path, monkeypatch):
    monkeypatch.setattr("autograder.gradebook.file._WAIT", 0.2)
    # A child of the writer, as a sandbox is one, doesn't hold the lock when the writer is gone.
    body = """
    book.record(student("ada"), None)
    child = os.fork()
    if child == 0:
        signal.pause()
    print(child, flush=True)
    signal.pause()
"""
    writer = start(tmp_path, body)
    child = int(writer.stdout.readline())
    try:
        with pytest.raises(SandboxError, match="another autograder grade is running"):
            Gradebook.open(tmp_path)
        with Gradebook.read(tmp_path) as book:
            assert latest(book) == [student("ada")]
        writer.kill()
        writer.wait()
        with Gradebook.open(tmp_path) as book:
            book.record(student("bob"), None)
            assert latest(book) == [student("ada"), student("bob")]
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
        os.kill(child, signal.SIGKILL)
