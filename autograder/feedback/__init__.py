"""The student's feedback page: one self-contained HTML file, made from data only.

`render` is a pure function from one attempt to one page. What a student wrote (Markdown, code,
outputs) can make a converter hang or grow, so a cohort's pages come from `render_pages`, which
calls `render` in a limited child process and goes on when that dies.
"""

from autograder.feedback.page import AssignmentText, QuestionText, page_state, render, says
from autograder.feedback.progress import Earlier
from autograder.feedback.worker import Job, render_pages

__all__ = [
    "AssignmentText",
    "Earlier",
    "Job",
    "QuestionText",
    "page_state",
    "render",
    "render_pages",
    "says",
]
