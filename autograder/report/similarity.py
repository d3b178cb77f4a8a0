"""Similar code: which pairs share what hardly anyone else wrote. Evidence, never an accusation.

Fingerprints are those of Schleimer, Wilkerson and Aiken (2003, "Winnowing", SIGMOD): hashes of
runs of K tokens, of which each window of W keeps the smallest, so that a common run of K + W - 1
tokens is never missed. They are taken of the functions the course asks for, without signature,
docstring and comments, which the handout gave or which mean nothing to Python; variables' names
don't count, so that renaming hides nothing.

In a course everyone writes the same formulas. So a fingerprint counts only if at most one in ten
has it, and what a pair shares is held against what a classmate drawn at random would share with
them. Pairs are found over an index of the rare fingerprints: the work grows with the number of
submissions, not with that of pairs.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from scipy.special import gammainc

from .code import KEYWORDS, Body

K, W = 12, 4
SHORTEST = 40
"""Tokens; a shorter body is a formula that two people write alike by themselves."""
RARE = 0.1
"""At most this share of those who answered a question has a rare fingerprint."""
STEP = 5
"""Fingerprints that one step taken alike gives, about 2 K / (W + 1): they come together."""
CHANCE = 0.01
"""A pair is listed if so few pairs of the class would share as much by chance, all told."""
FEWEST = 10
"""Answers to a question; below, nothing says what is rare."""

Bodies = Mapping[str, Mapping[str, Body]]
"""What each student wrote, by student and question."""
Fingerprint = tuple[str, int]
"""(question, hash)."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """One question of a pair: each one's lines, and which of them are shared and rare."""

    question: str
    lines: tuple[tuple[str, ...], tuple[str, ...]]
    marked: tuple[frozenset[int], frozenset[int]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two students whose code is more alike than the class's."""

    students: tuple[str, str]
    shared: int
    """Rare fingerprints that both have."""
    of: int
    """Rare fingerprints of the one who has fewer."""
    expected: float
    """How many of theirs a classmate drawn at random would share, of the one with more."""
    questions: tuple[str, ...]
    """Where the shared ones are, most first."""
    line: str
    """The rarest line that both wrote to the letter, or ""."""
    line_students: int
    """How many wrote that line."""
    fragment: Fragment

    @property
    def lift(self) -> float:
        """How many times the base rate."""
        return self.shared / self.expected


def fingerprints(body: Body) -> dict[int, int]:
    """{hash: index of the first token of its run} of a body; empty for a short one."""
    if len(body.tokens) < SHORTEST:
        return {}
    words, before = [], ""
    for i, token in enumerate(body.tokens):
        called = i + 1 < len(body.tokens) and body.tokens[i + 1].text == "("
        plain = token.kind == "name" and token.text not in KEYWORDS and before != "." and not called
        words.append("v" if plain else "s" if token.kind == "string" else token.text)
        before = token.text
    # Not hash(): its choice of the smallest would differ from run to run.
    runs = [zlib.crc32("\0".join(words[i : i + K]).encode()) for i in range(len(words) - K + 1)]
    kept: dict[int, int] = {}
    for i in range(len(runs) - W + 1):
        smallest = min(runs[i : i + W])
        kept.setdefault(smallest, i + runs[i : i + W].index(smallest))
    return kept


def similar(bodies: Bodies) -> list[Pair]:
    """The pairs whose code is alike beyond the class's base rate, the rarest in common first."""
    places: dict[str, dict[Fingerprint, int]] = {
        student: {
            (question, found): place
            for question, body in answers.items()
            for found, place in fingerprints(body).items()
        }
        for student, answers in bodies.items()
    }
    owners: dict[Fingerprint, list[str]] = defaultdict(list)
    for student, found in places.items():
        for each in found:
            owners[each].append(student)
    n = len(bodies)
    answers = Counter(question for found in places.values() for question in {q for q, _ in found})
    rare = {
        each: who
        for each, who in owners.items()
        if (of := answers[each[0]]) >= FEWEST and len(who) <= max(2, RARE * of)
    }
    shared: dict[tuple[str, str], list[Fingerprint]] = defaultdict(list)
    for each, who in rare.items():
        for one, other in combinations(who, 2):
            shared[one, other].append(each)
    own = {student: [each for each in found if each in rare] for student, found in places.items()}
    base = {s: sum((len(rare[q, x]) - 1) / (answers[q] - 1) for q, x in own[s]) for s in own}
    lines = Counter(line for of_one in bodies.values() for line in set(_written(of_one)))
    pairs = []
    for both, common in shared.items():
        expected = max(base[student] for student in both)
        # Steps in common by chance are Poisson; gammainc is its tail, for parts of steps too.
        by_chance = float(gammainc(len(common) / STEP, expected / STEP))
        if by_chance * n * (n - 1) / 2 > CHANCE:
            continue
        weight = sum(math.log(answers[each[0]] / len(rare[each])) for each in common)
        of = min(len(own[student]) for student in both)
        pairs.append((-weight, _pair(both, common, of, expected, bodies, places, lines)))
    return [pair for _, pair in sorted(pairs, key=lambda found: (found[0], found[1].students))]


def _written(answers: Mapping[str, Body]) -> list[str]:
    """Lines that are long enough to be someone's own, comments among them."""
    return [s for body in answers.values() for line in body.lines if len(s := line.strip()) >= 16]


def _pair(
    both: tuple[str, str],
    common: list[Fingerprint],
    of: int,
    expected: float,
    bodies: Bodies,
    places: Mapping[str, Mapping[Fingerprint, int]],
    lines: Counter[str],
) -> Pair:
    one, other = both
    questions = tuple(name for name, _ in Counter(name for name, _ in common).most_common())
    alike = set(_written(bodies[one])) & set(_written(bodies[other]))
    limit = max(2, RARE * len(bodies))
    own = sorted(
        (line for line in alike if lines[line] <= limit), key=lambda x: (lines[x], -len(x))
    )
    line = own[0] if own else ""

    def marked(student: str) -> frozenset[int]:
        tokens = bodies[student][questions[0]].tokens
        starts = [places[student][each] for each in common if each[0] == questions[0]]
        return frozenset(token.line for i in starts for token in tokens[i : i + K])

    return Pair(
        both,
        len(common),
        of,
        expected,
        questions,
        line,
        lines[line],
        Fragment(
            questions[0],
            (bodies[one][questions[0]].lines, bodies[other][questions[0]].lines),
            (marked(one), marked(other)),
        ),
    )
