"""From points and times to final grades, by the rules in course.toml; pure arithmetic on data.

`read_rules`, then `read_dues` for the people, then `final_grades`.
"""

from .course import Grades, Total, final_grades
from .dues import Dues, read_dues
from .grade import Final, Step
from .handed_in import HandedIn
from .lateness import Due
from .rules import AssignmentRules, Rules, read_rules

__all__ = [
    "AssignmentRules",
    "Due",
    "Dues",
    "Final",
    "Grades",
    "HandedIn",
    "Rules",
    "Step",
    "Total",
    "final_grades",
    "read_dues",
    "read_rules",
]
