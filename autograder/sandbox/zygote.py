"""The process that imports everything once and becomes each submission by forking.

It runs no student code. Over its control socket the grader asks it to `spawn` (with the
submission's end of a socket pair) and to `kill`; in between it watches the memory of what lives.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import select
import shutil
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import Any, NoReturn

from . import confine, kernel, landlock, processes, seccomp
from .limits import Limits

PERIOD = 0.05
PRELOAD = (
    "torch", "torch._dynamo", "numpy", "matplotlib.pyplot", "matplotlib.backends.backend_agg",
    "IPython.core.inputtransformer2", "IPython.display", "torch.utils.data",
)  # fmt: skip
DEAR = ("sklearn.datasets", "scipy.stats", "pandas")
"""Imported when a submission first asks for one: a second each, but every fork copies them."""


@dataclass(slots=True)
class _Live:
    pid: int
    """The child of this process: the submission's first process or, without namespaces, the
    parent that watches over it."""
    first: int
    memory: int
    over: bool = False
    measure_at: float = 0.0


class _End(BaseException):
    """Time to end a submission's processes."""


def main(text: str) -> NoReturn:
    """Serve until the grader hangs up."""
    config = json.loads(text)
    sys.path[:] = [*sys.path, *config["libraries"]]
    control = socket.socket(fileno=config["control"])
    control.set_inheritable(False)
    try:
        _import(PRELOAD)
        if processes.threads(os.getpid()) > 1:
            raise RuntimeError("the libraries started a thread, so forking is not safe")
    except Exception as error:  # whatever it is, the grader must hear of it
        control.send(json.dumps({"fault": f"{type(error).__name__}: {error}"}).encode())
        os._exit(1)
    if config["tier"] == "uid" and not config["uids"] and landlock.abi() < landlock.SCOPED:
        control.send(b'{"fault": "this needs root, or a kernel with Landlock 6 (Linux 6.12)"}')
        os._exit(1)
    zygote = _Zygote(config, control)
    control.send(json.dumps({"ready": True, "landlock": landlock.abi()}).encode())
    zygote.serve()
    os._exit(0)


def _import(names: tuple[str, ...]) -> None:
    gc.disable()  # nothing of this is garbage, and looking for it takes a sixth of the time
    for name in names:
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(name)
    gc.collect()
    gc.freeze()
    gc.enable()
    kernel.use_huge_pages()


class _Zygote:
    def __init__(self, config: dict[str, Any], control: socket.socket) -> None:
        from . import server  # imports torch, so not before the environment is right

        self._server = server
        self._tier: str = config["tier"]
        self._uids: list[int] | None = config["uids"]
        self._home: str = config["home"]
        self._readable: tuple[str, ...] = tuple(config["readable"])
        self._control = control
        self._live: dict[int, _Live] = {}
        self._filter = seccomp.program() if self._tier != "none" else b""
        self._pids = None
        if self._tier == "namespaces":
            self._pids = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
        self._own = processes.resident(os.getpid())
        self._dear: set[str] = set()

    def serve(self) -> None:
        poll = select.poll()
        poll.register(self._control, select.POLLIN)
        while True:
            busy = poll.poll(PERIOD * 1000 if self._live else None)
            if busy and not self._request():
                break
            for number in list(self._live):
                self._watch(number)
        for live in self._live.values():
            self._end(live)
        for live in self._live.values():
            os.waitpid(live.pid, 0)

    def _request(self) -> bool:
        data, fds, _, _ = socket.recv_fds(self._control, 65536, 1)
        if not data:
            return False
        request = json.loads(data)
        if "stop" in request:
            return False
        if "kill" in request:
            live = self._live.get(request["kill"])
            if live:
                self._end(live)
        else:
            try:
                self._spawn(request, fds[0])
            except OSError as error:
                self._tell({"fault": f"{error}"})
            finally:
                os.close(fds[0])
        return True

    def _spawn(self, request: dict[str, Any], rpc: int) -> None:
        wanted = set(request["modules"]) & set(DEAR) - self._dear
        if wanted:
            _import(tuple(wanted))
            self._dear |= wanted
            self._own = processes.resident(os.getpid())
        limits = Limits(**request["limits"])
        uid = self._uids[request["number"] % len(self._uids)] if self._uids else None
        home = self._home
        if self._pids is None:  # no mount namespace: a folder of its own instead of its own /tmp
            home = f"{home}/{request['number']}"
            os.mkdir(home, 0o700)
            if uid is not None:
                os.chown(home, uid, uid)
        cage = confine.Cage(self._tier, uid, self._readable, home, self._filter, limits)
        if self._pids is None:
            pid, first = self._supervised(cage, rpc)
        else:
            pid = first = self._namespaced(cage, rpc)
        self._live[request["number"]] = _Live(pid, first, limits.memory)
        pidfd = os.pidfd_open(first)
        self._tell({"spawned": request["number"]}, [pidfd])
        os.close(pidfd)

    def _namespaced(self, cage: confine.Cage, rpc: int) -> int:
        assert self._pids is not None
        # One fork is enough: the next child starts the new PID namespace, then we come back.
        kernel.unshare(kernel.CLONE_NEWPID)
        try:
            pid = os.fork()
            if pid == 0:
                self._become(cage, rpc)
        finally:
            kernel.setns(self._pids, kernel.CLONE_NEWPID)
        return pid

    def _become(self, cage: confine.Cage, rpc: int) -> NoReturn:
        try:
            confine.enter(cage, rpc)
            fault = ""
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
        try:
            self._server.serve(confine.RPC, fault, cage)
        finally:
            os._exit(1)

    def _supervised(self, cage: confine.Cage, rpc: int) -> tuple[int, int]:
        """Without a PID namespace: a parent for the tree that adopts and ends all of it."""
        ready, say = os.pipe()
        pid = os.fork()
        if pid:
            os.close(say)
            first = int(os.read(ready, 20) or b"0")
            os.close(ready)
            return pid, first
        try:
            signal.signal(signal.SIGTERM, _end_now)
            kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGTERM)
            kernel.prctl(kernel.PR_SET_CHILD_SUBREAPER, 1)
            if cage.tier == "uid" and cage.uid is None:
                landlock.scope_signals()
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_DFL)
                self._become(cage, rpc)
            os.close(rpc)
            os.write(say, b"%d" % child)
            with contextlib.suppress(_End):
                while os.waitpid(-1, 0)[0] != child:
                    pass
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            confine.end_others(cage)
            shutil.rmtree(cage.home, ignore_errors=True)
        finally:
            os._exit(0)

    def _watch(self, number: int) -> None:
        live = self._live[number]
        if os.waitpid(live.pid, os.WNOHANG)[0]:
            del self._live[number]
            return
        tree = processes.descendants(live.pid)
        if not self._too_much(live, tree):
            live.over = False
            return
        if not live.over:  # said before the deed, so that who sees the end knows the reason
            self._tell({"memory": number})
        live.over = True
        if processes.resident(live.first) - self._own > live.memory:
            self._end(live)
        for pid in tree:
            with contextlib.suppress(ProcessLookupError):
                if pid != live.first:
                    os.kill(pid, signal.SIGKILL)

    def _too_much(self, live: _Live, tree: list[int]) -> bool:
        """Whether a tree is over its limit, apart from what it inherited from here."""
        everyone = (live.pid, *tree)
        most = sum(map(processes.resident, everyone)) - min(len(everyone), 2) * self._own
        if most <= live.memory or time.monotonic() < live.measure_at:
            return False
        # Forks share pages, so this was only an upper bound. The exact count takes
        # milliseconds a process and must not become this process's main occupation.
        started = time.monotonic()
        used = sum(map(processes.proportional, everyone)) - self._own
        live.measure_at = time.monotonic() + 3 * (time.monotonic() - started)
        return used > live.memory

    def _end(self, live: _Live) -> None:
        with contextlib.suppress(ProcessLookupError):
            namespaced = self._tier == "namespaces"
            os.kill(live.pid, signal.SIGKILL if namespaced else signal.SIGTERM)

    def _tell(self, message: dict[str, Any], fds: list[int] | None = None) -> None:
        with contextlib.suppress(OSError):
            socket.send_fds(self._control, [json.dumps(message).encode()], fds or [])


def _end_now(*_: object) -> NoReturn:
    raise _End
