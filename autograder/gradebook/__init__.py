"""What was graded, kept in one SQLite file: the source of truth for everything written later."""

from .gradebook import Gradebook, Graded, OtherSeedError
from .groups import Group, comments_for, groups

__all__ = ["Gradebook", "Graded", "Group", "OtherSeedError", "comments_for", "groups"]
