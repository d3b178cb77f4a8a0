"""The pages that are looked at: every outcome, written by the real commands from a gradebook."""

from __future__ import annotations

import base64
import io
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from conftest import ROOT, TOY, autograder
from PIL import Image
from test_feedback import CELLS, EVIDENCE, PARTLY, RAISED, UNKNOWN, check
from test_feedback import attempt as handed_in
from test_feedback import question as asked
from test_finals import POLICY
from test_report import BELIEF, FOLLOWS, NAMELESS, STUB, attempt, question, recorded, written

from autograder import catalog
from autograder.gradebook import Gradebook
from autograder.plots import Drawing
from autograder.plots import Kind as PlotKind
from autograder.submission import Cell
from autograder.verdict import Outcome, QuestionVerdict, Status

MARKDOWN = """# My homework

The mean is $\\bar x = \\frac1n \\sum_i x_i$; [the lecture](https://example.org) has more.

| n | mean of x over the rows | variance of x over the rows | standard error of the mean |
|--:|------------------------:|----------------------------:|---------------------------:|
| 10 | 0.0123456789 | 1.0123456789 | 0.3162277660 |

<img src="x" onerror="window.ran = 1"><script>window.ran = 1</script>
"""
WIDE = "def center(x):\n    return " + " + ".join(f"x[:, {i}]" for i in range(40))
CURVE = Drawing(
    PlotKind.CURVE, "The KL", "Your curve is half the expected one.", "The KL as the mean moves.",
    expected=(3.0, 1.0, 3.0), yours=(1.5, None, 1.5), x=(-2.0, 0.0, 2.0),
    x_name="mean of the first dimension", y_name="KL in nats",
)  # fmt: skip


def pages(folder: Path) -> dict[str, Path]:
    """Write the pages of a class and the reports of another into a folder.

    Returns:
        The files, by what they show: five students, the report of one assignment and of a course.
    """
    return students(folder) | in_words(folder / "words") | reports(folder)


def run(*arguments: object, course: Path) -> None:
    done = autograder(*arguments, "--course", course)
    assert done.returncode == 0, done.stdout + done.stderr


def students(folder: Path) -> dict[str, Path]:
    """All right, every status with comment, points by hand and lateness, ungraded, unreadable."""
    course, graded = folder / "course", folder / "graded"
    shutil.copytree(TOY, course, ignore=shutil.ignore_patterns("__pycache__"))
    (course / "extensions.csv").write_text("student,assignment,days\n", encoding="utf-8")
    toml = course / "course.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + POLICY, encoding="utf-8")
    right = asked("center", check("adds_up"), check("matches_the_example", visibility="public"))
    every = [check(f"is_{status}", status) for status in Status if status is not Status.UNGRADED]
    shown = check("matches_the_example", Status.TIMEOUT, 150, RAISED, EVIDENCE, "public")
    center = replace(asked("center", shown, *every, cell=6), plot=CURVE.text())
    given = asked("spread", check("keeps_the_order", Status.FAILED, 300, UNKNOWN))
    ours = asked("center", check("adds_up"), check("draws", Status.UNGRADED))
    text = [
        {"output_type": "stream", "text": "0123456789" * 40},
        {"output_type": "display_data", "data": {"image/png": picture()}},
    ]
    cells = [
        *(Cell(cell.kind, cell.source, ()) for cell in CELLS),
        Cell("code", WIDE, tuple(text)),
        Cell("markdown", MARKDOWN, ()),
    ]
    cut = {"outcome": Outcome.UNREADABLE, "message": "it ends; hand it in again", "max_points": 900}
    made = {
        "right": handed_in(right),
        "mixed": handed_in(*PARTLY, center, given),
        "ours": handed_in(ours, outcome=Outcome.UNGRADED, message="no memory; run grade again"),
        "cut": handed_in(**cut),
    }
    late = datetime(2026, 10, 15, tzinfo=UTC)
    with Gradebook.open(graded) as book:
        book.seed(1, fresh=False)
        for name, each in [("mixed", handed_in(right, center)), *made.items()]:
            sent = replace(each, student=name, assignment="toy", submitted_at=late)
            sent = replace(sent, sha256=f"{name}{len(each.questions)}")
            book.record(sent, cells if name == "mixed" else None)
    by_hand = ("--points", "2", "--why", "It adds up.")
    run("override", graded, "mixed", "spread", *by_hand, course=course)
    run("comment", graded, "center", "--student", "mixed", "Add up.\n\nSee week 4.", course=course)
    found = {name: graded / "feedback" / f"{name}.html" for name in made}
    assert "My homework" in found["mixed"].read_text(encoding="utf-8")
    return found


def in_words(folder: Path) -> dict[str, Path]:
    """One answer that is marked, one that waits, one that is blank."""
    slug = "written_generation"
    asking = catalog.load(catalog.find(ROOT), slug).assignment.written
    first, second, third, *_ = asking.values()
    has = [item.id for item in first.rubric[:2]]
    text = "Nothing says where codes lie.\n\n$$\nz \\sim N(0, I)\n$$\n\n- so draws miss them"
    answers = (
        QuestionVerdict(first.id, first.title, 1000, (), 0, answer=text),
        QuestionVerdict(second.id, second.title, 1000, (), 1, answer=text),
        QuestionVerdict(third.id, third.title, 1000, (), None, answer=""),
    )
    with Gradebook.open(folder) as book:
        book.seed(1, fresh=False)
        sent = replace(handed_in(*answers), student="words", assignment=slug)
        book.record(sent, [Cell("markdown", text, ()), Cell("markdown", text, ())])
        book.mark(slug, first.id, text, 500, has, "Read on: what is the prior?", author="Ada")
    run("comment", folder, second.id, "--student", "words", "See week 4.", course=ROOT)
    (found,) = folder.rglob("words.html")
    assert "2 of the 5 things that were looked for" in found.read_text(encoding="utf-8")
    return {"words": found}


def picture() -> str:
    """A picture that is wider than a telephone, as notebooks hold them."""
    file = io.BytesIO()
    Image.new("RGB", (900, 90), "#5b7fb5").save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def reports(folder: Path) -> dict[str, Path]:
    """Forty students by design: mix-ups, what follows, groups, a pair, and what waits."""
    attempts, sources = [], {}
    for i in range(40):
        name = f"s{i:02d}"
        center = BELIEF if i % 4 == 0 else None
        spread = (
            FOLLOWS if i in {0, 4, 8} else NAMELESS if i % 10 == 1 else STUB if i > 34 else None
        )
        signed = f'[["{spread.id}","failed"]]' if spread else ""
        questions = [question("center", center), question("spread", spread, signature=signed)]
        sources[name] = written(20, names=("p", "q")) if i == 21 else written(i)
        outcome = Outcome.GRADED
        if i == 38:
            outcome, questions = Outcome.UNREADABLE, []
        attempts.append(attempt(name, questions, outcome=outcome, message="it ends; hand in all"))
    out = recorded(folder / "report", attempts, sources)
    run("report", out, course=TOY)
    one = (out / "report.html").rename(folder / "report.html")
    with Gradebook.open(out) as book:
        for each in attempts[:3]:
            book.record(replace(each, assignment="more", student=f"more of {each.student}"), None)
    run("report", out, course=TOY)
    return {"report": one, "course": (out / "report.html").rename(folder / "course.html")}
