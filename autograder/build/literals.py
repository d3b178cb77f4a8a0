"""Values of examples as text: as a docstring shows them, as source, as a row of a table."""

from __future__ import annotations

import json
import math
from typing import Any

import torch

from autograder.draw import Fixture, Generator


def spoken(value: Any) -> str:
    """An argument as a docstring shows it: source that can be typed, six digits."""
    if isinstance(value, torch.Tensor):
        return f"torch.tensor({_numbers(value.tolist(), _six)})"
    if isinstance(value, Fixture):
        parts = {name: _plain(part) for name, part in value.tensors.items()}
        inner = ", ".join(f"{name}={spoken(part)}" for name, part in parts.items())
        return f"{value.name}({inner})"
    if isinstance(value, Generator):
        return f"torch.Generator().manual_seed({value.seed})"
    return _numbers(value, _six)


def printed(value: Any) -> str:
    """A reply as Python prints it, four digits after the point."""
    if isinstance(value, tuple | list):
        return f"({', '.join(printed(part) for part in value)})"
    return f"tensor({_numbers(value.tolist(), _four)})"


def source(value: Any) -> str:
    """Python source of a value, at full precision."""
    if isinstance(value, torch.Tensor):
        return f"torch.tensor({source(value.tolist())}, dtype={value.dtype})"
    if isinstance(value, list):
        return f"[{', '.join(source(part) for part in value)}]"
    if isinstance(value, tuple):
        return f"({', '.join(source(part) for part in value)},)"
    if isinstance(value, Fixture):
        inner = ", ".join(f"{n}={source(part)}" for n, part in value.tensors.items())
        return f"{value.name}({inner})"
    if isinstance(value, Generator):
        return f"torch.Generator().manual_seed({value.seed})"
    if isinstance(value, float) and not math.isfinite(value):
        return f'float("{value}")'
    return repr(value)


def row(value: Any) -> str:
    """An argument as the table below a message shows it."""
    if isinstance(value, Fixture | Generator):
        return spoken(value)
    return _numbers(_plain(value), _short)


def _plain(value: Any) -> Any:
    """A 0-dim tensor as its number."""
    if isinstance(value, torch.Tensor):
        return value.item() if value.ndim == 0 else value
    return value


def _numbers(value: Any, number: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_numbers(part, number) for part in value)}]"
    if isinstance(value, float):
        return str(number(value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _six(value: float) -> str:
    text = f"{value:.6g}"
    return text if set(text) & set(".einf") else f"{text}.0"


def _four(value: float) -> str:
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return repr(round(value, 4) + 0.0)
    return f"{value:.4g}"


def _short(value: float) -> str:
    return _four(value).removesuffix(".0")
