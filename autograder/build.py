"""Make what students receive from what the instructor wrote: notebook, otter tests, conftest, zip.

Everything made is a function of the course's files alone, so building twice gives equal bytes.
"""

from __future__ import annotations

import base64
import inspect
import io
import math
import textwrap
import zipfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import torch

from autograder.assignment import Example, Question
from autograder.catalog import Content
from autograder.compare import Tolerance, same
from autograder.draw import Fixture, Generator
from autograder.errors import AssignmentError
from autograder.expectation import Expectations
from autograder.implementation import Local, Reference
from autograder.sandbox import messages

_MADE = "Made by `autograder build` from the course's reference: change that instead."


def build(content: Content) -> dict[str, bytes]:
    """The files of one handout, by their path below `assignments/<slug>/`.

    The percent-format source, which the instructor writes, is not among them.

    Raises:
        AssignmentError: the source can't be turned into a notebook, or an example has no answer.
    """
    slug = content.assignment.slug
    files = {f"{slug}.ipynb": _notebook(content), "conftest.py": _conftest()}
    for question in content.assignment.questions.values():
        files[f"tests/{question.id}.py"] = _test_file(content, question)
    return {name: text.encode() for name, text in files.items()}


def write(content: Content) -> list[Path]:
    """Build into the course's own `assignments/<slug>/`; returns the files that changed."""
    folder = content.course.handout(content.assignment.slug).parent
    files = build(content)
    changed = []
    for stale in folder.glob("tests/*.py"):
        if f"tests/{stale.name}" not in files:
            stale.unlink()
            changed.append(stale)
    for name, data in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            changed.append(path)
    return changed


def student_zip(content: Content) -> bytes:
    """The folder a student unpacks, byte for byte the same when nothing has changed."""
    slug = content.assignment.slug
    files = build(content)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(f"{slug}/{name}", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


# --- the notebook -----------------------------------------------------------------------------


def _notebook(content: Content) -> str:
    import jupytext
    import nbformat

    slug = content.assignment.slug
    source = content.course.handout(slug).read_text(encoding="utf-8")
    for question in content.assignment.questions.values():
        source = _with_examples(content, question, source)
    notebook = jupytext.reads(source, fmt="py:percent")
    notebook.metadata = nbformat.from_dict(
        {
            "autograder": {"assignment": slug},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "otter": {"assignment_name": slug},
        }
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for index, cell in enumerate(notebook.cells):
        cell.id = f"{slug}-{index:02d}"
        cell.metadata = {}
    return str(nbformat.writes(notebook)) + "\n"


def _with_examples(content: Content, question: Question, source: str) -> str:
    """`source` with the question's public examples at the end of its stub's docstring."""
    stub = content.stubs[question.id].source
    end = stub.rfind('"""')
    if stub.count('"""') != 2:
        raise AssignmentError(f"{question.id}: its stub needs one docstring in triple quotes")
    text = "\n".join(_docstring_example(content, question, e) for e in question.examples)
    title = "Examples" if len(question.examples) > 1 else "Example"
    body = textwrap.indent(f"\n{title}:\n{textwrap.indent(text, '    ')}\n", "    ")
    head = stub[:end].rstrip()
    return source.replace(stub, f"{head}\n{body}    {stub[end:]}")


def _docstring_example(content: Content, question: Question, example: Example) -> str:
    args, kwargs = question.bind(example.arguments)
    shown = [_short(arg) for arg in args]
    shown += [f"{name}={_short(arg)}" for name, arg in kwargs.items()]
    call = f">>> {question.id}({', '.join(shown)})"
    if len(call) > 84:
        call = f">>> {question.id}(\n...     " + ",\n...     ".join(shown) + ")"
    lines = [f"{line}" for line in _fixture_text(content, example)]
    return "\n".join([*lines, call, _short(_answer(content, question, example))])


def _fixture_text(content: Content, example: Example) -> Iterator[str]:
    for value in example.arguments.values():
        if isinstance(value, Fixture):
            source = inspect.getsource(content.assignment.fixtures[value.name]).rstrip()
            yield from (
                f"{'>>> ' if i == 0 else '... '}{line}".rstrip()
                for i, line in enumerate(source.splitlines())
            )


def _short(value: Any) -> str:
    """A value as a docstring shows it: tensors in torch's words, six digits."""
    if isinstance(value, torch.Tensor):
        return f"torch.tensor({_short(value.tolist())})"
    if isinstance(value, list | tuple):
        parts = ", ".join(_short(part) for part in value)
        return f"[{parts}]" if isinstance(value, list) else f"({parts})"
    if isinstance(value, Fixture):
        inner = ", ".join(f"{n}={_short(part)}" for n, part in value.tensors.items())
        return f"{value.name}({inner})"
    if isinstance(value, Generator):
        return f"torch.Generator().manual_seed({value.seed})"
    if isinstance(value, float):
        text = f"{value:.6g}"
        return text if set(text) & set(".einf") else f"{text}.0"
    return repr(value)


# --- the otter test file ----------------------------------------------------------------------


def _test_file(content: Content, question: Question) -> str:
    shares = question.points_by_check()
    public = sum(shares[example.id] for example in question.examples)
    rest = 100 * question.points - public
    note = (
        f"{_points(public)} of {question.points} points are checked here, "
        f"the other {_points(rest)} after you hand in."
    )
    parts = [
        f'"""The public checks of {question.id}.\n\n{_MADE}\n"""',
        "OK_FORMAT = False\n\nimport math\n",
        _inlined("example.py"),
        "from otter.test_files import test_case",
        f'name = "{question.id}"\npoints = None\nout_of = {question.points}',
    ]
    sources = dict.fromkeys(
        inspect.getsource(content.assignment.fixtures[value.name])
        for example in question.examples
        for value in example.arguments.values()
        if isinstance(value, Fixture)
    )
    parts += [source.rstrip() for source in sources]
    for index, example in enumerate(question.examples):
        agrees = "the_example_agrees" if index == 0 else f"example_{index + 1}_agrees"
        said = f", success_message={note!r}" if index == len(question.examples) - 1 else ""
        failed = said.replace("success_message", "failure_message")
        title = example.id.replace("_", " ")
        parts.append(_example_code(content, question, example, f"EXAMPLE_{index + 1}"))
        parts.append(
            f"def {agrees}(function):\n    hold(function, name, EXAMPLE_{index + 1})\n\n\n"
            f'@test_case(name="{title}", points={shares[example.id] / 100:g}, '
            f"hidden=False{said}{failed})\n"
            f"def {example.id}({question.id}):\n    {agrees}({question.id})"
        )
    return "\n\n\n".join(parts) + "\n"


def _inlined(name: str) -> str:
    text = resources.files("autograder.student").joinpath(name).read_text(encoding="utf-8")
    return "\n".join(line.split("  # noqa")[0] for line in text.rstrip().splitlines())


def _example_code(content: Content, question: Question, example: Example, name: str) -> str:
    args, kwargs = question.bind(example.arguments)
    positional = ", ".join(_code(arg) for arg in args)
    keywords = ", ".join(f'"{key}": {_code(arg)}' for key, arg in kwargs.items())
    shown = [(key, _shown(value)) for key, value in example.arguments.items()]
    known = ",\n        ".join(
        f"({_code(value)}, {base64.b64encode(sentence.encode())!r})"
        for value, sentence in _known(content, question, example)
    )
    return (
        f"{name} = {{\n"
        f'    "arguments": lambda: ([{positional}], {{{keywords}}}),\n'
        f'    "shown": {shown!r},\n'
        f'    "expected": {_code(_answer(content, question, example))},\n'
        f'    "known": [\n        {known}\n    ],\n'
        "}"
    )


def _answer(content: Content, question: Question, example: Example) -> Any:
    args, kwargs = question.bind(example.arguments)
    reply = Reference(content.assignment).call(_call(question, args, kwargs), ())
    if not isinstance(reply, messages.Returned):
        raise AssignmentError(f"{question.id}: the reference rejects its own example; mend it")
    return reply.value


def _call(question: Question, args: list[Any], kwargs: dict[str, Any]) -> messages.Call:
    return messages.Call(
        question.id,
        tuple(_sent(arg) for arg in args),
        {key: _sent(arg) for key, arg in kwargs.items()},
    )


def _sent(value: Any) -> Any:
    if isinstance(value, Fixture):
        return messages.Fixture(value.name, value.tensors)
    return messages.Generator(value.state) if isinstance(value, Generator) else value


def _known(content: Content, question: Question, example: Example) -> Iterator[tuple[Any, str]]:
    """What each misconception returns on an example, where no other returns the same."""
    cohort = Expectations(content, seed=0)
    check = next(check for check in question.checks if check.id == example.id)
    expected = cohort.expect(question, check).observation
    seen = {name: cohort.wrong(question, name, check) for name in question.misconceptions}
    alike = Tolerance.default(torch.float64)
    for name, wrong in question.misconceptions.items():
        mine = seen[name]
        others = [seen[other] for other in seen if other != name]
        if mine.end is not None and mine.end.reason != "structure":
            continue
        if any(same(mine, other, alike) for other in [expected, *others]):
            continue
        args, kwargs = question.bind(example.arguments)
        local = Local(content.assignment, {question.id: wrong.run})
        reply = local.call(_call(question, args, kwargs), ())
        if isinstance(reply, messages.Returned) and _is_plain(reply.value):
            yield reply.value, wrong.sentence


def _is_plain(value: Any) -> bool:
    if isinstance(value, tuple | list):
        return all(_is_plain(part) for part in value)
    return isinstance(value, torch.Tensor)


def _code(value: Any) -> str:
    """Python source of a value at full precision."""
    if isinstance(value, torch.Tensor):
        return f"torch.tensor({_code(value.tolist())}, dtype={value.dtype})"
    if isinstance(value, list):
        return f"[{', '.join(_code(part) for part in value)}]"
    if isinstance(value, tuple):
        return f"({', '.join(_code(part) for part in value)},)"
    if isinstance(value, Fixture):
        inner = ", ".join(f"{n}={_code(part)}" for n, part in value.tensors.items())
        return f"{value.name}({inner})"
    if isinstance(value, Generator):
        return f"torch.Generator().manual_seed({value.seed})"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_shown(part) for part in value)}]"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".") if abs(value) < 1e6 else f"{value:.4e}"
    return _short(value)


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:g}"


# --- plain pytest -----------------------------------------------------------------------------


def _conftest() -> str:
    standin, plugin = _inlined("standin.py"), _inlined("plugin.py")
    return (
        f'"""`pytest` in this folder runs the public checks. {_MADE}"""\n{standin}\n\n\n{plugin}\n'
    )
