"""The public checks of sample_mvn.

Made by `autograder build` from the course's reference: change that instead.
"""
OK_FORMAT = False

import math


# How one public example is held against your function. Nothing here is secret.
import base64
import inspect
import linecache
import textwrap

import torch


class NotRightYet(Exception):
    """The example does not agree yet."""


class NotStarted(Exception):
    """The stub is still in place."""


class RaisedAnError(Exception):
    """Your function raised."""


class NotFound(Exception):
    """There is no such function yet."""


_said = []


def hold(function, name, example):
    """Call `function` as `example` says; raise one of the classes above unless it agrees."""
    try:
        _hold(function, name, example)
    except (NotStarted, RaisedAnError, NotFound) as problem:
        said = (type(problem), str(problem))
        if said in _said:
            raise type(problem)("As above.") from None
        _said.append(said)
        raise


def _hold(function, name, example):
    if function is None:
        said = f"No function is named {name} yet. Please run its cell, then check again."
        raise NotFound(_wrap(said, "NotFound: "))
    try:
        args, kwargs = example["arguments"]()
        got = function(*args, **kwargs)
    except NotImplementedError:
        said = "The stub is still in place, so there is nothing to check yet."
        raise NotStarted(_wrap(said, "NotStarted: ")) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # SystemExit, too: it would end the checking
        raise RaisedAnError(_where(error, function)) from None
    expected = example["expected"]
    if _agrees(expected, got, nan=False):
        return
    said, _, then = (_known(example, got) or _structure(expected, got) or _UNKNOWN).partition(
        "\n\n"
    )
    parts = [_wrap(said, "NotRightYet: "), _table(example["shown"], got, expected)]
    if then:
        parts.append(_wrap(f"Try this: {then}"))
    raise NotRightYet(_plain("\n\n".join(parts)))


def _agrees(expected, got, nan):
    if isinstance(expected, tuple):
        same = isinstance(got, (tuple, list)) and len(got) == len(expected)
        return same and all(_agrees(a, b, nan) for a, b in zip(expected, got))
    if _form(expected, got):
        return False
    if not expected.is_floating_point():
        return torch.equal(got, expected)
    return torch.allclose(got.detach(), expected, rtol=1e-6, atol=1e-8, equal_nan=nan)


def _structure(expected, got):
    """What is to be said when the form of the answer differs; "" when only values do."""
    if not isinstance(expected, tuple):
        return _form(expected, got)
    if not isinstance(got, (tuple, list)) or len(got) != len(expected):
        return f"{len(expected)} values are to be returned, as a tuple."
    return next(filter(None, map(_structure, expected, got)), "")


def _form(expected, got):
    if not isinstance(got, torch.Tensor):
        return f"A torch tensor is to be returned; yours is of type {type(got).__name__}."
    if got.layout != torch.strided or got.device.type != "cpu":
        return "A plain tensor on the CPU is to be returned."
    if got.shape != expected.shape:
        return f"The shape is to be {tuple(expected.shape)}; yours is {tuple(got.shape)}."
    if got.dtype != expected.dtype:
        return f"The dtype is to be {expected.dtype}; yours is {got.dtype}."
    return ""


def _known(example, got):
    for value, sentence in example["known"]:
        if _agrees(value, got, nan=True):
            return base64.b64decode(sentence).decode()
    return ""


_UNKNOWN = (
    "This example does not agree yet, and it is none of the mix-ups we know.\n\n"
    "Work this example out by hand, one number at a time. At which one do you part?"
)


def _table(shown, got, expected):
    """The example, what came out and what was expected, a row each."""
    digits = next((d for d in (4, 8, 17) if _show(got, d) != _show(expected, d)), 4)
    rows = [*shown, ("you got", _show(got, digits)), ("expected", _show(expected, digits))]
    width = 4 + max(len(label) for label, _ in rows) + 2
    return "\n".join(
        textwrap.fill(
            value, 76, initial_indent=f"    {label}".ljust(width), subsequent_indent=" " * width
        )
        for label, value in rows
    )


def _show(value, digits):
    if isinstance(value, torch.Tensor):
        if value.numel() > 100:
            return f"a tensor of shape {tuple(value.shape)}"
        value = value.detach().tolist()
    if isinstance(value, (tuple, list)):
        parts = ", ".join(_show(part, digits) for part in value[:100])
        return f"({parts})" if isinstance(value, tuple) else f"[{parts}]"
    if not isinstance(value, float):
        return repr(value)[:200]
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        return repr(round(value, digits) + 0.0)
    return f"{value:.{digits}g}"


def _where(error, function):
    """The exception's class, the line of the student's code that raised it, and its message."""
    name = type(error).__name__
    line = code = None
    theirs = getattr(inspect.unwrap(function), "__globals__", None) if callable(function) else None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_globals is theirs:
            line, code = trace.tb_lineno, trace.tb_frame.f_code
        trace = trace.tb_next
    said = " ".join(str(error).split())[:500]
    if line is None:
        return _plain(_wrap(f"{name}: {said}" if said else name, "RaisedAnError: "))
    source = linecache.getline(code.co_filename, line).strip()
    shown = f"    {source if len(source) <= 70 else source[:69] + '…'}" if source else ""
    head = f"{name} on line {line} of your cell:"
    return _plain("\n".join(filter(None, [head, shown, _wrap(said)])))


def _wrap(text, prefix=""):
    """`text` in lines of 76 columns; otter will write `prefix` before the first."""
    return textwrap.fill(prefix + " ".join(text.split()), 76).removeprefix(prefix)


def _plain(text):
    """otter shows messages as HTML without escaping them."""
    return text.replace("&", "＆").replace("<", "‹").replace(">", "›")


from otter.test_files import test_case


name = "sample_mvn"
points = None
assignment = "hw01_sampling"
number = 5
out_of = 16


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([1.0, -1.0], dtype=torch.float64), torch.tensor([[4.0, 2.0], [2.0, 3.0]], dtype=torch.float64), torch.tensor([[1.0, 0.0], [0.0, 1.0]], dtype=torch.float64)], {}),
    "shown": [('mu', '[1, -1]'), ('cov', '[[4, 2], [2, 3]]'), ('eps', '[[1, 0], [0, 1]]')],
    "expected": torch.tensor([[3.0, 0.0], [1.0, 0.41421356237309515]], dtype=torch.float64),
    "known": [
        (torch.tensor([[3.0, -1.0], [2.0, 0.41421356237309515]], dtype=torch.float64), b'WW91ciByb3dzIGFyZSBtdWx0aXBsaWVkIGJ5IEwgZnJvbSB0aGUgcmlnaHQsIHNvIHRoZWlyIGNvdmFyaWFuY2UgaXMgTF5UIEwuCgpUcnkgdGhpczogZm9yIHJvdyB2ZWN0b3JzLCB3aGljaCBmYWN0b3IgaGFzIHRvIGJlIHRyYW5zcG9zZWQ/'),
        (torch.tensor([[3.0, 0.41421356237309515], [2.414213562373095, 0.7320508075688772]], dtype=torch.float64), b'WW91IHRha2UgdGhlIHJvb3Qgb2YgY292IGVudHJ5IGJ5IGVudHJ5LCB3aGljaCBkb2VzIG5vdCBnaXZlIEwgTF5UID0gY292LgoKVHJ5IHRoaXM6IHNxdWFyZSB5b3VyIGZhY3RvciBmb3IgYSAyIGJ5IDIgbWF0cml4IGJ5IGhhbmQ7IGRvIHlvdSBnZXQgY292IGJhY2s/'),
        (torch.tensor([[1.5, -1.3535533905932737], [1.0, -0.29289321881345254]], dtype=torch.float64), b'WW91IHVzZSB0aGUgaW52ZXJzZSBvZiBMLCB3aGljaCB3aGl0ZW5zIGRhdGEgaW5zdGVhZCBvZiBjb2xvdXJpbmcgbm9pc2UuCgpUcnkgdGhpczogaW4gb25lIGRpbWVuc2lvbiwgZG8geW91IG11bHRpcGx5IGJ5IHNpZ21hIG9yIGRpdmlkZSBieSBpdD8='),
        (torch.tensor([[2.0, 1.0], [0.0, 1.4142135623730951]], dtype=torch.float64), b'VGhlIGNsb3VkIGhhcyB0aGUgcmlnaHQgc2hhcGUgYnV0IGlzIGNlbnRyZWQgYXQgdGhlIG9yaWdpbi4KClRyeSB0aGlzOiB3aGljaCBhcmd1bWVudCBkb2VzIHlvdXIgYW5zd2VyIG5vdCBkZXBlbmQgb24/'),
        (torch.tensor([[2.919365964521335, -0.43783072457035954], [1.5621692754296403, 0.6382813268065146]], dtype=torch.float64), b'QSB2YWxpZCBzYW1wbGVyLCBidXQgdGhlIHF1ZXN0aW9uIGZpeGVzIHRoZSBsb3dlci10cmlhbmd1bGFyIGZhY3RvciwgdG8gY29tcGFyZSBhbnN3ZXJzLgoKVHJ5IHRoaXM6IHdoaWNoIGVudHJpZXMgb2YgeW91ciBmYWN0b3Igc2hvdWxkIGJlIHplcm8/'),
        (torch.tensor([[5.0, 1.0], [3.0, 2.0]], dtype=torch.float64), b'WW91IG11bHRpcGx5IHRoZSBub2lzZSBieSBjb3YgaXRzZWxmLCBzbyB5b3VyIHNhbXBsZXMgaGF2ZSBjb3ZhcmlhbmNlIGNvdiBzcXVhcmVkLgoKVHJ5IHRoaXM6IHdoYXQgcGxheXMgdGhlIHBhcnQgb2YgdGhlIHN0YW5kYXJkIGRldmlhdGlvbiBoZXJlPw=='),
        (torch.tensor([[3.0, -1.0], [1.0, 0.7320508075688772]], dtype=torch.float64), b'WW91ciBjb29yZGluYXRlcyBoYXZlIHRoZSByaWdodCB2YXJpYW5jZXMgYnV0IGFyZSBpbmRlcGVuZGVudCBvZiBlYWNoIG90aGVyLgoKVHJ5IHRoaXM6IHdoaWNoIGVudHJpZXMgb2YgY292IGRvZXMgeW91ciBhbnN3ZXIgbm90IGRlcGVuZCBvbj8='),
        (torch.tensor([[3.0000002499999843, -1.2499997648074412e-07], [1.0, 0.414214004314742]], dtype=torch.float64), b'WW91IGFkZCBhIHNtYWxsIG51bWJlciB0byB0aGUgZGlhZ29uYWwsIHdoaWNoIGNoYW5nZXMgZXZlcnkgc21hbGwgdmFyaWFuY2UuCgpUcnkgdGhpczogaG93IGxhcmdlIGlzIHlvdXIgbnVtYmVyIGJlc2lkZSB0aGUgc21hbGxlc3QgdmFyaWFuY2UgeW91IG1heSBtZWV0Pw=='),
        (torch.tensor([[1.7380963688990771, -1.9453364149387073], [-0.8588205266291844, -2.451323210932297]], dtype=torch.float64), b'QSB2YWxpZCBzYW1wbGVyLCBidXQgZWlnZW52ZWN0b3JzIHRpbWVzIHJvb3RzIGFyZSBubyBsb3dlci10cmlhbmd1bGFyIGZhY3Rvci4KClRyeSB0aGlzOiB3aGljaCBlbnRyaWVzIG9mIHlvdXIgZmFjdG9yIHNob3VsZCBiZSB6ZXJvPw=='),
        (torch.tensor([[4.0, 0.5857864376269049], [2.0, 1.0]], dtype=torch.float64), b'WW91IG11bHRpcGx5IHRoZSBtZWFuIGJ5IEwgdG9nZXRoZXIgd2l0aCB0aGUgbm9pc2UuCgpUcnkgdGhpczogd2hlcmUgc2hvdWxkIHRoZSBjbG91ZCBiZSBjZW50cmVkLCB3aGF0ZXZlciBjb3YgaXM/'),
        (torch.tensor([[2.0, -0.42264973081037416], [1.0, -0.18350341907227397]], dtype=torch.float64), b'WW91ciBzYW1wbGVzIGhhdmUgdGhlIHJpZ2h0IGNvcnJlbGF0aW9ucywgYnV0IGV2ZXJ5IHZhcmlhbmNlIGlzIDEuCgpUcnkgdGhpczogd2hhdCBkaWQgeW91IGRpdmlkZSBieSwgYW5kIHdoZXJlIGRvIHlvdSBtdWx0aXBseSBieSBpdCBhZ2Fpbj8='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.6, hidden=False, success_message='1.6 of 16 points are checked here, the other 14.4 after you hand in.', failure_message='1.6 of 16 points are checked here, the other 14.4 after you hand in.')
def matches_the_example(sample_mvn):
    the_example_agrees(sample_mvn)
