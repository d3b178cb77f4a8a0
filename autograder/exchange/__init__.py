"""What other tools read: results.json, grades.csv, exports, and the names of files beside them."""

from .files import feedback_name, folder_of, graded_folder
from .finals import write_finals
from .formats import FORMATS
from .records import Export, File, Grades, LeftOut, Record
from .results import grades_csv, results, write_results

__all__ = [
    "FORMATS",
    "Export",
    "File",
    "Grades",
    "LeftOut",
    "Record",
    "feedback_name",
    "folder_of",
    "graded_folder",
    "grades_csv",
    "results",
    "write_finals",
    "write_results",
]
