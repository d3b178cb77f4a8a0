"""`autograder regrade`: grade again what changed checks touch, show who moves and why, then accept.

It works from the gradebook alone: the submissions' cells are in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.catalog import Content
from autograder.cli.desk import assignment_of, author, write_again
from autograder.cli.terminal import columns, console, progress, symbol, usage, visible
from autograder.crew import Crew, Task, start
from autograder.expectation import Expectations
from autograder.gradebook import Gradebook
from autograder.grading import Setting
from autograder.people import Person
from autograder.submission import Found, Submission
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    DiagnosisKind,
    Outcome,
    QuestionVerdict,
    written,
)
from autograder.versions import checks_version

_SHOWN = 100
"""So many students who move are listed."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One submission before and after."""

    before: Attempt
    after: Attempt

    @property
    def moves(self) -> bool:
        """Whether its points change."""
        return self.before.points != self.after.points


def run(
    out: Path,
    *,
    student: str | None,
    question: str | None,
    accept: bool,
    keep_higher: bool,
    undo: bool,
    workers: int,
    by: str | None,
    assignment: str | None,
    course: Path | None,
) -> int:
    """Show what would change, change it, or take it back; returns the exit code."""
    say = console()
    home = catalog.find(course)
    if undo and (accept or keep_higher or student or question):
        return usage("--undo takes the whole of the last regrade back; give it alone")
    with Gradebook.open(out) as book:
        slug = assignment_of(book, home, question, assignment)
        content = catalog.load(home, slug)
        if undo:
            return _undo(book, out, home, content, say)
        latest = dict(book.latest(slug))
        if student and student not in {attempt.student for attempt in latest.values()}:
            return usage(f"{student}: nobody of that name has handed in {slug}; see grades.csv")
        tasks = {
            task.found.student: (attempt, task)
            for number, attempt in latest.items()
            if student in (None, attempt.student)
            and (task := _task(book, number, attempt, content, question)) is not None
        }
        _headline(content, tasks, list(latest.values()), say)
        if not tasks:
            say.print("Every answer has been graded with these checks: there is nothing to do.")
            return 0
        changes, failed = [], []
        root = book.seed(None, fresh=False)
        for attempt in _graded_again([task for _, task in tasks.values()], root, home, content,
                                     workers, out, say):  # fmt: skip
            before, _ = tasks[attempt.student]
            if attempt.outcome is Outcome.UNGRADED:
                failed.append(attempt)
            else:
                changes.append(_Change(before, _settled(before, attempt, keep_higher=keep_higher)))
        changes.sort(key=lambda change: change.before.student)
        _show(changes, say)
        for attempt in failed:
            say.print(f"{symbol('ungraded', say)}  {visible(attempt.student)}  {attempt.message}")
        if not accept:
            say.print("Nothing has been changed. To let it count: the same command with --accept")
        else:
            new = book.regrade((change.after for change in changes), author(by))
            folder = write_again(book, out, home, content.assignment, new)
            say.print(f"Accepted: {len(new)} pages, results and grades in {folder}/ written again.")
            say.print("To take it back: autograder regrade with --undo")
    return 1 if failed else 0


def _task(
    book: Gradebook, number: int, attempt: Attempt, content: Content, only: str | None
) -> Task | None:
    """What is to be run again of a submission; None if nothing is, or if it can't be read."""
    stale = _stale(attempt, content.versions, only)
    if not stale or attempt.outcome is Outcome.UNREADABLE:
        return None
    found = Found(
        Person(attempt.student),
        attempt.path,
        None,
        attempt.assignment,
        message=attempt.message if attempt.outcome is Outcome.GRADED else "",
        submitted_at=attempt.submitted_at,
        late=attempt.late,
    )
    held = {q.id: q for q in attempt.questions if q.id in content.versions and q.id not in stale}
    return Task(found, Submission(found, attempt.sha256, book.cells(number)), held)


def _stale(attempt: Attempt, versions: Mapping[str, str], only: str | None) -> set[str]:
    """The questions whose verdicts may be others now."""
    known = {q.id: q for q in attempt.questions}
    ours = {q.id for q in attempt.questions if q.earned is None and not q.answer}
    changed = {
        name
        for name, version in versions.items()
        if name not in known
        or (only in (None, name) and (known[name].version != version or name in ours))
    }
    follow_from_these = {
        q.id
        for q in attempt.questions
        for check in q.checks
        if check.diagnosis is not None
        and check.diagnosis.kind is DiagnosisKind.CAUSE
        and check.diagnosis.id.partition(".")[0] in changed
    }
    return changed | (follow_from_these & set(versions))


def _graded_again(
    tasks: Sequence[Task],
    root: int,
    home: catalog.Course,
    content: Content,
    workers: int,
    out: Path,
    say: Console,
) -> Iterator[Attempt]:
    slug = content.assignment.slug
    with ExitStack() as stack:
        n = min(workers, len(tasks))
        sandboxes = [stack.enter_context(start(home.limits, False)) for _ in range(n)]
        setting = Setting(
            cohorts={slug: Expectations(content, root)},
            seed=root,
            limits=home.limits,
            trust=False,
            secrets=(*home.secrets, out / "gradebook.sqlite"),
            done={},
        )
        crew = stack.enter_context(Crew(setting, sandboxes))
        with progress("Grading", len(tasks), say) as step:
            for graded in crew.grade(tasks):
                step()
                assert graded.attempt is not None
                yield graded.attempt


def _settled(before: Attempt, after: Attempt, *, keep_higher: bool) -> Attempt:
    """The new attempt with what persons have given, and perhaps what was higher before."""
    known = {question.id: question for question in before.questions}
    questions = []
    for new in after.questions:
        old = known.get(new.id)
        if keep_higher and old and old.earned is not None and old.earned > (new.earned or 0):
            questions.append(replace(old, version=new.version))
        else:
            same = old and replace(new, override=old.override, mark=old.mark)
            questions.append(same or new)
    return replace(
        after,
        questions=tuple(questions),
        max_points=sum(question.max_points for question in questions),
        checks_version=checks_version(question.version for question in questions),
    )


def _undo(book: Gradebook, out: Path, home: catalog.Course, content: Content, say: Console) -> int:
    slug = content.assignment.slug
    undone = book.undo_regrade(slug)
    if undone is None:
        return usage(f"{slug}: there is no accepted regrade to take back")
    who, when, students = undone
    back = [number for number, attempt in book.latest(slug) if attempt.student in students]
    folder = write_again(book, out, home, content.assignment, back)
    say.print(
        f"The regrade of {slug} by {visible(who)}, {when:%d %b %Y %H:%M} UTC, no longer counts; "
        f"{len(back)} pages, results and grades in {folder}/ written again."
    )
    return 0


def _headline(
    content: Content,
    tasks: Mapping[str, tuple[Attempt, Task]],
    everyone: Sequence[Attempt],
    say: Console,
) -> None:
    """What is run again, and what stands."""
    names = list(content.versions)
    again = dict.fromkeys(names, 0)
    for _, task in tasks.values():
        for name in names:
            again[name] += name not in task.held
    touched = [f"{name} ({count})" for name, count in again.items() if count]
    say.print(f"{content.assignment.slug}  {content.assignment.title}")
    stand = sum(len(a.questions) for a in everyone) - sum(again.values())
    say.print(
        f"{sum(again.values())} answers to run again: {', '.join(touched) or 'none'}; "
        f"{max(stand, 0)} stand, their checks are the same\n"
    )


def _show(changes: Sequence[_Change], say: Console) -> None:
    """Who moves, and why."""
    moving = [change for change in changes if change.moves]
    for change in moving[:_SHOWN]:
        before, after = change.before, change.after
        say.print(
            f"{visible(before.student)}  {written(before.points)} → {written(after.points)} of "
            f"{written(after.max_points)}"
        )
        rows = [row for question in after.questions for row in _reasons(before, question, say)]
        for line in columns(rows, right=frozenset({1})):
            say.print(f"  {line}")
    if len(moving) > _SHOWN:
        say.print(f"and {len(moving) - _SHOWN} more")
    up = sum((c.after.points or 0) > (c.before.points or 0) for c in moving)
    told = sum(not c.moves and _told(c.before) != _told(c.after) for c in changes)
    say.print(
        f"\n{len(moving)} of {len(changes)} move: {up} up, {len(moving) - up} down"
        + (f"; {told} more are told something else" if told else "")
    )


def _reasons(
    before: Attempt, after: QuestionVerdict, say: Console
) -> Iterator[tuple[str, str, str, str]]:
    """(question, points, check, what happened) for what is behind a question's other points."""
    old = next((q for q in before.questions if q.id == after.id), None)
    if old is not None and old.points == after.points:
        return
    name, points = after.id, f"{written(old.points if old else None)} → {written(after.points)}"
    known = {check.id: check for check in old.checks} if old else {}
    for check in after.checks:
        was = known.get(check.id)
        if was is None or (was.status, was.points) != (check.status, check.points):
            yield name, points, check.id, _happened(was, check, say)
            name = points = ""
    for check_id in known.keys() - {check.id for check in after.checks}:
        yield name, points, check_id, "no longer checked"
        name = points = ""


def _happened(was: CheckVerdict | None, now: CheckVerdict, say: Console) -> str:
    cause = f" ({now.diagnosis.id.replace('_', ' ')})" if now.diagnosis else ""
    after = symbol(now.status.value, say)
    if was is None:
        return f"new: {after}{cause}"
    if was.status is now.status:
        return f"{after}{cause}, {written(was.points)} → {written(now.points)}"
    return f"{symbol(was.status.value, say)} → {after}{cause}"


def _told(attempt: Attempt) -> object:
    return [(q.id, check.diagnosis) for q in attempt.questions for check in q.checks]
