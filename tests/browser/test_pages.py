"""Every page in a real Chromium: axe, widths, keyboard, colour, paper, and that nothing is fetched.

`make test-browser` runs these tests alone. They are skipped where there is no Chromium, unless
REQUIRE_BROWSER is set, as in .ci/run.
"""

from __future__ import annotations

import io
import os
import unicodedata

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from browser.chromium import chromium, installed
from browser.written import pages
from bs4 import BeautifulSoup
from pypdf import PdfReader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        installed() is None and "REQUIRE_BROWSER" not in os.environ,
        reason="no chromium here: apt-get install chromium, or make test-browser as root",
    ),
]

PAGES = ("right", "mixed", "words", "ours", "cut", "report", "course")
WIDE, ZOOMED, PHONE, A4 = 1280, 640, 320, 673
"""CSS pixels: a window, the same at 200 %, a telephone, and what @page's margins leave of A4."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important } p { margin-bottom: 2em !important }"""
"""What WCAG 1.4.12 lets a reader set."""

VIOLATIONS = """options => axe.run(options).then(found => found.violations.flatMap(rule =>
  rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.html}`)))"""
SCROLLERS = """() => [...document.querySelectorAll('body *')].filter(e =>
  ['auto', 'scroll'].includes(getComputedStyle(e).overflowX) &&
  e.scrollWidth > e.clientWidth + 1)"""
CUT = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e), hides = o => o === 'hidden' || o === 'clip';
  return !e.closest('.hidden, svg') && (
    hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1 ||
    hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1) }).map(e => e.outerHTML)"""
BESIDE = """() => [...document.querySelectorAll('svg[role=img] text')].filter(t => {
  const box = t.getBoundingClientRect();
  return getComputedStyle(t.closest('svg')).overflow !== 'visible' ||
    box.left < 0 || box.right > innerWidth }).map(t => t.textContent)"""
STOP = """() => { const e = document.activeElement, style = getComputedStyle(e),
    box = e.getBoundingClientRect();
  return { at: [...document.querySelectorAll('*')].indexOf(e), name: e.outerHTML.slice(0, 80),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth } }"""
PLACES = """elements => {
  const all = [...document.querySelectorAll('*')]; return elements.map(e => all.indexOf(e)) }"""
BADGES = """badges => badges.map(e => ({ word: e.innerText.trim(),
  width: e.querySelector('svg').getBoundingClientRect().width,
  drawn: getComputedStyle(e.querySelector('svg')).stroke,
  behind: getComputedStyle(document.documentElement).backgroundColor }))"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return pages(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="module")
def window():
    with chromium() as browser, browser.new_context() as context:
        yield context.new_page()


@pytest.fixture(params=PAGES)
def page(request, files, window):
    """One page; afterwards: it fetched nothing, ran nothing, and the browser did not object."""
    heard = []
    listeners = {
        "console": lambda message: heard.append(message.text),
        "pageerror": lambda error: heard.append(str(error)),
        "request": lambda asked: heard.append(asked.url),
    }
    window.set_viewport_size({"width": WIDE, "height": 900})
    window.emulate_media(media="screen", color_scheme="light", forced_colors="none")
    for event, listener in listeners.items():
        window.on(event, listener)
    address = files[request.param].as_uri()
    window.goto(address)
    yield window
    assert window.evaluate("[window.ran, document.scripts.length]") == [None, 0]
    for event, listener in listeners.items():
        window.remove_listener(event, listener)
    assert [each for each in heard if not each.startswith("data:")] == [address]


def resize(page, width):
    page.set_viewport_size({"width": width, "height": 900})


def cut(page):
    """What a reader can't see: text that is cut off, and whether the page scrolls sideways."""
    hidden = page.evaluate(CUT) + page.evaluate(BESIDE)
    width, window = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    return [*hidden, *([f"{width} px wide"] if width > window else [])]


def letters(text):
    """Without blanks and ligatures, which a PDF has where it likes."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def test_axe_finds_nothing(page):
    page.evaluate(AXE_SCRIPT)
    # Contrast at one width only: no colour depends on the width, and it takes axe longest.
    for width, scheme in ((WIDE, "light"), (WIDE, "dark"), (ZOOMED, "light"), (PHONE, "dark")):
        resize(page, width)
        page.emulate_media(color_scheme=scheme)
        contrast = {"color-contrast": {"enabled": width == WIDE}}
        options = {"runOnly": RULES, "rules": contrast, "resultTypes": ["violations"]}
        assert page.evaluate(VIOLATIONS, options) == [], f"{width} {scheme}"


def test_nothing_is_cut_off_at_any_width_nor_with_more_space_between_letters(page):
    for width in (WIDE, ZOOMED, PHONE):
        resize(page, width)
        assert cut(page) == [], width
    page.add_style_tag(content=SPACED)
    assert cut(page) == []


def test_the_keyboard_reaches_everything_in_order_and_shows_where_it_is(page):
    resize(page, PHONE)
    assert page.locator("[tabindex]:not([tabindex='0'])").count() == 0
    expected = page.locator("a[href], [tabindex='0']").evaluate_all(PLACES)
    scrollers = page.evaluate(f"({PLACES})(({SCROLLERS})())")
    assert set(scrollers) <= set(expected)
    reached = []
    for _ in expected:
        page.keyboard.press("Tab")
        reached.append(page.evaluate(STOP))
        assert reached[-1]["ring"], reached[-1]
        assert reached[-1]["seen"], reached[-1]
    assert [stop["at"] for stop in reached] == expected
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["at"] not in expected[1:]


def test_the_first_stop_leads_to_the_result_and_arrows_scroll_what_is_wide(page):
    resize(page, PHONE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#page-main"
    page.keyboard.press("Tab")
    stops = page.locator("main a[href], main [tabindex='0']")
    assert stops.count() == 0 or stops.first.evaluate("e => e === document.activeElement")
    for scroller in page.query_selector_all("[tabindex='0']"):
        if scroller.evaluate("e => e.scrollWidth > e.clientWidth"):
            scroller.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("e => e.scrollLeft > 0", arg=scroller)
            break


def test_a_status_needs_no_colour(page):
    page.emulate_media(forced_colors="active")
    for badge in page.locator(".badge").evaluate_all(BADGES):
        assert badge["word"]
        assert badge["width"] > 8
        assert badge["drawn"] != badge["behind"]


def test_one_shape_for_each_word(files):
    """Over all pages: whoever sees no colour can tell any two outcomes apart, by either."""
    shapes = {}
    for file in files.values():
        for badge in BeautifulSoup(file.read_text(encoding="utf-8"), "html.parser").select(
            ".badge"
        ):
            shapes.setdefault(badge.get_text(strip=True), set()).add(badge.svg.decode_contents())
    assert len(shapes) >= 10
    assert all(len(drawn) == 1 for drawn in shapes.values()), shapes


def test_paper_is_white_and_holds_everything(page):
    page.emulate_media(media="print", color_scheme="dark")
    resize(page, A4)
    assert cut(page) == []
    assert page.evaluate(f"({SCROLLERS})().length") == 0
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    titles = page.locator("h2:not(.hidden), h3").all_text_contents()
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= 8
    text = letters("".join(sheet.extract_text() for sheet in printed.pages))
    assert [title for title in titles if letters(title) not in text] == []
