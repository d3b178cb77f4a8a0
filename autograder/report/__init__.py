"""The instructor's report: one self-contained HTML page, and the same as PDF.

`gather` reads a gradebook into plain `Facts`; `render` makes the page of one or more of them;
`pdf` prints a page. Nothing here runs or parses what a student wrote beyond one pass of a lexer.
"""

from .facts import Facts, NotGraded, gather, strays
from .page import render
from .pdf import pdf

__all__ = ["Facts", "NotGraded", "gather", "pdf", "render", "strays"]
