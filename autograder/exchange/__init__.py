"""What other tools read: results.json and grades.csv, and the names of files beside them."""

from .files import feedback_name, folder_of
from .results import grades_csv, results, write_results

__all__ = ["feedback_name", "folder_of", "grades_csv", "results", "write_results"]
