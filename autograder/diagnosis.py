"""Why a check did not pass, in the student's terms; the first kind of case that holds wins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.assignment import Check, Question
from autograder.matching import Case, Version, matching, misconceptions
from autograder.observation import CALLS, End, Observation, Raises
from autograder.probing import probe
from autograder.relating import relate
from autograder.relations import find
from autograder.relations.forms import mend
from autograder.relations.pairs import Relation
from autograder.relations.varying import partly, varying
from autograder.verdict import Diagnosis, DiagnosisKind, Kind

_VAGUE = frozenset(
    {"constant", "confused", "axis", "argument_order", "argument_dropped", "operator"}
)
"""Operators that say less than another that does the same."""

_PARTICULAR = frozenset({Kind.BROADCAST, Kind.EDGE, Kind.ERROR, Kind.STABILITY})
"""Kinds whose sentence says what is particular about the inputs."""

UNWATCHED = "unwatched"
"""What "differs" for a check that is looked at only once the check it watches passes."""

_STRUCTURE = {
    "arity": "The number of values you return is not the contract's.",
    "type": "Your function returns another kind of object than the contract asks for.",
    "shape": "The shape of your result is not the one the contract gives.",
    "dtype": "The dtype of your result is not the one the contract gives.",
    "nan": "Your result holds NaN where a number is due.",
    "no_gradient": "No gradient arrives at one of the arguments that the contract names.",
    "changed_input": "Your function changes one of its arguments in place.",
    "ignored_generator": "Your function does not draw from the generator it is handed.",
    "global_rng": "Your function uses or seeds the global random state.",
    "nondeterministic": "Asked twice with the same arguments, your function answers differently.",
    "too_large": "Your result is far larger than the contract allows.",
}
_CALLS = (
    "You call the function you are handed more or less often, or with other arguments, than asked."
)
_NAN_GRADIENT = "A gradient of your result holds NaN."
_LOST = {
    "missing": "No function is named {name} yet.",
    "not_attempted": "The stub is still in place, so there was nothing to check yet.",
    "timeout": "{name} did not answer within its time limit.",
    "memory": "{name} used more memory than the limit allows.",
    "died": "The process ended while {name} was running.",
    "protocol": "The process ended while {name} was running.",
}


def plainly(case: Case, cells: Mapping[str, int | None]) -> dict[str, Diagnosis]:
    """What each failed check of a question says by itself, without a look for what is behind it.

    Args:
        case: what was seen of the submission.
        cells: the cell that defines each question's function, to say where an exception arose.
    """
    return {
        check.id: by_itself(
            case.question, check, case.found[check.id], case.observed[check.id], cells
        )
        for check in _failed(case)
    }


def _failed(case: Case) -> list[Check]:
    """The checks that were looked at and did not pass."""
    return [c for c in case.question.checks if case.found.get(c.id, UNWATCHED) != UNWATCHED]


def explain(case: Case, plain: Mapping[str, Diagnosis]) -> dict[str, Diagnosis]:
    """The best diagnosis of each failed check of a question.

    Args:
        case: what was seen of the submission.
        plain: what each check says by itself.
    """
    question, found, observed = case.question, case.found, case.observed
    winners = misconceptions(case)
    # Nothing follows from values that are others when asked again.
    steady = "nondeterministic" not in found.values()
    mutant = _mutant(case) if steady and not winners else None
    relations = _relations(case) if steady and not winners and not mutant else {}
    answers = any(observed[c.id].end is None for c in case.matching if c.id in observed)
    diagnoses: dict[str, Diagnosis] = {}
    for check in _failed(case):
        if any(case.carries(case.misconception(name), check) for name in winners):
            diagnoses[check.id] = _named(question, winners)
        else:
            told = plain[check.id]
            if told.id == "raised" and answers and check.kind in _PARTICULAR:
                told = replace(told, text=f"{told.text} {_allowed(told)}{check.sentence}")
            if mutant is not None and case.carries(mutant.version, check):
                told = _changed(told, mutant)
            diagnoses[check.id] = _related(told, relations.get(check.id))
    return diagnoses


def _allowed(told: Diagnosis) -> str:
    refuses = "raised ValueError" in told.text
    return "The contract allows what it was given. " if refuses else "Asked was this: "


def _relations(case: Case) -> dict[str, Relation]:
    """What the answers have to do with the right ones: exactly, by what they depend on, in part."""
    return relate(case, (find, mend, varying)) or probe(case) or relate(case, (partly,))


@dataclass(frozen=True, slots=True)
class _Change:
    """One small change of the model answer, as an operator makes it."""

    operator: str
    description: str
    version: Version


def _changed(told: Diagnosis, change: _Change) -> Diagnosis:
    """With a mutant: in place of the check's sentence, or as what is behind a wrong form."""
    text = f"A right answer behaves like yours after one change: {change.description}."
    if told.kind is DiagnosisKind.CHECK:
        return Diagnosis(DiagnosisKind.MUTANT, change.operator, text)
    if told.kind is DiagnosisKind.STRUCTURE:
        return replace(told, text=f"{told.text} {text}")
    return told


def _related(told: Diagnosis, relation: Relation | None) -> Diagnosis:
    """With a relation: in place of the check's sentence, or as what would mend the form."""
    if relation is None:
        return told
    if told.kind is DiagnosisKind.CHECK:
        return Diagnosis(DiagnosisKind.RELATION, relation.id, relation.text)
    if told.kind is DiagnosisKind.STRUCTURE and told.id in ("shape", "dtype"):
        return replace(told, text=f"{told.text} {relation.text}")
    return told


def _named(question: Question, winners: Sequence[str]) -> Diagnosis:
    """One misconception's sentence, or two, one after the other."""
    sentences = [question.misconceptions[winner].sentence for winner in winners]
    if len(sentences) > 1:
        first, second = (sentence.split("\n\n")[0] for sentence in sentences)
        sentences = [f"Two things at once. {first} {second}"]
    return Diagnosis(DiagnosisKind.MISCONCEPTION, "+".join(winners), sentences[0])


def _mutant(case: Case) -> _Change | None:
    """The small change of a right answer that gives what the submission gives.

    Several mutants of several right answers may be alike; told is what most of them say.
    """
    off = [check for check in (*case.matching, *case.breaking) if case.off(check)]
    if not off:
        return None  # a change that happens to fail the same property explains nothing
    mutants = case.expectations.mutants(case.question)

    def version(i: int) -> Version:
        return lambda check, turn: case.expectations.mutated(case.question, i, check, turn)

    confirmed, _ = matching(case, {str(i): version(i) for i in range(len(mutants))})
    confirmed = [
        i for i in confirmed if all(case.alike(version(int(i)), off, turn) for turn in (0, 1))
    ]
    if not confirmed:
        return None
    says = Counter(mutants[int(i)].description for i in confirmed)

    def weight(i: str) -> tuple[bool, int]:
        mutant = mutants[int(i)]
        return mutant.operator not in _VAGUE, says[mutant.description]

    best = int(max(confirmed, key=weight))
    return _Change(mutants[best].operator, mutants[best].description, version(best))


def by_itself(
    question: Question,
    check: Check,
    found: str,
    observed: Observation,
    cells: Mapping[str, int | None],
) -> Diagnosis:
    """What can be said from this one check: unobserved, structure, or the check's sentence."""
    end = observed.end
    if end is not None and end.reason == "raised":
        if end.detail[:1] == ("builtins.NotImplementedError",):
            return lost(question, "not_attempted")
        raised = spoken(end.detail)
        text = f"{question.id} raised {raised}{_where(question, end, cells)}."
        return Diagnosis(DiagnosisKind.UNOBSERVED, "raised", text)
    if end is not None and end.reason == "too_large":
        return structural("too_large")
    if end is not None and end.reason != "structure":
        return lost(question, end.reason)
    if end is not None and end.detail[1:] == (CALLS,):
        return replace(structural(found), text=_CALLS)
    if found == "nan" and check.kind is Kind.GRAD:
        return replace(structural(found), text=_NAN_GRADIENT)
    if found in _STRUCTURE:
        return structural(found)
    text = check.sentence
    if check.kind is Kind.ERROR:
        text += _instead(observed)
    return Diagnosis(DiagnosisKind.CHECK, check.id, text)


def _where(question: Question, end: End, cells: Mapping[str, int | None]) -> str:
    """The place of an exception, as far as it lies in the student's cells."""
    if end.line is None or end.cell is None:
        return ""
    if end.cell == cells.get(question.id):
        return f" on line {end.line} of its cell"
    there = [name for name, cell in cells.items() if cell == end.cell]
    if len(there) == 1:
        return f" in {there[0]}, which it calls, on line {end.line} of that cell"
    return f" on line {end.line} of cell {end.cell + 1}"


def _instead(observed: Observation) -> str:
    """What an error check saw in place of a ValueError."""
    for leaf in observed.leaves:
        if isinstance(leaf, Raises) and leaf.mro is None:
            return " Here nothing was raised."
        if isinstance(leaf, Raises) and leaf.mro and "builtins.ValueError" not in leaf.mro:
            return f" Here {spoken(leaf.mro)} was raised."
    return ""


def structural(kind: str) -> Diagnosis:
    """A diagnosis of a reply's form."""
    return Diagnosis(DiagnosisKind.STRUCTURE, kind, _STRUCTURE[kind])


def lost(question: Question, reason: str, cell: int | None = None) -> Diagnosis:
    """A diagnosis of an answer that never came; `cell` is where its function stands."""
    text = _LOST[reason].format(name=question.id)
    if reason == "missing" and cell is not None:
        text = f"{question.id} stands in cell {cell + 1}, but running that cell did not define it."
    return Diagnosis(DiagnosisKind.UNOBSERVED, "died" if reason == "protocol" else reason, text)


def spoken(mro: Sequence[str]) -> str:
    """An exception's name as far as a page may show it: builtin and torch classes only, since a
    student can name a class of their own after anything they saw.
    """
    import builtins

    module, _, name = mro[0].rpartition(".")
    if module == "builtins" and isinstance(getattr(builtins, name, None), type):
        return name
    if mro[0] in _TORCH_ERRORS:
        return mro[0].replace("torch._C.", "torch.")
    return "an exception of your own"


_TORCH_ERRORS = frozenset(
    {
        "torch.OutOfMemoryError",
        "torch._C._LinAlgError",
        "torch.linalg.LinAlgError",
        "torch._C.OutOfMemoryError",
    }
)
