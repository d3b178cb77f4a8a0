"""What was graded, kept in one SQLite file: the source of truth for everything written later."""

from .gradebook import Gradebook, OtherSeedError

__all__ = ["Gradebook", "OtherSeedError"]
