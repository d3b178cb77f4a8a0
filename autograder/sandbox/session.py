"""One submission in the sandbox, as the trusted side sees it: its cells, its functions, its end."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import socket
import struct
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Protocol

from autograder.errors import SandboxError

from . import outcome, processes
from .limits import Limits
from .messages import Call, Lost, Reply
from .outcome import DROPPED, FULL, REDUCED, CellOutcome, Definition
from .protocol import Channel, Closed, Decoder, Encoder, ProtocolError, TooLargeError
from .watch import CallWatch, CellWatch, Child, OutOfTimeError, Progress, Wall

_CALLBACKS = 10_000
_FORK = 5.0
_BEGIN = 60.0
_STALE = 0.1
_CREDENTIALS = struct.Struct("3i")


class Spawner(Protocol):
    """What a session needs of its sandbox."""

    limits: Limits

    def spawn(self, cells: Sequence[str]) -> Child:
        """A new confined process."""

    def end(self, child: Child) -> None:
        """End it and all its processes."""

    def took_memory(self, number: int) -> bool:
        """Whether it was over its memory limit."""


@dataclass(slots=True)
class _Copy:
    """The process that answers the calls: a fork of the first one, or the first one itself."""

    channel: Channel
    pidfd: int
    forked: bool


class Session:
    """A submission whose cells have run. Made by `Sandbox.open`; use as a context manager.

    Attributes:
        cells: what happened to each cell.
        definitions: where each question was last bound to something that isn't a stub.
        lost: why no call can be answered any more ("timeout", "memory", "died", "protocol"), or
            "" while they can.
    """

    cells: tuple[CellOutcome, ...]
    definitions: dict[str, Definition]
    lost: str

    def __init__(
        self, sandbox: Spawner, cells: list[str], seed: int, questions: list[str], fixtures: str
    ) -> None:
        self._sandbox = sandbox
        self._limits = sandbox.limits
        self._sources = cells
        self._questions = questions
        self._first = {
            "cells": cells, "seed": seed, "questions": questions, "fixtures": fixtures,
        }  # fmt: skip
        self._modes = [FULL] * len(cells)
        self._child: Child | None = None
        self._copy: _Copy | None = None
        self._forks = True
        self._reopened = False
        self._last = "died"
        self._ended = 0.0
        self._before_calls = 0.0
        self._calls_wall = 0.0
        self._read_at = 0.0
        self.lost = ""
        self.definitions = {}
        self.cells = ()
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def seconds(self) -> float:
        """CPU seconds of all its processes so far, as the kernel counts them."""
        return self._ended + (self._child.cpu() if self._child else 0.0)

    def close(self) -> None:
        """End all its processes; doesn't wait until they are gone."""
        self._drop_copy()
        if self._child:
            self._ended += self._child.cpu()
            self._sandbox.end(self._child)
            self._child = None

    @contextlib.contextmanager
    def aside(self) -> Iterator[bool]:
        """Calls in here count against no limit of all calls together, and whatever they do, later
        ones meet the submission as its cells left it. False, and then none may be made, where it
        answers without a fork: a call could end what others need.
        """
        if self.lost or not self._forks:
            yield False
            return
        wall, reopened = self._calls_wall, self._reopened
        used = self.seconds - self._before_calls
        try:
            yield True
        finally:
            self._drop_copy()
            self._calls_wall, self._reopened, self.lost = wall, reopened, ""
            self._before_calls = self.seconds - used

    def call(
        self,
        call: Call,
        *,
        cpu: float | None = None,
        callbacks: Sequence[Callable[..., Any]] = (),
    ) -> Reply:
        """Call one of the submission's functions.

        Args:
            call: what to call with what.
            cpu: CPU seconds it may take (default: the limit of a call).
            callbacks: what answers each `Recorded` of the call.

        Returns:
            What came back; `Lost` for whatever a student can do.

        Raises:
            SandboxError: our fault.
        """
        limits = self._limits
        if self.lost:
            return Lost(self.lost)
        if self._calls_wall > limits.calls_wall:
            return Lost("timeout")
        started = time.monotonic()
        if started - self._read_at > _STALE:
            self._read_at = started
            if self.seconds - self._before_calls > limits.calls_cpu:
                return Lost("timeout")
        try:
            return self._answered(call, limits.call_cpu if cpu is None else cpu, callbacks)
        finally:
            self._calls_wall += time.monotonic() - started

    def _open(self) -> None:
        """Run the cells, and once more if one of them ended the process."""
        for _ in range(2):
            at = Progress(len(self._sources))
            try:
                self._run_cells(at)
                return
            except Closed:
                reason = "memory" if self._took_memory() else "died"
            except OutOfTimeError:
                reason = "timeout"
            except (ProtocolError, TooLargeError):
                reason = "protocol"
            self.close()
            if at.cell is None:
                raise SandboxError("the sandbox ended before the first cell; grade again.")
            self._modes[at.cell] = DROPPED if at.stage == "parse" else REDUCED
            if at.budget_used:
                self._modes[at.cell :] = [max(REDUCED, m) for m in self._modes[at.cell :]]
        self.lost = reason
        self.cells = self.cells or tuple(
            CellOutcome("lost", note=outcome.NEVER) for _ in self._sources
        )

    def _begin(self) -> tuple[Child, Any]:
        """A process that has said its first word; a start that fails is ours, so once more."""
        for last in (False, True):
            self._child = child = self._sandbox.spawn(self._sources)
            try:
                child.channel.send({**self._first, "modes": self._modes}, tick=Wall(_BEGIN))
                message, _ = child.channel.receive(Wall(_BEGIN))
                return child, message
            except (Closed, OutOfTimeError) as error:
                self.close()
                if last:
                    text = "the sandbox ended before the first cell; grade again."
                    raise SandboxError(text) from error
        raise AssertionError  # the loop has returned or raised

    def _run_cells(self, at: Progress) -> None:
        child, message = self._begin()
        channel = child.channel
        if "fault" in message:
            raise SandboxError(f"the sandbox could not begin: {message['fault']}.")
        channel.allow(self._limits.structure + 256 * len(self._sources), 0)
        watch = CellWatch(child, at, self._limits)
        while True:
            message, _ = channel.receive(watch)
            if not isinstance(message, dict):
                raise ProtocolError("no message")
            if "done" in message:
                break
            at.move(message.get("at"))
        self.cells = outcome.cells(message["done"], self._sources, self._limits)
        self.definitions = outcome.definitions(
            message.get("definitions"), self._questions, len(self._sources)
        )
        self._before_calls = self.seconds
        # With a second thread a fork would hang in its first parallel operation.
        self._forks = processes.threads(child.pid) <= 1

    def _answered(self, call: Call, cpu: float, callbacks: Sequence[Callable[..., Any]]) -> Reply:
        copy = self._ready()
        if copy is None:
            return Lost(self.lost)
        assert self._child is not None
        watch = CallWatch(self._child, copy.pidfd, cpu)
        copy.channel.allow(self._limits.structure, self._limits.reply)
        try:
            return self._exchange(copy.channel, call, callbacks, watch)
        except OutOfTimeError:
            reason = "timeout"
        except Closed:
            reason = "memory" if self._took_memory() else "died"
        except ProtocolError:
            reason = "protocol"
        except TooLargeError:
            reason = "too_large"
        self._last = reason
        self._drop_copy()
        return Lost(reason)

    def _exchange(
        self,
        channel: Channel,
        call: Call,
        callbacks: Sequence[Callable[..., Any]],
        watch: Callable[[], None],
    ) -> Reply:
        token = secrets.token_hex(8)
        encoder = Encoder(markers=True)
        request = [
            call.function,
            [encoder.node(arg) for arg in call.args],
            [[key, encoder.node(arg)] for key, arg in call.kwargs.items()],
            call.wrt,
            encoder.node(call.cot),
        ]
        channel.send({"id": token, "call": request}, encoder.blob(), watch)
        asked = 0
        while True:
            message, blob = channel.receive(watch)
            if not isinstance(message, dict) or message.get("id") != token:
                raise ProtocolError("no answer to this call")
            if channel.unread():
                raise ProtocolError("unread bytes")
            if "callback" not in message:
                return outcome.reply(message, blob, call, len(self._sources))
            asked += 1
            if asked > _CALLBACKS:
                raise TooLargeError
            self._call_back(channel, message, blob, callbacks, watch)

    def _call_back(
        self,
        channel: Channel,
        message: dict[str, Any],
        blob: memoryview,
        callbacks: Sequence[Callable[..., Any]],
        watch: Callable[[], None],
    ) -> None:
        index = message["callback"]
        if type(index) is not int or not 0 <= index < len(callbacks):
            raise ProtocolError("no such callback")
        decoder = Decoder(blob)
        args = decoder.value(message.get("args"))
        decoder.end()
        if not isinstance(args, list):
            raise ProtocolError("no arguments")
        encoder = Encoder()
        try:
            answer = {"value": encoder.node(callbacks[index](*args))}
        except Exception as error:  # called with what the student chose
            answer, encoder = {"error": type(error).__name__}, Encoder()
        channel.send(answer, encoder.blob(), watch)

    def _ready(self) -> _Copy | None:
        """The process that answers: the one at hand, a new fork, or after a new start."""
        if self._copy and self._copy.channel.unread() is not None:
            self._drop_copy()
        if self._copy:
            return self._copy
        for _ in range(2):
            if self._child is None:
                if self._reopened:
                    self.lost = self._last
                    return None
                self._reopened = True
                self._open()
                if self.lost:
                    return None
            assert self._child is not None
            try:
                if self._forks:
                    self._copy = self._forked(self._child)
                else:
                    fd = os.dup(self._child.pidfd)
                    self._copy = _Copy(self._child.channel, fd, forked=False)
                return self._copy
            except (Closed, ProtocolError, OutOfTimeError, OSError):
                self.close()
        self.lost = "died"
        return None

    def _forked(self, child: Child) -> _Copy:
        """Have the first process replace its copy.

        The copy's process is known from its first byte: the kernel says who sent it.
        """
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            with theirs:
                ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
                if child.channel.unread() is not None:
                    raise ProtocolError("unread bytes")
                child.channel.send({"fork": True}, tick=Wall(_FORK))
                socket.send_fds(child.channel.sock, [b"!"], [theirs.fileno()])
            ours.settimeout(_FORK)
            hello, ancillary, _, _ = ours.recvmsg(1, socket.CMSG_SPACE(_CREDENTIALS.size))
            if hello != b"!" or len(ancillary) != 1:
                raise ProtocolError("no greeting")
            pid, _, _ = _CREDENTIALS.unpack(ancillary[0][2])
            pidfd = os.pidfd_open(pid)
            # It may be gone, and its number another process's by now.
            if pid not in processes.descendants(child.pid):
                os.close(pidfd)
                raise ProtocolError("no greeting of its own")
        except BaseException:
            ours.close()
            raise
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 0)
        ours.settimeout(child.channel.sock.gettimeout())
        return _Copy(Channel(ours), pidfd, forked=True)

    def _drop_copy(self) -> None:
        """End the process that answers; the first one stays, if they are two."""
        copy, self._copy = self._copy, None
        if copy is None:
            return
        if copy.forked:
            copy.channel.close()
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(copy.pidfd, signal.SIGKILL)
        os.close(copy.pidfd)
        if not copy.forked:
            self.close()

    def _took_memory(self) -> bool:
        return self._child is not None and self._sandbox.took_memory(self._child.number)
