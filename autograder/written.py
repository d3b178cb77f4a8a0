"""Questions that are answered in words: their rubric, and where a submission answers them.

Nothing is asked of a student but to leave the handout's headings as they are: what stands between
a question's heading and the next one, and is not the handout's own text, is the answer. So it may
be split into cells, typed below the question, or lose the metadata of its cells on the way.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol, Self

from autograder.errors import AssignmentError

MOST = 20_000
"""Characters of an answer that are kept."""

_CELL = re.compile(r"^# %% \[markdown\](?P<options>.*)\n(?P<body>(?:#.*\n?)*)", re.MULTILINE)
_ID = re.compile(r'\bwritten="(\w+)"')
_HEADING = re.compile(r"#{1,6}\s+(.*\S)")


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that an answer may say, and what it is worth."""

    id: str
    points: int
    text: str
    """What the answer says if it has it; the student reads it after marking."""


@dataclass(slots=True)
class Written:
    """One question that a person marks."""

    id: str
    points: int
    title: str
    rubric: list[Item] = field(default_factory=list)

    def item(self, name: str, points: int, text: str) -> None:
        """Add to the rubric; together its items are worth at least the question's points.

        Raises:
            AssignmentError: it has an item of that name, or the item is worth nothing.
        """
        if any(item.id == name for item in self.rubric):
            raise AssignmentError(f"{self.id}: its rubric has two items named {name}; rename one")
        if points <= 0:
            raise AssignmentError(f"{self.id}: {name} is worth {points} points; give it 1 or more")
        self.rubric.append(Item(name, points, " ".join(text.split())))

    def worth(self, items: Iterable[str]) -> int:
        """Hundredths for these items of the rubric, never more than the question has."""
        return worth(self.rubric, items, 100 * self.points)

    @property
    def version(self) -> str:
        """A digest of what was asked for so many points; the rubric is the marker's alone."""
        return hashlib.sha256(repr((self.id, self.points, self.title)).encode()).hexdigest()


def worth(rubric: Iterable[Item], items: Iterable[str], most: int) -> int:
    """Hundredths for what an answer has of a rubric.

    Args:
        rubric: of the question.
        items: ids of those that the answer has.
        most: hundredths that the question has.
    """
    chosen = set(items)
    return min(100 * sum(item.points for item in rubric if item.id in chosen), most)


class Cell(Protocol):
    """A cell of a submission."""

    @property
    def kind(self) -> str:
        """One of "code", "markdown", "raw"."""

    @property
    def source(self) -> str:
        """Its text."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a submission says to one question."""

    text: str
    """Empty: nothing was written."""
    cell: int | None
    """Index of the cell in which it begins; None: of none, or the question is not there."""


@dataclass(frozen=True, slots=True)
class Handout:
    """The text around the answers, as students receive it."""

    headings: dict[str, str]
    """The line, in plain form, that opens each written question, by the question's id."""
    prompts: dict[str, tuple[str, ...]]
    """The lines of each question's cell."""
    others: frozenset[str]
    """All other headings."""
    own: frozenset[str]
    """Lines of the other cells: what stood where an answer goes, and what is only there to read."""

    @classmethod
    def of(cls, text: str) -> Self:
        """Read a handout's percent-format source, in which `# %% [markdown] written="id"` opens
        the cell that asks the question `id`; its first line is a heading.

        Raises:
            AssignmentError: such a cell has no heading, or two have the same.
        """
        headings: dict[str, str] = {}
        prompts: dict[str, tuple[str, ...]] = {}
        others: set[str] = set()
        own: set[str] = set()
        for match in _CELL.finditer(text):
            lines = [line.removeprefix("#").removeprefix(" ") for line in match["body"].split("\n")]
            first = next((line for line in lines if line.strip()), "")
            named = _ID.search(match["options"])
            if named is None:
                own.update(_plain(line) for line in lines if line.strip())
                others.update(_plain(line) for line in lines if _HEADING.match(line))
            elif not _HEADING.match(first) or _plain(first) in headings.values():
                raise AssignmentError(f"{named[1]}: its cell must open with a heading of its own")
            else:
                headings[named[1]] = _plain(first)
                prompts[named[1]] = tuple(_plain(line) for line in lines if line.strip())
        return cls(headings, prompts, frozenset(others), frozenset(own))

    def answers(self, cells: Sequence[Cell]) -> dict[str, Answer]:
        """What was written to each question.

        Where a question's heading is not to be found, all of the submission's own text that
        answers no other question stands for the answer: a person sees what it is.
        """
        found: dict[str, list[tuple[int, str]]] = {name: [] for name in self.headings}
        seen: set[str] = set()
        stray: list[tuple[int, str]] = []
        current = ""
        for index, cell in enumerate(cells):
            for name, line in self._own_lines(cell, current):
                if name:
                    seen.add(name)
                if name is not None:
                    current = name
                if line is not None:
                    (found[current] if current else stray).append((index, line))
        return {name: _answer(found[name] if name in seen else stray) for name in self.headings}

    def _own_lines(self, cell: Cell, current: str) -> Iterator[tuple[str | None, str | None]]:
        """(the question that begins here, "" for the end of one, None: neither; the student's own
        line or None).
        """
        if cell.kind == "code":
            if current:  # who answers in a code cell has answered
                yield from ((None, line) for line in cell.source.split("\n"))
            return
        by_heading = {heading: name for name, heading in self.headings.items()}
        asked: Counter[str] = Counter()
        for line in cell.source.split("\n"):
            plain = _plain(line)
            if plain in by_heading:
                name = by_heading[plain]
                asked = Counter(self.prompts[name])
                asked[plain] -= 1
                yield name, None
            elif plain in self.others:
                yield "", None
            elif asked[plain] > 0:
                asked[plain] -= 1
            elif plain not in self.own:
                yield None, line
        yield None, ""  # cells are paragraphs of their own


def _answer(lines: Sequence[tuple[int, str]]) -> Answer:
    cell = next((index for index, line in lines if line.strip()), None)
    text = "\n".join(line.rstrip() for _, line in lines).strip("\n")
    return Answer(re.sub(r"\n{3,}", "\n\n", text)[:MOST].rstrip(), cell)


def _plain(line: str) -> str:
    """A line as it is compared: its heading's marks, emphasis, points and spaces left out."""
    line = line.strip().lstrip("#").strip().strip("*_ ")
    return re.sub(r"\s+", " ", re.sub(r"\s*\(\d+ points?\)$", "", line)).casefold()


def digest(text: str) -> str:
    """What an answer is told by: the same words get the same mark, however they are spaced."""
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "replace")).hexdigest()
