"""Runs submissions where they can do no harm, and talks to them in plain data.

The trusted half is host, session and outcome; zygote, confine, server, cells and notebook run on
the untrusted side; protocol, messages, invocation and limits are shared.
"""

from .host import Sandbox
from .kernel import die_with_parent
from .limits import Limits
from .messages import (
    Call,
    Fixture,
    Generator,
    Lost,
    Opaque,
    Raised,
    Recorded,
    Reply,
    Returned,
    Tracked,
)
from .outcome import CellOutcome, Definition
from .session import Session

__all__ = [
    "Call",
    "CellOutcome",
    "Definition",
    "Fixture",
    "Generator",
    "Limits",
    "Lost",
    "Opaque",
    "Raised",
    "Recorded",
    "Reply",
    "Returned",
    "Sandbox",
    "Session",
    "Tracked",
    "die_with_parent",
]
