"""Answers in words: found however they were written, marked by a person, never lost."""

import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time

import jupytext
import nbformat
import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, TOY, Grading, autograder, grade_files

from autograder.submission import parse
from autograder.written import Handout

SLUG = "written_generation"
FIRST, SECOND = "why_autoencoders_generate_poorly", "choosing_a_divergence"
HANDOUT = (ROOT / f"assignments/{SLUG}/{SLUG}.py").read_text(encoding="utf-8")
PLACE = re.compile(r"\*Your answer to question (\d), in place of this line\.\*")

PRIOR = "Nothing in the loss says where codes lie, so a draw from N(0, I) misses all of them."
DECODER = "The decoder never saw such points: its output there is a blurred mixture of digits."
BLUR = "Squared error makes blurred pictures.\n\n$$\nx = \\mu\n$$\n\nThat is all there is to say."


def notebook(*answers, form="in place"):
    """The handout with answers to its first questions, written in one of the ways people do."""
    book = nbformat.read(ROOT / f"assignments/{SLUG}/{SLUG}.ipynb", 4)
    cells = []
    for cell in book.cells:
        found = PLACE.search(cell.source)
        answer = answers[int(found[1]) - 1] if found and int(found[1]) <= len(answers) else None
        if answer is None:
            cells.append(cell)
        elif form == "in place":
            cells.append(nbformat.v4.new_markdown_cell(answer))
        elif form == "below the line":
            cells.append(nbformat.v4.new_markdown_cell(f"{cell.source}\n\n{answer}"))
        elif form == "below the question":
            cells[-1].source += f"\n\n{answer}\n"
        elif form == "cell by cell":
            cells += [nbformat.v4.new_markdown_cell(part) for part in answer.split("\n\n")]
        elif form == "as code":
            cells.append(nbformat.v4.new_code_cell(answer))
        elif form == "as raw text":
            cells.append(nbformat.v4.new_raw_cell(answer))
        else:  # under a heading of one's own, the line left where it was
            cells += [cell, nbformat.v4.new_markdown_cell(f"### My answer\n\n{answer}")]
    book.cells = cells
    return book


FORMS = {
    "in place", "below the line", "below the question", "cell by cell", "as code", "as raw text",
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(FORMS))
@pytest.mark.parametrize("script", [False, True])
def test_an_answer_is_found_however_it_was_written(form, script):
    book = notebook(PRIOR, BLUR, form=form)
    text = jupytext.writes(book, "py:percent") if script else nbformat.writes(book)
    found = Handout.of(HANDOUT).answers(parse(text.encode(), script=script).cells)
    assert found[FIRST].text == PRIOR
    assert found[SECOND].text == BLUR
    assert [found[name].text for name in list(found)[2:]] == ["", ""]


def test_headings_of_ones_own_belong_to_the_answer():
    cells = parse(nbformat.writes(notebook(PRIOR, form="own heading")).encode(), script=False).cells
    assert Handout.of(HANDOUT).answers(cells)[FIRST].text == f"### My answer\n\n{PRIOR}"


def test_where_a_heading_is_gone_a_person_sees_what_there_is():
    book = notebook(PRIOR, BLUR)
    book.cells = [cell for cell in book.cells if "Choosing a divergence" not in cell.source]
    cells = parse(nbformat.writes(book).encode(), script=False).cells
    found = Handout.of(HANDOUT).answers(cells)
    assert found[FIRST].text == f"{PRIOR}\n\n{BLUR}"  # they can't be told apart any more
    book.cells[0].source = f"{BLUR}\n\n{book.cells[0].source}"
    found = Handout.of(HANDOUT).answers(parse(nbformat.writes(book).encode(), script=False).cells)
    assert found[SECOND].text == BLUR


def hand_in(folder, **books):
    folder.mkdir(parents=True, exist_ok=True)
    for student, book in books.items():
        nbformat.write(book, folder / f"{student}.ipynb")


def grade(folder, *options):
    done = autograder(
        "grade", folder / "submissions", "-o", folder / "graded", "-a", SLUG, *options
    )
    assert done.returncode == 0, done.stderr
    return Grading(done, folder / "graded")


def mark(folder, lines, *options):
    done = autograder("mark", folder / "graded", *options, input="".join(f"{x}\n" for x in lines))
    assert done.returncode == 0, done.stderr
    return done.stdout


def question(folder, student, name=FIRST):
    results = Grading.__new__(Grading)
    results.out = folder / "graded"
    return next(q for q in results.of(student)["questions"] if q["id"] == name)


@pytest.fixture
def cohort(tmp_path):
    """Six students: two wrote the same, two nearly so, one something else, one nothing."""
    near = DECODER.replace("a blurred mixture", "some blurred mixture")
    hand_in(
        tmp_path / "submissions",
        ann=notebook(PRIOR),
        bob=notebook(DECODER),
        cid=notebook(f"  {PRIOR} ", form="below the line"),
        dee=notebook("The latent space has holes between its clusters."),
        eve=notebook(near),
        fay=notebook(),
    )
    return tmp_path


def test_a_person_marks_and_everything_says_so(cohort):
    graded = grade(cohort)
    assert "‖ to mark  5 answers  autograder mark" in graded.stdout
    assert graded.of("ann")["status"] == "ungraded"
    assert graded.of("ann")["score"] is None
    assert graded.of("fay")["score"] == 0  # nothing was written, nobody need look

    said = mark(cohort, ["?", "12 Say it of the decoder, too.", "q"], "--by", "tam")
    assert said.count("; answer 1 of 4 different ones, the same words by 2 students") == 1
    assert "Saved: items 12, 5 of 10 points, “Say it of the decoder, too.”, for 2 students." in said
    assert "3 still to mark; the same command goes on." in said
    assert not {"ann", "bob"} & set(re.findall(r"\w+", said)), "whose it is biases a reader"
    for student in ("ann", "cid"):
        given = question(cohort, student)
        assert given["score"] == 5
        assert given["mark"]["items"] == ["only_reconstruction", "prior_misses_codes"]
        assert given["mark"]["by"] == "tam"
        page = cohort / f"graded/feedback/{student}.html"
        text = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").get_text(" ")
        assert "Say it of the decoder, too." in text
        assert "5 of 10 points" in text
    assert "ann,written_generation,5,40,graded,5,0,0,0" in (cohort / "graded/grades.csv").read_text(
        encoding="utf-8"
    )

    # The two near ones come one after the other; the second is given what the first got.
    said = mark(cohort, ["v", "0", "3 =2.5", "="])
    assert "marked  waiting" in said
    shown = re.findall(r"│ (The decoder|The latent|Nothing)", said)
    assert shown == ["The latent", "The decoder", "The decoder"]
    assert re.search(r"\d\d% like one that got items 3, 2.5 of 10 points; = gives the same", said)
    assert "All are marked." in said
    assert "0 answers" not in mark(cohort, [])


def test_undo_back_skip_and_what_is_no_mark(cohort):
    grade(cohort)
    typed = [
        "6",
        "x",
        "12 =",
        "1 2 = 7.5 words",
        "=11",
        "",
        "u",
        "s",
        "123",
        "u",
        "45 Nice.",
        "b",
        "1 Better.",
        "q",
    ]
    said = mark(cohort, typed)
    for answer in (
        "6: the rubric has items 1 to 5",
        "type the numbers of its items without blanks",
        "=11: the question has 10 points",
        "Nothing of this run is left to undo",
        "Undone.",
        "It has items 45, 3 of 10 points, “Nice.” by ",
    ):
        assert answer in said
    results = [question(cohort, s) for s in ("ann", "bob", "cid", "dee", "eve")]
    marks = [q["mark"] for q in results if "mark" in q]
    assert [(m["points"], m["comment"]) for m in marks] in ([(3, "Better.")], [(3, "Better.")] * 2)
    again = mark(
        cohort,
        ["q"],
        "-s",
        next(
            s
            for s, q in zip(("ann", "bob", "cid", "dee", "eve"), results, strict=True)
            if "mark" in q
        ),
    )
    assert "It has items 1, 3 of 10 points, “Better.”" in again


def test_a_mark_follows_the_words(cohort):
    """A resubmission with the same answer keeps its mark, another answer waits again."""
    grade(cohort)
    mark(cohort, ["12", "12", "12", "12"])
    assert question(cohort, "ann")["score"] == 5
    hand_in(
        cohort / "submissions",
        ann=notebook(PRIOR, BLUR),
        bob=notebook("I have thought again."),
        gus=notebook(PRIOR),
    )
    grade(cohort)
    assert question(cohort, "ann")["score"] == 5
    assert question(cohort, "ann", SECOND)["score"] is None
    assert question(cohort, "bob")["score"] is None
    assert question(cohort, "gus")["score"] == 5
    grade(cohort, "--fresh")
    assert question(cohort, "gus")["score"] == 5
    again = mark(cohort, ["1 Less."], "-s", "ann")
    assert "the same words by 3 students" in again
    assert "Saved: items 1, 3 of 10 points, “Less.”, for 3 students." in again
    done = autograder("regrade", cohort / "graded", "-a", SLUG)
    assert "there is nothing to do" in done.stdout


def test_each_mark_is_kept_however_the_walk_ends(cohort):
    """On a terminal, as a TA sits before it; kill -9 after the first mark."""
    grade(cohort)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "autograder", "mark", str(cohort / "graded"), "--by", "tam"]
    walk = subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
    )
    os.close(theirs)
    seen = b""

    def until(text):
        nonlocal seen
        deadline = time.monotonic() + 60
        while text not in seen:
            assert select.select([ours], [], [], max(deadline - time.monotonic(), 0))[0], seen
            seen += os.read(ours, 65536)

    until(b"for help: ")
    os.write(ours, b"12\r")
    until(b"Saved: items 12, 5 of 10")
    walk.send_signal(signal.SIGKILL)
    walk.wait()
    os.close(ours)
    graded = grade(cohort)  # writes again what the killed walk had no time to write
    marked = [s for s in graded.results()["submissions"] if "mark" in json.dumps(s["questions"])]
    assert marked
    assert all(s["questions"][0]["score"] == 5 for s in marked)
    page = (cohort / "graded" / marked[0]["feedback"]).read_text(encoding="utf-8")
    assert "5 of 10 points" in BeautifulSoup(page, "html.parser").get_text(" ")


def test_what_cannot_be_marked_is_said_in_one_line(cohort):
    roster = cohort / "class.csv"
    roster.write_text("student,name\nann,Ann Lee\nbob,Bob Lee\n", encoding="utf-8")
    grade(cohort, "--roster", roster)
    out = cohort / "graded"
    for arguments, said in (
        ([out, "nothing_of_it"], "no question of written_generation"),
        ([out, "-s", "zoe"], "nobody of that name"),
        ([out, "-s", "lee"], "2 students have that in their name: Ann Lee (ann); Bob Lee (bob)"),
        ([cohort, FIRST], "no gradebook there"),
    ):
        done = autograder("mark", *arguments, input="")
        assert done.returncode in (1, 2)
        assert said in done.stderr
        assert done.stderr.count("\n") == 1


def test_code_and_words_in_one_assignment(tmp_path):
    course = shutil.copytree(TOY, tmp_path / "course")
    asked = '# %% [markdown] written="why_centre"\n# ## In words: why centre? (5 points)\n'
    for path in ("assignments/toy/toy.py", "solutions/toy.py"):
        with (course / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{asked}\n# %% [markdown]\n# *Your answer.*\n")
    with (course / "solutions/toy.py").open("a", encoding="utf-8") as file:
        file.write("# Because the mean says nothing of the shape.\n")
    with (course / "reference/toy/__init__.py").open("a", encoding="utf-8") as file:
        file.write(
            '\nwhy = assignment.written_question("why_centre", points=5, title="Why centre?")'
        )
        file.write('\nwhy.item("shape", 5, "Says that the mean says nothing of the shape.")\n')
    solved = (course / "solutions/toy.py").read_text(encoding="utf-8")
    graded = grade_files(
        tmp_path, {"ann.py": solved, "bob.py": solved.partition("# %% [markdown] written")[0]},
        "-a", "toy", course=course,
    )  # fmt: skip
    assert graded.code == 0, graded.stderr
    assert graded.of("ann")["score"] is None
    assert graded.of("ann")["questions"][-1] == {
        "id": "why_centre", "score": None, "max_score": 5, "checks": []
    }  # fmt: skip
    code = sum(question["score"] for question in graded.of("ann")["questions"][:-1])
    assert graded.of("bob")["score"] == code  # its heading isn't there, nor any text
    mark(tmp_path, ["1"], "--course", course)
    assert graded.of("ann")["score"] == code + 5
    for platform, said in (("junit", "why_centre"), ("csv", "why_centre,answer,written")):
        done = autograder("export", graded.out, "--to", platform, "--course", course)
        assert done.returncode == 0, done.stderr
        written = next((graded.out / "export").glob(f"*{platform[-3:].replace('nit', 'xml')}"))
        assert said in written.read_text(encoding="utf-8")
