"""`autograder report`: the page and the PDF, their numbers, and what they are made with."""

from __future__ import annotations

import os
import random
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from bs4 import BeautifulSoup
from conftest import TOY, autograder, grade_files
from pypdf import PdfReader
from splice import as_notebook

from autograder.gradebook import Gradebook
from autograder.people import Person
from autograder.report import gather, render, statistics, strays
from autograder.report.code import body
from autograder.report.similarity import similar
from autograder.submission import Cell
from autograder.verdict import (
    Attempt,
    CheckVerdict,
    Diagnosis,
    DiagnosisKind,
    Kind,
    Outcome,
    QuestionVerdict,
    Status,
)

SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
MARKUP = '<b>x</b> & "co"'
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


# The page as a reader's program sees it


class Balance(HTMLParser):
    """Raises where a tag is closed that is not open."""

    VOID = frozenset({"meta", "link", "br", "wbr", "img"})

    def __init__(self):
        super().__init__()
        self.open = []

    def handle_starttag(self, tag, attrs):
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> at {self.getpos()}"


def well_formed(html):
    """The page, after what must hold for any: tags balance, ids resolve, nothing is fetched."""
    balance = Balance()
    balance.feed(html)
    assert balance.open == []
    page = BeautifulSoup(html, "html.parser")
    assert page.script is None
    assert "default-src 'none'" in page.find("meta", attrs={"http-equiv": True})["content"]
    for tag in page.find_all(True):
        assert not any(name.startswith("on") for name in tag.attrs)
        for name in ("src", "href", "xlink:href", "data", "action"):
            assert tag.get(name, "#")[0] == "#" or tag[name] == "data:,"
    assert "url(" not in html
    assert "@import" not in html
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    for link in page.find_all("a", href=True):
        assert link["href"][1:] in ids
    for tag in page.find_all(attrs={"aria-labelledby": True}):
        assert set(tag["aria-labelledby"].split()) <= set(ids)
    levels = [int(tag.name[1]) for tag in page.find_all(re.compile("^h[1-6]$"))]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for plot in page.find_all("svg", attrs={"role": "img"}):
        assert plot.title.string
        assert plot.desc.string
    for table in page.find_all("table"):
        assert table.caption is not None
        assert all(th.get("scope") for th in table.find_all("th"))
    return page


def rows(page, caption):
    """The cells of a table, as text, a list for each row of its body."""
    for table in page.find_all("table"):
        if table.caption.get_text() == caption:
            lines = [tr for tr in table.find_all("tr") if tr.parent.name != "thead"]
            return [
                [" ".join(cell.get_text(" ").split()) for cell in tr.find_all(["td", "th"])]
                for tr in lines
            ]
    raise AssertionError(f"no table {caption!r}")


def text_of(page):
    return " ".join(page.get_text(" ").split())


# Cohorts written through the gradebook


def told(kind, name, text="You mixed it up."):
    return Diagnosis(DiagnosisKind(kind), name, text)


BELIEF = told("misconception", "mean_over_the_row", "You averaged over dim 1; use dim 0.")
FOLLOWS = told("cause", "center.mean_over_the_row", BELIEF.text)
NAMELESS = told("check", "sums_to_zero", "Columns sum to zero.")
STUB = told("unobserved", "not_attempted", "The stub is still in place.")


def question(name, diagnosis=None, *, signature="", cell=0, margin=None, seconds=None):
    """10 points: 2 for a public check, 8 for a hidden one, which `diagnosis` keeps open."""
    left = diagnosis is STUB
    status = Status.NOT_ATTEMPTED if left else Status.FAILED if diagnosis else Status.PASSED
    checks = (
        CheckVerdict(
            "example", Kind.PUBLIC, "public", "It does.",
            status if left else Status.PASSED, 0 if left else 200, 200, diagnosis if left else None,
        ),
        CheckVerdict(
            "sums_to_zero", Kind.VALUE, "hidden", "It does.", status,
            0 if diagnosis else 800, 800, diagnosis, margin=margin,
        ),
    )  # fmt: skip
    return QuestionVerdict(
        name, name.capitalize(), 1000, checks, cell, signature=signature, seconds=seconds
    )


def attempt(student, questions, *, outcome=Outcome.GRADED, message="", at=None):
    return Attempt(
        student, "toy", f"{student}.ipynb", student, outcome, "namespaces", "v" * 20, message,
        0.25, tuple(questions), (), 2000, submitted_at=at,
    )  # fmt: skip


def written(seed, *, names=("u", "v")):
    """A body of about a hundred tokens that no other seed shares."""
    r = random.Random(seed)
    calls = ["exp", "log", "sin", "cos", "tanh", "abs", "neg", "sqrt", "relu", "sum", "mean"]
    steps = [
        f"    {r.choice(names)} = {r.choice(names)}.{r.choice(calls)}().{r.choice(calls)}()"
        f" {r.choice('+-*/')} {r.randrange(900)}\n"
        for _ in range(9)
    ]
    return f'def center(u, v):\n    """Centre."""\n{"".join(steps)}    return {names[0]}\n'


def recorded(folder, attempts, sources=None, people=()):
    """Write a gradebook; `sources` holds each student's one cell."""
    with Gradebook.open(folder) as book:
        book.seed(1, fresh=False)
        book.know(people)
        for each in attempts:
            source = (sources or {}).get(each.student, SOLUTION)
            book.record(each, [Cell("code", source, ())] if each.questions else None)
    return folder


def page_of(folder):
    """The page of one assignment, without the command."""
    with Gradebook.read(folder) as book:
        parts = [gather(book, slug, "A toy") for slug in book.assignments() if slug is not None]
        return well_formed(render("Toy course", parts, folder, strays=strays(book)))


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """Forty students by design, and the report of the real command.

    Of every four students one has center wrong by a misconception, from which spread follows for
    the first ten of them in all; every tenth shares a nameless answer to spread; s38 is
    unreadable, s39 ungraded; s21 is s20 with other names of variables. Errors are far from their
    tolerances, but for s01, s05 and s08 on center. Calls take 0.02 s, but for those of s07.
    """
    folder = tmp_path_factory.mktemp("report")
    attempts, sources = [], {}
    for i in range(40):
        name = MARKUP if i == 4 else f"s{i:02d}"
        center, spread = BELIEF if i % 4 == 0 else None, None
        if i % 4 == 0 and i < 20:
            spread = FOLLOWS
        elif i % 10 == 1:
            spread = NAMELESS
        elif i % 10 == 2:
            spread = STUB
        margin = {1: 0.2, 5: 0.9, 8: 2.5}.get(i, 1e6 if center else 1e-12 * i)
        questions = [
            question(
                "center",
                center,
                signature='[["sums_to_zero","failed"]]' if center else "",
                margin=margin,
                seconds=9.5 if i == 7 else 0.02,
            ),
            question("spread", spread, signature=f'[["{spread.id}","failed"]]' if spread else ""),
        ]
        sources[name] = written(20, names=("p", "q")) if i == 21 else written(i)
        outcome, message = Outcome.GRADED, ""
        if i == 38:
            outcome, questions = Outcome.UNREADABLE, []
            message = "the file ends in the middle; hand in the whole file"
        if i == 39:
            outcome, message = Outcome.UNGRADED, "the sandbox ended; run the same command again"
            ungraded = CheckVerdict(
                "example", Kind.PUBLIC, "public", "", Status.UNGRADED, None, 200
            )
            questions = [QuestionVerdict("center", "Center", 1000, (ungraded,), 0), questions[1]]
        at = NOON + timedelta(minutes=i)
        attempts.append(attempt(name, questions, outcome=outcome, message=message, at=at))
    called = {
        1: "Lovelace, Ada",
        11: "Sam Lee",
        21: "Sam Lee",
        7: "Ken s07",
        8: "<i>Zoe</i>",
        38: "Mo",
    }
    people = [
        Person(a.student, name=called.get(i, ""), section="A" if i % 2 else "B")
        for i, a in enumerate(attempts)
    ]
    recorded(folder, attempts, sources, people)
    done = autograder("report", folder, "--course", TOY)
    assert done.returncode == 0, done.stderr
    assert (folder / "report.html").stat().st_mode & 0o77 == 0
    return well_formed((folder / "report.html").read_text(encoding="utf-8")), folder


def test_misconceptions_say_how_many_who_and_an_example(cohort):
    page, _ = cohort
    head, names = rows(page, "Misconceptions by number of students")
    assert head[0].startswith("You averaged over dim 1; use dim 0. center · mean_over_the_row")
    assert head[1] == "10 26 %"  # of 38 graded
    assert head[2] == "120 40 in what follows"  # 10 × 8 on center, 5 × 8 on spread
    assert "return u" in head[3]
    assert names[0].startswith('Students: <b>x</b> & "co"; <i>Zoe</i>; s00; s12')
    assert len(names[0].split(";")) == 10


def test_questions_have_their_difficulty_and_discrimination(cohort):
    page, _ = cohort
    center, spread = rows(page, "Difficulty and discrimination by question")
    # Of 38 who are graded, 10 have 2 of 10 points on center: (28 + 10 × 0.2) / 38.
    assert center[1:5] == ["center Center", "79 % 7.9 of 10", "28", "0"]
    # Of 39, with the one ungraded elsewhere, 5 follow and 4 are nameless with 2 of 10 points,
    # 3 did not start: (27 + 9 × 0.2) / 39.
    assert spread[1:5] == ["spread Spread", "74 % 7.4 of 10", "27", "3"]
    with Gradebook.read(cohort[1]) as book:
        both = [
            [q.points for q in a.questions] for _, a in book.latest("toy")
            if a.outcome is Outcome.GRADED
        ]  # fmt: skip
    r = np.corrcoef(np.array(both, float).T)[0, 1]
    assert center[5].startswith(f"{r:.2f} separates")
    assert center[5].split()[0] == spread[5].split()[0]  # of two questions each is the other's rest
    assert spread[6] == "5 lost points only by what follows from another question."


def test_scores_are_counted_and_compared_by_section(cohort):
    page, _ = cohort
    starts, counts = rows(page, "Submissions by score")
    assert starts[1:] == ["0", "2", "4", "6", "8", "10", "12", "14", "16", "18"]
    # Both wrong and the one from the other: 2 + 2 points.
    assert sum(map(int, counts[1:])) == 38
    assert counts[3] == "5"
    (a, b) = rows(page, "Scores by section")
    assert a[:2] == ["A", "19"]
    assert b[:2] == ["B", "19"]
    assert float(a[2]) > float(b[2])
    assert re.fullmatch(r"[\d.]+ to [\d.]+", a[3])


def test_answers_alike_without_a_name_are_one_group(cohort):
    page, _ = cohort
    (group,) = rows(page, "Groups of answers without a name")
    assert group[1:] == [
        "spread", "4", "Lovelace, Ada; s31; Sam Lee (s11); Sam Lee (s21)", "sums to zero",
        "2 of 10", "none yet",
    ]  # fmt: skip


def test_what_waits_comes_with_its_command(cohort):
    page, folder = cohort
    said = [" ".join(li.get_text(" ").split()) for li in page.select(".waiting li")]
    assert said[0].startswith("1 submission not graded: our machine, not the student.")
    assert said[0].endswith(f"autograder grade SUBMISSIONS -o {folder}")
    assert said[1].startswith("1 file could not be read.")
    assert said[2].startswith("1 group gives the same answer")
    assert f"autograder comment {folder} spread --group g-" in said[2]
    assert said[-1].startswith("1 pair has code that is more alike")
    assert {line[0]: line[2] for line in rows(page, "Submissions not graded")} == {
        "Mo s38": "The file ends in the middle.",
        "s39": "The sandbox ended.",
    }


def test_a_copy_under_other_names_is_shown_as_evidence(cohort):
    page, _ = cohort
    (pair,) = rows(page, "Pairs with similar code")
    assert pair[0] == "s20 and Sam Lee (s21)"
    shared, of = map(int, pair[1].split(" of "))
    assert shared == of > 10
    assert float(pair[3].rstrip("×")) > 20
    assert "handed in one minute apart" in pair[4]
    assert "a reason to talk, not a verdict" in text_of(page)
    assert len(page.select(".pair .shared")) >= 10
    assert not re.search(r"cheat|plagiar|copied", text_of(page))


def test_near_misses_say_which_check_who_and_what_to_do(cohort):
    page, _ = cohort
    failed, who_failed, passed, who_passed = rows(page, "Near-misses by check")
    assert failed == ["sums to zero center", "1", "Not right yet", "2.5"]
    assert who_failed == [
        "<i>Zoe</i> (s08). Read the answer: if it is right, add it to the alternates of center and "
        "regrade."
    ]
    assert passed == ["sums to zero center", "2", "Passed", "0.2 to 0.9"]
    assert who_passed[0].startswith("Lovelace, Ada; s05. Read that of s05: if it is not right, ")
    assert "Three verdicts of 38 that rest on an error and a tolerance" in text_of(page)
    plot = page.select_one("#toy-near ~ .plots svg")
    assert plot.desc.string == (
        "28 errors are within the tolerance, 2 of them above a tenth of it; 10 are beyond, 1 of "
        "them below ten times it."
    )


def test_time_is_told_by_question(cohort):
    page, _ = cohort
    # Nobody counted for spread.
    assert rows(page, "CPU seconds by question, calls for the diagnosis included") == [
        ["center", "0.02", "9.5", "Ken s07 (s07)"]
    ]


def test_in_short_is_made_of_the_numbers(cohort):
    page, _ = cohort
    assert "`" not in text_of(page)
    said = [" ".join(p.get_text().split()) for p in page.select("#toy-short ~ p")]
    assert (
        said[0]
        == "spread is hardest: 74 % of its points were earned, and 3 of 38 did not start it."
    )
    assert said[1].startswith("One misconception accounts for 66 % of all points lost.")
    assert said[2].startswith("Of the 182 points lost, 66 % have a named cause")


def test_markup_in_names_stays_text(cohort):
    page, folder = cohort
    assert MARKUP in page.get_text()
    assert "<b>x</b>" not in (folder / "report.html").read_text(encoding="utf-8")


def test_the_pdf_is_tagged_and_holds_the_report(cohort):
    _, folder = cohort
    printed = PdfReader(folder / "report.pdf")
    root = printed.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "/StructTreeRoot" in root
    assert printed.metadata.title == "A toy assignment: report for instructors"
    text = " ".join(page.extract_text() for page in printed.pages)
    for part in ("What the class misunderstood", "Question by question", "mean_over_the_row"):
        assert part in text


# Real submissions through the real commands


def test_a_graded_cohort_and_the_whole_course(tmp_path):
    wrong = SOLUTION.replace("x.mean(0)", "x.mean(1, keepdim=True)")
    rough = SOLUTION.replace("* scale\n", "* scale * (1 + 4e-7)\n")  # rtol is 1e-6
    files = {
        "ada.ipynb": as_notebook([rough]),
        "bob.ipynb": as_notebook([wrong]),
        "cut.ipynb": as_notebook([SOLUTION])[:300],
    }
    grading = grade_files(tmp_path, files, "-a", "toy", "--workers", "1", "--seed", "3")
    with Gradebook.open(grading.out) as book:
        book.record(Attempt("eve", None, "eve.txt", "0", Outcome.UNREADABLE, "none", "v",
                            "not a notebook; hand in a notebook"), None)  # fmt: skip
    done = autograder("report", grading.out, "--course", TOY)
    assert done.returncode == 0, done.stderr
    assert "1 assignment, 3 submissions" in done.stdout
    page = well_formed((grading.out / "report.html").read_text(encoding="utf-8"))
    (told_row,) = rows(page, "Misconceptions by number of students")
    assert told_row[0].startswith("You averaged over dim 1; the mean is taken over dim 0. center")
    assert "return (x - x.mean(1, keepdim=" in told_row[3]
    assert "bob" in told_row[3]
    near, who = rows(page, "Near-misses by check")[:2]
    assert near[1:3] == ["1", "Passed"]
    assert 0.3 < float(near[3]) <= 0.4
    assert who[0].startswith("ada. Read the answer: if it is not right")
    with Gradebook.read(grading.out) as book:
        attempts = [attempt for _, attempt in book.latest("toy")]
    compared = [
        check
        for a in attempts
        for q in a.questions
        for check in q.checks
        if check.margin is not None
    ]
    assert all((check.margin <= 1) == (check.status is Status.PASSED) for check in compared)
    assert {check.kind for check in compared} >= {Kind.PUBLIC, Kind.VALUE, Kind.DTYPE, Kind.GRAD}
    assert not {check.kind for check in compared} & {Kind.ERROR, Kind.STAT}
    times = rows(page, "CPU seconds by question, calls for the diagnosis included")
    assert [row[0] for row in times] == ["center", "spread", "slope", "estimate"]
    for each in attempts:
        assert sum(q.seconds for q in each.questions) <= each.seconds + 0.05
    assert rows(page, "Submissions not graded")[0][0] == "cut"
    assert rows(page, "Files of no assignment")[0][0] == "eve"
    assert "Too few to say" in text_of(page)

    refused = autograder("report", grading.out, "-a", "nothing", "--course", TOY)
    assert refused.returncode == 2
    assert "the gradebook has toy" in refused.stderr


def test_no_gradebook_is_said_in_one_line(tmp_path):
    done = autograder("report", tmp_path, "--course", TOY)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "run autograder grade first" in done.stderr


def test_without_pango_the_page_is_written_all_the_same(tmp_path):
    folder = recorded(tmp_path / "graded", [attempt("s", [question("center")])])
    missing = tmp_path / "missing"
    missing.mkdir()
    (missing / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    done = autograder(
        "report", folder, "--course", TOY, env={**os.environ, "PYTHONPATH": str(missing)}
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "report.pdf: WeasyPrint misses a library" in done.stderr
    assert "apt-get install libpango-1.0-0" in done.stderr
    well_formed((folder / "report.html").read_text(encoding="utf-8"))
    assert not (folder / "report.pdf").exists()


# Cohorts at the edges


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_submissions_make_a_page_that_says_so(tmp_path, count):
    attempts = [attempt(f"s{i}", [question("center", BELIEF if i else None)]) for i in range(count)]
    page = page_of(recorded(tmp_path, attempts))
    if count:
        assert "too few or too alike to say" in text_of(page)
        assert "Too few to say" in text_of(page)
    else:
        assert "Nothing that was handed in belongs to an assignment yet." in text_of(page)


def test_nobody_readable(tmp_path):
    page = page_of(recorded(tmp_path, [attempt("s", [], outcome=Outcome.UNREADABLE)]))
    assert "Nothing is graded yet" in text_of(page)


@pytest.mark.parametrize("diagnosis", [None, STUB])
def test_all_right_and_all_zero(tmp_path, diagnosis):
    attempts = [
        attempt(
            f"s{i}",
            [
                question("center", diagnosis, margin=None if diagnosis else 1e-9),
                question("spread", diagnosis),
            ],
        )
        for i in range(12)
    ]
    page = page_of(recorded(tmp_path, attempts))
    starts_and_counts = rows(page, "Submissions by score")
    assert starts_and_counts[1][1 if diagnosis else -1] == "12"
    checks = rows(page, "Checks passed by everyone or by nobody")
    at = 1 if diagnosis else 2
    assert [row[at].replace(" ;", ";") for row in checks] == ["example; sums to zero"] * 2
    if diagnosis is None:
        assert "Nobody lost a point" in text_of(page)
        assert "No near-misses: of 12 errors none is" in text_of(page)
    else:
        assert "No error was held against a tolerance" in text_of(page)
        assert "100 % were lost on questions not started" in text_of(page)


def test_several_assignments_are_parts_with_a_trend(tmp_path):
    one = [attempt(f"s{i}", [question("center", BELIEF if i < 2 else None)]) for i in range(5)]
    fields = {name: getattr(one[0], name) for name in Attempt.__slots__}
    other = [
        Attempt(**{**fields, "assignment": "hw02_more", "student": a.student, "max_points": 1000,
                   "questions": (question("spread", STUB if a.student < "s3" else None),)})
        for a in one
    ]  # fmt: skip
    page = page_of(recorded(tmp_path, [*one, *other]))
    assert [h.get_text() for h in page.select(".assignment > h2")] == ["A toy", "A toy"]
    more, toy = rows(page, "Scores and reliability by assignment")
    assert (more[1], more[2]) == ("5 of 5", "0 %")
    assert (toy[1], toy[2]) == ("5 of 5", "50 %")  # 10 of the 20 points
    trend = page.select_one("#page-trend ~ div svg")
    assert "hw02: median 0 %" in trend.desc.string


def test_answers_in_words_wait_for_a_mark_and_hold_up_no_statistics(tmp_path):
    attempts = [
        attempt(
            f"s{i}",
            [
                question("center", BELIEF if i % 2 else None),
                question("spread", STUB if i % 3 else None),
                QuestionVerdict("essay", "In words", 500, (), 0, answer=f"It says {i}."),
            ],
        )
        for i in range(6)
    ]
    folder = recorded(tmp_path, attempts)
    page = page_of(folder)
    assert "Nobody has a score yet" in text_of(page)
    assert f"6 answers in words wait for a mark. autograder mark {folder}" in text_of(page)
    center, _, words = rows(page, "Difficulty and discrimination by question")
    assert center[2].startswith("60 %")
    assert "too few" not in center[5]  # the six are complete but for what nobody has
    assert words[2:5] == ["–", "0", "0"]
    assert words[6] == "6 wait for a mark."
    with Gradebook.open(folder) as book:
        book.mark("toy", "essay", "It says 0.", 300, author="Eve")
    page = page_of(folder)
    assert "`" not in text_of(page) and "were lost in answers in words" in text_of(page)
    assert rows(page, "Difficulty and discrimination by question")[2][2] == "60 % 3 of 5"


# Item statistics against independent implementations


PATTERNS = (
    *(3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15),
    *(10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28, 298),
)
"""LSAT section 6, 1000 students and 5 items: how often each pattern from 00000 to 11111 was seen
(R. D. Bock and M. Lieberman, 1970, "Fitting a response model for n dichotomously scored items",
Psychometrika 35(2), 179-197; the counts also stand in the BUGS examples, "LSAT: item response")."""


@pytest.fixture(scope="module")
def lsat():
    seen = [[int(bit) for bit in f"{i:05b}"] for i, n in enumerate(PATTERNS) for _ in range(n)]
    return np.array(seen, float)


def test_difficulty_and_item_rest_correlations_are_the_published_ones(lsat):
    # Rizopoulos (2006), "ltm", Journal of Statistical Software 17(5): `descript(LSAT)`.
    assert lsat.mean(axis=0).tolist() == [0.924, 0.709, 0.553, 0.763, 0.870]
    found = [each.value for each in statistics.item_rest(lsat)]
    assert found == pytest.approx([0.1128, 0.1532, 0.1728, 0.1444, 0.1216], abs=5e-5)
    # Intervals by pingouin 0.7.0, `corr(...)["CI95"]`.
    intervals = [(round(e.low, 2), round(e.high, 2)) for e in statistics.item_rest(lsat)]
    assert intervals == [(0.05, 0.17), (0.09, 0.21), (0.11, 0.23), (0.08, 0.2), (0.06, 0.18)]


def test_alpha_and_its_interval_are_the_published_ones(lsat):
    # Alpha by ltm (as above): 0.2950. Intervals by pingouin 0.7.0, `cronbach_alpha`.
    whole, part = statistics.alpha(lsat), statistics.alpha(lsat[::20])
    assert whole.value == pytest.approx(0.2950, abs=5e-5)
    assert (round(whole.low, 3), round(whole.high, 3)) == (0.223, 0.362)
    assert part.value == pytest.approx(0.4149638, abs=1e-6)
    assert (round(part.low, 3), round(part.high, 3)) == (0.113, 0.637)


def test_too_little_to_say_is_none(lsat):
    assert statistics.alpha(lsat[:2]) is None  # two students
    assert statistics.alpha(lsat[:, :1]) is None  # one question
    assert statistics.alpha(np.ones((9, 4))) is None  # all totals the same
    assert statistics.item_rest(lsat[:2]) == [None] * 5
    assert statistics.item_rest(np.ones((9, 4))) == [None] * 4
    assert statistics.spread([]) is None
    assert statistics.mean([1.0, 1.0, 1.0]) is None


def test_a_histogram_counts_everyone_once():
    bins = statistics.histogram([0.0, 9.99, 10.0, 55.0, 100.0, 104.0], 100.0)
    assert [each.count for each in bins] == [2, 1, 0, 0, 0, 1, 0, 0, 0, 2]


# Code and its likeness


def test_a_body_is_what_the_student_wrote():
    source = 'def f(a, b={"k": 1},\n      *c):\n    """Doc:\nat the margin\n    """\n    # say\n'
    source += "    y = a[\n1]\n    return y\n\n# tail\nz = 3\nf2 = lambda q: q\n"
    assert body(source, "f").lines == ("# say", "y = a[", "1]", "return y")
    assert body(source, "f2").lines == ("lambda q: q",)
    assert body(source, "g") is None
    assert body("def f(x):\n    '''only words'''\n", "f") is None


@pytest.mark.parametrize("filler", ["(", '"""', "\\", "'", "f'", "\n ", "f=f"])
def test_hostile_text_costs_no_more_than_its_length(filler):
    body("def f(x):\n    " + filler * (90_000 // len(filler)), "f")


def test_short_formulas_and_what_the_class_shares_are_no_evidence():
    formula = "def f(x, y):\n    return 0.5 * (x**2 + y.exp() - 1 - y).sum(-1)\n"
    everyone = written(1).replace("center", "f")
    for source in (formula, everyone):
        assert similar({f"s{i}": {"f": body(source, "f")} for i in range(30)}) == []


def test_likeness_needs_a_class_to_compare_with():
    few = {f"s{i}": {"center": body(written(i // 2), "center")} for i in range(6)}
    assert similar(few) == []


def test_out_is_quoted_in_commands(tmp_path):
    folder = tmp_path / "with blank"
    page = page_of(recorded(folder, [attempt("s", [question("center")], outcome=Outcome.UNGRADED)]))
    assert f"-o '{Path(folder)}'" in text_of(page)
