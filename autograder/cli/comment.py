"""`autograder comment`: a text to one student, or to all whose answers behave alike."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.cli.desk import assignment_of, author, called, write_again
from autograder.cli.terminal import columns, console, usage, visible
from autograder.gradebook import Gradebook, Group, groups
from autograder.verdict import Attempt, costliest, written

_SHOWN = 3
"""So many students of a group are named."""


def run(
    out: Path,
    question: str,
    text: str | None,
    *,
    group: str | None,
    student: str | None,
    by: str | None,
    assignment: str | None,
    course: Path | None,
) -> int:
    """List a question's groups, or write to one of them or to a student; returns the exit code."""
    say = console()
    home = catalog.find(course)
    if text is not None and (group is None) == (student is None):
        return usage(
            "say whom it is for with --group or --student; leave TEXT out to see the groups"
        )
    with Gradebook.read(out) if text is None else Gradebook.open(out) as book:
        slug = assignment_of(book, home, question, assignment)
        latest = dict(book.latest(slug))
        several = groups(book, slug, list(latest)).get(question, [])
        if text is None:
            return _list(slug, question, several, latest, say)
        if student is not None:
            student = called(book, student)
            name, members = student, tuple(n for n, a in latest.items() if a.student == student)
            known = "see grades.csv for their names"
        else:
            named = [each for each in several if each.name == group]
            owner = called(book, str(group))
            having = [g for g in several if owner in [latest[n].student for n in g.members]]
            found = next(iter(named or having), None)
            name, members = (found.name, found.members) if found else (str(group), ())
            known = f"the groups of {question} are {', '.join(g.name for g in several) or 'none'}"
        if not members:
            return usage(f"{name}: nobody there to write to; {known}")
        book.comment(members, question, text, author(by), alone=student is not None)
        folder = write_again(book, out, home, catalog.load(home, slug).assignment, members)
    n = len(members)
    say.print(
        f"{visible(name)}: {n} {'page' if n == 1 else 'pages'} in {folder}/feedback/ written again"
    )
    if student is None:
        say.print("Later attempts that behave alike get the comment, too.")
    return 0


def _list(
    slug: str, question: str, found: list[Group], attempts: dict[int, Attempt], say: Console
) -> int:
    say.print(f"{slug}  {question}, {len(found)} groups of answers that lose hidden points\n")
    rows = [("group", "answers", "points", "told", "students")]
    rows += [_row(group, question, attempts) for group in found]
    for line in columns(rows, right=frozenset({1, 2})):
        say.print(line)
    return 0


def _row(
    group: Group, question: str, attempts: dict[int, Attempt]
) -> tuple[str, str, str, str, str]:
    verdict = next(q for q in attempts[group.members[0]].questions if q.id == question)
    _, told = costliest([verdict]) or ("", "")
    names = [visible(attempts[number].student) for number in group.members]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    of = f"{written(verdict.earned)} of {written(verdict.max_points)}"
    return group.name, str(len(names)), of, told.replace("_", " "), ", ".join(names[:_SHOWN]) + more
