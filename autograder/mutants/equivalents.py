"""Mutants known to be no mistakes, each with its reason: `solutions/<slug>.equivalents.toml`.

    [[equivalent]]
    reason = "info is an integer"
    questions = ["sample_mvn"]
    was = "if info > 0:"
    becomes = ["bound: if info >= 1:"]

Every line of `becomes` is one mutant: its operator and the statement that it makes of `was`. An
entry is found by what is changed, not by its line number, so it survives edits elsewhere.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import AssignmentError
from autograder.mutants import Mutant

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Equivalents:
    """The reason of each recorded mutant, by question, statement and what becomes of it."""

    reasons: dict[Key, str]

    def __contains__(self, mutant: Mutant) -> bool:
        """Whether a mutant is recorded."""
        return _key(mutant) in self.reasons

    def stale(self, made: Iterable[Mutant]) -> list[str]:
        """Entries to which no mutant belongs any more."""
        gone = self.reasons.keys() - {_key(mutant) for mutant in made}
        return [f"{question}: {was} → {becomes}" for question, was, becomes in sorted(gone)]


def read(path: Path) -> Equivalents:
    """Read a file of equivalents; an absent one has none.

    Raises:
        AssignmentError: it is malformed.
    """
    if not path.is_file():
        return Equivalents({})
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("equivalent", [])
        return Equivalents(
            {
                (question, entry["was"], becomes): entry["reason"]
                for entry in entries
                for question in entry["questions"]
                for becomes in entry["becomes"]
            }
        )
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path}: {error}; mend the file") from error
    except KeyError as error:
        raise AssignmentError(f"{path}: an entry has no {error}; add it") from error


def _key(mutant: Mutant) -> Key:
    return mutant.question, mutant.was, f"{mutant.operator}: {mutant.becomes}"
