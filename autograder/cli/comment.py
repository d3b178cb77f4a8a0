"""`autograder comment`: a text to all students whose answers to a question behave alike."""

from __future__ import annotations

import getpass
from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.cli.pages import texts, write_pages
from autograder.cli.terminal import columns, console, usage, visible
from autograder.exchange import folder_of
from autograder.gradebook import Gradebook, Group, groups
from autograder.verdict import Attempt, costliest

_SHOWN = 3
"""So many students of a group are named."""


class _UnknownError(Exception):
    """No such assignment or question."""


def run(
    out: Path,
    question: str,
    text: str | None,
    *,
    group: str | None,
    author: str | None,
    assignment: str | None,
    course: Path | None,
) -> int:
    """List a question's groups, or write to one of them; returns the exit code."""
    say = console()
    home = catalog.find(course)
    if text is not None and group is None:
        return usage("--group says whom it is for; leave TEXT out to see the groups")
    with Gradebook.read(out) if text is None else Gradebook.open(out) as book:
        try:
            slug = _assignment(book, home, question, assignment)
        except _UnknownError as error:
            return usage(str(error))
        latest = dict(book.latest(slug))
        several = groups(book, slug, list(latest)).get(question, [])
        if text is None or group is None:
            return _list(slug, question, several, latest, say)
        named = [each for each in several if each.name == group]
        having = [g for g in several if group in (latest[n].student for n in g.members)]
        found = next(iter(named or having), None)
        if found is None:
            known = ", ".join(each.name for each in several) or "none"
            return usage(f"--group {group}: the groups of {question} are {known}")
        members = found.members
        book.comment(members, question, text, author or getpass.getuser())
        words = texts(home.title, catalog.load(home, slug).assignment)
        whole = out / slug / "results.json"
        folder = folder_of(out, slug, only=None if whole.is_file() else slug)
        write_pages(book, slug, list(latest.items()), folder, words, members)
    n = len(members)
    say.print(
        f"{found.name}: {n} {'page' if n == 1 else 'pages'} in {folder}/feedback/ written again"
    )
    say.print("Later attempts that behave alike get the comment, too.")
    return 0


def _assignment(book: Gradebook, home: catalog.Course, question: str, wanted: str | None) -> str:
    """The one assignment in the gradebook that has the question."""
    graded = [slug for slug in book.assignments() if slug is not None]
    if wanted is not None and wanted not in graded:
        raise _UnknownError(
            f"-a {wanted}: the gradebook has {', '.join(graded) or 'no assignment'}"
        )
    having = [
        slug
        for slug in graded
        if (wanted is None or slug == wanted)
        and slug in home.slugs
        and question in home.question_names(slug)
    ]
    if len(having) == 1:
        return having[0]
    if having:
        raise _UnknownError(f"{question} is asked in {' and '.join(having)}; say which with -a")
    raise _UnknownError(f"{question}: no question of {', '.join(graded) or 'the gradebook'}")


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
    points = "–" if verdict.points is None else f"{verdict.points / 100:g}"
    names = [visible(attempts[number].student) for number in group.members]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    of = f"{points} of {verdict.max_points / 100:g}"
    return group.name, str(len(names)), of, told.replace("_", " "), ", ".join(names[:_SHOWN]) + more
