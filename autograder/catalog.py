"""Find a course and load one of its assignments by slug; nothing else reads course folders."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from autograder.assignment import Assignment
from autograder.errors import AssignmentError
from autograder.lectures import Reading, readings
from autograder.locate import course_folder
from autograder.sandbox import Limits
from autograder.source import Stub, reduced, stubs
from autograder.versions import checks_version, question_version
from autograder.written import Handout

_PARTS = ("checks", "misconceptions", "alternates", "plots")


@dataclass(frozen=True)
class Course:
    """A folder with course.toml, assignments/, solutions/ and reference/."""

    root: Path
    settings: dict[str, Any]

    @property
    def title(self) -> str:
        """The course's name, for pages."""
        return str(self.settings.get("title", self.root.name))

    @property
    def limits(self) -> Limits:
        """The defaults, changed by [limits] in course.toml.

        Raises:
            AssignmentError: there is no limit of such a name.
        """
        try:
            return Limits(**self.settings.get("limits", {}))
        except TypeError as error:
            raise AssignmentError(f"{self.root}/course.toml [limits]: {error}; see docs") from error

    def readings(self, assignment: Assignment) -> dict[str, Reading]:
        """What to read about each question, by [lectures] in course.toml.

        Raises:
            AssignmentError: it names no such lecture, or can't be read.
        """
        asked = {name: question.lecture for name, question in assignment.questions.items()}
        return readings(self.settings, self.root / "course.toml", asked)

    @cached_property
    def slugs(self) -> tuple[str, ...]:
        """Every assignment, in order of its slug."""
        found = (path.parent.name for path in self.root.glob("reference/*/__init__.py"))
        return tuple(sorted(found))

    @property
    def secrets(self) -> tuple[Path, ...]:
        """What no submission may read."""
        policy = self.settings.get("policy", {})
        named = policy.get("extensions") if isinstance(policy, dict) else None
        extensions = [self.root / named] if isinstance(named, str) else []
        return (
            self.root / "course.toml",
            self.root / "reference",
            self.root / "solutions",
            *(path for path in extensions if path.is_file()),
        )

    def handout(self, slug: str) -> Path:
        """The percent-format source of what students receive."""
        return self.root / "assignments" / slug / f"{slug}.py"

    def solution(self, slug: str) -> Path:
        """The model answer, in the same format."""
        return self.root / "solutions" / f"{slug}.py"

    def question_names(self, slug: str) -> tuple[str, ...]:
        """What an assignment asks for, read from its handout without running it."""
        return (*_stubs(self.handout(slug)), *Handout.of(_read(self.handout(slug))).headings)


@dataclass(frozen=True)
class Content:
    """One assignment with everything the grader trusts."""

    course: Course
    assignment: Assignment
    stubs: dict[str, Stub]
    handout: Handout
    solution: dict[str, Callable[..., Any]]
    fixtures_source: str
    """Public text of fixtures.py, to be built inside the sandbox; "" if there is none."""
    versions: dict[str, str]
    """For each question a digest of what decides its verdicts."""

    @property
    def version(self) -> str:
        """Digest of what decides a score; a changed one makes attempts out of date."""
        return checks_version(self.versions.values())


def find(folder: Path | None = None) -> Course:
    """The course in `folder`, or in the nearest folder above the current one.

    Raises:
        AssignmentError: there is none, or its course.toml can't be read.
    """
    root = course_folder(folder)
    path = root / "course.toml"
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{path}: {error}; mend the file") from error
    return Course(root, settings)


def load(course: Course, slug: str) -> Content:
    """Load an assignment's reference package, solution and stubs.

    Raises:
        AssignmentError: no such assignment, or its parts don't fit together.
    """
    if slug not in course.slugs:
        known = ", ".join(course.slugs) or "none"
        raise AssignmentError(f"no assignment {slug!r} in {course.root}: it has {known}")
    folder = course.root / "reference" / slug
    digest = hashlib.sha256()
    for path in [*sorted(folder.glob("*.py")), course.handout(slug), course.solution(slug)]:
        digest.update(f"{path.name}\0{_read(path)}\0".encode())
    name = f"_reference_{digest.hexdigest()[:16]}_{slug}"
    for loaded in [module for module in sys.modules if module.startswith(f"{name}.")]:
        del sys.modules[loaded]  # its parts belong to an Assignment made by an earlier load
    package = _import(folder / "__init__.py", name)
    for part in _PARTS:
        if (folder / f"{part}.py").is_file():
            _import(folder / f"{part}.py", f"{package.__name__}.{part}")
    assignment = getattr(package, "assignment", None)
    if not isinstance(assignment, Assignment) or assignment.slug != slug:
        raise AssignmentError(
            f"{folder}/__init__.py must define assignment = Assignment({slug!r}…)"
        )
    found = _stubs(course.handout(slug))
    fixtures = folder / "fixtures.py"
    source = _read(fixtures) if fixtures.is_file() else ""
    if source:
        module = _import(fixtures, f"{package.__name__}.fixtures")
        assignment.fixtures = {name: f for name, f in vars(module).items() if callable(f)}
    for question in assignment.questions.values():
        if question.id not in found:
            raise AssignmentError(f"{course.handout(slug)} has no stub of {question.id}: add it")
        question.finish(found[question.id].parameters)
    course.readings(assignment)  # a lecture that nobody knows is told now
    solution = _functions(course.solution(slug))
    missing = [name for name in assignment.questions if name not in solution]
    if missing:
        raise AssignmentError(f"{course.solution(slug)} has no {missing[0]}: write it")
    versions = {
        question.id: question_version(question, solution, source)
        for question in assignment.questions.values()
    }
    handout = _handout(course, slug, assignment)
    versions |= {asked.id: asked.version for asked in assignment.written.values()}
    return Content(course, assignment, found, handout, solution, source, versions)


def _handout(course: Course, slug: str, assignment: Assignment) -> Handout:
    """The text around the answers in words; the reference has a rubric for each."""
    path = course.handout(slug)
    handout = Handout.of(_read(path))
    for asked in assignment.written.values():
        if asked.id not in handout.headings:
            raise AssignmentError(
                f'{path} has no cell # %% [markdown] written="{asked.id}": add it'
            )
        if asked.worth(item.id for item in asked.rubric) < 100 * asked.points:
            raise AssignmentError(
                f"{slug}: the rubric of {asked.id} is worth less than its {asked.points} points; "
                "add an item"
            )
    for name in handout.headings.keys() - assignment.written.keys():
        raise AssignmentError(f"{path} asks {name}, the reference has no such question: add it")
    return handout


def _functions(path: Path) -> dict[str, Callable[..., Any]]:
    """The functions of a percent-format file, its demo cells left out."""
    module = ModuleType(f"_solution_{path.stem}")
    module.__file__ = str(path)
    try:
        code = compile(reduced(_read(path)), str(path), "exec")
        exec(code, vars(module))  # noqa: S102 - the course's own solution
    except Exception as error:
        raise AssignmentError(f"{path}: {type(error).__name__}: {error}; mend it") from error
    return {name: f for name, f in vars(module).items() if callable(f)}


def _import(path: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise AssignmentError(f"{path} is no Python module: rename it")
    if name in sys.modules and path.name != "__init__.py":
        return sys.modules[name]
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except AssignmentError:
        raise
    except Exception as error:
        raise AssignmentError(f"{path}: {type(error).__name__}: {error}; mend it") from error
    return module


def _stubs(path: Path) -> dict[str, Stub]:
    try:
        return stubs(_read(path))
    except SyntaxError as error:
        raise AssignmentError(f"{path}, line {error.lineno}: {error.msg}; mend it") from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise AssignmentError(f"{path} can't be read ({error.strerror}): restore it") from error
