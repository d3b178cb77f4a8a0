"""Every command in the README does what it says, in a copy of the course."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
UNFINISHED = 1
"""pytest's exit code on a handout whose stubs are still in place."""


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The files the commands work on; what they write stays here."""
    home = tmp_path_factory.mktemp("readme")
    for name in ("assignments", "solutions", "reference", "demo"):
        kept = shutil.ignore_patterns("graded", "__pycache__")
        shutil.copytree(ROOT / name, home / name, ignore=kept)
    for name in ("course.toml", "Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, home)
    # `make` finds everything installed, as it does the second time.
    (home / ".venv").symlink_to(Path(sys.prefix))
    (home / ".venv" / ".installed").touch()
    return home


@pytest.mark.parametrize("command", [c for c in COMMANDS if c != "make test"])
def test_a_command_of_the_readme(command, copy):
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=copy,
        env={**os.environ, "PATH": programs},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    wanted = UNFINISHED if command.startswith("pytest") else 0
    assert done.returncode == wanted, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_what_the_readme_promises_is_written(copy):
    assert (copy / "demo" / "graded" / "gradebook.sqlite").is_file()
    pages = list((copy / "demo/graded/hw04_vae_loss/feedback").glob("*.html"))
    assert len(pages) >= 7
    assert (copy / "graded" / "grades.csv").is_file()
    assert (copy / "dist" / "hw04_vae_loss-student.zip").is_file()


def test_links_and_pictures_of_the_readme_exist():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).is_file(), target
