"""`make pictures`: the pictures of the guides, taken of the pages of `make demo`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import NamedTuple

from browser.chromium import chromium
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
GRADED = ROOT / "demo" / "graded"
STUDENT = GRADED / "hw04_vae_loss" / "feedback" / "alvarez_ines.html"
REPORT = GRADED / "report.html"


class Picture(NamedTuple):
    """What of a page is shown: from the top of one element to the bottom of another."""

    page: Path
    width: int
    scheme: str
    first: str
    last: str


PICTURES = {
    "feedback": Picture(STUDENT, 1100, "light", "body", ".summary"),
    "feedback-dark": Picture(STUDENT, 1100, "dark", "#kl_standard_normal", "#kl_standard_normal"),
    "feedback-320": Picture(STUDENT, 320, "light", "body", ".overview"),
    "report": Picture(REPORT, 1100, "light", "body", ".told tbody:nth-of-type(4)"),
    "report-dark": Picture(REPORT, 1100, "dark", "#hw04_vae_loss-scores", ".items"),
}


def main() -> None:
    """Take them all."""
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    with chromium() as browser:
        page = browser.new_page()
        for name, picture in PICTURES.items():
            page.set_viewport_size({"width": picture.width, "height": 900})
            page.emulate_media(color_scheme=picture.scheme)
            page.goto(picture.page.as_uri())
            edges = page.evaluate(
                "([a, b]) => [document.querySelector(a).getBoundingClientRect().top,"
                " document.querySelector(b).getBoundingClientRect().bottom]",
                [picture.first, picture.last],
            )
            top, bottom = max(edges[0] - 8, 0), edges[1] + 8
            clip = {"x": 0, "y": top, "width": picture.width, "height": bottom - top}
            taken = Image.open(io.BytesIO(page.screenshot(full_page=True, clip=clip)))
            taken.convert("RGB").save(folder / f"{name}.webp", lossless=True)


if __name__ == "__main__":
    main()
