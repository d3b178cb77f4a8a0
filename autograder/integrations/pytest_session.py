"""A pytest session on one submission: its items, graded at the first of them, in a sandbox."""

from __future__ import annotations

import secrets
import warnings
from collections.abc import Generator, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from autograder import assignment, catalog
from autograder.errors import AutograderError
from autograder.feedback.words import explanation, points_long
from autograder.grading import grade_alone
from autograder.submission import Found, Unreadable, discover, read
from autograder.verdict import Attempt, CheckVerdict, DiagnosisKind, Kind, Status, written

_SEED = "autograder_grading_seed"
_WORDS = {
    Status.ERROR: "RAISED AN ERROR",
    Status.TIMEOUT: "TOOK TOO LONG",
    Status.MISSING: "NOT FOUND",
    Status.NOT_ATTEMPTED: "NOT STARTED",
}
"""What -v says of a failure, where it is more than a wrong result."""


class Grading:
    """What is graded, and the hooks of a session on it. A pytest plugin.

    Args:
        config: with the options of `pytest_plugin`.

    Raises:
        pytest.UsageError: there is no such course or assignment, the file can't be read, or
            something that is not the course's would take part.
    """

    def __init__(self, config: pytest.Config) -> None:
        option = config.option
        if option.file_or_dir:
            raise pytest.UsageError(
                f"{option.file_or_dir[0]}: --submission runs the course's checks only; leave it "
                "out, and choose among the checks with -k or --deselect"
            )
        try:
            self._course = catalog.find(Path(option.course) if option.course else None)
            _vet_configuration(config, self._course.root)
            self.found = _found(self._course, option.submission, option.assignment)
            content = catalog.load(self._course, str(self.found.assignment))
        except AutograderError as error:
            raise pytest.UsageError(str(error)) from None
        # The session belongs to the course: pytest would name its items by, and keep its cache
        # in, the folder of the submission.
        config._rootpath = self._course.root
        self.path = Path(option.submission).absolute()
        self.assignment = content.assignment
        handed_over = getattr(config, "workerinput", {}).get(_SEED)
        chosen = handed_over if handed_over is not None else option.grading_seed
        self._seed: int = secrets.randbits(63) if chosen is None else chosen

    @cached_property
    def attempt(self) -> Attempt | Exception:
        """The grading, done once; what made it fail is kept, so that no item tries again."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("default")  # -W error is meant for tests of one's own
                return grade_alone(self._course, self.found, seed=self._seed)
        except Exception as error:  # whatever it is, it is not the student's
            return error

    def pytest_report_header(self) -> str:
        """Name what is graded."""
        return f"autograder: {self.assignment.slug}, {_plain(self.found.path)}, sandboxed"

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Hand the seed to a worker of pytest-xdist: all of them grade on the same inputs."""
        node.workerinput[_SEED] = self._seed

    def pytest_collection(self, session: pytest.Session) -> bool:
        """List the checks and look at no folder; with pytest-xdist only its workers come here."""
        slug = self.assignment.slug
        top = Assignment.from_parent(session, name=slug, nodeid=slug, path=self.path, grading=self)
        session.items = list(session.genitems(top))
        hook = session.config.hook
        hook.pytest_collection_modifyitems(
            session=session, config=session.config, items=session.items
        )
        hook.pytest_collection_finish(session=session)
        session.testscollected = len(session.items)
        return True

    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """Tell apart in words what is not there, not started or too slow."""
        if report.when != "call" or not report.failed:
            return None
        word = _WORDS.get(dict(report.user_properties).get("status"))  # type: ignore[call-overload]
        return ("failed", "F", word) if word else None

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_terminal_summary(
        self, terminalreporter: pytest.TerminalReporter
    ) -> Generator[None, None, None]:
        """Sum up below all the rest, from what the reports carry: they come from any worker."""
        yield
        judged = [r for kind in ("passed", "failed") for r in terminalreporter.getreports(kind)]
        ours = len(terminalreporter.getreports("error"))
        if not judged and not ours:
            return
        said = [pair for report in judged for pair in report.user_properties]
        for note in dict.fromkeys(text for name, text in said if name == "note"):
            terminalreporter.line(note)
        total = {
            wanted: round(sum(100 * value for name, value in said if name == wanted))
            for wanted in ("points", "max_points")
        }
        line = f"{written(total['points'])} of {points_long(total['max_points'])}"
        line += f" in {len(judged)} check{'' if len(judged) == 1 else 's'}"
        if ours:
            line += f"; {ours} more not graded, which is no fault of the student's"
        terminalreporter.line(f"{line}.")


class Assignment(pytest.Collector):
    """An assignment's questions."""

    def __init__(self, *, grading: Grading, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grading = grading

    def collect(self) -> Iterator[Question]:
        """In the order of the course."""
        for question in self.grading.assignment.questions.values():
            yield Question.from_parent(
                self, name=question.id, grading=self.grading, question=question
            )


class Question(pytest.Collector):
    """A question's checks."""

    def __init__(self, *, grading: Grading, question: assignment.Question, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.grading = grading
        self.question = question

    def collect(self) -> Iterator[Check]:
        """In the order of the course."""
        shares = self.question.points_by_check()
        for check in self.question.checks:
            yield Check.from_parent(
                self,
                name=check.id,
                grading=self.grading,
                question=self.question.id,
                kind=check.kind,
                max_points=shares[check.id],
            )


class _NotPassedError(Exception):
    """A check did not pass; its text is what the student may read."""


class Check(pytest.Item):
    """One check; what it found is read off the submission's grading."""

    def __init__(
        self, *, grading: Grading, question: str, kind: Kind, max_points: int, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self._grading = grading
        self._question = question
        self._verdict: CheckVerdict | None = None
        self.user_properties += [("kind", kind.value), ("max_points", max_points / 100)]

    def setup(self) -> None:
        """Grade, unless that is done; what fails here is our failure: an error, not a failure."""
        attempt = self._grading.attempt
        if isinstance(attempt, Exception):
            known = isinstance(attempt, AutograderError)
            why = str(attempt) if known else f"{type(attempt).__name__}: {attempt}; report it"
            pytest.fail(f"Not graded, our fault: {_plain(why)}", pytrace=False)
        checks = {(q.id, check.id): check for q in attempt.questions for check in q.checks}
        verdict = checks[self._question, self.name]
        if verdict.points is None:
            said = f"Not graded, our fault: {self._question}.{self.name} can't be judged"
            pytest.fail(
                f"{said}; run autograder validate {attempt.assignment}, mend it, then grade again",
                pytrace=False,
            )
        self._verdict = verdict
        self.user_properties += [("points", verdict.points / 100), ("status", verdict.status.value)]
        if verdict.status is not Status.PASSED:
            self.user_properties += [
                ("note", _plain(f"cell {cell + 1}: {note}")) for cell, note in attempt.notes
            ]

    def runtest(self) -> None:
        """Fail with the diagnosis."""
        assert self._verdict is not None
        if self._verdict.status is not Status.PASSED:
            raise _NotPassedError(_told(self._verdict))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The diagnosis alone: no traceback, nothing of our source."""
        if isinstance(excinfo.value, _NotPassedError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """As the heading of a failure names it."""
        return self.path, None, f"{self._question}: {self.name}"


def _found(course: catalog.Course, submission: str, slug: str | None) -> Found:
    """The submission that was named, readable and of a known assignment."""
    file = Path(submission)
    if file.suffix.lower() not in (".ipynb", ".py") or file.is_dir():
        raise pytest.UsageError(
            f"{submission} is no notebook (.ipynb) and no script (.py): name one of these"
        )
    if slug is not None and slug not in course.slugs:
        known = ", ".join(course.slugs) or "none"
        raise pytest.UsageError(f"no assignment {slug} in {course.root}: choose from {known}")
    if slug is None:
        slugs = {slug: course.question_names(slug) for slug in course.slugs}
        found = discover([file], slugs=slugs, assignment=None).found[0]
    else:
        found = Found.named(file, slug)
    content = read(found)
    if isinstance(content, Unreadable):
        if found.problem:
            raise pytest.UsageError(
                f"{submission} fits no assignment, or several: name its own with --assignment"
            )
        raise pytest.UsageError(content.message)
    return found


def _vet_configuration(config: pytest.Config, root: Path) -> None:
    """Refuse a configuration file that pytest found where a student may have put it."""
    path = config.inipath
    if path is not None and not config.option.inifilename and not root.is_relative_to(path.parent):
        raise pytest.UsageError(
            f"{path} configures pytest, and may be the student's: add -c /dev/null"
        )


def _told(check: CheckVerdict) -> str:
    """What the student may read of a check that did not pass."""
    parts = [check.sentence]
    diagnosis = check.diagnosis
    own = diagnosis is None or diagnosis.kind is DiagnosisKind.CHECK
    parts.append(explanation(check) if own or diagnosis is None else diagnosis.text)
    if check.visibility == "public" and check.evidence is not None:
        call = check.evidence.call.replace("\n", f"\n{'':14}")
        parts.append(
            f"    called with {call}\n    you got     {check.evidence.got}\n"
            f"    expected    {check.evidence.expected}"
        )
    parts.append(f"{points_long(check.max_points - (check.points or 0))} lost.")
    return _plain("\n\n".join(part for part in parts if part))


def _plain(text: str) -> str:
    """Text from outside without what would steer a terminal; lines stay lines."""
    return "".join(c if c == "\n" or c.isprintable() else "�" for c in text)
