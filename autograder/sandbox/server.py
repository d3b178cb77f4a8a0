"""A submission's process: runs the cells, then forks a copy that answers calls.

The first process stays as it was after the cells and forks again whenever the grader asks. All
it and its copies send are claims: the grader decides from values alone.
"""

from __future__ import annotations

import contextlib
import os
import random
import socket
import sys
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from . import cells, confine
from .confine import Cage
from .invocation import invoke
from .messages import Call, Returned
from .protocol import Channel, Closed, Decoder, Encoder, TooLargeError

_MESSAGE = 2000


def serve(rpc: int, fault: str, cage: Cage) -> None:
    """Answer the grader on descriptor `rpc` until it hangs up.

    Args:
        rpc: the descriptor of a stream socket.
        cage: what this process was confined by.
        fault: what went wrong in building the cage; then nothing is run.
    """
    channel = Channel(socket.socket(fileno=rpc))
    with contextlib.suppress(Closed):
        first, _ = channel.receive()
        if fault:
            channel.send({"fault": fault})
        elif "probe" in first:
            channel.send({"probe": probe(first["probe"])})
        else:
            _Server(channel, first, cage).run()


class _Server:
    def __init__(self, channel: Channel, first: dict[str, Any], cage: Cage) -> None:
        self._channel = channel
        self._first = first
        self._cage = cage
        self._fixtures: dict[str, Any] = {"__name__": "fixtures"}
        self._namespace: dict[str, Any] = {}

    def run(self) -> None:
        first = self._first
        try:
            exec(
                compile(first["fixtures"], "<fixtures>", "exec", dont_inherit=True), self._fixtures
            )
        except Exception as error:
            self._channel.send({"fault": f"the fixtures raise {type(error).__name__}: {error}"})
            return
        self._channel.send({"begun": True})
        self._run_cells()
        while True:
            request, blob = self._channel.receive()
            if "fork" in request:
                self._fork()
            else:
                self._answer(self._channel, request, blob)

    def _run_cells(self) -> None:
        first = self._first
        seed = first["seed"]
        torch.manual_seed(seed)
        np.random.seed(seed % 2**32)
        random.seed(seed)
        ran = cells.Cells(
            first["questions"],
            self._cage.limits,
            lambda stage, index: self._channel.send({"at": [stage, index]}),
        )
        self._namespace = ran.namespace
        outcomes = [
            ran.run(index, source, first["modes"][index])
            for index, source in enumerate(first["cells"])
        ]
        cells.settle()
        self._channel.send({"done": outcomes, "definitions": ran.definitions})

    def _fork(self) -> None:
        """Replace the copy: everything else that runs in here ends first."""
        _, fds, _, _ = socket.recv_fds(self._channel.sock, 1, 1)
        confine.end_others(self._cage)
        state = random.getstate()
        if os.fork():
            os.close(fds[0])
            return
        try:
            random.setstate(state)  # Python reseeds it in every fork
            self._channel.close()
            os.dup2(fds[0], confine.RPC, inheritable=False)
            os.close(fds[0])
            sock = socket.socket(fileno=confine.RPC)
            sock.send(b"!")
            channel = Channel(sock)
            with contextlib.suppress(Closed):
                while True:
                    request, blob = channel.receive()
                    self._answer(channel, request, blob)
        finally:
            os._exit(0)

    def _answer(self, channel: Channel, request: dict[str, Any], blob: memoryview) -> None:
        """Do one call and send what came of it."""
        limits = self._cage.limits
        encoder = Encoder(limits.structure, limits.reply)
        try:
            reply = self._reply(channel, request, blob, encoder)
        except TooLargeError:
            reply, encoder = {"lost": "too_large"}, Encoder()
        except Closed:
            raise
        except BaseException as error:
            reply, encoder = {"raised": _raised(error)}, Encoder()
        channel.send({"id": request["id"], **reply}, encoder.blob())

    def _reply(
        self, channel: Channel, request: dict[str, Any], blob: memoryview, encoder: Encoder
    ) -> dict[str, Any]:
        decoder = Decoder(blob, markers=True)
        name, args, kwargs, wrt, cot = request["call"]
        call = Call(
            name,
            tuple(map(decoder.value, args)),
            {key: decoder.value(node) for key, node in kwargs},
            tuple((argument, inner) for argument, inner in wrt),
            decoder.value(cot),
        )
        if name not in self._namespace:
            return {"lost": "missing"}
        function = self._namespace[name]
        if not callable(function) and not call.args and not call.kwargs:
            value, function = function, lambda: value
        result = invoke(function, call, self._fixtures, self._callback(channel, request["id"]))
        return {"returned": returned(result, encoder)}

    def _callback(self, channel: Channel, token: str) -> Callable[[int, tuple[Any, ...]], Any]:
        limits = self._cage.limits

        def ask(index: int, args: tuple[Any, ...]) -> Any:
            encoder = Encoder(limits.structure, limits.reply)
            nodes = [encoder.node(arg) for arg in args]
            channel.send({"id": token, "callback": index, "args": nodes}, encoder.blob())
            answer, blob = channel.receive()
            if "error" in answer:
                raise RuntimeError(f"the function you were given raised {answer['error']}")
            return Decoder(blob).value(answer["value"])

        return ask


def returned(result: Returned, encoder: Encoder) -> list[Any]:
    """A `Returned` as JSON nodes, in the order in which they are read again."""
    return [
        encoder.node(result.value),
        [encoder.node(grad) for grad in result.grads],
        list(result.changed),
        list(result.filled),
        result.attached,
        result.rng,
        [encoder.node(state) for state in result.generators],
    ]


def _raised(error: BaseException) -> list[Any]:
    mro = [cells.class_name(kind) for kind in type(error).__mro__[:50]]
    try:
        message = str.__str__(str(error))[:_MESSAGE]
    except BaseException:
        message = ""
    return [mro, *cells.line_of(error), message]


def probe(wanted: dict[str, Any]) -> list[str]:
    """From inside the cage: which of these can be reached after all."""
    reached = []
    for path in wanted["paths"]:
        with contextlib.suppress(OSError):
            os.close(os.open(path, os.O_RDONLY))
            reached.append(path)
    for pid in wanted["pids"]:
        if pid == os.getpid():  # the number names this very process in here
            continue
        with contextlib.suppress(OSError):
            os.close(os.open(f"/proc/{pid}/environ", os.O_RDONLY))
            reached.append(f"/proc/{pid}/environ")
        with contextlib.suppress(OSError):
            os.kill(pid, 0)
            reached.append(f"process {pid}")
    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):
        with contextlib.suppress(OSError):
            kind = socket.SOCK_STREAM if family != socket.AF_NETLINK else socket.SOCK_RAW
            socket.socket(family, kind).close()
            reached.append(f"a socket of {family.name}")
    for path in ("/", "/inside", "/usr", "/etc", os.path.dirname(sys.executable) or "/"):
        with contextlib.suppress(OSError):
            os.mkdir(os.path.join(path, "autograder-probe"))
            reached.append(f"writing to {path}")
    return reached
