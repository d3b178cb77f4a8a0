"""Groups of answers that behave alike, and comments to them, through the real command line."""

import re
import shutil
import sqlite3
from copy import copy
from dataclasses import replace

import pytest
from conftest import TOY, autograder, grade_files

from autograder import catalog
from autograder.engine import ungraded
from autograder.gradebook import Gradebook, groups
from autograder.grouping import gathered
from autograder.verdict import Outcome

SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
RIGHT = "return (x - x.mean(0)) * scale"
HALVED = SOLUTION.replace(RIGHT, "return (x - x.mean(0)) * scale / 2")
HALVED_TOO = SOLUTION.replace(
    RIGHT, "return torch.stack([0.5 * scale * (r - sum(x) / len(x)) for r in x])"
)
SHIFTED = SOLUTION.replace(RIGHT, "return (x - x.mean(0)) * scale + 7")


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    files = {"ann.py": HALVED, "bob.py": HALVED_TOO, "cyd.py": SHIFTED, "dot.py": SOLUTION}
    folder = tmp_path_factory.mktemp("first")
    done = grade_files(folder, files, "-a", "toy", "--seed", "3")
    assert done.code == 0, done.stderr
    return done


@pytest.fixture
def cohort(first, tmp_path):
    """That grading, in a folder of its own."""
    shutil.copytree(first.out.parent, tmp_path, dirs_exist_ok=True)
    mine = copy(first)
    mine.out = tmp_path / "graded"
    return mine


def comment(cohort, *arguments):
    return autograder("comment", cohort.out, *arguments, "--course", TOY)


def page(cohort, student):
    return (cohort.out / "feedback" / f"{student}.html").read_text(encoding="utf-8")


def pair(cohort):
    """The name of the group of two."""
    with Gradebook.read(cohort.out) as book:
        seen = book.signatures("toy")["center"]
    first = gathered(signature for _, signature in seen)[0]
    return f"g-{min(seen[place][0] for place in first)}"


def test_grade_says_how_many_groups_each_question_has(cohort):
    row = re.search(r"center +10 +\d+% +3 +2 +g-\d+, 2 alike", cohort.stdout)
    assert row, cohort.stdout
    assert re.search(r"spread +10 +100% +0 +0", cohort.stdout)


def test_a_questions_groups_are_listed_the_largest_first(cohort):
    done = comment(cohort, "center")
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.strip().startswith("g-")]
    assert rows[0].split()[:2] == [pair(cohort), "2"]
    assert rows[0].rstrip().endswith("ann, bob")
    assert rows[1].rstrip().endswith("cyd")
    assert "dot" not in done.stdout


def test_a_comment_reaches_its_group_and_nobody_else(cohort):
    text = "Look at <b>scale</b> & the factor.\n\nThen ask me."
    done = comment(cohort, "center", text, "--group", pair(cohort), "--by", "Dr Ada")
    assert done.returncode == 0, done.stderr
    for student in ("ann", "bob"):
        assert "Look at &lt;b&gt;scale&lt;/b&gt; &amp; the factor." in page(cohort, student)
        assert "Dr Ada wrote on" in page(cohort, student)
    assert "Dr Ada" not in page(cohort, "cyd") + page(cohort, "dot")
    assert "signature" not in (cohort.out / "results.json").read_text(encoding="utf-8")


def test_a_student_stands_for_their_group(cohort):
    assert comment(cohort, "center", "Halve nothing.", "--group", "bob").returncode == 0
    assert "Halve nothing." in page(cohort, "ann")
    assert "Halve nothing." not in page(cohort, "cyd")


def test_later_attempts_that_behave_alike_get_it_too(cohort):
    comment(cohort, "center", "Mind the factor.", "--group", pair(cohort))
    folder = cohort.out.parent
    (folder / "submissions" / "eve.py").write_text(HALVED + "\n# my own\n", encoding="utf-8")
    (folder / "submissions" / "ann.py").write_text(SOLUTION, encoding="utf-8")
    again = grade_files(folder, {}, "-a", "toy")
    assert "Mind the factor." in page(again, "eve")
    assert "Mind the factor." in page(again, "bob")
    assert "Mind the factor." not in page(again, "ann")


def test_it_is_still_theirs_when_everyone_is_graded_with_another_seed(cohort):
    comment(cohort, "center", "Mind the factor.", "--group", pair(cohort))
    again = grade_files(cohort.out.parent, {}, "-a", "toy", "--fresh", "--seed", "4")
    assert again.code == 0, again.stderr
    assert "Mind the factor." in page(again, "ann")
    assert "Mind the factor." in page(again, "bob")
    assert "Mind the factor." not in page(again, "cyd")


def test_the_latest_comment_holds_and_an_empty_one_takes_it_back(cohort):
    group = pair(cohort)
    comment(cohort, "center", "First.", "--group", group)
    comment(cohort, "center", "Second.", "--group", group)
    assert "Second." in page(cohort, "ann")
    assert "First." not in page(cohort, "ann")
    comment(cohort, "center", "", "--group", group)
    assert "Second." not in page(cohort, "ann")
    with Gradebook.read(cohort.out) as book:
        texts = [comment.text for *_, comment in book.comments("toy")]
    assert list(dict.fromkeys(texts)) == ["First.", "Second.", ""]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["center", "Hello."], "say whom it is for"),
        (["center", "Hello.", "--group", "g-99"], "the groups of center are g-"),
        (["scatter"], "scatter: no question of toy"),
        (["center", "-a", "other"], "the gradebook has toy"),
    ],
)
def test_what_is_unknown_is_said_and_changes_nothing(cohort, arguments, says):
    before = page(cohort, "ann")
    done = comment(cohort, *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert page(cohort, "ann") == before


def test_without_a_gradebook_there_is_nothing_to_comment_on(tmp_path):
    done = autograder("comment", tmp_path, "center", "--course", TOY)
    assert done.returncode == 1
    assert "run autograder grade first" in done.stderr


FIRST_ATTEMPTS = """
PRAGMA legacy_alter_table = ON;
CREATE TABLE first (
    id INTEGER PRIMARY KEY, created_at VARCHAR NOT NULL, student VARCHAR NOT NULL,
    assignment VARCHAR, path VARCHAR NOT NULL, sha256 VARCHAR NOT NULL, outcome VARCHAR NOT NULL,
    isolation VARCHAR NOT NULL, checks_version VARCHAR NOT NULL, seed VARCHAR,
    message VARCHAR NOT NULL, seconds FLOAT NOT NULL, points INTEGER, max_points INTEGER NOT NULL
);
INSERT INTO first SELECT id, created_at, student, assignment, path, sha256, outcome, isolation,
    checks_version, seed, message, seconds, points, max_points FROM attempts;
DROP TABLE attempts;
ALTER TABLE first RENAME TO attempts;
"""


def test_a_gradebook_of_the_first_version_goes_on(cohort, tmp_path):
    old = tmp_path / "old"
    shutil.copytree(cohort.out, old)
    with sqlite3.connect(old / "gradebook.sqlite") as file:
        for table in ("comments", "people", "regrades", "overrides", "marks"):
            file.execute(f"DROP TABLE {table}")
        for column in ("signature", "version", "seconds", "plot", "answer"):
            file.execute(f"ALTER TABLE questions DROP COLUMN {column}")
        file.execute("ALTER TABLE checks DROP COLUMN margin")
        file.executescript(FIRST_ATTEMPTS)
        file.execute("PRAGMA user_version = 1")
    with Gradebook.open(old) as book:
        assert len(list(book.latest("toy"))) == 4
        assert set(book.signatures("toy")["center"]) == {(n, "") for n in range(1, 5)}
    submissions = tmp_path / "submissions"
    done = autograder("grade", submissions, "-o", old, "-a", "toy", "--course", TOY, "--fresh")
    assert done.returncode == 0, done.stderr
    assert "2 alike" in done.stdout


def alike(*signatures):
    return gathered(signatures) == [[0, 1]]


def test_signatures_agree_up_to_rounding():
    seen = '[["a","failed","f0",2.0,-1.0,0.5],["b","passed"]]'
    rounded = '[["a","failed","f0",2.0000000001,-1.0,0.5],["b","passed"]]'
    another = '[["a","failed","f0",2.1,-1.0,0.5],["b","passed"]]'
    small = '[["a","failed","f0",2.0,-1.0,0.6],["b","passed"]]'
    form = '[["a","failed","f1",2.0,-1.0,0.5],["b","passed"]]'
    assert alike(seen, rounded)
    assert not alike(seen, another)
    assert not alike(seen, form)
    assert not alike(seen, small)
    assert not alike(seen, "")
    assert gathered([another, seen, "", rounded]) == [[1, 3], [0]]


def test_small_entries_beside_large_ones_part_groups(tmp_path):
    """Two answers that differ in their small entries alone."""
    form = SOLUTION.replace(RIGHT, "return (x - x.mean(0)) * scale + {}")
    files = {
        "ann.py": form.format("torch.tensor([1e9] + [0.0] * (x.shape[1] - 1)).to(x)"),
        "bob.py": form.format("torch.tensor([1e9] + [50.0] * (x.shape[1] - 1)).to(x)"),
    }
    done = grade_files(tmp_path, files, "-a", "toy")
    assert re.search(r"center +10 +\d+% +2 +2\b", done.stdout), done.stdout


def test_our_own_failures_make_no_group(cohort):
    with Gradebook.open(cohort.out) as book:
        number, attempt = next(iter(book.latest("toy")))
        ours = ungraded(catalog.load(catalog.find(TOY), "toy").assignment)
        book.record(replace(attempt, outcome=Outcome.UNGRADED, questions=ours), None)
        assert all(not q.signature for q in ours)
        found = groups(book, "toy", [n for n, _ in book.latest("toy")])["center"]
    assert all(number not in group.members for group in found)
