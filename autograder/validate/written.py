"""What must hold of questions that are answered in words."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.catalog import Content
from autograder.submission import parse
from autograder.validate.line import Line


def answers_found(content: Content) -> Line:
    """The solution answers each of them, and the handout, as it is handed out, none."""
    course, slug = content.course, content.assignment.slug
    count = len(content.assignment.written)
    problems = [
        *_unlike(content, course.solution(slug).read_bytes(), blank=False),
        *_unlike(content, course.handout(slug).read_bytes(), blank=True),
    ]
    return Line(f"answers in words are found, blank ones blank: {count}", tuple(problems))


def _unlike(content: Content, script: bytes, *, blank: bool) -> Iterator[str]:
    cells = parse(script, script=True).cells
    for name, answer in content.handout.answers(cells).items():
        if blank and answer.text:
            yield f"{name}: the handout's own text counts as an answer: “{answer.text[:60]}”"
        elif not blank and not answer.text:
            yield f"{name}: no answer below its heading in the solution"
