"""Frames on a socket and the codec for values, the same on both sides of the trust boundary.

A frame is `magic, length of the JSON part, length of the blob`, the JSON, the blob. Tensors lie in
the blob in the order in which the JSON names them, so none can overlap and all of it is used.
JSON: null, booleans, numbers, strings and lists stand for themselves; everything else is an object
with one key: t tensor, u tuple, d dict, o opaque, and, only towards the sandbox, G generator,
F fixture, R recorded, T tracked.
"""

from __future__ import annotations

import json
import math
import select
import socket
import struct
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from .messages import Fixture, Generator, Opaque, Recorded, Tracked

HEADER = struct.Struct("!4sIQ")
MAGIC = b"gag1"
NODES = 100_000
"""Most commas, brackets and braces in a JSON part, so that parsing it stays cheap."""
DEPTH = 32
DIMS = 16
INT_BITS = 1024
ALIGN = 16
UNLIMITED = 1 << 40

DTYPES: dict[str, torch.dtype] = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.float64, torch.float32, torch.float16, torch.bfloat16,
        torch.complex128, torch.complex64,
        torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool,
    )
}  # fmt: skip
_to_json = json.JSONEncoder(separators=(",", ":")).encode
_NAMES = {dtype: name for name, dtype in DTYPES.items()}


class ProtocolError(Exception):
    """What arrived is no message of ours."""


class TooLargeError(Exception):
    """A message passes the limits."""


class Closed(Exception):  # noqa: N818 - an event, not a mistake
    """The other side is gone."""


class Channel:
    """One end of a stream socket that carries frames.

    Args:
        sock: owned from now on. Its timeout is the period at which `tick` is called.
    """

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self._structure = self._blob = UNLIMITED

    def allow(self, structure: int, blob: int) -> None:
        """From now on accept so many bytes of JSON and of blobs, all frames together."""
        self._structure, self._blob = structure, blob

    def send(
        self, message: Any, blobs: bytes = b"", tick: Callable[[], None] | None = None
    ) -> None:
        """Send one frame; `tick` is called while the other side doesn't take it.

        Raises:
            Closed: the other side is gone.
        """
        text = _to_json(message).encode()
        text += b" " * (-len(text) % ALIGN)  # so that the tensors behind it are aligned
        data = memoryview(HEADER.pack(MAGIC, len(text), len(blobs)) + text + blobs)
        while data:
            try:
                data = data[self.sock.send(data) :]
            except TimeoutError:
                pass
            except OSError as error:
                raise Closed from error
            if tick and data:
                tick()

    def receive(self, tick: Callable[[], None] | None = None) -> tuple[Any, memoryview]:
        """The next frame's message and blob.

        Raises:
            Closed: the other side is gone.
            ProtocolError: this is no frame.
            TooLargeError: it passes the limits; nothing was allocated for it.
        """
        magic, text_size, blob_size = HEADER.unpack(self._exactly(HEADER.size, tick))
        if magic != MAGIC or text_size % ALIGN:
            raise ProtocolError("no frame")
        if text_size > self._structure or blob_size > self._blob:
            raise TooLargeError
        limited = self._structure < UNLIMITED
        if limited:
            self._structure -= text_size
            self._blob -= blob_size
        data = self._exactly(text_size + blob_size, tick)
        text = data[:text_size]
        if limited and sum(map(text.count, (b",", b"[", b"{"))) > NODES:
            raise TooLargeError
        try:
            return json.loads(text), memoryview(data)[text_size:]
        except (ValueError, RecursionError) as error:
            raise ProtocolError("no JSON") from error

    def unread(self) -> bytes | None:
        """The next byte that lies unread, b"" if the other side is gone, None if it is silent."""
        if not select.select([self.sock], [], [], 0)[0]:
            return None
        try:
            return self.sock.recv(1, socket.MSG_PEEK)
        except OSError:
            return b""

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()

    def _exactly(self, size: int, tick: Callable[[], None] | None) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            try:
                got = self.sock.recv_into(view)
                if got == 0:
                    raise Closed
                view = view[got:]
            except TimeoutError:
                pass
            except OSError as error:
                raise Closed from error
            if tick and view:
                tick()
        return data


class Encoder:
    """Turns values into JSON nodes; the tensors' bytes gather in `blob()`.

    Args:
        structure: most bytes of all strings together.
        blob: most bytes of all tensors together; checked before one is copied.
        markers: whether `Generator`, `Fixture`, `Recorded` and `Tracked` may occur.
    """

    def __init__(
        self, structure: int = UNLIMITED, blob: int = UNLIMITED, *, markers: bool = False
    ) -> None:
        self._text = structure
        self._bytes = blob
        self._nodes = NODES if structure < UNLIMITED else UNLIMITED
        self._markers = markers
        self._parts: list[bytes] = []

    def blob(self) -> bytes:
        """The bytes of every tensor so far."""
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def node(self, value: Any, depth: int = 0) -> Any:
        """The JSON node of any object at all; what is no value becomes `Opaque`.

        Raises:
            TooLargeError: a limit is passed.
        """
        self._nodes -= 1
        if self._nodes < 0 or depth > DEPTH:
            raise TooLargeError
        if value is None or value is True or value is False:
            return value
        kind = type(value)  # isinstance would ask the value, which may lie
        if issubclass(kind, torch.Tensor):
            return self._tensor(value)
        if issubclass(kind, (np.generic, np.ndarray)):
            return self._numpy(value)
        if issubclass(kind, int):
            plain = int.__add__(value, 0)
            return plain if plain.bit_length() <= INT_BITS else self._opaque("object")
        if issubclass(kind, float):
            return float.__mul__(value, 1.0)
        if issubclass(kind, str):
            return self._string(str.__str__(value))
        if issubclass(kind, list):
            return [self.node(item, depth + 1) for item in list.__iter__(value)]
        if issubclass(kind, tuple):
            return {"u": [self.node(item, depth + 1) for item in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            return self._dict(value, depth)
        return self._marker(value, depth) if self._markers else self._opaque("object")

    def _string(self, text: str) -> str:
        self._text -= len(text)
        if self._text < 0:
            raise TooLargeError
        return text

    def _dict(self, value: dict[Any, Any], depth: int) -> Any:
        pairs = []
        for key, item in dict.items(value):
            if not isinstance(key, (str, int, float, type(None))):
                return self._opaque("object")
            name = str.__str__(key) if isinstance(key, str) else repr(key)
            pairs.append([self._string(name), self.node(item, depth + 1)])
        return {"d": pairs}

    def _opaque(self, kind: str) -> Any:
        return {"o": [kind, None]}

    def _numpy(self, value: Any) -> Any:
        kind = "ndarray" if isinstance(value, np.ndarray) else "numpy scalar"
        self._fits(value.size * value.itemsize)
        try:
            tensor = torch.from_numpy(np.array(value, order="C", subok=False))
        except (TypeError, ValueError):  # strings, dates, objects, foreign byte orders
            return self._opaque(kind)
        return {"o": [kind, self._tensor(tensor)]}

    def _fits(self, size: int) -> None:
        if size > self._bytes:
            raise TooLargeError

    def _tensor(self, value: torch.Tensor) -> Any:
        """Plain contiguous bytes of any tensor, whatever its class, layout or device."""
        with torch._C.DisableTorchFunctionSubclass():
            dtype = _NAMES.get(value.dtype)
            if dtype is None or value.is_meta or value.is_nested or value.dim() > DIMS:
                return self._opaque("object")
            shape = list(value.shape)
            size = math.prod(shape) * value.element_size()
            self._fits(size)
            if size:
                plain = value.detach()
                if plain.layout != torch.strided:
                    plain = plain.to_dense()
                plain = plain.cpu().resolve_conj().resolve_neg()
                if plain.dtype is torch.bfloat16:  # numpy has none
                    plain = plain.contiguous().view(torch.int16)
                data = plain.numpy().tobytes()
                if len(data) != size:
                    raise TooLargeError
                self._bytes -= size
                self._parts.append(data + bytes(-size % ALIGN))
        return {"t": [dtype, shape]}

    def _marker(self, value: Any, depth: int) -> Any:
        if isinstance(value, Generator):
            return {"G": self._tensor(value.state)}
        if isinstance(value, Fixture):
            return {"F": [value.name, self._dict(value.tensors, depth)]}
        if isinstance(value, Recorded):
            return {"R": value.index}
        if isinstance(value, Tracked):
            return {"T": self._tensor(value.tensor)}
        if isinstance(value, torch.dtype):
            return {"D": _NAMES[value]}
        raise TypeError(f"a {type(value).__name__} can't be sent to the sandbox")


class Decoder:
    """Turns JSON nodes back into values; a strict reader of one frame.

    Args:
        blob: the frame's tensor bytes; tensors share this memory.
        markers: whether `Generator`, `Fixture`, `Recorded` and `Tracked` may occur.
    """

    def __init__(self, blob: bytearray | memoryview, *, markers: bool = False) -> None:
        self._blob = blob
        self._at = 0
        self._markers = markers

    def end(self) -> None:
        """All of the blob must have been used.

        Raises:
            ProtocolError: it was not.
        """
        if self._at != len(self._blob):
            raise ProtocolError("unread bytes")

    def value(self, node: Any, depth: int = 0) -> Any:
        """The value of a node.

        Raises:
            ProtocolError: it is no node of ours.
        """
        if depth > DEPTH:
            raise ProtocolError("too deep")
        if node is None or isinstance(node, (bool, float, str)):
            return node
        if isinstance(node, int):
            if node.bit_length() > INT_BITS:
                raise ProtocolError("a giant integer")
            return node
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if not isinstance(node, dict) or len(node) != 1:
            raise ProtocolError("no node")
        ((tag, content),) = node.items()
        if tag == "t":
            return self.tensor(node)
        if tag == "u":
            return tuple(self.value(item, depth + 1) for item in _list(content))
        if tag == "d":
            return self._dict(content, depth)
        if tag == "o":
            return self._opaque(content)
        if self._markers:
            return self._marker(tag, content, depth)
        raise ProtocolError("no node")

    def tensor(self, node: Any) -> torch.Tensor:
        """The tensor of a node that must be one.

        Raises:
            ProtocolError: it isn't.
        """
        if not isinstance(node, dict) or list(node) != ["t"]:
            raise ProtocolError("no tensor")
        dtype, shape = _list(node["t"], 2)
        if not isinstance(dtype, str) or dtype not in DTYPES:
            raise ProtocolError("no dtype")
        if len(_list(shape)) > DIMS or any(type(n) is not int or n < 0 for n in shape):
            raise ProtocolError("no shape")
        kind = DTYPES[dtype]
        count = math.prod(shape)
        start, size = self._at, count * kind.itemsize
        if start + size > len(self._blob):
            raise ProtocolError("a tensor larger than what came with it")
        if count == 0:
            if math.prod(max(n, 1) for n in shape) > UNLIMITED:
                raise ProtocolError("no shape")
            return torch.empty(shape, dtype=kind)
        self._at = start + size + -size % ALIGN
        if kind is torch.bool:  # any byte but 0 and 1 would be undefined behaviour
            flat = torch.frombuffer(self._blob, dtype=torch.uint8, count=count, offset=start) != 0
        else:
            flat = torch.frombuffer(self._blob, dtype=kind, count=count, offset=start)
        return flat.reshape(shape)

    def _dict(self, content: Any, depth: int) -> dict[str, Any]:
        result = {}
        for pair in _list(content):
            key, item = _list(pair, 2)
            if not isinstance(key, str):
                raise ProtocolError("no key")
            result[key] = self.value(item, depth + 1)
        return result

    def _opaque(self, content: Any) -> Opaque:
        kind, inner = _list(content, 2)
        if kind not in ("ndarray", "numpy scalar", "object"):
            raise ProtocolError("no kind")
        return Opaque(kind, None if inner is None else self.tensor(inner))

    def _marker(self, tag: str, content: Any, depth: int) -> Any:
        if tag == "G":
            return Generator(self.tensor(content))
        if tag == "F":
            name, tensors = content
            return Fixture(name, self._dict(tensors["d"], depth))
        if tag == "R":
            return Recorded(content)
        if tag == "T":
            return Tracked(self.tensor(content))
        if tag == "D":
            return DTYPES[content]
        raise ProtocolError("no node")


def _list(node: Any, length: int | None = None) -> list[Any]:
    if not isinstance(node, list) or (length is not None and len(node) != length):
        raise ProtocolError("no list")
    return node
