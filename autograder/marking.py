"""Answers in words, ready for a person: who wrote what, in which order to read, what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from autograder.verdict import Attempt
from autograder.written import Written, digest


@dataclass(frozen=True, slots=True)
class Paper:
    """One answer, by all who gave it word for word."""

    question: str
    text: str
    students: tuple[str, ...]
    attempts: tuple[int, ...]
    """Ids, in the order of `students`."""

    @property
    def key(self) -> tuple[str, str]:
        """As the gradebook's marks are told apart."""
        return self.question, digest(self.text)


@dataclass(frozen=True, slots=True)
class Pile:
    """The answers to one question."""

    papers: tuple[Paper, ...]
    """Alike ones next to each other."""
    alike: NDArray[np.float64]
    """(n, n): see `likeness`."""


def pile(latest: Mapping[int, Attempt], question: str) -> Pile:
    """Gather the answers to a question.

    Blank ones and those with points by an override need no mark and are not among them.
    """
    found: dict[str, list[tuple[int, str, str]]] = {}
    for number, attempt in latest.items():
        for verdict in attempt.questions:
            if verdict.id == question and verdict.answer and verdict.override is None:
                mine = (number, attempt.student, verdict.answer)
                found.setdefault(digest(verdict.answer), []).append(mine)
    made = [
        Paper(question, same[0][2], tuple(s for _, s, _ in same), tuple(n for n, _, _ in same))
        for same in found.values()
    ]
    alike = likeness([paper.text for paper in made])
    order = _side_by_side(alike)
    return Pile(tuple(made[i] for i in order), alike[np.ix_(order, order)])


def likeness(texts: Sequence[str]) -> NDArray[np.float64]:
    """How alike texts are, pair by pair: (n, n), from 0, no common word, to 1.

    The cosine between their words and pairs of words, each weighed by how few texts have it
    (tf-idf): so what the question makes everyone say counts for little.
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second that few commands need

    words = r"\w+"
    made = TfidfVectorizer(ngram_range=(1, 2), token_pattern=words, sublinear_tf=True)
    try:
        rows = made.fit_transform(texts)
    except ValueError:  # there is no word in any of them
        return np.eye(len(texts))
    alike: NDArray[np.float64] = np.clip((rows @ rows.T).toarray(), 0.0, 1.0)
    return alike


def _side_by_side(alike: NDArray[np.float64]) -> list[int]:
    """An order in which texts of one cluster follow each other (average linkage)."""
    from scipy.cluster.hierarchy import leaves_list, linkage

    n = len(alike)
    if n < 3:
        return list(range(n))
    above = 1.0 - alike[np.triu_indices(n, 1)]
    return [int(i) for i in leaves_list(linkage(above, "average"))]


@dataclass(frozen=True, slots=True)
class Typed:
    """A mark as a person typed it."""

    items: tuple[str, ...]
    points: int
    """Hundredths."""
    comment: str = ""


_MARK = re.compile(
    r"(?P<items>\d[\d,]*)?\s*(?:=\s*(?P<points>\d+(?:\.\d{1,2})?))?(?:\s+(?P<comment>[^\s=\d].*))?"
)


def typed(line: str, asked: Written) -> Typed:
    """Read `13`, `13 a comment`, `13 =7.5 a comment`, `=2`, or `0` for none of the items.

    Digits are the items' numbers; from ten items on they are parted by commas.

    Raises:
        ValueError: it is none of these; the message says why.
    """
    match = _MARK.fullmatch(line.strip())
    if match is None or not (match["items"] or match["points"]):
        raise ValueError(
            "type the numbers of its items without blanks, as in 13 =7.5 A comment; ? helps"
        )
    chosen = _items(match["items"] or "0", asked)
    points = asked.worth(chosen)
    if match["points"]:
        points = round(100 * float(match["points"]))
        if points > 100 * asked.points:
            raise ValueError(f"={match['points']}: the question has {asked.points} points")
    return Typed(tuple(chosen), points, match["comment"] or "")


def _items(text: str, asked: Written) -> list[str]:
    several = len(asked.rubric) > 9
    numbers = {int(part) for part in (text.split(",") if several else text) if part.strip(",")}
    beyond = [n for n in numbers if n > len(asked.rubric)]
    if beyond:
        raise ValueError(f"{beyond[0]}: the rubric has items 1 to {len(asked.rubric)}")
    return [item.id for n, item in enumerate(asked.rubric, 1) if n in numbers]


def numbers(items: Iterable[str], asked: Written) -> str:
    """Items as they are typed, "0" for none."""
    chosen = set(items)
    found = [str(n) for n, item in enumerate(asked.rubric, 1) if item.id in chosen]
    return ("," if len(asked.rubric) > 9 else "").join(found) or "0"
