"""Who handed in: what a roster or a learning platform's export says of a student."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self


@dataclass(frozen=True, slots=True)
class Person:
    """One student; what nobody has said is ""."""

    student: str
    """What they are called in the gradebook."""
    name: str = ""
    """As people write it; as the platform writes it where only that is known."""
    email: str = ""
    id: str = ""
    """The school's number for them."""
    login: str = ""
    section: str = ""
    group: str = ""
    canvas_id: str = ""
    """Canvas's number for them."""
    moodle_id: str = ""
    """Moodle's number for them in one assignment."""

    @property
    def looked_up(self) -> str:
        """Name and, in brackets, what they are called in the gradebook."""
        return f"{self.name} ({self.student})" if self.name else self.student

    def updated(self, later: Self) -> Self:
        """The same student with what is said of them later, where that says anything."""
        said = {f.name: getattr(later, f.name) or getattr(self, f.name) for f in fields(self)}
        return type(self)(**{**said, "student": self.student})
