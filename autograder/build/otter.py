"""A question's test file in otter's exception format, self-contained."""

from __future__ import annotations

import base64
from importlib import resources

from autograder.assignment import Example, Question
from autograder.catalog import Content

from .examples import Answers
from .literals import row, source
from .notebook import fixture_sources

MADE = "Made by `autograder build` from the course's reference: change that instead."


def test_file(content: Content, question: Question, number: int, answers: Answers) -> str:
    """The public checks of one question; what it knows of misconceptions are values and encoded
    sentences, neither ids nor code.
    """
    shares = question.points_by_check()
    public = sum(shares[example.id] for example in question.examples)
    note = (
        f"{_points(public)} of {question.points} points are checked here, "
        f"the other {_points(100 * question.points - public)} after you hand in."
    )
    parts = [
        f'"""The public checks of {question.id}.\n\n{MADE}\n"""\nOK_FORMAT = False\n\nimport math',
        inlined("example.py"),
        "from otter.test_files import test_case",
        f'name = "{question.id}"\npoints = None\n'
        f'assignment = "{content.assignment.slug}"\nnumber = {number}\nout_of = {question.points}',
        *fixture_sources(content, question),
    ]
    for index, example in enumerate(question.examples, 1):
        agrees = "the_example_agrees" if index == 1 else f"example_{index}_agrees"
        last = index == len(question.examples)
        said = f", success_message={note!r}, failure_message={note!r}" if last else ""
        parts += [
            _example(question, example, f"EXAMPLE_{index}", answers),
            f"def {agrees}(function):\n    hold(function, name, EXAMPLE_{index})",
            f'@test_case(name="{example.id.replace("_", " ")}", '
            f"points={_points(shares[example.id])}, hidden=False{said})\n"
            f"def {example.id}({question.id}):\n    {agrees}({question.id})",
        ]
    return "\n\n\n".join(parts) + "\n"


def inlined(name: str) -> str:
    """A module of `autograder.student` as text."""
    return resources.files("autograder.student").joinpath(name).read_text(encoding="utf-8").rstrip()


def _example(question: Question, example: Example, name: str, answers: Answers) -> str:
    args, kwargs = question.bind(example.arguments)
    positional = ", ".join(source(arg) for arg in args)
    keywords = ", ".join(f'"{key}": {source(arg)}' for key, arg in kwargs.items())
    shown = [(key, row(value)) for key, value in example.arguments.items()]
    known = "".join(
        f"\n        ({source(value)}, {base64.b64encode(sentence.encode())!r}),"
        for value, sentence in answers.known(question, example)
    )
    return (
        f"{name} = {{\n"
        f'    "arguments": lambda: ([{positional}], {{{keywords}}}),\n'
        f'    "shown": {shown!r},\n'
        f'    "expected": {source(answers.right(question, example))},\n'
        f'    "known": [{known}\n    ],\n'
        "}"
    )


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:g}"
