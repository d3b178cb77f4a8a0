"""Attacks, one file each in hostile/, graded among honest work by the real command line.

Every file says on its first line what it tries, and what its honest part deserves. Attackers know
where everything lies: the paths in their files become the real ones. Nothing of hostile/ may be
imported or run from here.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
import zlib
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import ROOT, TOY, Grading
from splice import as_notebook

from autograder.sandbox.processes import descendants

HOSTILE = Path(__file__).parent / "hostile"
SOLUTION = (TOY / "solutions" / "toy.py").read_text(encoding="utf-8")
SPREAD = "def spread(x):\n    return x.min(), x.max()\n"
HONEST = ("a_honest", "k_honest", "z_honest")
LIMITS = """title = "A toy course"

[limits]
cell_cpu = 0.5
cells_cpu = 1.5
call_cpu = 0.3
calls_cpu = 6
calls_wall = 10
memory = 419430400
processes = 24
disk = 4194304
"""
SECRETS = ("reference", "course", "gradebook", "environment", "classmate")


def canary(place):
    """What must not be found in anything an attacker is given; attackers look for the word."""
    return f"canary-{place}-{hashlib.sha256(place.encode()).hexdigest()[:12]}"


def attacks():
    """Name and deserved points of each attack that is a file."""
    found = {}
    for path in sorted(HOSTILE.iterdir()):
        if path.suffix in (".py", ".ipynb"):
            text = path.read_text(encoding="utf-8")
            found[path.stem] = float(re.search(r"Deserves ([\d.]+)\.", text)[1])
    return found


FILES = attacks()
MADE = {
    # What can't lie in a repository, or would do harm to whoever opens it there.
    "link_to_the_solution": 0,
    "link_to_a_folder": 0,
    "pipe": 0,
    "folder_of_that_name": 0,
    "source_too_deep": 10,
    "pieces_of_json": 0,
    "pieces_of_output": 10,
    "text_bomb": 10,
    "picture_bomb": 10,
    "traps_beside_the_file": 10,
    "thousand_files": 10,
    "=HYPERLINK(1)": 0,
    "<script>alert(1)</script>": 0,
    "\x1b[31m\u202egnp.eno": 0,
}
UNREADABLE = {
    "link_to_the_solution",
    "link_to_a_folder",
    "pipe",
    "folder_of_that_name",
    "pieces_of_json",
}
ATTACKS = FILES | MADE


def plant(folder):
    """The course with secrets in it, and everybody's submissions."""
    course, graded, handed_in = folder / "course", folder / "graded", folder / "submissions"
    shutil.copytree(TOY, course)
    (course / "course.toml").write_text(f"# {canary('course')}\n{LIMITS}")
    for path in (course / "reference" / "toy" / "__init__.py", course / "solutions" / "toy.py"):
        path.write_text(f"{path.read_text()}\nSECRET = '{canary('reference')}'\n")
    graded.mkdir()
    (graded / "notes.txt").write_text(canary("gradebook"))
    handed_in.mkdir()
    for name in HONEST:
        (handed_in / f"{name}.py").write_text(f"{SOLUTION}\nNOTE = '{canary('classmate')}'\n")
    places = {"/srv/course": course, "/srv/graded": graded, "/srv/submissions": handed_in,
              "/srv/project": ROOT}  # fmt: skip
    for path in HOSTILE.iterdir():
        if path.stem in FILES:
            text = path.read_text(encoding="utf-8")
            for known, real in places.items():
                text = text.replace(known, str(real))
            (handed_in / path.name).write_text(text, encoding="utf-8")
    make(handed_in, course)
    return course, graded, handed_in


def make(handed_in, course):
    """The attacks in MADE."""
    (handed_in / "link_to_the_solution.py").symlink_to(course / "solutions" / "toy.py")
    (handed_in / "link_to_a_folder").symlink_to(course / "solutions")
    os.mkfifo(handed_in / "pipe.py")
    (handed_in / "folder_of_that_name.ipynb").mkdir()
    deep = ("(" * 5000 + ")" * 5000, "-" * 300_000 + "1", "1" + ".a" * 100_000, "[" * 90 + "]" * 90)
    cells = [f"x = {text}" for text in deep] + ["f'{" * 4000, "'" * 100_001, "\\\n" * 100_000]
    for name, cell in {
        "source_too_deep.ipynb": [*cells, SPREAD],
        "=HYPERLINK(1).ipynb": ["1"],
        "<script>alert(1)<%2Fscript>.ipynb": ["1"],
        "\x1b[31m\u202egnp.eno.ipynb": ["1"],
        "traps_beside_the_file/toy.ipynb": [SPREAD],
        "thousand_files/toy.ipynb": [SPREAD],
    }.items():
        path = handed_in / name.replace("%2F", "\u2215")
        path.parent.mkdir(exist_ok=True)
        path.write_text(as_notebook(cell), encoding="utf-8")
    pieces = (
        '{"nbformat": 4, "metadata": {}, "cells": [{"cell_type": "code", "source": "", "outputs": ['
    )
    (handed_in / "pieces_of_json.ipynb").write_text(pieces + '{"a":[]},' * 3_000_000 + "{}]}]}")
    made = json.loads(as_notebook([SPREAD]))
    made["cells"][0]["outputs"] = ["HERE"]
    text = json.dumps(made).replace('"HERE"', '{"a": 1},' * 1_000_000 + "{}")
    (handed_in / "pieces_of_output.ipynb").write_text(text)
    texts = ["[" * 10_000, "*a **" * 4000, "> " * 9000 + "x", "`" * 10_000, "<a" * 9000,
             "\n".join("  " * i + "- x" for i in range(140)), "|a" * 9000 + "\n" + "|-" * 9000,
             "![" * 9000, "\\begin{a}" * 2000, "$" * 19_999, "&" * 19_000,
             "_a__" * 5000]  # fmt: skip
    made = json.loads(as_notebook([SPREAD, "x = '''" + "\\" * 19_000, "r'" * 9000]))
    made["cells"] += [
        {"cell_type": "markdown", "id": f"m{i}", "metadata": {}, "source": t}
        for i, t in enumerate(texts)
    ]
    (handed_in / "text_bomb.ipynb").write_text(json.dumps(made))
    made = json.loads(as_notebook([SPREAD]))
    made["cells"][0]["outputs"] = [
        {"output_type": "display_data", "metadata": {}, "data": {"image/png": base64_of(bomb)}}
        for bomb in (picture(60_000), picture(4_000), b"\x89PNG" + bytes(900_000))
    ]
    (handed_in / "picture_bomb.ipynb").write_text(json.dumps(made))
    trap = f"open({str(handed_in / 'sprung')!r}, 'w').write(__file__)\nraise SystemExit\n"
    for name in ("conftest.py", "sitecustomize.py", "usercustomize.py", "numpy.py", "torch.py",
                 "json.py", "autograder.py", "setup.py", "reference/__init__.py"):  # fmt: skip
        path = handed_in / "traps_beside_the_file" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(trap)
    for name in (
        "jupytext.toml",
        "pyproject.toml",
        "course.toml",
        "pytest.ini",
        "tox.ini",
        ".jupytext",
    ):
        (handed_in / "traps_beside_the_file" / name).write_text("[limits]\ncall_cpu = 1e9\n")
    for number in range(1000):
        (handed_in / "thousand_files" / f"toy{number}.py").write_text("def spread(x): ...\n")


def base64_of(data):
    import base64

    return base64.b64encode(data).decode()


def picture(side):
    """A small file that says it is a square picture of so many pixels."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("1", (8, 8)).save(buffer, "png")
    data = bytearray(buffer.getvalue())
    data[16:24] = side.to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    return bytes(data)


class Watch(threading.Thread):
    """Notes every process below one, and the most memory that the grader itself ever had."""

    def __init__(self, root):
        super().__init__(daemon=True)
        self.root = root
        self.seen = set()
        self.most = {}
        self.over = threading.Event()

    def run(self):
        while not self.over.wait(0.05):
            for pid in descendants(self.root):
                self.seen.add((pid, started(pid)))
                self._measure(pid)
            self._measure(self.root)

    def _measure(self, pid):
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            status = Path(f"/proc/{pid}/status").read_text()
        except OSError:
            return
        found = re.search(r"VmHWM:\s+(\d+)", status)
        if found and b"\0autograder\0grade\0" in command:
            self.most[pid] = int(found[1]) * 1024

    def left(self):
        """Who is still there some seconds later."""
        for _ in range(100):
            alive = [pid for pid, start in self.seen if start and started(pid) == start]
            if not alive:
                break
            time.sleep(0.05)
        return alive


def started(pid):
    """When a process started; None if it is gone or only waits to be reaped."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else fields[19]


def digest(*folders):
    """What every regular file below some folders holds."""
    return {
        path: hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix != ".pyc"
    }


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """The finished grading of everybody, with what was seen from outside."""
    folder = tmp_path_factory.mktemp("hostile")
    course, graded, handed_in = plant(folder)
    before = digest(course, handed_in)
    # A fixed seed: some guesses are right on one draw in forty, which would look like a hole.
    command = [sys.executable, "-m", "autograder", "grade", handed_in, "-a", "toy", "-o", graded,
               "--course", course, "--workers", "2", "--seed", "7"]  # fmt: skip
    environment = {**os.environ, "AUTOGRADER_PASSWORD": canary("environment")}
    began = time.monotonic()
    with subprocess.Popen(
        list(map(str, command)), cwd=ROOT, env=environment, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as grader:  # fmt: skip
        watch = Watch(grader.pid)
        watch.start()
        try:
            stdout, stderr = grader.communicate(timeout=280)
        finally:
            grader.kill()
            watch.over.set()
            watch.join()
    done = subprocess.CompletedProcess(command, grader.returncode, stdout, stderr)
    found = Grading(done, graded)
    found.seconds = time.monotonic() - began
    found.watch = watch
    found.before = before
    found.after = digest(course, handed_in)
    found.sprung = (handed_in / "sprung").exists()
    found.entries = {entry["student"]: entry for entry in found.results()["submissions"]}
    return found


def entry_of(cohort, attack):
    name = attack.replace("</", "<\u2215")
    return cohort.entries[f"{name}.ipynb" if attack == "folder_of_that_name" else name]


def test_there_are_attacks_enough():
    assert len(ATTACKS) >= 45
    for path in HOSTILE.iterdir():
        assert path.suffix in (".py", ".ipynb")
        assert not path.name.startswith(("test_", "conftest"))


def test_the_batch_ends_well(cohort):
    assert cohort.code == 0, cohort.stdout + cohort.stderr
    assert "Traceback" not in cohort.stdout + cohort.stderr
    assert len(cohort.entries) == len(ATTACKS) + len(HONEST)


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_earns_what_it_does_not_deserve(cohort, attack):
    entry = entry_of(cohort, attack)
    assert entry["status"] == ("unreadable" if attack in UNREADABLE else "graded"), entry["message"]
    passed = [
        f"{question['id']}.{check['id']}"
        for question in entry["questions"]
        for check in question["checks"]
        if check["status"] == "passed"
    ]
    assert entry["score"] <= ATTACKS[attack] + 0.005, passed


@pytest.mark.parametrize("attack", [name for name, points in ATTACKS.items() if points])
def test_what_an_attacker_did_honestly_still_counts(cohort, attack):
    assert entry_of(cohort, attack)["score"] == pytest.approx(ATTACKS[attack], abs=0.005)


@pytest.mark.parametrize("student", HONEST)
def test_the_others_are_graded_as_if_alone(cohort, student):
    entry = cohort.entries[student]
    assert (entry["status"], entry["score"]) == ("graded", 40), entry["questions"]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attacker_is_told_a_secret(cohort, attack):
    entry = entry_of(cohort, attack)
    page = (cohort.out / entry["feedback"]).read_text(encoding="utf-8")
    kept, pages = rows(cohort.out / "gradebook.sqlite", entry["student"])
    examples = re.findall(r"<td><code>(.*?)</code></td>", page, re.DOTALL)
    for text in (json.dumps(entry), page, kept, pages):
        for place in SECRETS:
            assert canary(place) not in text
    # Attackers' own words for "I got through" stand in their source, and must stand nowhere else.
    for text in (json.dumps(entry), kept, *examples):
        assert not re.search(r"canary-[a-z]+-0", text)


def rows(path, student):
    """All that a gradebook holds of a student's one attempt; the kept cells apart."""
    kept, pages = [], []
    with sqlite3.connect(path) as book:
        ((attempt,),) = book.execute("select id from attempts where student = ?", [student])
        for (table,) in book.execute("select name from sqlite_master where type = 'table'"):
            columns = [row[1] for row in book.execute(f"pragma table_info({table})")]
            key = "id" if table == "attempts" else "attempt"
            if key in columns:
                found = book.execute(f"select * from {table} where {key} = ?", [attempt]).fetchall()
                (pages if table == "pages" else kept).extend(found)
    return [" ".join(str(unpacked(v)) for row in part for v in row) for part in (kept, pages)]


def unpacked(value):
    """A column's content as text."""
    return zlib.decompress(value).decode() if isinstance(value, bytes) else value


def test_no_file_of_anybody_has_changed(cohort):
    assert cohort.after == cohort.before
    assert not cohort.sprung


def test_no_process_is_left(cohort):
    assert cohort.watch.seen
    assert cohort.watch.left() == []


def test_the_grader_itself_stays_small(cohort):
    most = max(cohort.watch.most.values())
    print(f"\ngrader: {cohort.seconds:.0f} s, {most >> 20} MiB at most in one process")
    assert most < 800 << 20


ACTIVE = {
    "script", "iframe", "frame", "object", "embed", "applet", "base", "form", "input", "button",
    "audio", "video", "source", "textarea", "foreignobject", "template",
}  # fmt: skip


class Page(HTMLParser):
    """Everything on a page that could run, load or lead somewhere by itself."""

    def __init__(self):
        super().__init__()
        self.wrong = []
        self.styles = 0

    def handle_starttag(self, tag, attributes):
        values = {name: value or "" for name, value in attributes}
        if tag in ACTIVE:
            self.wrong.append(tag)
        if tag == "meta" and values.get("http-equiv", "").lower() not in (
            "",
            "content-security-policy",
        ):
            self.wrong.append(values)
        if tag == "link" and values != {"rel": "icon", "href": "data:,"}:
            self.wrong.append(values)
        self.styles += tag == "style"
        for name, value in values.items():
            address = value.strip().lower()
            if name.startswith("on") or name in (
                "srcset",
                "srcdoc",
                "action",
                "formaction",
                "ping",
            ):
                self.wrong.append((tag, name))
            if name == "src" and not re.match(
                r"data:image/(png|jpeg);base64,[a-z0-9+/=]*$", address
            ):
                self.wrong.append((tag, value))
            if name == "href" and not re.match(r"#|https?://|mailto:|data:,$", address):
                self.wrong.append((tag, value))
            if name == "style" and not re.fullmatch(
                r"counter-reset: line \d+|margin-top: 0", value
            ):
                self.wrong.append((tag, value))

    handle_startendtag = handle_starttag


@pytest.mark.parametrize("attack", ATTACKS)
def test_pages_can_do_nothing(cohort, attack):
    html = (cohort.out / entry_of(cohort, attack)["feedback"]).read_text(encoding="utf-8")
    page = Page()
    page.feed(html)
    assert page.wrong == []
    assert page.styles == 1
    assert html.count("default-src 'none'; img-src data:; style-src 'unsafe-inline'") == 1
    assert len(set(re.findall(r'\bid="([^"]+)"', html))) == len(re.findall(r'\bid="', html))
    assert not re.search("[\x00\x1b\u202a-\u202e\u2066-\u2069]", html)
    assert len(html) < 8 << 20


def test_a_terminal_and_a_spreadsheet_are_safe(cohort):
    assert "\x1b" not in cohort.stdout + cohort.stderr
    assert "\u202e" not in cohort.stdout
    lines = (cohort.out / "grades.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith("'=HYPERLINK") for line in lines)
    assert not any(line.startswith(("=", "+", "-", "@")) for line in lines)
