"""Our checks as pytest's items: `pytest --assignment hw04_vae_loss --submission ann.ipynb`.

Every pytest of an environment that has the autograder loads this module, so it adds its options
and imports nothing of ours until `--submission` is given.

A student's folder is hostile. With `--submission` pytest runs no conftest.py, collects nothing but
our checks, and refuses a configuration file from outside the course. What it does before it loads
plugins can't be undone from here: it looks for a configuration file beside the submission and in
the current folder, and such a file can name a module to import. Where these folders may hold more
than the notebook, add `-c /dev/null`: then pytest looks for none. `python -m pytest` imports from
the current folder; the command `pytest` does not.
"""

from __future__ import annotations

import os

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of a run on one submission."""
    group = parser.getgroup("autograder", "grading one submission")
    group.addoption("--submission", metavar="FILE", help="The notebook or script to grade.")
    group.addoption("--assignment", metavar="SLUG", help="Its assignment, if names don't tell.")
    group.addoption("--course", metavar="DIR", help="The course's folder; else the nearest above.")
    group.addoption(
        "--grading-seed", metavar="N", type=int, help="Of the hidden inputs; drawn if not given."
    )


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Run no conftest.py beside a submission or in the current folder."""
    if early_config.known_args_namespace.submission is not None:
        early_config.known_args_namespace.noconftest = True


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> None:
    """Take the session over if it is about a submission."""
    if config.option.submission is not None:
        for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
            os.environ.setdefault(name, "1")  # as on the command line: before torch is imported
        from autograder.integrations.pytest_session import Grading

        config.pluginmanager.register(Grading(config), "autograder_grading")
    elif config.option.assignment is not None:
        raise pytest.UsageError(
            f"--assignment {config.option.assignment} has nothing to grade: add --submission FILE"
        )
