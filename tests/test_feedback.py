"""The feedback page: what it says, that its sums hold, that no student text can act in it."""

from __future__ import annotations

import base64
import os
import re
import struct
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag

from autograder.feedback import (
    AssignmentText,
    Earlier,
    Job,
    QuestionText,
    render,
    render_pages,
)
from autograder.lectures import Reading
from autograder.people import Person
from autograder.plots import MOST, Drawing
from autograder.plots import Kind as Form
from autograder.policy import HandedIn
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Evidence,
    Kind,
    Outcome,
    QuestionVerdict,
    Status,
)

GRADED_AT = datetime(2026, 11, 20, 9, 2)
FINDING = "You averaged over latent dimensions; the KL of independent dimensions adds up."
MEAN = Diagnosis(
    DiagnosisKind.MISCONCEPTION,
    "mean_over_dims",
    f"{FINDING}\n\nWhat does one more `dim` cost?",
)
FOLLOWS = Diagnosis(
    DiagnosisKind.CAUSE, "kl_normal.mean_over_dims", "This follows from kl_normal, which it calls."
)
RAISED = Diagnosis(
    DiagnosisKind.UNOBSERVED, "raised", "Your code raised IndexError on line 2 of your cell."
)
STUB = Diagnosis(DiagnosisKind.UNOBSERVED, "not_attempted", "The stub is still in place.")
UNKNOWN = Diagnosis(DiagnosisKind.CHECK, "keeps_the_order", "Rows come back in order.")
EVIDENCE = Evidence("mu = [[2, 0]]\nlogvar = [[0, 1.3863]]", "[1.4034]", "[2.8069]")


@dataclass(frozen=True)
class Cell:
    kind: str
    source: str
    outputs: tuple[Any, ...] = ()


def check(
    name: str,
    status: Status = Status.PASSED,
    worth: int = 200,
    diagnosis: Diagnosis | None = None,
    evidence: Evidence | None = None,
    visibility: str = "hidden",
) -> CheckVerdict:
    earned = worth if status is Status.PASSED else 0
    return CheckVerdict(
        name,
        Kind.VALUE,
        visibility,
        f"What {name} asks.",
        status,
        None if status is Status.UNGRADED else earned,
        worth,
        diagnosis,
        evidence,
    )


def question(name: str, *checks: CheckVerdict, cell: int | None = None, line: int | None = None):
    return QuestionVerdict(
        name, f"Title of {name}", sum(c.max_points for c in checks), checks, cell, line
    )


PARTLY = (
    question(
        "kl_normal",
        check("matches_the_example", Status.FAILED, 150, MEAN, EVIDENCE, "public"),
        check("adds_up", Status.FAILED, 400, MEAN),
        check("accepts_one_dimension"),
        cell=1,
    ),
    question(
        "elbo",
        check("adds_both_terms", Status.FAILED, 333, FOLLOWS),
        check("rejects_other_shapes", worth=267),
        cell=2,
    ),
    question(
        "sampler",
        check("broadcasts", Status.ERROR, 125, RAISED, Evidence("secret = 17", "41", "42")),
        check("draws", worth=175),
        cell=3,
        line=2,
    ),
    question("bound", check("is_below", Status.NOT_ATTEMPTED, 300, STUB), cell=4),
    question("ordering", check("keeps_the_order", Status.FAILED, 100, UNKNOWN), cell=4),
    question("done", check("works", worth=50)),
)
CELLS = (
    Cell("markdown", "# Homework\n\nThe KL is $\\mu_1 + \\mu_2$.\n\n- one\n- two"),
    Cell("code", "def kl_normal(mu, logvar):\n    # a < b\n    return 'KL'"),
    Cell("code", "def elbo():\n    return kl_normal(1, 2)"),
    Cell("code", "def sampler(x):\n    return x[:, 3]"),
    Cell("code", "def bound():\n    ...\ndef ordering(x):\n    return x"),
    Cell("raw", "<b>raw</b>"),
)


def attempt(*questions: QuestionVerdict, outcome: Outcome = Outcome.GRADED, **changes: Any):
    return Attempt(
        student="Mira Okafor",
        assignment="hw04",
        path="submissions/mira/hw04.ipynb",
        sha256="ab" * 32,
        outcome=outcome,
        isolation="namespaces",
        checks_version="c0ffee",
        questions=questions,
        max_points=changes.pop("max_points", sum(q.max_points for q in questions)),
        **changes,
    )


def texts(*questions: QuestionText) -> AssignmentText:
    return AssignmentText("hw04", "HW 4, The VAE objective", "Generative AI", questions)


def page(graded: Attempt, cells: Any = CELLS, words: AssignmentText | None = None) -> str:
    return render(graded, cells, words or texts(), graded_at=GRADED_AT, attempt_number=1)


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def text(node: Tag | None) -> str:
    assert node is not None
    return " ".join(node.get_text().split())


@pytest.fixture(scope="module")
def partly() -> BeautifulSoup:
    reading = Reading("Divergences", "The KL", "https://example.org/8")
    return soup(page(attempt(*PARTLY), words=texts(QuestionText("kl_normal", "The KL", reading))))


def test_header_says_who_what_and_when(partly: BeautifulSoup) -> None:
    facts = text(partly.select_one("header"))
    for fact in ("HW 4, The VAE objective", "Mira Okafor", "Fri 20 Nov 2026, 09:02", "hw04.ipynb"):
        assert fact in facts
    assert len(partly.select("h1")) == 1
    assert partly.select_one("a.skip")["href"] == "#" + partly.select_one("main")["id"]


def test_score_is_the_sum_written_out(partly: BeautifulSoup) -> None:
    assert text(partly.select_one(".score")) == "6.92 of 21 points"
    written = text(partly.select_one(".overview + .note"))
    summands, total = written.removesuffix(" points.").split(" = ")
    assert summands == "2 + 2.67 + 1.75 + 0 + 0 + 0.5"
    assert total == "6.92"
    points = [text(cell) for cell in partly.select(".overview tbody .num")]
    assert points[0] == "2 / 7.5"
    assert len(points) == len(PARTLY)


def test_lead_counts_the_questions_and_names_the_largest_cause(partly: BeautifulSoup) -> None:
    lead = text(partly.select_one(".lead"))
    assert lead.startswith("One question is fully right, three are on the way, one is not started")
    assert "A single change in kl_normal explains 8.83 of the 14.08 points still open." in lead


def test_revision_goes_by_cause_and_adds_up_to_the_points_still_open(
    partly: BeautifulSoup,
) -> None:
    lines = partly.select(".revise li")
    shares = [text(line.strong) for line in lines]
    assert shares == ["8.83 points", "3 points", "1.25 points", "1 point"]
    assert sum(float(share.split()[0]) for share in shares) == pytest.approx(21 - 6.92)
    assert "One change, two questions: elbo follows from it." in text(lines[0])
    assert lines[0].a["href"] == "#kl_normal"
    assert text(partly.select_one(".revise > .note")).startswith("8.83 + 3 + 1.25 + 1 = 14.08")


def test_each_article_has_finding_next_step_and_evidence(partly: BeautifulSoup) -> None:
    article = partly.select_one("article#kl_normal")
    assert text(article.select_one(".finding")) == FINDING
    assert "Try this: What does one more dim cost?" in text(article)
    assert "How we know: On two independent draws" in text(article)
    rows = [" ".join(row.stripped_strings) for row in article.select(".example tr")]
    assert rows == ["mu [[2, 0]]", "logvar [[0, 1.3863]]", "You got [1.4034]", "Expected [2.8069]"]
    names = [text(row) for row in article.select(".checks th[scope=row]")]
    assert names == ["matches the example", "adds up", "accepts one dimension"]
    groups = [text(group) for group in article.select("th[scope=rowgroup] b")]
    assert groups == ["Public checks", "Hidden checks"]


def test_the_lecture_is_named_where_there_is_something_to_revise(partly: BeautifulSoup) -> None:
    first, second = partly.select(".revise li")[:2]
    assert "Read: Divergences, “The KL”" in text(first)
    assert "Read:" not in text(second)
    assert "Lecture: Divergences, “The KL”" in text(partly.select_one("article#kl_normal .top"))
    links = partly.select('a[href="https://example.org/8"]')
    assert [text(link) for link in links] == ["Divergences"] * 2


def handed(at: datetime | None = None, **points: int) -> HandedIn:
    return HandedIn("Mira Okafor", "hw04", points, at=at)


def test_attempts_stand_under_each_other_with_what_changed() -> None:
    at = datetime(2026, 11, 19, 21, 14, tzinfo=UTC)
    attempts = (
        Earlier(1, False, GRADED_AT, handed(elbo=300, kl_normal=0), False),
        Earlier(2, False, GRADED_AT, handed(at, elbo=250, kl_normal=750), True),
        Earlier(2, True, GRADED_AT, handed(at, elbo=250, kl_normal=750), False),
    )
    shown = attempt(*PARTLY)
    html = render(shown, CELLS, texts(), graded_at=GRADED_AT, attempt_number=2, attempts=attempts)
    rows = [" ".join(row.stripped_strings) for row in soup(html).select(".attempts tbody tr")]
    assert rows == [
        "1 graded Fri 20 Nov 2026, 09:02 The first. 3",
        "2 handed in Thu 19 Nov 2026, 21:14 Gained 7.5 in kl_normal ; lost 0.5 in elbo . "
        "This one counts. 10",
        "2, regraded graded Fri 20 Nov 2026, 09:02 The same points. 10",
    ]
    once = render(
        shown, CELLS, texts(), graded_at=GRADED_AT, attempt_number=1, attempts=attempts[:1]
    )
    assert not soup(once).select(".attempts")


def test_a_page_is_for_a_person_by_name() -> None:
    person = Person("mira_o", name="Mira Okafor", login="okafor")
    shown = replace(attempt(*PARTLY), student="mira_o")
    parsed = soup(
        render(shown, CELLS, texts(), graded_at=GRADED_AT, attempt_number=1, person=person)
    )
    assert text(parsed.select_one(".facts dd")) == "Mira Okafor okafor"
    assert text(parsed.select_one(".facts small")) == "okafor"
    assert parsed.title.get_text().endswith("feedback for Mira Okafor")


def test_a_consequence_sends_to_its_cause(partly: BeautifulSoup) -> None:
    article = partly.select_one("article#elbo")
    assert "Nothing to change here. Repair kl_normal first" in text(article)
    assert {link["href"] for link in article.select(".words a")} == {"#kl_normal"}


def test_an_unexplained_check_says_what_it_asks(partly: BeautifulSoup) -> None:
    article = text(partly.select_one("article#ordering"))
    assert "“keeps the order” is not right yet." in article
    assert "This check asks: Rows come back in order." in article


def test_only_a_raised_line_is_marked(partly: BeautifulSoup) -> None:
    (marked,) = partly.select(".raised")
    assert text(marked) == "return x[:, 3]"
    assert marked.find_parent("article")["id"] == "sampler"
    assert "↑ the error was raised on line 2" in text(partly.select_one("article#sampler"))


def test_hidden_evidence_never_reaches_the_page() -> None:
    html = page(attempt(*PARTLY))
    assert "secret" not in html
    assert ">42<" not in html


@pytest.mark.parametrize(
    ("status", "in_table", "of_question"),
    [
        (Status.PASSED, "Passed", "Passed"),
        (Status.FAILED, "Not right yet", "Not right yet"),
        (Status.ERROR, "Raised an error", "Raised an error"),
        (Status.TIMEOUT, "Took too long", "Took too long"),
        (Status.MISSING, "Not found", "Not found"),
        (Status.NOT_ATTEMPTED, "Not run", "Not started"),
        (Status.UNGRADED, "Not graded yet", "Not graded yet"),
    ],
)
def test_status_is_a_word_and_a_shape(status: Status, in_table: str, of_question: str) -> None:
    parsed = soup(page(attempt(question("f", check("one", status))), ()))
    assert text(parsed.select_one(".overview tbody .badge")) == of_question
    badge = parsed.select_one(".checks .badge")
    assert text(badge) == in_table
    assert badge.svg["aria-hidden"] == "true"
    assert badge.svg.find(True) is not None


def test_words_that_judge_the_student_do_not_occur() -> None:
    statuses = [check(f"c{i}", status) for i, status in enumerate(Status)]
    for shown in (attempt(*PARTLY), attempt(question("f", *statuses))):
        words = re.findall(r"[a-z']+", soup(page(shown)).get_text().lower())
        assert not {"wrong", "incorrect", "failed", "simply", "just", "bad"} & set(words)


def test_everything_right_leaves_nothing_to_revise() -> None:
    parsed = soup(page(attempt(question("f", check("a"), check("b")))))
    assert "Every question is fully right." in text(parsed.select_one(".lead"))
    assert text(parsed.select_one("article .finding")) == "All 2 checks passed."
    assert parsed.select_one(".revise") is None


def test_notebook_is_shown_with_verdicts_and_notes_below_its_cells() -> None:
    parsed = soup(page(attempt(*PARTLY, notes=((4, "this cell was ended after 20 seconds"),))))
    cells = parsed.select(".cell")
    assert len(cells) == len(CELLS)
    assert "\\mu_1 + \\mu_2" in text(cells[0])
    assert cells[1].find("i").get_text() == "# a < b"
    assert "Partly right: kl_normal, 2 of 7.5 points." in text(cells[1].select_one(".said"))
    assert "When we ran it: this cell was ended after 20 seconds." in text(cells[4])
    assert [text(said.a) for said in cells[4].select(".said") if said.a] == ["bound", "ordering"]
    assert text(cells[5].pre) == "<b>raw</b>"


def test_a_long_cell_is_cut_to_the_question() -> None:
    filler = "x = 1\n" * 300
    source = f"{filler}def elbo():\n    return 3\n\ndef other():\n    return 4\n{filler}"
    shown = question("elbo", check("a"), cell=0)
    parsed = soup(page(attempt(shown), (Cell("code", source),)))
    code = parsed.select_one("article .code")
    assert text(code) == "def elbo(): return 3"
    assert "Lines 301 to 302 of 605" in text(parsed.select_one("article .evidence"))
    assert code.pre["style"] == "counter-reset: line 300"


def png(width: int, height: int) -> str:
    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    body = zlib.compress(bytes((width + 7) // 8 + 1) * min(height, 8))
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    ).decode()


def output(**data: Any) -> dict[str, Any]:
    return {
        "output_type": "display_data",
        "data": {name.replace("_", "/", 1): value for name, value in data.items()},
    }


def shown_output(*outputs: Any) -> BeautifulSoup:
    return soup(page(attempt(question("f", check("a"))), (Cell("code", "f()", outputs),)))


def test_pictures_are_shown_only_if_they_are_pictures() -> None:
    (image,) = shown_output(output(image_png=png(4, 4), text_plain="<Figure>")).select("img")
    assert image["src"].startswith("data:image/png;base64,")
    assert image["alt"]
    script = base64.b64encode(b"<script>alert(1)</script>").decode()
    for fake in (png(60_000, 60_000), script, "no base64!", 7, {"a": []}, png(4, 4)[:40]):
        parsed = shown_output(output(image_png=fake))
        assert not parsed.select("img")
        assert "A picture is left out" in text(parsed.select_one(".out"))
    assert not shown_output(output(image_jpeg=png(4, 4))).select("img")


def test_outputs_become_text() -> None:
    stream = {"output_type": "stream", "text": ["10 %\r100 %\n", "\x1b[31mred\x1b[0m <i>"]}
    error = {"output_type": "error", "ename": "IndexError", "evalue": "too many"}
    table = output(text_html="<table><tr><td onclick='x()'>3.14</td></tr></table>")
    outs = [text(out) for out in shown_output(stream, error, table).select(".out")]
    assert outs == ["100 % red <i>", "IndexError too many", "3.14"]


@pytest.mark.parametrize(
    "outputs",
    [
        (None, 3, "text", [], {}, {"output_type": []}, {"output_type": "stream", "text": {}}),
        ({"output_type": "display_data", "data": [1]}, {"output_type": "error", "traceback": [[]]}),
    ],
)
def test_outputs_of_no_known_form_are_left_out(outputs: tuple[Any, ...]) -> None:
    assert not shown_output(*outputs).select(".out")


HOSTILE = (
    "<script>alert(1)</script>",
    "<meta http-equiv='refresh' content='0;url=https://evil.example'>",
    "![x](https://evil.example/x.png) <img src=https://evil.example/y.png onerror=alert(1)>",
    "<img src=data:text/html,x> ![x](data:text/html,x)",
    "[a](javascript:alert(1)) <a href='JaVaScRiPt:alert(1)'>b</a> [c](vbscript:x) [d](data:x,y)",
    "<a href='/local' onclick='x()' target=_top>e</a> <a href='//evil.example'>f</a>",
    "<style>body{display:none}</style><p style='position:fixed' class='score' id='f'>p</p>",
    "<link rel=stylesheet href=https://evil.example><base href=https://evil.example>",
    "<iframe src=https://evil.example></iframe><object data=x></object><embed src=x>",
    "<form action=https://evil.example><input name=x><button>y</button></form>",
    "<svg onload=alert(1)><use href=#f /></svg><math><mtext></mtext></math>",
    "</pre></code></div></section></main></body></html><h1>0 points</h1>",
    "<h2 id='page-main'>heading</h2>\n# heading\n<details ontoggle=x>open</details>",
    "```</pre><script>alert(1)</script>\n</pre>\n```",
    "$$</pre><script>alert(1)</script>$$ and $<script>$",
    "{{ 7 * 7 }} {% raw %}",
    "a\u202eb\u2066c &#x202e; &#0; \x00 \ud800 \x1b[31m",
)
OURS = {"class", "id", "style", "href", "src", "alt", "role", "tabindex", "rel", "start"}


@pytest.mark.parametrize("kind", ["markdown", "code", "raw", "output"])
@pytest.mark.parametrize("attack", HOSTILE)
def test_student_text_can_do_nothing(kind: str, attack: str) -> None:
    cell = Cell(kind, attack)
    if kind == "output":
        outputs = ({"output_type": "stream", "text": attack}, output(text_html=attack))
        cell = Cell("code", "f()", outputs)
    html = page(attempt(question("f", check("a"), cell=0)), (cell,))
    calm = soup(page(attempt(question("f", check("a"), cell=0)), (Cell(kind, "calm"),)))
    parsed = soup(html)

    assert html.encode()
    assert not re.search("[\x00\u200e\u200f\u202a-\u202e\u2066-\u2069]", html)
    assert "49" not in text(parsed.select_one(".book"))
    for tag in ("script", "iframe", "object", "embed", "base", "form", "input", "button", "use"):
        assert not parsed.select(tag)
    for tag in ("meta", "link", "style", "h1", "h2", "h3", "img", "main", "article", "body"):
        assert len(parsed.select(tag)) == len(calm.select(tag)), tag
    ids = [node["id"] for node in parsed.select("[id]")]
    assert sorted(ids) == sorted(node["id"] for node in calm.select("[id]"))
    for node in parsed.select(".book *"):
        if node.name == "svg" or node.find_parent("svg"):
            continue  # a status icon: the calm page has as many
        assert not [name for name in node.attrs if name not in OURS and name[:5] != "aria-"]
        assert node.get("href", "#").startswith(("#", "https://", "http://", "mailto:"))
        assert re.fullmatch("|counter-reset: line [0-9]+", node.get("style", ""))
        assert not {"score", "hidden", "skip"} & set(node.get("class", []))
    assert len(parsed.select("svg")) == len(calm.select("svg"))


def test_policy_forbids_everything_but_inline_style_and_data_pictures() -> None:
    parsed = soup(page(attempt(*PARTLY)))
    policy = parsed.select_one("meta[http-equiv]")
    assert policy["http-equiv"] == "Content-Security-Policy"
    assert policy["content"] == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert parsed.select_one("link")["href"] == "data:,"


@pytest.mark.parametrize(
    "name", ["A<b>&\"'</style>B", "'; } body { display: none", "\\", "é\u202eX"]
)
def test_any_name_is_a_name(name: str) -> None:
    html = page(replace(attempt(*PARTLY), student=name, path=f"x/{name}.ipynb"))
    parsed = soup(html)
    shown = name.replace("\u202e", "\ufffd")
    assert parsed.select_one(".facts dd").get_text() == shown
    assert len(parsed.select("style")) == 1
    footer = re.search(r'@bottom-left \{ content: "([^"\n]*)"; font', html)
    assert footer is not None
    unescaped = re.sub(r"\\([0-9a-f]+) ", lambda m: chr(int(m[1], 16)), footer[1])
    assert unescaped == shown


def test_page_stays_small_whatever_is_handed_in() -> None:
    big = {"output_type": "stream", "text": "&" * 10_000_000}
    lines = {"output_type": "stream", "text": ["x\n"] * 1_000_000}
    cells = [
        Cell("code", "&" * 5_000_000, (big, lines)),
        Cell("markdown", "&lt;b&gt; " * 500_000),
        *[Cell("code", "if x: return 'y'\n" * 2000)] * 60,
    ]
    html = page(attempt(question("f", check("a"), cell=0)), cells)
    assert len(html) < 400_000
    words = text(soup(html).select_one(".book"))
    assert "in your file it has 10,000,000 characters" in words
    assert "more cells are left out here" in words


def test_a_long_notebook_with_every_plot_stays_small() -> None:
    half = MOST // 2
    greys = tuple(i % 16 for i in range(half))
    plot = Drawing(Form.PICTURES, "t", "m.", "s.", greys, greys[::-1], names=("a", "b"), width=25)
    several = [question(f"f{i}", *PARTLY[0].checks, cell=i) for i in range(7)]
    lines = {"output_type": "stream", "text": "step 100: loss 0.1234\n" * 80}
    cells = [Cell("code", "def f(x):\n    return x + 1  # sum\n" * 40, (lines,))] * 80
    html = page(attempt(*(replace(each, plot=plot.text()) for each in several)), cells)
    assert len(html) < 400_000
    parsed = soup(html)
    assert len(parsed.select("article figure")) == 7
    assert "more cells are left out here" in text(parsed.select_one(".book"))


def test_unreadable_page_says_what_to_do() -> None:
    message = "hw04.ipynb ends in the middle; hand in a complete copy"
    shown = attempt(outcome=Outcome.UNREADABLE, message=message, max_points=10_000)
    parsed = soup(page(shown, ()))
    words = text(parsed.select_one("main"))
    assert text(parsed.select_one(".score")) == "Unreadable"
    assert "What we found: hw04.ipynb ends in the middle. What to do: Hand in a comp" in words
    assert "0 of 100 points" in words
    assert not parsed.select("article, .book, .revise")


def test_a_file_of_no_assignment_gets_a_page() -> None:
    shown = replace(attempt(outcome=Outcome.UNREADABLE, message="not a notebook"), assignment=None)
    words = text(soup(page(shown, ())).select_one("main"))
    assert "not a notebook." in words
    assert "0 of" not in words


def test_ungraded_page_takes_the_blame_and_no_points() -> None:
    graded = question("elbo", check("a"), check("b", Status.FAILED, 300, UNKNOWN))
    ours = question("f", check("a"), check("b", Status.UNGRADED))
    parsed = soup(page(attempt(graded, ours, outcome=Outcome.UNGRADED)))
    assert text(parsed.select_one(".score")) == "Not graded yet"
    assert "That is ours to repair" in text(parsed.select_one(".summary"))
    assert text(parsed.select_one("tfoot .num")) == "– / 9"
    assert [text(cell) for cell in parsed.select("#f .checks .num")] == ["2 / 2", "– / 2"]
    assert "3, the points still open in what is graded so far." in text(
        parsed.select_one(".revise > .note")
    )


class Does:
    """An output that calls something as soon as the rendering child receives it."""

    def __init__(self, call: Callable[..., Any], *args: Any) -> None:
        self.call = (call, args)

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.call


def job(*outputs: Any) -> Job:
    cells = (*CELLS[:-1], Cell("code", "f()", outputs))
    return Job(attempt(*PARTLY), cells, texts(), GRADED_AT, 1)


def test_a_cohort_is_rendered_as_render_does_it() -> None:
    jobs = [job(), job({"output_type": "stream", "text": "hello"})]
    assert list(render_pages(jobs)) == [page(j.attempt, j.cells) for j in jobs]


def check_falls_back(html: str) -> None:
    parsed = soup(html)
    assert "This page could not show your notebook" in text(parsed.select_one(".book"))
    assert text(parsed.select_one(".score")) == "6.92 of 21 points"
    assert len(parsed.select("article")) == len(PARTLY)
    assert "Your code is in cell 2 of the file" in text(parsed.select_one("#kl_normal"))


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "trouble",
    [Does(os._exit, 3), Does(int, "x"), Does(bytearray, 3 << 30), nested(100_000)],
    ids=["dies", "raises", "takes memory", "is too deep to send"],
)
def test_trouble_costs_only_the_notebook_of_that_page(trouble: Any) -> None:
    before, made, after = render_pages([job(), job(trouble), job()])
    assert before == after == page(job().attempt, job().cells)
    check_falls_back(made)


def test_a_page_that_hangs_costs_only_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.feedback.worker.WALL_SECONDS", 0.2)
    (made,) = render_pages([job(Does(time.sleep, 600))])
    check_falls_back(made)


def test_a_long_docstring_is_folded_beside_the_question_and_whole_below():
    words = "\n".join(f"    words of the contract {i}" for i in range(9))
    source = f'def kl_normal(x):\n    """First line.\n{words}\n    """\n    return x + 1'
    graded = attempt(question("kl_normal", check("adds_up"), cell=0))
    html = page(graded, [Cell("code", source)])
    beside, below = html.split("contract 8")
    assert "10 more lines of the docstring" in beside
    assert "x + 1" in below
