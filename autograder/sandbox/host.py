"""The trusted side of a sandbox: starts the zygote, asks it for submissions, ends them."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import select
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder.errors import SandboxError

from . import processes
from .limits import Limits
from .protocol import Channel, Closed, ProtocolError
from .session import Session
from .watch import Child

TIERS = ("namespaces", "uid", "none")
_HERE = Path(__file__).resolve().parent
_START = 180.0
_SPAWN = 60.0
_TICK = 0.05
_WORDS = re.compile(r"\b(sklearn|scipy|pandas)\b")
_MODULES = {"sklearn": "sklearn.datasets", "scipy": "scipy.stats", "pandas": "pandas"}


class Sandbox:
    """One zygote: a process that has imported torch and becomes each submission by forking.

    Start it from the main thread: it ends with the thread that started it.

    Args:
        limits: what each submission may use.
        trust: allow the tier "none", which isolates nothing, where no other works.
        tier: use this one only; by default $AUTOGRADER_TIER, else the best that works.
        wait: start it and come back at once; `ready` then waits, perhaps after a fork.

    Raises:
        SandboxError: no tier that isolates works here and `trust` is not given.
    """

    def __init__(
        self, limits: Limits, *, trust: bool = False, tier: str | None = None, wait: bool = True
    ) -> None:
        self.limits = limits
        self.tier = ""
        self._zygote: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._scratch: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0
        self._over_memory: set[int] = set()
        forced = tier or os.environ.get("AUTOGRADER_TIER")
        if forced and forced not in TIERS:
            raise SandboxError(f"no isolation tier is called {forced}; use one of {TIERS}.")
        self._untried = [
            name for name in ((forced,) if forced else TIERS) if trust or name != "none"
        ]
        self._is_ready = False
        if wait:
            self.ready()
        elif self._untried:
            self._launch(self._untried[0])

    def ready(self) -> None:
        """Wait until submissions can be opened; tries the tiers in turn.

        Raises:
            SandboxError: no tier that isolates works here.
        """
        if self._is_ready:
            return
        reasons = []
        for name in self._untried:
            try:
                if self._zygote is None:
                    self._launch(name)
                self._await()
                self.self_test(())
            except SandboxError as error:
                reasons.append(f"{name}: {error}")
                self.close()
            else:
                self._is_ready = True
                return
        raise SandboxError(
            "This machine can't isolate submissions ("
            + "; ".join(reasons or ["the tier none isolates nothing"])
            + "). Run as root or where user namespaces are allowed, or, for submissions that you "
            "trust like your own code, pass --trust-submissions."
        )

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def open(
        self, cells: Sequence[str], *, seed: int, questions: Sequence[str] = (), fixtures: str = ""
    ) -> Session:
        """Run a submission's code cells and make its functions callable.

        Args:
            cells: source text of the code cells, in order.
            seed: for the submission's own random numbers.
            questions: names of the functions that will be called.
            fixtures: public Python source that defines the builders of `Fixture` arguments.

        Raises:
            SandboxError: our fault, not the submission's: no process, or the fixtures raise.
        """
        return Session(self, list(cells), seed, list(questions), fixtures)

    def self_test(self, secrets: Sequence[Path]) -> None:
        """Try, from where a submission would run, to reach what it must not reach.

        Args:
            secrets: files and folders that no submission may open.

        Raises:
            SandboxError: something was reached.
        """
        if self.tier == "none":
            return
        for secret in secrets:
            for source in self._sources():
                if Path(secret).resolve().is_relative_to(source):
                    raise SandboxError(
                        f"{secret} lies in {source}, which submissions can read; move it away."
                    )
        assert self._zygote is not None
        sibling = self.spawn(())
        child = self.spawn(())
        try:
            pids = [os.getpid(), self._zygote.pid, sibling.pid]
            paths = [str(Path(secret).absolute()) for secret in secrets]
            child.channel.send({"probe": {"paths": paths, "pids": pids}})
            answer, _ = child.channel.receive(_Deadline(_SPAWN))
        except (Closed, ProtocolError, TimeoutError) as error:
            raise SandboxError(
                "a submission's process ended before it began; try again."
            ) from error
        finally:
            for each in (sibling, child):
                self.end(each)
        if "fault" in answer:
            raise SandboxError(f"a submission could not be confined ({answer['fault']}).")
        if answer["probe"]:
            raise SandboxError(
                f"a submission could reach {', '.join(answer['probe'])}; "
                "nothing was run. Grade on another machine, or as another user."
            )

    def spawn(self, cells: Sequence[str]) -> Child:
        """A new process that waits for its first message, confined.

        Args:
            cells: only searched for the names of modules that are dear to import.

        Raises:
            SandboxError: the zygote is gone and could not be started again.
        """
        words = {word for cell in cells for word in _WORDS.findall(cell)}
        self._number += 1
        request = {
            "number": self._number,
            "limits": dataclasses.asdict(self.limits),
            "modules": sorted(_MODULES[word] for word in words),
        }
        try:
            return self._spawn(request)
        except (OSError, Closed):
            tier = self.tier
            self.close()
            self._launch(tier)
            self._await()
        try:
            return self._spawn(request)
        except (OSError, Closed) as error:
            raise SandboxError("the sandbox ended twice in a row; grade again.") from error

    def end(self, child: Child) -> None:
        """End all processes of a submission; doesn't wait for it."""
        child.close()
        with contextlib.suppress(OSError):
            if self._control:
                self._control.send(json.dumps({"kill": child.number}).encode())

    def took_memory(self, number: int) -> bool:
        """Whether a submission was found over its memory limit since this was last asked."""
        assert self._control is not None
        with contextlib.suppress(OSError, Closed):
            while select.select([self._control], [], [], 0)[0]:
                self._message(0)
        found = number in self._over_memory
        self._over_memory.discard(number)
        return found

    def close(self) -> None:
        """End the zygote and all that lives of it."""
        if self._control:
            with contextlib.suppress(OSError):
                self._control.send(b'{"stop": true}')
            self._control.close()
            self._control = None
        if self._zygote:
            try:
                self._zygote.wait(5)
            except subprocess.TimeoutExpired:
                self._zygote.kill()
                self._zygote.wait()
            self._zygote = None
        if self._scratch:
            self._scratch.cleanup()
            self._scratch = None

    def _launch(self, tier: str) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        home = "/tmp"
        if tier != "namespaces":
            self._scratch = tempfile.TemporaryDirectory(
                prefix="autograder-", ignore_cleanup_errors=True
            )
            home = self._scratch.name
            Path(home).chmod(0o1777)
        python = os.path.realpath(sys.executable)
        config = {
            "tier": tier, "control": theirs.fileno(), "grader": os.getpid(), "home": home,
            "python": python, "prefix": self._prefix(), "libraries": _libraries(),
        }  # fmt: skip
        with theirs:
            self._zygote = subprocess.Popen(  # noqa: S603
                [python, "-I", "-S", str(_HERE / "start.py"), "launcher", json.dumps(config)],
                env={"OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        self._control = ours
        self.tier = tier

    def _await(self) -> None:
        try:
            message, _ = self._message(_START)
        except (OSError, Closed) as error:
            raise SandboxError("its first process ended while it started") from error
        if "fault" in message:
            raise SandboxError(str(message["fault"]))

    def _prefix(self) -> list[str]:
        names = {"lib", sys.platlibdir}
        return [
            path for name in sorted(names) if Path(path := f"{sys.base_prefix}/{name}").is_dir()
        ]

    def _sources(self) -> list[str]:
        return [os.path.realpath(path) for path in (*self._prefix(), *_libraries())]

    def _spawn(self, request: dict[str, Any]) -> Child:
        if self._control is None:
            raise Closed
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        ours.settimeout(_TICK)
        with theirs:
            socket.send_fds(self._control, [json.dumps(request).encode()], [theirs.fileno()])
        while True:
            message, fds = self._message(_SPAWN)
            if "fault" in message:
                ours.close()
                raise SandboxError(f"no process could be started ({message['fault']}).")
            if message.get("spawned") == request["number"]:
                break
        return Child(request["number"], Channel(ours), fds[0], processes.pid_of(fds[0]))

    def _message(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        """What the zygote says next; news of memory are noted on the way."""
        assert self._control is not None
        self._control.settimeout(seconds or None)
        data, fds, _, _ = socket.recv_fds(self._control, 65536, 1)
        if not data:
            raise Closed
        message = json.loads(data)
        if "memory" in message:
            self._over_memory.add(message["memory"])
        return message, fds


class _Deadline:
    def __init__(self, seconds: float) -> None:
        import time

        self._clock = time.monotonic
        self._end = self._clock() + seconds

    def __call__(self) -> None:
        if self._clock() > self._end:
            raise TimeoutError


def _libraries() -> list[str]:
    """The folders of installed packages, without what .pth files would add to them."""
    known = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    found = [
        path
        for path in dict.fromkeys([*sys.path, *sorted(known)])
        if path in known or Path(path).name in ("site-packages", "dist-packages")
    ]
    return [path for path in found if Path(path).is_dir()]
