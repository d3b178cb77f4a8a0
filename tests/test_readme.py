"""Every command in the README and the guides does what it says, in a copy of the course."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from conftest import ROOT, autograder

PAGES = {"README.md": ROOT / "README.md"} | {
    path.name: path for path in (ROOT / "docs").glob("*.md") if path.name != "validity.md"
}
ELSEWHERE = {
    ("README.md", "make test"): "this is it",
    ("README.md", "autograder validate hw04_vae_loss"): "test_content.py, for all assignments",
    ("instructors.md", "autograder validate hw04_vae_loss"): "likewise",
    ("instructors.md", "autograder validate hw04_vae_loss --verbose"): "test_validate.py",
    ("tas.md", "autograder mark graded"): "test_mark.py, with answers to mark",
}
"""Commands that are run by other tests."""
AFRESH = set()
"""Commands that have run in a shell and a new process; from then on they are forks."""
FEW = ("alvarez_ines", "okafor_mira", "whitlock_sam")
UNFINISHED = 1
"""pytest's exit code on a handout whose stubs are still in place."""


def commands(page):
    return re.findall(r"^\$ (.+)$", PAGES[page].read_text(encoding="utf-8"), re.MULTILINE)


def exit_code(page, command):
    """0, but for pytest on stubs and on a submission that is not all right."""
    if command.startswith("pip") or "solutions/" in command or "pytest" not in command:
        return 0
    return UNFINISHED


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder a page, with the files its commands work on; what they write stays there."""
    made = {}

    def of(page):
        if page not in made:
            made[page] = folder = tmp_path_factory.mktemp(page.partition(".")[0])
            {"students.md": a_students}.get(page, a_course)(folder)
        return made[page]

    return of


def a_students(folder):
    """What a student gets."""
    done = autograder("build", "-a", "hw04_vae_loss", "-o", folder / "dist")
    assert done.returncode == 0, done.stderr
    shutil.move(folder / "dist" / "hw04_vae_loss-student.zip", folder)
    shutil.rmtree(folder / "dist")


def a_course(folder):
    """A course, and what a TA has downloaded from Canvas for it."""
    for name in ("assignments", "solutions", "reference", "demo"):
        kept = shutil.ignore_patterns("graded", "__pycache__")
        shutil.copytree(ROOT / name, folder / name, ignore=kept)
    for name in ("course.toml", "Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    # `make` finds everything installed, as it does the second time.
    (folder / ".venv").symlink_to(Path(sys.prefix))
    (folder / ".venv" / ".installed").touch()
    notebooks = sorted((folder / "demo/submissions/hw04_vae_loss").glob("*.ipynb"))
    for path in (folder / "demo/submissions").glob("*/*"):  # a small class will do
        if path.parent.name != "hw04_vae_loss" or path.stem not in FEW:
            path.unlink()
    notebooks = [path for path in notebooks if path.is_file()]
    roster = ["Student,ID,SIS User ID,SIS Login ID,Section,VAE (77)"]
    with zipfile.ZipFile(folder / "submissions.zip", "w") as archive:
        for number, path in enumerate(notebooks, 4001):
            last, first = path.stem.split("_")
            archive.write(path, f"{last}{first}_{number}_9{number}_hw04_vae_loss.ipynb")
            roster.append(f'"{last.title()}, {first.title()}",{number},s{number},{last},A,')
    (folder / "class.csv").write_text("\n".join(roster) + "\n", encoding="utf-8")
    shutil.copy(notebooks[0], folder / "submission.ipynb")


def a_check_is_changed(folder):
    """Between the first grading and the first regrade the instructor makes a question easier."""
    path = folder / "reference/hw04_vae_loss/__init__.py"
    text = path.read_text(encoding="utf-8")
    changed = re.sub(r'(question\(\s*"kl_standard_normal",\s*points=)\d+', r"\g<1>5", text)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


@pytest.mark.parametrize(
    ("page", "command"),
    [(page, c) for page in PAGES for c in commands(page) if (page, c) not in ELSEWHERE],
)
def test_a_command(page, command, home):
    folder = home(page)
    if command == "autograder regrade graded":
        a_check_is_changed(folder)
    words = shlex.split(command)
    if words[0] == "autograder" and words[1] in AFRESH:
        done = autograder(*words[1:], cwd=folder)
    else:
        AFRESH.update(words[1:2] if words[0] == "autograder" else ())
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            command,
            shell=True,
            cwd=folder,
            env={**os.environ, "PATH": programs},
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
    assert done.returncode == exit_code(page, command), done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_pages_promise_is_written(home):
    readme, tas, made = home("README.md"), home("tas.md"), home("instructors.md")
    assert (readme / "demo" / "graded" / "gradebook.sqlite").is_file()
    pages = list((readme / "demo/graded/hw04_vae_loss/feedback").glob("*.html"))
    assert len(pages) == len(FEW)
    assert (readme / "graded" / "grades.csv").is_file()
    assert (readme / "dist" / "hw04_vae_loss-student.zip").is_file()
    assert (tas / "graded" / "feedback" / "alvarez.html").is_file()
    exported = {path.name for path in (tas / "graded" / "export").iterdir()}
    assert {"hw04_vae_loss-canvas.csv", "hw04_vae_loss-canvas-feedback.zip"} <= exported
    for kind in ("student", "otter", "gradescope"):
        assert (made / "dist" / f"hw04_vae_loss-{kind}.zip").is_file()
    tables = {path.suffix for path in (made / "graded" / "export").iterdir()}
    assert {".parquet", ".xml"} <= tables
    assert (made / "graded" / "report.html").is_file()
    assert (made / "graded" / "report.pdf").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_exist(page):
    for target in re.findall(r"\]\(([^)#]+)\)", PAGES[page].read_text(encoding="utf-8")):
        assert (PAGES[page].parent / target).is_file(), target
