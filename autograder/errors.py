"""Every error this package raises on purpose, by who must act on it.

AutograderError
├── UsageError        whoever typed the command: it names what is not there
├── AssignmentError   the instructor: a course, assignment, question or check is wrong
├── SubmissionError   the student: a file can't be read as a submission
└── SandboxError      the TA: this machine can't isolate or run a submission

Each message is one line that names the file or name at fault and ends with the next step.
"""


class AutograderError(Exception):
    """Base of all errors that a user of the command line is meant to read."""


class UsageError(AutograderError):
    """A command names what is not there; whoever typed it acts. Exit code 2."""


class AssignmentError(AutograderError):
    """A course folder, assignment, question or check is not right; the instructor acts."""


class SubmissionError(AutograderError):
    """A file can't be read as a submission; the student acts."""


class SandboxError(AutograderError):
    """This machine can't isolate or run a submission; the TA acts."""
