"""What was graded, kept in one SQLite file: the source of truth for everything written later."""

from .gradebook import Gradebook, OtherSeedError
from .groups import Comment, Group, comments_for, groups, told

__all__ = [
    "Comment",
    "Gradebook",
    "Group",
    "OtherSeedError",
    "comments_for",
    "groups",
    "told",
]
