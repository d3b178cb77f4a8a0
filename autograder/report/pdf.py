"""A page as PDF, by WeasyPrint: tagged, so that a screen reader finds headings and tables."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from autograder.errors import AutograderError


def pdf(html: str) -> bytes:
    """Print a page that refers to nothing outside itself.

    Raises:
        AutograderError: WeasyPrint or a library of the system that it needs is missing.
    """
    try:
        import weasyprint
    except ImportError:
        raise AutograderError(
            "report.pdf: WeasyPrint is missing, so only report.html is written; run  pip install "
            "weasyprint  and the same command again"
        ) from None
    except OSError as error:  # one of its shared libraries
        raise AutograderError(
            f"report.pdf: WeasyPrint misses a library ({str(error).splitlines()[0]}), so only "
            "report.html is written; run  sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0  and the same command again"
        ) from None
    for name in ("weasyprint", "fontTools"):  # they remark on CSS that only browsers need
        logging.getLogger(name).setLevel(logging.CRITICAL)
    printed = weasyprint.HTML(string=html, url_fetcher=_nothing).write_pdf(pdf_variant="pdf/ua-1")
    return bytes(printed)


def _nothing(url: str, *_: Any, **__: Any) -> NoReturn:
    """Fetch nothing: the page holds all there is."""
    raise ValueError(f"{url[:80]}: a report refers to nothing outside itself")
