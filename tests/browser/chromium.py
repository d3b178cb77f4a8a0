"""Debian's Chromium, driven by Playwright. Nothing is downloaded: it is the installed program."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright


def installed() -> str | None:
    """The path of the browser, if there is one."""
    return shutil.which("chromium")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window, until the block ends.

    Raises:
        FileNotFoundError: none is installed.
    """
    path = installed()
    if path is None:
        raise FileNotFoundError("chromium: not on PATH; run make test-browser as root")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()
