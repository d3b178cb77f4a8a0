"""The notebook: the instructor's percent-format source, with each public example in its stub."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path

from autograder.assignment import Example, Question
from autograder.catalog import Content
from autograder.draw import Fixture
from autograder.errors import AssignmentError
from autograder.source import is_stub, stubs

from .examples import Answers
from .literals import printed, spoken

_WIDE = 80
"""Columns for an example: 88 with the eight it is indented by."""


def vet(path: Path) -> None:
    """See that a handout's source can be built, before anything of the assignment is loaded.

    Raises:
        AssignmentError: it can't; the message names the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        found = stubs(text)
    except OSError as error:
        raise AssignmentError(f"{path} can't be read ({error.strerror}): restore it") from error
    except SyntaxError as error:
        raise AssignmentError(f"{path}, line {error.lineno}: {error.msg}; mend it") from error
    except ValueError as error:
        raise AssignmentError(
            f"{path}: a stub's default is not a literal or the file is not UTF-8; mend it"
        ) from error
    seen = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and is_stub(node):
            where = f"{path}, line {node.lineno}: {node.name}"
            if node.name in seen:
                raise AssignmentError(f"{where} has a second stub; remove one")
            if not (found[node.name].docstring and found[node.name].source.count('"""') == 2):
                raise AssignmentError(f'{where} needs a docstring in """; write its contract')
            seen.add(node.name)


def notebook(content: Content, answers: Answers) -> str:
    """The notebook's file: no outputs, stable ids, nothing of this machine."""
    import jupytext
    import nbformat

    slug = content.assignment.slug
    source = content.course.handout(slug).read_text(encoding="utf-8")
    for question in content.assignment.questions.values():
        stub = content.stubs[question.id].source
        source = source.replace(stub, _with_examples(content, question, answers))
    made = jupytext.reads(source, fmt="py:percent")
    made.metadata = nbformat.from_dict(
        {
            "autograder": {"assignment": slug},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "otter": {"assignment_name": slug},
        }
    )
    made.nbformat, made.nbformat_minor = 4, 5
    for index, cell in enumerate(made.cells):
        cell.id = f"{slug}-{index:02d}"
        cell.metadata = {}
    nbformat.validate(made)
    return str(nbformat.writes(made)) + "\n"


def _with_examples(content: Content, question: Question, answers: Answers) -> str:
    """A question's stub with its public examples at the end of its docstring."""
    stub = content.stubs[question.id].source
    end = stub.rfind('"""')
    lines = list(_fixtures(content, question))
    for example in question.examples:
        lines += _call(question, example)
        lines += _wrapped(printed(answers.right(question, example)), "")
    title = "Examples" if len(question.examples) > 1 else "Example"
    body = textwrap.indent("\n".join(lines), " " * 8)
    return f"{stub[:end].rstrip()}\n\n    {title}:\n{body}\n    {stub[end:]}"


def _fixtures(content: Content, question: Question) -> Iterator[str]:
    """The public source of the functions that the examples hand over, each once."""
    for text in fixture_sources(content, question):
        lines = text.replace('"""', "'''").splitlines()
        yield from (f"{'...' if i else '>>>'} {line}".rstrip() for i, line in enumerate(lines))


def fixture_sources(content: Content, question: Question) -> list[str]:
    """Source of the fixtures among a question's examples."""
    values = [value for example in question.examples for value in example.arguments.values()]
    made = [value.name for value in values if isinstance(value, Fixture)]
    return [
        inspect.getsource(content.assignment.fixtures[name]).rstrip()
        for name in dict.fromkeys(made)
    ]


def _call(question: Question, example: Example) -> list[str]:
    """One line if it fits, otherwise an argument a line, by name."""
    args, kwargs = question.bind(example.arguments)
    short = [spoken(arg) for arg in args] + [f"{n}={spoken(arg)}" for n, arg in kwargs.items()]
    line = f">>> {question.id}({', '.join(short)})"
    if len(line) <= _WIDE:
        return [line]
    names = [parameter.name for parameter in question.parameters]
    named = dict(zip(names, args, strict=False)) | kwargs
    lines = [f">>> {question.id}("]
    for name, value in named.items():
        lines += _wrapped(f"{name}={spoken(value)},", "...     ")
    return [*lines, "... )"]


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDE, initial_indent=indent, subsequent_indent=f"{indent}    ",
        break_long_words=False,
    )  # fmt: skip
