"""A public example as it went, in the words of a feedback page."""

from __future__ import annotations

from typing import Any

import torch

from autograder.assignment import Example
from autograder.draw import Fixture, Generator
from autograder.observation import Leaf, Observation, Opaque, Property, PValue, Raises
from autograder.verdict import Evidence


def shown(example: Example, observed: Observation, expected: Observation) -> Evidence:
    """The inputs of a public example, what came, and what should have come."""
    unanswered = observed.end is not None and observed.end.reason != "structure"
    got = "nothing" if unanswered else _leaves(observed.leaves)
    return Evidence(_call_text(example), got, _leaves(expected.leaves))


def _call_text(example: Example) -> str:
    return "\n".join(f"{name} = {_literal(value)}" for name, value in example.arguments.items())


def _literal(value: Any) -> str:
    if isinstance(value, Fixture):
        inner = ", ".join(f"{name}={_literal(part)}" for name, part in value.tensors.items())
        return f"{value.name}({inner})" if inner else value.name
    if isinstance(value, Generator):
        return f"torch.Generator().manual_seed({value.seed})"
    if isinstance(value, list):
        return "[" + ", ".join(_literal(part) for part in value) + "]"
    return f"{value:.4g}" if isinstance(value, float) else repr(value)


def _leaves(leaves: tuple[Leaf, ...]) -> str:
    """Leaves of a public observation in a few characters, floats to four decimals."""
    parts = [_leaf(leaf) for leaf in leaves]
    return parts[0] if len(parts) == 1 else "(" + ", ".join(parts) + ")"


def _leaf(leaf: Leaf) -> str:
    if isinstance(leaf, torch.Tensor):
        if leaf.numel() > 100:
            return f"a tensor of shape {tuple(leaf.shape)}"
        return _rounded(leaf.tolist())
    if isinstance(leaf, Opaque):
        return {"ndarray": "a numpy array", "numpy scalar": "a numpy number"}.get(
            leaf.kind, "another object"
        )
    if isinstance(leaf, Raises | Property | PValue):
        return "an exception" if isinstance(leaf, Raises) else "a property"
    return _rounded(leaf)


def _rounded(value: Any) -> str:
    if isinstance(value, list):
        return "[" + ", ".join(_rounded(part) for part in value) + "]"
    if isinstance(value, float):
        return f"{value:.4f}" if abs(value) < 1e6 else f"{value:.4e}"
    return repr(value)[:200]
