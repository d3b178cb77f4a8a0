"""Why a check did not pass, in the student's terms; the first kind of evidence that holds wins."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from autograder.assignment import Check, Question
from autograder.compare import Tolerance, alike_in_values, blended, same
from autograder.expectation import Expectations, judge, watches
from autograder.observation import End, Observation, Raises
from autograder.relating import relate
from autograder.relations.pairs import Relation
from autograder.verdict import Diagnosis, DiagnosisKind, Kind

MATCHING = frozenset(
    {Kind.PUBLIC, Kind.VALUE, Kind.BROADCAST, Kind.DTYPE, Kind.GRAD, Kind.PROPERTY}
)
"""Kinds on which a wrong version must equal the submission."""
_TIE_BREAKING = frozenset({Kind.EDGE, Kind.STABILITY})

UNWATCHED = "unwatched"
"""What "differs" for a check that is looked at only once the check it watches passes."""

Observe = Callable[[Check, int], Observation]
"""Runs a check on the submission once more, under the given round's draw."""

_STRUCTURE = {
    "arity": "The number of values you return, or of calls you make, is not the contract's.",
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
_LOST = {
    "missing": "No function is named {name} yet.",
    "not_attempted": "The stub is still in place, so there was nothing to check yet.",
    "timeout": "{name} did not answer within its time limit.",
    "memory": "{name} used more memory than the limit allows.",
    "died": "The process ended while {name} was running.",
    "protocol": "The process ended while {name} was running.",
}


def explain(
    expectations: Expectations,
    question: Question,
    found: Mapping[str, str],
    observed: Mapping[str, Observation],
    observe_again: Observe,
    cells: Mapping[str, int | None],
) -> dict[str, Diagnosis]:
    """A diagnosis for every check that did not pass.

    Args:
        expectations: of the assignment.
        question: whose checks these are.
        found: what differs, by the id of each check that did not pass.
        observed: the observation of every check.
        observe_again: asks the submission once more, to confirm a match on fresh inputs.
        cells: the cell that defines each question's function, to say where an exception arose.
    """
    fresh: dict[tuple[str, int], Observation] = {}

    def once_more(check: Check, turn: int) -> Observation:
        if (check.id, turn) not in fresh:
            fresh[check.id, turn] = observe_again(check, turn)
        return fresh[check.id, turn]

    winners = _match(expectations, question, found, observed, once_more)
    relations = {} if winners else relate(expectations, question, found, observed, once_more)
    diagnoses: dict[str, Diagnosis] = {}
    for check in question.checks:
        if check.id not in found:
            continue
        if found[check.id] == UNWATCHED:
            diagnoses[check.id] = diagnoses[str(check.repeats)]
        elif any(_carries(expectations, question, winner, check) for winner in winners):
            diagnoses[check.id] = _named(question, winners)
        else:
            told = by_itself(question, check, found[check.id], observed[check.id], cells)
            diagnoses[check.id] = _related(told, relations.get(check.id))
    return diagnoses


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


def _carries(expectations: Expectations, question: Question, winner: str, check: Check) -> bool:
    """Error checks are diagnosed by themselves; the others follow a winner that fails them too."""
    if check.kind is Kind.ERROR:
        return False
    expected = expectations.expect(question, check)
    return judge(check, expected, expectations.wrong(question, winner, check)) is not None


def _match(
    expectations: Expectations,
    question: Question,
    found: Mapping[str, str],
    observed: Mapping[str, Observation],
    observe_again: Observe,
) -> tuple[str, ...]:
    """The misconception that behaves as the submission does, or the two that do together.

    A match must hold on a second draw, too, and be the only one that does.
    """
    matching = _checks(question, MATCHING)
    breaking = _checks(question, _TIE_BREAKING)
    if any(check.id not in observed for check in matching):
        return ()  # a check that was not run can't be held against anything
    failed_matching = any(check.id in found for check in matching)
    if not failed_matching and not any(check.id in found for check in breaking):
        return ()

    def seen(check: Check, turn: int) -> Observation | None:
        return observed.get(check.id) if turn == 0 else observe_again(check, turn)

    def alike(name: str, checks: Sequence[Check], turn: int) -> bool:
        for check in checks:
            theirs = seen(check, turn)
            wrong = expectations.wrong(question, name, check, turn)
            if theirs is None or not same(wrong, theirs, Tolerance.default(check.dtype)):
                return False
        return True

    candidates = [name for name in question.misconceptions if alike(name, matching, 0)]
    closer = [name for name in candidates if alike(name, breaking, 0)]
    # Where only edges or extremes differ, a match must hold there too.
    candidates = closer or (candidates if failed_matching else [])
    decisive = matching if failed_matching else [*matching, *breaking]
    confirmed = [(name,) for name in candidates if alike(name, decisive, 1)]
    if candidates or not failed_matching:
        return confirmed[0] if len(confirmed) == 1 else ()

    if not any(
        check.id in found and _off(expectations, question, check, observed) for check in matching
    ):
        return ()  # two errors that cancel explain no answer that is right

    def together(a: str, b: str, turn: int, *, by_factor: bool) -> bool:
        for check in matching:
            theirs = seen(check, turn)
            assert theirs is not None  # every matching check was observed
            if not blended(
                expectations.expect(question, check, turn).observation,
                expectations.wrong(question, a, check, turn),
                expectations.wrong(question, b, check, turn),
                theirs,
                Tolerance.default(check.dtype),
                by_factor=by_factor,
            ):
                return False
        return True

    pairs = {
        (a, b)
        for a, b in combinations(sorted(question.misconceptions), 2)
        for by_factor in (False, True)
        if together(a, b, 0, by_factor=by_factor) and together(a, b, 1, by_factor=by_factor)
    }
    return pairs.pop() if len(pairs) == 1 else ()


def _off(
    expectations: Expectations,
    question: Question,
    check: Check,
    observed: Mapping[str, Observation],
) -> bool:
    """Whether a submission's values, and not only a property of them, are off."""
    want = expectations.expect(question, check).observation
    seen = observed[check.id]
    return not alike_in_values(want, seen, Tolerance.default(check.dtype))


def _checks(question: Question, kinds: frozenset[Kind]) -> list[Check]:
    return [check for check in question.checks if check.kind in kinds and not watches(check)]


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


def lost(question: Question, reason: str) -> Diagnosis:
    """A diagnosis of an answer that never came."""
    text = _LOST[reason].format(name=question.id)
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
