"""Submissions as the platforms export them, and zips as nobody should make them."""

import csv
import io
import json
import stat
import struct
import zipfile
from datetime import UTC, datetime

import pytest
from conftest import TOY, autograder
from test_submission import DONE, STUB, find, notebook, put

from autograder.errors import SubmissionError
from autograder.people import Person
from autograder.submission import Roster, Submission, Unreadable, read, read_roster
from autograder.submission.sources import MAX_BYTES, MAX_MEMBERS

HW = "hw04_vae_loss"
WORK = notebook(DONE.format("elbo"))


def packed(files, mode=None, **how):
    """A zip's bytes; `files` are (name, content) pairs or a dict."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **{"compression": zipfile.ZIP_DEFLATED, **how}) as archive:
        for name, content in files.items() if isinstance(files, dict) else files:
            info = zipfile.ZipInfo(name)
            info.compress_type = archive.compression
            if mode is not None:
                info.external_attr = mode << 16
            archive.writestr(info, content)
    return buffer.getvalue()


def graded(*paths, a=HW):
    """{student: what was read of theirs}"""
    return {found.student: read(found) for found in find(*paths, a=a).found}


def paths_of(cohort):
    return {found.student: found.path for found in cohort.found}


def lay(folder, files):
    for name, content in files.items():
        put(folder / name, content)
    return folder


def both(tmp_path, files, name="export"):
    """The same files as a folder, and as a zip."""
    put(tmp_path / f"{name}.zip", packed(files))
    return lay(tmp_path / name, files), tmp_path / f"{name}.zip"


# Exports

GRADESCOPE = """---
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: '3001'
    :email: ada@example.edu
  :created_at: 2026-10-02 20:01:11.123456000 Z
  :score: 7.5
  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess
    :tests: []
submission_102:
  :submitters:
  - :name: Bob Byron
    :sid: '3002'
    :email: bob@example.edu
  - :name: Cleo O'Neil
    :sid: '3003'
    :email: cleo@example.edu
  :created_at: 2026-10-03 09:00:00.000000000 Z
submission_103:
  :submitters:
  - :name: Dan Dedalus
    :sid:
    :email: dan@example.edu
"""


@pytest.mark.parametrize("wrapped", ["", "assignment_9_export/"])
def test_gradescopes_export(tmp_path, wrapped):
    files = {
        "submission_metadata.yml": GRADESCOPE,
        "submission_101/hw.ipynb": WORK,
        "submission_102/group work.ipynb": WORK,
        "submission_103/report.pdf": "x",
        "submission_104/hw.ipynb": WORK,
    }
    for path in both(tmp_path, {wrapped + name: text for name, text in files.items()}):
        cohort = find(path, a=HW)
        assert paths_of(cohort) == {
            "ada@example.edu": f"{wrapped}submission_101/hw.ipynb",
            "bob@example.edu": f"{wrapped}submission_102/group work.ipynb",
            "cleo@example.edu": f"{wrapped}submission_102/group work.ipynb",
            "dan@example.edu": f"{wrapped}submission_103",
            "submission_104": f"{wrapped}submission_104/hw.ipynb",
        }
        assert cohort.messages == (f"{path} is read as Gradescope's export",)
        who = {person.student: person for person in cohort.people}
        assert who["ada@example.edu"] == Person(
            "ada@example.edu", name="Ada Lovelace", email="ada@example.edu", id="3001"
        )
        when = {found.student: found.submitted_at for found in cohort.found}
        assert when["ada@example.edu"] == datetime(2026, 10, 2, 20, 1, 11, 123456, UTC)
        items = graded(path)
        assert isinstance(items["cleo@example.edu"], Submission)
        assert "only report.pdf" in items["dan@example.edu"].message


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [", "\t"])
def test_a_list_of_submissions_that_cant_be_read(tmp_path, text):
    put(tmp_path / "submission_metadata.yml", text)
    put(tmp_path / "submission_1" / "hw.ipynb")
    with pytest.raises(SubmissionError, match=r"submission_metadata.yml .*; download the export"):
        find(tmp_path, a=HW)


CANVAS = {
    "lovelaceada_11_901_hw04.ipynb": WORK,
    "byronbob_LATE_12_902_hw04-2.ipynb": notebook(DONE.format("elbo"), DONE.format("shared")),
    "byronbob_LATE_12_903_hw04-1.ipynb": WORK,
    "smithjo_13_904_otter_2026_10_01.zip": packed({"work/hw.ipynb": WORK, ".OTTER_LOG": "x"}),
    "smithjo_14_905_hw04.py": DONE.format("elbo"),
    "dedalusdan_15_906_Homework 4 (final).pdf": "x",
    "eliotgeorge_16_text.html": "<p>I could not upload it.</p>",
}


def test_canvass_download(tmp_path):
    for path in both(tmp_path, CANVAS, "submissions"):
        cohort = find(path, a=HW)
        assert paths_of(cohort) == {
            "lovelaceada_11": "lovelaceada_11_901_hw04.ipynb",
            "byronbob_12": "byronbob_LATE_12_902_hw04-2.ipynb",
            "smithjo_13": "smithjo_13_904_otter_2026_10_01.zip/work/hw.ipynb",
            "smithjo_14": "smithjo_14_905_hw04.py",
            "dedalusdan_15": "dedalusdan_15_906_Homework 4 (final).pdf",
            "eliotgeorge_16": "eliotgeorge_16_text.html",
        }
        assert f"{path} is read as Canvas's download of submissions" in cohort.messages
        late = {found.student for found in cohort.found if found.late}
        assert late == {"byronbob_12"}
        people = {person.student: person.canvas_id for person in cohort.people}
        assert people["smithjo_14"] == "14"
        items = graded(path)
        unreadable = {name for name, item in items.items() if isinstance(item, Unreadable)}
        assert unreadable == {"dedalusdan_15", "eliotgeorge_16"}


def test_canvass_download_where_marking_is_anonymous(tmp_path):
    files = {"anon_x1Y2z_901_hw.ipynb": WORK, "anon_Q9w8e_LATE_902_hw.ipynb": WORK}
    assert set(graded(lay(tmp_path / "all", files))) == {"anon_x1Y2z", "anon_Q9w8e"}


def test_dates_in_names_are_no_numbers_of_canvas(tmp_path):
    files = {"smith_2026_11_hw.ipynb": WORK, "byron_2026_12_hw.ipynb": WORK}
    folder = lay(tmp_path / "all", files)
    assert set(graded(folder)) == {"smith_2026_11_hw", "byron_2026_12_hw"}


def test_moodles_download(tmp_path):
    folders = {
        "Ada Lovelace_501_assignsubmission_file_/hw04.ipynb": WORK,
        "Ada Lovelace_501_assignsubmission_onlinetext_/onlinetext.html": "<p>Done.</p>",
        "Bob Byron_502_assignsubmission_file/hw.py": DONE.format("elbo"),
        "Jo Smith_503_assignsubmission_file_/a/hw.ipynb": WORK,
        "Jo Smith_504_assignsubmission_file_/hw.ipynb": WORK,
        "Dan Dedalus_505_assignsubmission_onlinetext_/onlinetext.html": "<p>Sorry.</p>",
    }
    flat = {
        "Ada Lovelace_501_assignsubmission_file_hw04.ipynb": WORK,
        "Bob Byron_502_assignsubmission_file_hw.py": DONE.format("elbo"),
        "Jo Smith_503_assignsubmission_file_hw.zip": packed({"hw.ipynb": WORK}),
        "Jo Smith_504_assignsubmission_file_hw.ipynb": WORK,
        "Dan Dedalus_505_assignsubmission_onlinetext_onlinetext.html": "<p>Sorry.</p>",
    }
    for files, name in ((folders, "folders"), (flat, "flat")):
        for path in both(tmp_path, files, name):
            cohort = find(path, a=HW)
            assert f"{path} is read as Moodle's download of submissions" in cohort.messages
            items = graded(path)
            assert set(items) == {
                "Ada Lovelace", "Bob Byron", "Jo Smith (503)", "Jo Smith (504)", "Dan Dedalus"
            }  # fmt: skip
            wrong = [name for name, item in items.items() if isinstance(item, Unreadable)]
            assert wrong == ["Dan Dedalus"]
            ids = {person.name: person.moodle_id for person in cohort.people}
            assert ids["Bob Byron"] == "502"


def test_nbgraders_folders(tmp_path):
    files = {
        "nbgrader_config.py": "c = get_config()\n",
        "gradebook.db": "x",
        "source/ps4/hw04.ipynb": WORK,
        "submitted/ada/ps4/hw04.ipynb": WORK,
        "submitted/ada/ps4/timestamp.txt": "2026-10-02 16:01:11.500000 America/New_York",
        "submitted/bob/ps4/hw04.ipynb": WORK,
        "submitted/bob/ps4/timestamp.txt": "yesterday",
        "submitted/cleo/ps4/notes.txt": "x",
    }
    below = {n.removeprefix("submitted/"): t for n, t in files.items() if n.startswith("sub")}
    whole = {f"submitted/{name}": text for name, text in below.items()}
    for path in (*both(tmp_path, files, "course"), *both(tmp_path, whole, "submitted")):
        cohort = find(path, a=HW)
        assert {found.student for found in cohort.found} == {"ada", "bob", "cleo"}
        when = {found.student: found.submitted_at for found in cohort.found}
        assert when["ada"] == datetime(2026, 10, 2, 20, 1, 11, 500000, UTC)
        assert when["bob"] is None
    assert {f.student for f in find(lay(tmp_path / "plain", below), a=HW).found} == {
        "ada", "bob", "cleo"
    }  # fmt: skip


def test_plain_folders_and_files_zipped(tmp_path):
    students = {"ada/hw.ipynb": WORK, "bob/deep/hw.ipynb": WORK, "hw04_vae_loss/cleo/x.py": "x = 1"}
    files = {"ada.ipynb": WORK, "bob.ipynb": WORK, "cleo.zip": packed({"x.py": "x = 1"})}
    for number, inside in enumerate((students, files)):
        for wrapped in ("", "submissions/", "Homework 4 (all)/"):
            data = packed({wrapped + name: text for name, text in inside.items()})
            path = put(tmp_path / f"all{number}{len(wrapped)}.zip", data)
            assert set(graded(path)) == {"ada", "bob", "cleo"}, (inside, wrapped)
    one = put(tmp_path / "one.zip", packed({"ada/hw.ipynb": WORK, "ada/data.csv": "1,2"}))
    assert set(graded(one)) == {"ada"}
    named = put(tmp_path / f"{HW}.zip", packed({"ada.ipynb": WORK}))
    assert {(f.student, f.assignment) for f in find(named).found} == {("ada", HW)}


def test_the_zip_that_otter_exports(tmp_path):
    inside = {"hw04.ipynb": WORK, ".OTTER_LOG": b"\x80", "__zip_filename__": "hw04_2026.zip"}
    put(tmp_path / "all" / "ada" / "hw04_2026_10_01T10_00_00.zip", packed(inside))
    put(tmp_path / "all" / "bob.zip", packed(inside))
    items = graded(tmp_path / "all")
    assert {name: type(item) for name, item in items.items()} == {
        "ada": Submission, "bob": Submission
    }  # fmt: skip
    assert items["ada"].found.path == "ada/hw04_2026_10_01T10_00_00.zip/hw04.ipynb"


# Zips as nobody should make them


def unreadable(tmp_path, data):
    """What is said of a zip that ada handed in, beside bob's right one."""
    put(tmp_path / "all" / "ada" / "work.zip", data)
    put(tmp_path / "all" / "bob.ipynb")
    items = graded(tmp_path / "all")
    assert isinstance(items["bob"], Submission)
    item = items["ada"]
    assert isinstance(item, Unreadable), item
    assert "\n" not in item.message
    assert ";" in item.message
    return item.message


def test_names_lead_nowhere(tmp_path):
    names = ["../../etc/hw.ipynb", "/root/x.py", "C:\\Users\\x\\y.py", "a/../../b.py", "a" * 300]
    data = packed({**dict.fromkeys(names, DONE.format("elbo")), "..": "x", "": "x", "./": ""})
    put(tmp_path / "all" / "ada.zip", data)
    before = set(tmp_path.rglob("*"))
    (item,) = graded(tmp_path / "all").values()
    assert isinstance(item, Submission)
    assert ".." not in item.found.path
    assert set(tmp_path.rglob("*")) == before


def test_absurd_names_are_students(tmp_path):
    names = [
        "a" * 300,
        "tab\there",
        "new\nline",
        "\x1b[31mred",
        "Ada",
        "ada",
        "ADA",
        "É",
        "E\u0301",
    ]
    data = packed({f"x/{name}/hw.ipynb": WORK for name in names})
    items = graded(put(tmp_path / "all.zip", data))
    assert set(items) == set(names)
    done = autograder("grade", tmp_path / "all.zip", "-o", tmp_path / "out", "-a", "toy",
                      "--course", TOY)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "\x1b[31m" not in done.stdout
    document = json.loads((tmp_path / "out" / "results.json").read_text())
    pages = [tmp_path / "out" / entry["feedback"] for entry in document["submissions"]]
    assert len({str(page).casefold() for page in pages}) == len(names)
    assert all(page.is_file() for page in pages)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "grades.csv").read_text())))
    assert len(rows) == len(names)


def test_links_devices_and_passwords(tmp_path):
    link = packed({"hw.ipynb": "/etc/passwd"}, mode=stat.S_IFLNK | 0o777)
    assert "symbolic link" in unreadable(tmp_path, link)
    fifo = packed({"hw.ipynb": "x"}, mode=stat.S_IFIFO | 0o644)
    assert "not a regular file" in unreadable(tmp_path, fifo)
    locked = bytearray(packed({"hw.ipynb": WORK}))
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(sign) + place] |= 1
    assert "password" in unreadable(tmp_path, bytes(locked))


def test_damaged_zips(tmp_path):
    good = packed({"hw.ipynb": WORK})
    assert "can't be opened as a zip" in unreadable(tmp_path, good[:50])
    assert "can't be opened as a zip" in unreadable(tmp_path, b"PK\x03\x04 and no more")
    assert "is empty" in unreadable(tmp_path, b"")
    bad = bytearray(packed({"hw.ipynb": WORK}, compression=zipfile.ZIP_STORED))
    bad[60] ^= 0xFF
    assert "damaged inside its zip" in unreadable(tmp_path, bytes(bad))
    odd = packed({"hw.ipynb": WORK}, compression=zipfile.ZIP_LZMA)
    assert "packed in a way" in unreadable(tmp_path, odd)
    named = bytearray(packed({"h\u00fc.ipynb": WORK}))
    at = named.rindex("ü".encode())
    named[at : at + 2] = b"\xff\xff"
    assert "can't be opened as a zip" in unreadable(tmp_path, bytes(named))


def test_bombs(tmp_path):
    large = packed({"hw.ipynb": b"0" * (MAX_BYTES + 1)})
    assert len(large) < 100_000
    assert "more than the 50 MB" in unreadable(tmp_path, large)
    several = packed({f"{n}.ipynb": b"0" * 45_000_000 for n in range(5)})
    assert "225 MB in 5 notebooks" in unreadable(tmp_path, several)
    many = packed((f"{n}.txt", "") for n in range(MAX_MEMBERS + 1))
    assert "more than 10,000 files" in unreadable(tmp_path, many)
    liar = bytearray(packed({"hw.ipynb": b"0" * 40_000_000}))
    at = liar.index(b"PK\x01\x02") + 24
    liar[at : at + 4] = struct.pack("<I", 1000)
    put(tmp_path / "all" / "ada" / "work.zip", bytes(liar))
    item = graded(tmp_path / "all")["ada"]  # no more is unpacked than it says
    assert isinstance(item, Unreadable)


def test_zips_of_zips(tmp_path):
    nested = packed({"hw.ipynb": WORK})
    put(tmp_path / "all" / "cleo.zip", packed({"inner.zip": nested}))
    assert isinstance(graded(tmp_path / "all")["cleo"], Submission)
    for _ in range(6):
        nested = packed({"again.zip": nested})
    assert "zip of zips" in unreadable(tmp_path, nested)
    crowd = packed({f"{n}.zip": packed({"hw.ipynb": WORK}) for n in range(21)})
    assert "zip of zips" in unreadable(tmp_path, crowd)


def test_two_members_of_one_name_are_two_files(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        data = packed([("hw.ipynb", notebook(STUB.format("elbo"))), ("hw.ipynb", WORK)])
    put(tmp_path / "all" / "ada.zip", data)
    item = graded(tmp_path / "all")["ada"]
    assert isinstance(item, Submission)


def test_names_in_utf8_that_dont_say_so(tmp_path):
    data = bytearray(packed({"José/hw.ipynb": WORK}))
    for sign, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        data[data.index(sign) + place] &= ~0x08
    put(tmp_path / "all.zip", bytes(data))
    assert set(graded(tmp_path / "all.zip")) == {"José"}


# The class list


def roster(tmp_path, text, name="class.csv"):
    return read_roster(put(tmp_path / name, text))


def test_class_lists_as_they_come(tmp_path):
    ours = roster(
        tmp_path, "\ufeffstudent;name;email;section\nada;Ada Lovelace;ada@x.edu;A\n\n;;;\n"
    )
    assert ours == [Person("ada", name="Ada Lovelace", email="ada@x.edu", section="A")]
    canvas = roster(
        tmp_path,
        "Student,ID,SIS User ID,SIS Login ID,Section,HW4 (99)\n"
        '"    Points Possible",,,,,100\n'
        '"Lovelace, Ada",11,s-1,ada,A,\n"Student, Test",12,,x,A,\n',
    )
    assert canvas == [
        Person("ada", name="Lovelace, Ada", id="s-1", login="ada", section="A", canvas_id="11")
    ]
    moodle = roster(
        tmp_path,
        "Identifier,Full name,Email address,Status,Grade\n"
        "Participant 501,Ada Lovelace,ada@x.edu,Submitted for grading,\n",
    )
    assert moodle == [Person("ada@x.edu", name="Ada Lovelace", email="ada@x.edu", moodle_id="501")]
    gradescope = roster(
        tmp_path, "First Name,Last Name,SID,Email,Sections\nAda,Lovelace,3001,ada@x.edu,A\n"
    )
    assert gradescope == [
        Person("ada@x.edu", name="Ada Lovelace", email="ada@x.edu", id="3001", section="A")
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("colour,shape\nred,round\n", "none of the columns"),
        ("name,email\n", "lists nobody"),
        ("student,section\nada,A\nada,B\n", "line 3: ada is there already, on line 2"),
        ("name,section\n,B\n", "line 2: says not who"),
        ('name\n"ada\n', "mend the quotes"),
        (b"name\n\xff\xfe\n", "UTF-8"),
        ("", "is empty"),
    ],
)
def test_class_lists_that_are_none(tmp_path, text, said):
    with pytest.raises(SubmissionError, match=said) as error:
        roster(tmp_path, text)
    assert "class.csv" in str(error.value)
    assert "\n" not in str(error.value)


def test_people_are_told_by_what_identifies_them():
    known = Roster(
        [
            Person("ada", name="Lovelace, Ada", email="ada@x.edu", canvas_id="11"),
            Person("jo1", name="Jo Smith", email="jo1@x.edu", canvas_id="12"),
            Person("jo2", name="Jo Smith", email="jo2@x.edu", canvas_id="13"),
        ]
    )

    def who(*names, **said):
        found = known.find(Person(*names, **said))
        return found and found.student

    assert who("lovelaceada_11", canvas_id="11") == "ada"
    assert who("x", email="ADA@x.edu") == "ada"
    assert who("Ada Lovelace") == "ada"
    assert who("ada lovelace ") == "ada"
    assert who("Jo Smith") is None  # which?
    assert who("Ada", canvas_id="99") is None  # Canvas knows better
    assert who("Ada L.") is None
    assert who("ad") is None
    assert known.find(Person("x", canvas_id="12", moodle_id="7")).moodle_id == "7"


def test_a_cohort_with_a_roster(tmp_path):
    put(tmp_path / "class.csv",
        "Student,ID,SIS User ID,SIS Login ID,Section\n"
        '"Lovelace, Ada",11,s-1,ada,A\n"Byron, Bob",12,s-2,bob,B\n"Eliot, George",16,s-6,geo,B\n'
    )  # fmt: skip
    put(tmp_path / "submissions.zip", packed(CANVAS))
    command = ("grade", tmp_path / "submissions.zip", "-o", tmp_path / "out", "-a", "toy")
    done = autograder(*command, "--roster", tmp_path / "class.csv", "--course", TOY)
    assert done.returncode == 0, done.stderr
    names = {entry["student"] for entry in json.loads(
        (tmp_path / "out" / "results.json").read_text())["submissions"]}  # fmt: skip
    assert names == {"ada", "bob", "geo", "smithjo_13", "smithjo_14", "dedalusdan_15"}
    assert "3 not on the roster, graded under the names they came with: dedalusdan_15, smithjo" in (
        done.stdout
    )
    for given in ("Ada Lovelace", "Lovelace, Ada", "s-1", "ada"):
        done = autograder(
            "override", tmp_path / "out", given, "center", "--points", "1", "--why", given,
            "--course", TOY,
        )  # fmt: skip
        assert done.stdout.startswith("ada  center"), done.stderr
    again = autograder(*command, "--course", TOY)  # the gradebook knows them now
    assert again.returncode == 0, again.stderr
    assert len(json.loads((tmp_path / "out" / "results.json").read_text())["submissions"]) == 6
    missing = autograder(*command, "--roster", tmp_path / "none.csv", "--course", TOY)
    assert missing.returncode == 2
    assert "none.csv" in missing.stderr


def test_a_roster_that_comes_later_keeps_the_names(tmp_path):
    put(tmp_path / "submissions.zip", packed(CANVAS))
    put(tmp_path / "class.csv",
        'Student,ID,SIS Login ID,Section\n"Lovelace, Ada",11,ada,A\n'
        '"New, One",77,one,A\n')  # fmt: skip
    command = ("grade", tmp_path / "submissions.zip", "-o", tmp_path / "out", "-a", "toy")
    first = autograder(*command, "--course", TOY)
    assert first.returncode == 0, first.stderr
    done = autograder(*command, "--course", TOY, "--roster", tmp_path / "class.csv")
    assert done.returncode == 0, done.stderr
    names = [entry["student"] for entry in json.loads(
        (tmp_path / "out" / "results.json").read_text())["submissions"]]  # fmt: skip
    assert "lovelaceada_11" in names
    assert "ada" not in names
    assert "1 on the roster handed in nothing: one" in done.stdout
