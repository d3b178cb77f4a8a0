"""`autograder mark`: answers in words, one after the other, alike ones together."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from autograder import catalog
from autograder.cli.desk import assignment_of, author, called, write_again
from autograder.cli.terminal import columns, console, usage, visible
from autograder.errors import UsageError
from autograder.gradebook import Gradebook
from autograder.marking import Paper, Pile, Typed, numbers, pile, typed
from autograder.people import Person
from autograder.verdict import Attempt, Mark, written
from autograder.written import Written

_ALIKE = 0.5
"""From here on what an answer is like is worth a line."""

_Marks = dict[tuple[str, str], Mark]
"""As `Gradebook.marks` gives them."""

_HELP = """
  13            it has items 1 and 3: saved, on to the next
  13 Nice.      the same, with a comment to its students
  13 =7.5 Nice. the same, with points of your own
  0             it has none of the items
  =             the same items, points and comment as the marked answer that it is most like
  s  b          skip it, it comes again next time; go back to the one before
  u             undo your last mark of this run
  v             whose it is
  q             quit; whatever is marked is saved
"""


def run(
    out: Path,
    question: str | None,
    *,
    student: str | None,
    by: str | None,
    assignment: str | None,
    course: Path | None,
) -> int:
    """Walk through the answers that wait for a mark; returns the exit code."""
    say = console()
    home = catalog.find(course)
    with Gradebook.read(out) as book:
        slug = _assignment(book, home, question, assignment)
        content = catalog.load(home, slug)
        asked = [w for w in content.assignment.written.values() if question in (None, w.id)]
        if not asked:
            return usage(f"{question or slug}: nothing there is answered in words")
        latest = dict(book.latest(slug))
        if student is not None:
            student = called(book, student)
            if student not in {attempt.student for attempt in latest.values()}:
                return usage(f"{student}: nobody of that name has handed in {slug}; see grades.csv")
        _overview(slug, asked, latest, say)
        piles = [pile(latest, each.id) for each in asked]
        rubrics = {each.id: each for each in asked}
        desk = _Desk(book, out, slug, rubrics, piles, author(by), say, student)
        desk.walk()
    if desk.touched:
        with Gradebook.open(out) as book:
            folder = write_again(book, out, home, content.assignment, desk.touched)
        say.print(f"\nPages and grades in {folder}/ written again.")
    with Gradebook.read(out) as book:
        left = sum(q.waits for _, attempt in book.latest(slug) for q in attempt.questions)
    say.print(f"{left} still to mark; the same command goes on." if left else "All are marked.")
    return 0


def _assignment(
    book: Gradebook, home: catalog.Course, question: str | None, wanted: str | None
) -> str:
    """The one that is meant; without a name, the only one that has answers in words."""
    if question is None and wanted is None:
        having = [
            slug
            for slug in book.assignments()
            if slug is not None
            and any(q.answer is not None for _, a in book.latest(slug) for q in a.questions)
        ]
        if len(having) == 1:
            return having[0]
        if not having:
            raise UsageError("nothing in this gradebook is answered in words")
    return assignment_of(book, home, question, wanted)


def _overview(slug: str, asked: list[Written], latest: dict[int, Attempt], say: Console) -> None:
    rows = [("question", "points", "answers", "marked", "waiting")]
    for each in asked:
        verdicts = [q for a in latest.values() for q in a.questions if q.id == each.id and q.answer]
        waiting = sum(q.waits for q in verdicts)
        rows.append(
            (each.id, str(each.points), str(len(verdicts)), str(len(verdicts) - waiting),
             str(waiting))
        )  # fmt: skip
    say.print(f"{slug}\n")
    for line in columns(rows, right=frozenset({1, 2, 3, 4})):
        say.print(line)


@dataclass(slots=True)
class _Desk:
    """The answers of all questions, one after the other."""

    book: Gradebook
    """Open to read: others may mark at the same time, so each mark opens the file for itself."""
    out: Path
    slug: str
    asked: dict[str, Written]
    piles: list[Pile]
    """The answers to each question."""
    author: str
    say: Console
    only: str | None
    """The one student whose answers are shown, marked or not."""
    touched: set[int] = field(default_factory=set)
    """Attempts with another mark than before."""
    undoable: list[tuple[int, Mark | None]] = field(default_factory=list)
    """(place in the stack, what it had) of each mark made here."""
    shown_again: int = -1
    """Place of an answer that is to be shown although it has a mark."""

    @property
    def stack(self) -> list[tuple[Pile, int]]:
        """Those to show, in order: a pile, and the place in it."""
        return [
            (pile, number)
            for pile in self.piles
            for number, paper in enumerate(pile.papers)
            if self.only in (None, *paper.students)
        ]

    def walk(self) -> None:
        """Show and ask, until all have a mark or the person wants to stop."""
        stack = self.stack
        place: int | None = 0
        while place is not None and place < len(stack):
            (pile, number), marks = stack[place], self.book.marks(self.slug)
            paper = pile.papers[number]
            if paper.key in marks and self.only is None and place != self.shown_again:
                place += 1
                continue
            like = _like(pile, number, marks)
            count = f"answer {number + 1} of {len(pile.papers)} different ones"
            self._show(paper, count, marks, like)
            place = self._ask(place, paper, marks, like)

    def _show(
        self, paper: Paper, count: str, marks: _Marks, like: tuple[float, Mark] | None
    ) -> None:
        asked = self.asked[paper.question]
        if len(paper.students) > 1:
            count += f", the same words by {len(paper.students)} students"
        self._print(f"\n{asked.id}  {asked.title}, {asked.points} points; {count}\n")
        wide = self.say.width - 4
        for line in paper.text.split("\n"):
            shown = visible(line.expandtabs(4))
            for part in textwrap.wrap(shown, wide, replace_whitespace=False) or [""]:
                self._print(f"  │ {part}".rstrip())
        self._print("")
        for number, item in enumerate(asked.rubric, 1):
            first, *rest = textwrap.wrap(item.text, wide - 8)
            self._print(f"  {number:2}  {item.points:2}  {first}")
            for part in rest:
                self._print(f"          {part}")
        mine = marks.get(paper.key)
        if mine:
            self._print(f"\n  It has {_told(mine, asked)} by {visible(mine.author)}.")
        if like:
            self._print(
                f"\n  {like[0]:.0%} like one that got {_told(like[1], asked)}; = gives the same"
            )

    def _print(self, text: str) -> None:
        encoding = self.say.encoding
        self.say.print(text.encode(encoding, "replace").decode(encoding))

    def _ask(
        self, place: int, paper: Paper, marks: _Marks, like: tuple[float, Mark] | None
    ) -> int | None:
        """Where to go on in the stack; None: nowhere."""
        while True:
            try:
                line = self.say.input("\n  items, or ? for help: ").strip()
            except (EOFError, KeyboardInterrupt):
                line = "q"
            moves = {"q": None, "s": place + 1, "b": max(place - 1, 0)}
            if line in moves:
                self.shown_again = place - 1 if line == "b" else -1
                return moves[line]
            if line == "u" and self.undoable:
                return self._undo()
            try:
                given = self._given(line, paper, like)
            except ValueError as error:
                self.say.print(str(error))
                continue
            self._save(place, paper, marks, given)
            return place + 1

    def _given(self, line: str, paper: Paper, like: tuple[float, Mark] | None) -> Typed:
        """The mark that a line says.

        Raises:
            ValueError: it says none; the message is the answer to it.
        """
        match line:
            case "?":
                raise ValueError(_HELP)
            case "v":
                people = self.book.people()
                said = [people.get(s, Person(s)).looked_up for s in paper.students]
                raise ValueError(f"  {visible('; '.join(said))}")
            case "u":
                raise ValueError(
                    "  Nothing of this run is left to undo; -s NAME shows what has a mark."
                )
            case "Q":
                raise ValueError("  Type q to quit.")
            case "=" if like is None:
                raise ValueError("  No marked answer is like it.")
            case "=" if like is not None:
                return Typed(like[1].items, like[1].points, like[1].comment)
        try:
            return typed(line, self.asked[paper.question])
        except ValueError as error:
            raise ValueError(f"  {visible(str(error))}") from None

    def _save(self, place: int, paper: Paper, marks: _Marks, given: Typed) -> None:
        self.undoable.append((place, marks.get(paper.key)))
        self._record(paper, given)
        told = _told(given, self.asked[paper.question])
        n = len(paper.students)
        self._print(f"  Saved: {told}" + (f", for {n} students." if n > 1 else "."))

    def _undo(self) -> int:
        place, before = self.undoable.pop()
        earlier = Typed(before.items, before.points, before.comment) if before else None
        pile, number = self.stack[place]
        self._record(pile.papers[number], earlier)
        self.say.print("  Undone.")
        self.shown_again = place
        return place

    def _record(self, paper: Paper, given: Typed | None) -> None:
        self.touched.update(paper.attempts)
        with Gradebook.open(self.out) as book:
            book.mark(
                self.slug,
                paper.question,
                paper.text,
                given.points if given else None,
                given.items if given else (),
                given.comment if given else "",
                author=self.author,
            )


def _like(pile: Pile, number: int, marks: _Marks) -> tuple[float, Mark] | None:
    """The marked answer that this one is most like, and how much."""
    others = [
        (float(pile.alike[number, i]), marks[paper.key])
        for i, paper in enumerate(pile.papers)
        if i != number and paper.key in marks
    ]
    best = max(others, key=lambda pair: pair[0], default=None)
    return best if best and best[0] >= _ALIKE else None


def _told(mark: Mark | Typed, asked: Written) -> str:
    """A mark in words: "items 13, 5 of 10 points, “A comment”"."""
    items = f"items {numbers(mark.items, asked)}" if mark.items else "no item"
    comment = f", “{visible(mark.comment)}”" if mark.comment else ""
    return f"{items}, {written(mark.points)} of {asked.points} points{comment}"
