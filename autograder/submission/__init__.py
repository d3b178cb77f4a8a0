"""Find what a cohort handed in and read it as data: nothing here runs a line of it."""

from .cohort import Cohort, Found, Submission, Unreadable, discover, only, read
from .notebook import Cell, bounded

__all__ = [
    "Cell",
    "Cohort",
    "Found",
    "Submission",
    "Unreadable",
    "bounded",
    "discover",
    "only",
    "read",
]
