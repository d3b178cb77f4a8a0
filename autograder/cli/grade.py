"""`autograder grade`: from paths to a gradebook, results, grades and pages, and a summary."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.cli.finals import Finals, finals, vet, write
from autograder.cli.pages import texts, write_pages
from autograder.cli.terminal import columns, console, progress, symbol, usage, visible
from autograder.crew import Crew, Task, start
from autograder.errors import AssignmentError, SubmissionError
from autograder.exchange import folder_of, write_results
from autograder.expectation import Expectations
from autograder.gradebook import Gradebook, Group, groups
from autograder.grading import Setting
from autograder.people import Person
from autograder.submission import Cohort, Found, Roster, discover, read_roster
from autograder.verdict import Attempt, Outcome, costliest, written

_LISTED = 40
"""Of so many students at most each gets a line."""
_NAMED = 20
"""So many of a long list are named on the screen; results.json has them all."""


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    assignment: str | None,
    workers: int,
    seed: int | None,
    fresh: bool,
    course: Path | None,
    trust: bool,
    as_json: bool,
    roster: Path | None = None,
) -> int:
    """Grade; returns the exit code."""
    say = console(stderr=as_json)
    started = time.monotonic()
    home = catalog.find(course)
    slugs = _questions(home, say)
    if assignment is not None and assignment not in slugs:
        return usage(f"-a {assignment}: this course has {', '.join(slugs) or 'no assignment'}")
    try:
        listed = [] if roster is None else read_roster(roster)
        known, on_list = Roster(_people(out)).joined(listed)
        cohort = discover(paths, slugs=slugs, assignment=assignment, roster=known)
    except SubmissionError as error:
        return usage(str(error))
    vet(home)
    with Gradebook.open(out) as book, ExitStack() as stack:
        root = book.seed(seed, fresh=fresh)
        n = min(workers, max(1, len(cohort.found)))
        sandboxes = [stack.enter_context(start(home.limits, trust)) for _ in range(n)]
        wanted = dict.fromkeys(found.assignment for found in cohort.found)
        cohorts = {
            slug: Expectations(catalog.load(home, slug), root)
            for slug in wanted
            if slug is not None
        }
        book.know([*known.people.values(), *cohort.people])
        outdated = [] if fresh else list(_outdated(book, cohorts, cohort))
        for line in (*cohort.messages, *_against(on_list, cohort), *outdated):
            say.print(f"note: {visible(line)}")
        _prepare(cohorts, say)
        setting = Setting(
            cohorts=cohorts,
            seed=root,
            limits=home.limits,
            trust=trust,
            secrets=(*home.secrets, out / "gradebook.sqlite"),
            done={
                slug: frozenset(() if fresh else book.done(slug, _version(cohorts, slug)))
                for slug in wanted
            },
        )
        with Crew(setting, sandboxes) as crew:
            _headline(cohorts, len(cohort.found), n, crew.tier, say)
            fresh_ids = _grade(book, cohort.found, crew, say)
            tier = crew.tier
        by_policy = finals(book, home)
        for line in by_policy.notes:
            say.print(f"note: {visible(line)}")
        for slug in book.assignments():
            if slug in wanted:
                document = _write(
                    book, out, slug, assignment, home, cohorts, tier, fresh_ids, by_policy
                )
                if as_json:
                    sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
        write(by_policy, out)
        return _summary(book, list(wanted), fresh_ids, out, assignment, say, started)


def _people(out: Path) -> list[Person]:
    """Whom an earlier run has got to know."""
    if not (out / "gradebook.sqlite").is_file():
        return []
    with Gradebook.read(out) as book:
        return list(book.people().values())


def _against(on_list: Collection[str], cohort: Cohort) -> Iterator[str]:
    """Who is not on the class list, and who on it has handed in nothing."""
    if not on_list:
        return
    handed_in = {person.student for person in cohort.people}
    others = sorted(handed_in.difference(on_list))
    if others:
        yield (
            f"{len(others)} not on the roster, graded under the names they came with: "
            f"{_some(others)}; add them to it, or to their lines what identifies them"
        )
    absent = sorted(set(on_list).difference(handed_in))
    if absent:
        yield f"{len(absent)} on the roster handed in nothing: {_some(absent)}"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _outdated(book: Gradebook, cohorts: dict[str, Expectations], cohort: Cohort) -> Iterator[str]:
    """Whose grades may move because checks have changed: a TA might have liked to see it first."""
    for slug in cohorts:
        handed_in = {found.student for found in cohort.found if found.assignment == slug}
        old = book.outdated(slug, _version(cohorts, slug)) & handed_in
        if old:
            yield (
                f"{slug}: {_count(len(old), 'student')} were graded with other checks and are "
                "graded again; autograder regrade shows who moves before anything counts"
            )


def _questions(home: catalog.Course, say: Console) -> dict[str, tuple[str, ...]]:
    """Each assignment's questions; one that can't be read is left out, and said so."""
    found = {}
    for slug in home.slugs:
        try:
            found[slug] = home.question_names(slug)
        except AssignmentError as error:
            say.print(f"note: {slug} is left out: {error}")
    return found


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def _version(cohorts: dict[str, Expectations], slug: str | None) -> str:
    return cohorts[slug].content.version if slug is not None else ""


def _prepare(cohorts: dict[str, Expectations], say: Console) -> None:
    """Compute what is expected once, before the workers fork; a check at fault is ungraded."""
    for slug, expectations in cohorts.items():
        for question in expectations.assignment.questions.values():
            for check in question.checks:
                try:
                    expectations.expect(question, check)
                except AssignmentError as error:
                    say.print(f"{slug}: {error}; the check stays ungraded for everyone")


def _headline(
    cohorts: dict[str, Expectations], submissions: int, workers: int, tier: str, say: Console
) -> None:
    for slug, expectations in cohorts.items():
        asked = expectations.assignment
        count = _count(len(asked.questions) + len(asked.written), "question")
        say.print(f"{slug}  {asked.title}, {count}, {_count(asked.points, 'point')}")
    counts = f"{_count(submissions, 'submission')}, {_count(workers, 'worker')}"
    say.print(f"{counts}, isolation: {tier}\n")


def _grade(book: Gradebook, found: Sequence[Found], crew: Crew, say: Console) -> set[int]:
    """Grade and record; returns the ids of the new attempts."""
    new: set[int] = set()
    with progress("Grading", len(found), say) as step:
        for graded in crew.grade([Task(one) for one in found]):
            if graded.attempt is not None:
                new.add(book.record(graded.attempt, graded.cells))
            step()
    return new


def _write(
    book: Gradebook,
    out: Path,
    slug: str | None,
    only: str | None,
    home: catalog.Course,
    cohorts: dict[str, Expectations],
    tier: str,
    fresh_ids: set[int],
    by_policy: Finals,
) -> dict[str, object]:
    """Results, grades and the pages that are new or not there."""
    folder = folder_of(out, slug, only=only)
    latest = list(book.latest(slug))
    document = write_results(folder, slug, [attempt for _, attempt in latest], tier)
    cohort = cohorts.get(slug or "")
    words = texts(home, cohort.assignment if cohort else None)
    write_pages(book, slug, latest, folder, words, fresh_ids, by_policy)
    return document


def _summary(
    book: Gradebook,
    wanted: list[str | None],
    fresh_ids: set[int],
    out: Path,
    only: str | None,
    say: Console,
    started: float,
) -> int:
    everyone: list[Attempt] = []
    for slug in wanted:
        latest = dict(book.latest(slug))
        attempts = list(latest.values())
        everyone += attempts
        if slug is not None:
            _table(slug, attempts, say)
            _questions_table(attempts, groups(book, slug, list(latest)), say)
    count = Counter(attempt.outcome for attempt in everyone)
    counts = ", ".join(
        f"{count[outcome]} {word}"
        for outcome, word in (
            (Outcome.GRADED, "graded"),
            (Outcome.UNREADABLE, "unreadable"),
            (Outcome.UNGRADED, "not graded"),
        )
        if count[outcome] or outcome is Outcome.GRADED
    )
    say.print(f"{counts}; {len(fresh_ids)} of them now, in {time.monotonic() - started:.1f} s")
    rows = [
        (symbol(a.outcome.value, say), visible(a.student), visible(a.message))
        for a in everyone
        if a.outcome is not Outcome.GRADED
    ]
    unmarked = [question for a in everyone for question in a.questions if question.waits]
    if unmarked:
        mark = symbol("waiting", say)
        rows.insert(0, (mark, _count(len(unmarked), "answer"), f"autograder mark {out}"))
    if rows:
        say.print("\nWaiting for you")
        for line in columns(rows[:_NAMED]):
            say.print(line)
        if len(rows) > _NAMED:
            say.print(f"  and {len(rows) - _NAMED} more; results.json has all")
    where = f"{out}/" if only is not None else f"{out}/<assignment>/"
    say.print(f"\nWritten  {where}grades.csv  results.json  feedback/   {out}/gradebook.sqlite")
    return 1 if count[Outcome.UNGRADED] else 0


def _table(slug: str, attempts: list[Attempt], say: Console) -> None:
    """Student, score, and what they were told first; of a large cohort only how it went."""
    say.print(f"{slug}")
    rows = [(visible(a.student), written(a.points), _first(a)) for a in attempts]
    for line in columns(rows, right=frozenset({1})) if len(rows) <= _LISTED else ():
        say.print(line if len(line) <= 100 else line[:99] + "…")
    scores = [a.points for a in attempts if a.points is not None]
    if len(scores) > 1:
        say.print(
            f"  median {statistics.median(scores) / 100:g} of {attempts[0].max_points / 100:g}"
        )
    say.print("")


def _questions_table(
    attempts: list[Attempt], grouped: dict[str, list[Group]], say: Console
) -> None:
    """For each question its points and mean, and how many groups its wrong answers make."""
    rows = [("question", "points", "mean", "wrong", "groups", "largest")]
    for name, of_question in grouped.items():
        verdicts = [q for attempt in attempts for q in attempt.questions if q.id == name]
        earned = [q.points for q in verdicts if q.points is not None]
        if not earned or any(q.waits for q in verdicts):
            continue
        most = verdicts[0].max_points
        sizes = [len(group.members) for group in of_question]
        rows.append(
            (
                name,
                written(most),
                f"{statistics.mean(earned) / most:.0%}" if most else "–",
                str(sum(points < most for points in earned)),
                str(len(sizes)),
                f"{of_question[0].name}, {sizes[0]} alike" if sizes and sizes[0] > 1 else "",
            )
        )
    if len(rows) > 1:
        for line in columns(rows, right=frozenset({1, 2, 3, 4})):
            say.print(line)
        say.print("")


def _first(attempt: Attempt) -> str:
    """The diagnosis that keeps most points open."""
    if attempt.outcome is not Outcome.GRADED:
        return visible(attempt.message)
    waiting = sum(question.waits for question in attempt.questions)
    if waiting:
        return f"{_count(waiting, 'answer')} to mark"
    told = costliest(attempt.questions)
    if told:
        return f"{told[0]}: {told[1].replace('_', ' ')}"
    return "all checks passed" if any(q.checks for q in attempt.questions) else "nothing to mark"
