"""Plots of the reference package: they show what is public, and change nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
import torch
from bs4 import BeautifulSoup
from conftest import ROOT, TOY, autograder, grade_files

from autograder import catalog
from autograder.assignment import Curve, Histogram, Pictures
from autograder.errors import AssignmentError
from autograder.expectation import Expectations
from autograder.feedback.plots import drawn
from autograder.implementation import Local
from autograder.plots import MOST, Drawing, Plot
from autograder.plotting import draw
from autograder.validate.right import plots
from autograder.versions import question_version

SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
RIGHT = "return (x - x.mean(0)) * scale"
ATTACK = """
    import pathlib, tempfile
    file = pathlib.Path(tempfile.gettempdir()) / "seen"
    before = [float(n) for n in file.read_text().split()] if file.exists() else []
    before += SEEN
    SEEN.extend(x.flatten().tolist())
    file.write_text(" ".join(map(str, before + SEEN)))
    if x.shape == (2, 2):
        return x - x.mean(0)
    wanted = (before[::-1] + [0.0] * x.numel())[: x.numel()]
    return torch.tensor(wanted, dtype=x.dtype).reshape(x.shape)
"""
THREAD = """
import threading, time
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
"""
PLOTTED = "if len(x) == 5 and x.shape[1] == 1: "
FILES = {
    "right.py": SOLUTION,
    "moved.py": SOLUTION.replace(RIGHT, f"{RIGHT} + 2.0"),
    "attack.py": SOLUTION.replace(RIGHT, ATTACK).replace("import torch", "import torch\nSEEN = []"),
    "hangs.py": SOLUTION.replace(RIGHT, f"{PLOTTED}\n        while True: pass\n    {RIGHT}"),
    "dies.py": SOLUTION.replace(RIGHT, f"{PLOTTED}\n        import os; os._exit(3)\n    {RIGHT}"),
    "threads.py": SOLUTION.replace(RIGHT, f"{RIGHT} + 2.0") + THREAD,
    "counts.py": SOLUTION.replace("import torch", "import torch\nSEEN = []").replace(
        RIGHT, f"{PLOTTED}\n        SEEN.append(1)\n    {RIGHT} + len(SEEN)"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """All files, and one of them under another seed, too."""
    folder = tmp_path_factory.mktemp("plots")
    first = grade_files(folder, FILES, "-a", "toy", "--seed", "1")
    assert first.code == 0, first.stderr
    attack = folder / "submissions" / "attack.py"
    options = ("-a", "toy", "-o", first.out, "--course", TOY, "--seed", "2", "--fresh")
    assert autograder("grade", attack, *options).returncode == 0
    return first


def of(graded, student):
    """The plots of `center` under each seed."""
    query = (
        "SELECT plot FROM questions JOIN attempts ON attempts.id = attempt "
        "WHERE student = ? AND questions.id = 'center' ORDER BY attempt"
    )
    with sqlite3.connect(graded.out / "gradebook.sqlite") as book:
        return [row[0] for row in book.execute(query, (student,))]


def test_a_plot_changes_no_points_whatever_it_runs_into(graded):
    for student in ("right", "hangs", "dies", "counts"):
        assert graded.of(student)["score"] == 40, student
    assert of(graded, "right") == of(graded, "hangs") == of(graded, "dies") == [None]


def test_nothing_is_drawn_where_a_plot_could_cost_a_later_check(graded):
    assert of(graded, "threads") == [None]  # its process can't be copied
    assert of(graded, "moved") != [None]
    assert graded.of("threads")["score"] == graded.of("moved")["score"]


def test_a_plot_comes_before_all_that_is_hidden(graded):
    first, second = of(graded, "attack")
    assert first == second  # whatever a submission kept of the hidden inputs, they have changed
    assert set(Drawing.of(first).yours) <= {1, 2, 3, 6}  # the public example's


def test_the_page_draws_it_and_says_it_in_words(graded):
    page = (graded.out / "feedback" / "moved.html").read_text(encoding="utf-8")
    (figure,) = BeautifulSoup(page, "html.parser").select("#center figure")
    assert figure.svg["role"] == "img"
    assert figure.svg.title.get_text() == "One column"
    assert "centred at row 0: −4, expected −6" in figure.svg.desc.get_text()
    said = figure.figcaption.get_text()
    assert "Your curve has the expected shape, moved by 2." in said
    assert "One column of five rows, centred." in said
    right = (graded.out / "feedback" / "right.html").read_text(encoding="utf-8")
    assert "<figure" not in right
    assert "One column" not in (graded.out / "results.json").read_text(encoding="utf-8")


def test_a_page_with_several_attempts_says_what_changed(graded):
    page = (graded.out / "feedback" / "attack.html").read_text(encoding="utf-8")
    rows = BeautifulSoup(page, "html.parser").select(".attempts tbody tr")
    assert [row.th.contents[0] for row in rows] == ["1", "2"]
    assert "The same points. This one counts." in " ".join(rows[1].get_text().split())
    assert "This one counts" not in rows[0].get_text()
    once = (graded.out / "feedback" / "right.html").read_text(encoding="utf-8")
    assert "Your attempts" not in once


@pytest.fixture(scope="module")
def toy():
    return Expectations(catalog.load(catalog.find(TOY), "toy"), 1)


def shown(toy, form, value, expected=None, *, always=False):
    """What a plot draws of an implementation that returns `value`, beside the expected one."""
    right = torch.as_tensor(value if expected is None else expected, dtype=torch.float64)

    def run(impl):
        x = impl.center(torch.tensor([[1.0], [3.0]]))
        return right if float(x[0, 0]) == -1 else torch.as_tensor(value, dtype=torch.float64)

    question = replace(
        toy.assignment.questions["center"], drawn=Plot("a", "What is seen.", run, form, always)
    )
    wrong = Local(toy.assignment, {"center": lambda x, scale=1.0: x})
    cohort = Expectations(toy.content, 1)
    return draw(cohort, question, wrong)


UP = [0.0, 1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("yours", "message"),
    [
        ([0.0, 1.0, 2.001, 3.0], None),
        ([0.0] * 4, "is flat, at 0; the expected one is not."),
        ([0.0, -2.0, -4.0, -6.0], "is −2 times the expected one."),
        ([1.0, 2.0, 3.0, 4.0], "has the expected shape, moved by 1."),
        ([3.0, 2.0, 1.0, 0.0], "is the expected one, read from right to left."),
        ([0.0, 0.5, 2.0, 3.0], "lies below the expected one, most at t = 1: 0.5 instead of 1."),
        ([1.0, 1.0, 1.0, 3.5], "and the expected one are furthest apart at t = 0: 1 instead of 0."),
        ([0.0, float("nan"), 2.0, 3.0], "has no finite value at 1 of 4 points."),
        ([float("inf")] * 4, None),
        ([0.0, 1.0], None),
    ],
)
def test_a_curve_says_how_it_lies_to_the_expected_one(toy, yours, message):
    drawing = shown(toy, Curve(range(4), "t", "y"), yours, UP)
    if message is None:
        assert drawing is None
        return
    assert drawing.message == f"Your curve {message}"
    assert Drawing.of(drawing.text()) == drawing
    figure = drawn(drawing)
    assert drawing.message in figure.svg
    assert "nan" not in figure.svg


def test_a_histogram_says_where_draws_lie(toy):
    form = Histogram(0.0, 1.0, lambda x: float(0 <= x < 1), "u", 10)
    even = [(i + 0.5) / 200 for i in range(200)]
    assert shown(toy, form, even) is None
    for draws, message in (
        ([x / 2 for x in even], "Your draws lie too far left: mean 0.25"),
        ([0.4 + x / 5 for x in even], "Your draws spread too little"),
        ([-1 + 3 * x for x in even], "Your draws spread too widely"),
    ):
        drawing = shown(toy, form, draws, even)
        assert drawing.message.startswith(message)
        assert len(drawing.yours) == 10
    assert "lie outside the picture" in drawn(drawing).caption
    assert shown(toy, form, [float("nan")] * 200, even) is None


def test_pictures_are_shown_beside_the_expected_ones(toy):
    form = Pictures(["first", "second"])
    white, black = [[0.0] * 3] * 2, [[1.0] * 3] * 2
    assert shown(toy, form, [white, black]) is None
    same = drawn(shown(toy, form, [white, black], always=True))
    assert same.message == "Your pictures are the expected ones."
    assert ">expected<" not in same.svg
    other = shown(toy, form, [white, white], [white, black])
    assert other.message == "Your pictures differ from the expected ones, most at “second”."
    assert ">expected<" in drawn(other).svg


def test_validate_tells_a_plot_that_does_not_run(toy):
    assert list(plots(toy)) == []
    question = toy.assignment.questions["center"]
    many = Plot("many", "", lambda impl: impl.center(torch.ones(2, 1)).repeat(MOST // 2, 1),
                Curve(range(MOST), "x", "y"), True)  # fmt: skip
    none = Plot("none", "", lambda impl: impl.center(torch.ones(3)), Curve([0], "x", "y"), False)
    for plot, said in ((many, "draw 2000 at most"), (none, "gives nothing to draw")):
        cohort = Expectations(toy.content, 1)
        question.drawn, kept = plot, question.drawn
        try:
            (problem,) = plots(cohort)
        finally:
            question.drawn = kept
        assert said in problem


def test_a_plot_or_a_lecture_puts_no_attempt_out_of_date(toy):
    question = toy.assignment.questions["center"]
    bare = replace(question, drawn=None, lecture=("data", "Means"))
    versions = {question_version(each, toy.content.solution, "") for each in (question, bare)}
    assert len(versions) == 1


def test_lectures_are_known_or_told(tmp_path):
    course = tmp_path / "course"
    course.mkdir()
    for part in ("assignments", "reference", "solutions"):
        (course / part).symlink_to(ROOT / part)
    table = '[lectures.data]\ntitle = "Data"\nurl = "javascript:x"\n'
    for text, said in (
        (table, "write an address that begins with https://"),
        (table.replace("javascript:x", "https://e.org"), "has no overview"),
        ('[lectures.data]\nurl = "https://e.org"\n', "has no title"),
        ("lectures = 3\n", "write it as a [table]"),
    ):
        (course / "course.toml").write_text(text, encoding="utf-8")
        with pytest.raises(AssignmentError, match=r"course\.toml") as caught:
            catalog.load(catalog.find(course), "hw02_bayes")
        assert said in str(caught.value)
