"""What is said of a hidden check holds neither its numbers, nor source, nor a student's words."""

import contextlib
import re
from pathlib import Path

import pytest
import torch
from conftest import ROOT, with_code

from autograder import catalog
from autograder.driver import observe
from autograder.engine import Trusted, grade
from autograder.expectation import Expectations
from autograder.feedback.words import explanation, how_we_know
from autograder.implementation import Local, Reference
from autograder.mutants import mutants as mutated
from autograder.mutants.bounds import TooLong, bounded
from autograder.verdict import DiagnosisKind

pytestmark = pytest.mark.slow  # every misconception with its name taken away, every mutant

HOME = catalog.find(ROOT)
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:e[+-]?\d+)?")


class Spy:
    """The reference, noting the numbers that go in and come out."""

    def __init__(self, assignment):
        self.reference = Reference(assignment)
        self.numbers = []

    def call(self, call, callbacks):
        reply = self.reference.call(call, callbacks)
        answer = (getattr(reply, "value", None), getattr(reply, "grads", None))
        self._note((call.args, list(call.kwargs.values()), call.cot, answer))
        return reply

    def _note(self, value):
        if isinstance(value, torch.Tensor):
            self.numbers += value.detach().double().flatten().tolist()
        elif isinstance(value, float | int):
            self.numbers.append(float(value))
        elif isinstance(value, list | tuple):
            for part in value:
                self._note(part)


@pytest.fixture(scope="module", params=with_code(HOME))
def cohort(request):
    return Expectations(catalog.load(HOME, request.param), seed=23)


def hidden_texts(cohort, question, function, *, validated):
    """Every text about a hidden check of one version that may reach its student."""
    local = Local(cohort.assignment, {question.id: function}, validated=validated)
    verdicts = grade(cohort, Trusted(local, question.id), seed=0)
    checks = next(v for v in verdicts if v.id == question.id).checks
    hidden = [c for c in checks if c.visibility == "hidden" and c.diagnosis]
    assert not any(c.evidence for c in hidden)
    return [
        (c.diagnosis.kind, text)
        for c in hidden
        for text in (c.diagnosis.text, explanation(c), how_we_know(c.diagnosis, [c]))
    ]


@pytest.fixture(scope="module")
def texts(cohort):
    """What is told of every known wrong version, by name and, as if it had none, by evidence; and
    of every mutant, as another submission would be that does the same.
    """
    told = []
    for question in cohort.assignment.questions.values():
        known = dict(question.misconceptions)
        told += [(DiagnosisKind.MISCONCEPTION, wrong.sentence) for wrong in known.values()]
        mutants = mutated(cohort.content, question.id)
        question.misconceptions.clear()
        try:
            for wrong in known.values():
                told += hidden_texts(cohort, question, wrong.run, validated=False)
            for mutant in mutants:
                with contextlib.suppress(TooLong), bounded(5.0):
                    told += hidden_texts(cohort, question, mutant.run, validated=True)
        finally:
            question.misconceptions.update(known)
    return sorted(set(told))


def test_more_than_one_kind_of_text_is_looked_at(texts):
    kinds = {kind for kind, _ in texts}
    assert {DiagnosisKind.MISCONCEPTION, DiagnosisKind.MUTANT, DiagnosisKind.CHECK} <= kinds


def test_no_number_of_a_hidden_check_is_told(cohort, texts):
    spy = Spy(cohort.assignment)
    for question in cohort.assignment.questions.values():
        for check in question.checks:
            if check.visibility == "hidden":
                observe(check, cohort.assignment, spy, cohort.seed(question, check))
    secret = {f"{abs(number):.{digits}g}" for number in spy.numbers for digits in (3, 4, 5, 6)}
    secret = {number for number in secret if len(re.sub(r"\D|e.*", "", number).strip("0")) >= 3}
    assert len(secret) > 100
    public = set(_NUMBER.findall(HOME.handout(cohort.assignment.slug).read_text(encoding="utf-8")))
    leaks = [
        (number, text)
        for _, text in texts
        for number in _NUMBER.findall(text)
        if number in secret and number not in public
    ]
    assert not leaks


def test_no_line_of_ours_is_told(cohort, texts):
    slug = cohort.assignment.slug
    files = [HOME.solution(slug), *sorted((ROOT / "reference" / slug).glob("*.py"))]
    handout = HOME.handout(slug).read_text(encoding="utf-8")
    lines = {line for file in files for line in code(file) if line not in handout}
    assert len(lines) > 50
    assert not [(line, text) for _, text in texts for line in lines if line in text]


def code(file: Path):
    """A file's lines of code that could tell something."""
    source = re.sub(r'""".*?"""', "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    lines = [line.strip() for line in source.splitlines()]
    return [line for line in lines if len(line) > 20 and not line.startswith(("#", "from ", "@"))]


class Told(Exception):  # noqa: N818 - a student chooses its name
    """Raised with what was seen."""


def raises_what_it_sees(*args, **kwargs):
    raise Told(f"SEEN {args} {kwargs}")


def raises_a_value_error(*args, **kwargs):
    raise ValueError(f"SEEN {args} {kwargs}")


def answers_in_words(*args, **kwargs):
    return f"SEEN {args} {kwargs}"


def answers_with_keys(*args, **kwargs):
    return {"SEEN": args[0], f"SEEN {args}": 1}


@pytest.mark.parametrize(
    "function", [raises_what_it_sees, raises_a_value_error, answers_in_words, answers_with_keys]
)
def test_no_word_that_a_student_chose_is_told(cohort, function):
    for question in cohort.assignment.questions.values():
        told = hidden_texts(cohort, question, function, validated=True)
        assert told
        assert not [text for _, text in told if "SEEN" in text or "Told" in text]
