"""The command line: what each command takes, and its exit codes. Heavy imports wait in commands."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import Annotated

import typer

from autograder.errors import AutograderError, UsageError

app = typer.Typer(
    name="autograder",
    help="Grade assignments on generative AI: sandboxed, and able to name the misconception.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Course = Annotated[
    Path | None, typer.Option("--course", help="The course's folder; else the nearest above.")
]
Slug = Annotated[
    str | None, typer.Option("-a", "--assignment", metavar="SLUG", help="The assignment.")
]
Graded = Annotated[Path, typer.Argument(metavar="DIR", help="What -o named when grading.")]
Workers = Annotated[int, typer.Option(min=1, help="Processes.", show_default="the cores")]
CORES = len(os.sched_getaffinity(0))
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who acts; else your login.")]


@app.command()
def grade(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files, folders, zips, exports.")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="Where results go.")],
    assignment: Slug = None,
    workers: Workers = CORES,
    seed: Annotated[int | None, typer.Option(help="Of the hidden inputs; kept secret.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="A new attempt for everyone.")] = False,
    course: Course = None,
    trust: Annotated[
        bool, typer.Option("--trust-submissions", help="Grade without isolation if need be.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="results.json on stdout.")] = False,
    roster: Annotated[
        Path | None, typer.Option("--roster", metavar="CSV", help="Who is in the course.")
    ] = None,
) -> None:
    """Grade a cohort; run it again to go on where it stopped."""
    from autograder.cli.grade import run

    raise typer.Exit(
        run(
            paths, out, assignment=assignment, workers=workers, seed=seed, fresh=fresh,
            course=course, trust=trust, as_json=as_json, roster=roster,
        )
    )  # fmt: skip


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A notebook or a script.")],
    assignment: Slug = None,
    question: Annotated[
        str | None, typer.Option("-q", "--question", metavar="QUESTION", help="One question only.")
    ] = None,
    hidden: Annotated[
        bool, typer.Option("--hidden", help="All checks, sandboxed; needs the course.")
    ] = False,
    course: Course = None,
) -> None:
    """Run the public checks on one file, as the notebook does."""
    from autograder.cli.check import run

    raise typer.Exit(
        run(file, assignment=assignment, question=question, hidden=hidden, course=course)
    )


@app.command()
def build(
    assignment: Slug = None,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="DIR", help="For zips.")] = Path(
        "dist"
    ),
    course: Course = None,
) -> None:
    """Make notebooks, otter tests and zips from what the instructor wrote."""
    from autograder.cli.build import run

    raise typer.Exit(run(assignment, out, course))


@app.command()
def comment(
    out: Graded,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Which one.")],
    text: Annotated[
        str | None,
        typer.Argument(metavar="[TEXT]", help="To write; without it the groups are listed."),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            metavar="g-N|STUDENT", help="Whom it is for; a student stands for their group."
        ),
    ] = None,
    student: Annotated[
        str | None, typer.Option(metavar="NAME", help="It is for this student alone.")
    ] = None,
    by: By = None,
    assignment: Slug = None,
    course: Course = None,
) -> None:
    """Write to a student, or to all whose answers to a question behave alike, now or later."""
    from autograder.cli.comment import run

    raise typer.Exit(
        run(
            out, question, text, group=group, student=student, by=by, assignment=assignment,
            course=course,
        )
    )  # fmt: skip


@app.command()
def mark(
    out: Graded,
    question: Annotated[
        str | None, typer.Argument(metavar="[QUESTION]", help="This one only.")
    ] = None,
    student: Annotated[
        str | None,
        typer.Option("-s", "--student", metavar="NAME", help="This one only, marked or not."),
    ] = None,
    by: By = None,
    assignment: Slug = None,
    course: Course = None,
) -> None:
    """Walk through the answers in words that wait for a mark, alike ones together."""
    from autograder.cli.mark import run

    raise typer.Exit(
        run(out, question, student=student, by=by, assignment=assignment, course=course)
    )


@app.command()
def override(
    out: Graded,
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="As grades.csv has them.")],
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="Which one.")],
    points: Annotated[float | None, typer.Option(help="What counts from now on.")] = None,
    why: Annotated[str | None, typer.Option(help="The reason; the student reads it.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="What was earned counts again.")] = False,
    by: By = None,
    assignment: Slug = None,
    course: Course = None,
) -> None:
    """Give points for a question, whatever the checks say; regrades leave them."""
    from autograder.cli.override import run

    raise typer.Exit(
        run(
            out, student, question, points=points, why=why, undo=undo, by=by,
            assignment=assignment, course=course,
        )
    )  # fmt: skip


@app.command()
def regrade(
    out: Graded,
    student: Annotated[
        str | None, typer.Option("-s", "--student", metavar="NAME", help="This one only.")
    ] = None,
    question: Annotated[
        str | None, typer.Option("-q", "--question", metavar="QUESTION", help="This one only.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Let it count.")] = False,
    keep_higher: Annotated[
        bool, typer.Option("--keep-higher", help="Nobody loses points on a question.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the last accepted regrade back.")
    ] = False,
    workers: Workers = CORES,
    by: By = None,
    assignment: Slug = None,
    course: Course = None,
) -> None:
    """Grade again what changed checks touch; shows who moves, changes nothing before --accept."""
    from autograder.cli.regrade import run

    raise typer.Exit(
        run(
            out, student=student, question=question, accept=accept, keep_higher=keep_higher,
            undo=undo, workers=workers, by=by, assignment=assignment, course=course,
        )
    )  # fmt: skip


@app.command()
def export(
    out: Graded,
    platform: Annotated[
        str,
        typer.Option(
            "--to", metavar="canvas|moodle|gradescope|junit|csv|parquet", help="What reads it."
        ),
    ],
    assignment: Slug = None,
    to: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", metavar="FILE|FOLDER", help="Where to.", show_default="DIR/export"
        ),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="The assignment on the platform, “HW4 (12345)”; else its title."
        ),
    ] = None,
    course: Course = None,
) -> None:
    """Write grades and feedback as Canvas, Moodle and others read them."""
    from autograder.cli.export import run

    raise typer.Exit(run(out, platform, assignment=assignment, to=to, column=column, course=course))


@app.command()
def report(
    out: Graded,
    assignment: Slug = None,
    course: Course = None,
) -> None:
    """Write report.html and report.pdf: what the class misunderstood, and what waits for you."""
    from autograder.cli.report import run

    raise typer.Exit(run(out, assignment=assignment, course=course))


@app.command()
def validate(
    slugs: Annotated[
        list[str] | None, typer.Argument(metavar="[SLUG…]", help="Assignments; else all.")
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="50 seeds, every mutant on every check, calibration.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="The tolerance of each check, and its margins.")
    ] = False,
    course: Course = None,
) -> None:
    """Prove that an assignment's checks accept right answers and name known mistakes."""
    from autograder.cli.validate import run

    raise typer.Exit(run(slugs or [], full=full, verbose=verbose, course=course))


def main() -> None:
    """The `autograder` command. Exit codes: 0 done, 1 the grader could not, 2 usage."""
    # One thread for torch, set before it is imported: a forked child inherits no thread pool.
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    # What a command imports is never garbage: looking for it there takes a fifth of the start, and
    # taking it apart at the end half a second.
    gc.set_threshold(10_000)
    try:
        app()
    except AutograderError as error:
        from autograder.cli.terminal import visible

        typer.echo(f"autograder: {visible(str(error))}", err=True)
        raise SystemExit(2 if isinstance(error, UsageError) else 1) from None
    finally:
        gc.freeze()
