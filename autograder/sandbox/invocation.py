"""Run one `Call` on a Python function in this process: the same code inside the sandbox and, for
wrong and right versions of our own, outside it.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
import torch

from .messages import Call, Fixture, Generator, Recorded, Returned, Tracked

Key = int | str
_MT19937_BYTES = 4 * 624 + 4
# As they are before any student code runs, which may put others in their place.
_clone, _detach = torch.Tensor.clone, torch.Tensor.detach
_equal, _isnan, _logical_or, _all = torch.equal, torch.isnan, torch.logical_or, torch.all
_eq = torch.eq


def invoke(
    function: Callable[..., Any],
    call: Call,
    fixtures: Mapping[str, Callable[..., Any]],
    callback: Callable[[int, tuple[Any, ...]], Any],
) -> Returned:
    """Call `function` as `call` says and watch what it does to its surroundings.

    Args:
        function: what to call; its exceptions pass through.
        call: arguments, and what to differentiate.
        fixtures: builders by name; each takes the fixture's tensors as keywords.
        callback: `callback(index, args)` answers a call of the `Recorded` with that index.
    """
    # The arguments, too, are made outside an inference mode that was left on.
    with torch.inference_mode(False), torch.enable_grad():
        run = Arguments(call, fixtures, callback)
        before = _stirred_rng()
        value = function(*run.args, **run.kwargs)
        grads = _gradients(value, run.wrt, call.cot) if call.wrt else ()
    with torch._C.DisableTorchFunctionSubclass():  # a subclass may answer what it likes
        attached = any(t.requires_grad for t in tensors_in(value))
    return Returned(
        value=value,
        grads=grads,
        changed=tuple(key for key, now, then in run.originals if not _same(now, then)),
        filled=tuple(key for key, now, _ in run.originals if now.grad is not None),
        attached=attached,
        rng=before != _rng_state(),
        generators=tuple(g.get_state() for g in run.generators),
    )


class Arguments:
    """Fresh arguments for one call: clones, so that no call can spoil another's inputs."""

    def __init__(
        self,
        call: Call,
        fixtures: Mapping[str, Callable[..., Any]],
        callback: Callable[[int, tuple[Any, ...]], Any],
    ) -> None:
        self._fixtures = fixtures
        self._callback = callback
        self._wrt = set(call.wrt)
        self._found: dict[tuple[Key, str | None], torch.Tensor] = {}
        self.originals: list[tuple[Key, torch.Tensor, torch.Tensor]] = []
        self.generators: list[torch.Generator] = []
        self.args = [self._build(key, value) for key, value in enumerate(call.args)]
        self.kwargs = {key: self._build(key, value) for key, value in call.kwargs.items()}
        self.wrt = [self._found[target] for target in call.wrt]

    def _build(self, key: Key, value: Any) -> Any:
        if isinstance(value, torch.Tensor):
            return self._tensor(key, value, tracked=(key, None) in self._wrt)
        if isinstance(value, Tracked):
            return self._tensor(key, value.tensor, tracked=True)
        if isinstance(value, Generator):
            generator = torch.Generator()
            generator.set_state(value.state.clone())
            self.generators.append(generator)
            return generator
        if isinstance(value, Fixture):
            return self._fixtures[value.name](
                **{
                    name: self._inside(key, name, content)
                    for name, content in value.tensors.items()
                }
            )
        if isinstance(value, Recorded):
            return lambda *args: self._callback(value.index, args)
        if isinstance(value, (tuple, list)):
            return type(value)(self._build(key, item) for item in value)
        if isinstance(value, dict):
            return {name: self._build(key, item) for name, item in value.items()}
        return value

    def _tensor(self, key: Key, value: torch.Tensor, *, tracked: bool) -> torch.Tensor:
        mine = _clone(_detach(value))
        if tracked:
            mine.requires_grad_(True)
            self._found[key, None] = mine
        self.originals.append((key, mine, _detach(value)))
        return mine

    def _inside(self, key: Key, name: str, content: Any) -> Any:
        if not isinstance(content, torch.Tensor):
            return content
        mine = _clone(_detach(content))
        if (key, name) in self._wrt:
            mine.requires_grad_(True)
            self._found[key, name] = mine
        return mine


def mro(error: BaseException) -> tuple[str, ...]:
    """The qualified names of an exception's classes, most specific first."""
    return tuple(f"{c.__module__}.{c.__qualname__}" for c in type(error).__mro__)


def tensors_in(value: Any) -> Iterator[torch.Tensor]:
    """Every tensor in a value, depth first (what lies deeper than 32, or comes after 100,000
    other things, is not looked at).
    """
    stack = [(value, 0)]
    for _ in range(100_000):
        if not stack:
            return
        item, depth = stack.pop()
        if issubclass(type(item), torch.Tensor):  # what an object says of its class is no help
            yield item
        elif isinstance(item, (tuple, list)) and depth < 32 and len(item) < 100_000:
            stack.extend((part, depth + 1) for part in reversed(item))
        elif isinstance(item, dict) and depth < 32 and len(item) < 100_000:
            stack.extend((part, depth + 1) for part in reversed(list(item.values())))


def _gradients(value: Any, wrt: list[torch.Tensor], cot: Any) -> tuple[torch.Tensor | None, ...]:
    """d sum(cot * value) / d wrt; None where nothing flows or the value has another form."""
    none = tuple(None for _ in wrt)
    outputs, weights = (value, cot) if isinstance(value, (tuple, list)) else ((value,), (cot,))
    if not isinstance(weights, (tuple, list)) or len(outputs) != len(weights):
        return none
    pairs = [(y, w) for y, w in zip(outputs, weights, strict=True) if w is not None]
    if any(not isinstance(y, torch.Tensor) or y.shape != w.shape for y, w in pairs):
        return none
    pairs = [(y, w) for y, w in pairs if y.requires_grad and y.is_floating_point()]
    if not pairs:
        return none
    outs = [y for y, _ in pairs]
    weights_like = [w.to(y.dtype) for y, w in pairs]
    return torch.autograd.grad(outs, wrt, weights_like, allow_unused=True)


def _same(now: torch.Tensor, then: torch.Tensor) -> bool:
    now = _detach(now)
    if now.shape != then.shape or now.dtype != then.dtype:
        return False
    if _equal(now, then):
        return True
    if not now.is_floating_point():
        return False
    alike = _logical_or(_eq(now, then), _isnan(now) & _isnan(then))
    return bool(_all(alike))


def _stirred_rng() -> tuple[bytes, bytes, Any]:
    """The state to compare with, moved on first: else a function that seeds with the same number
    in every call would seem to leave it alone.
    """
    torch.rand(())
    np.random.random()
    random.random()  # noqa: S311
    return _rng_state()


def _rng_state() -> tuple[bytes, bytes, Any]:
    return torch.get_rng_state().numpy().tobytes(), _numpy_state(), random.getstate()


def _numpy_state() -> bytes:
    """The words of numpy's global generator, read in place: get_state() takes 80 times as long."""
    source = np.random.get_bit_generator()  # type: ignore[attr-defined]
    if isinstance(source, np.random.MT19937):
        return ctypes.string_at(source.ctypes.state_address, _MT19937_BYTES)
    return repr(source.state).encode()
