"""Find what a cohort handed in and read it as data: nothing here runs a line of it."""

from .cohort import Cohort, Found, Submission, Unreadable, discover, only, read
from .notebook import Cell, bounded, parse
from .roster import Roster, read_roster

__all__ = [
    "Cell",
    "Cohort",
    "Found",
    "Roster",
    "Submission",
    "Unreadable",
    "bounded",
    "discover",
    "only",
    "parse",
    "read",
    "read_roster",
]
