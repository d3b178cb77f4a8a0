"""The public checks of sample_categorical.

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


name = "sample_categorical"
points = None
assignment = "hw01_sampling"
number = 4
out_of = 14


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.2, 0.5, 0.3], dtype=torch.float64), torch.tensor([0.1, 0.2, 0.69, 0.95], dtype=torch.float64)], {}),
    "shown": [('weights', '[0.2, 0.5, 0.3]'), ('u', '[0.1, 0.2, 0.69, 0.95]')],
    "expected": torch.tensor([0, 1, 1, 2], dtype=torch.int64),
    "known": [
        (torch.tensor([0, 0, 1, 2], dtype=torch.int64), b'T24gYSBib3VuZGFyeSB5b3UgcmV0dXJuIHRoZSBjbGFzcyB0byB0aGUgbGVmdCwgZXZlbiBvbmUgb2YgcHJvYmFiaWxpdHkgemVyby4KClRyeSB0aGlzOiB3aGljaCBjbGFzcyBzaG91bGQgdSA9IDAgZ2l2ZSB3aGVuIHRoZSBmaXJzdCB3ZWlnaHQgaXMgMD8='),
        (torch.tensor([0, 1, 2, 2], dtype=torch.int64), b'WW91IGNvbXBhcmUgdSB3aXRoIHNpbmdsZSBwcm9iYWJpbGl0aWVzLCBidXQgdGhlIHBpZWNlcyBoYXZlIHRvIGxpZSBzaWRlIGJ5IHNpZGUuCgpUcnkgdGhpczogd2hlcmUgZG9lcyB0aGUgcGllY2Ugb2YgY2xhc3MgMSBiZWdpbj8='),
        (torch.tensor([1, 2, 2, 3], dtype=torch.int64), b'WW91ciBjbGFzc2VzIGFyZSBjb3VudGVkIGZyb20gMTsgdGhlIGNvbnRyYWN0IGNvdW50cyBmcm9tIDAuCgpUcnkgdGhpczogaG93IG1hbnkgYm91bmRhcmllcyBsaWUgYXQgb3IgYmVsb3cgdSB3aGVuIHUgaXMgaW4gdGhlIGZpcnN0IHBpZWNlPw=='),
        (torch.tensor([1, 1, 2, 0], dtype=torch.int64), b'WW91IGxheSB0aGUgcGllY2VzIHNpZGUgYnkgc2lkZSBieSBzaXplOyB0aGUgY29udHJhY3Qga2VlcHMgdGhlIGdpdmVuIG9yZGVyLgoKVHJ5IHRoaXM6IHdoaWNoIGNsYXNzIG93bnMgdGhlIHBpZWNlIHRoYXQgc3RhcnRzIGF0IDA/'),
        (torch.tensor([1, 1, 1, 1], dtype=torch.int64), b'WW91IHJldHVybiB0aGUgbW9zdCBsaWtlbHkgY2xhc3MgZm9yIGV2ZXJ5IHUsIHNvIG5vdGhpbmcgaXMgc2FtcGxlZC4KClRyeSB0aGlzOiBob3cgb2Z0ZW4gc2hvdWxkIHRoZSBsZWFzdCBsaWtlbHkgY2xhc3MgY29tZSB1cD8='),
        (torch.tensor([0, 0, 0, 1], dtype=torch.int64), b'WW91IHJldHVybiB0aGUgY2xhc3MgYmVmb3JlIHRoZSBvbmUgd2hvc2UgcGllY2UgdSBmYWxscyBpbnRvLgoKVHJ5IHRoaXM6IHdoaWNoIGNsYXNzIGRvIHlvdSBnaXZlIGZvciBhIHUganVzdCBhYm92ZSB0aGUgZmlyc3QgYm91bmRhcnk/'),
        (torch.tensor([2, 2, 1, 0], dtype=torch.int64), b'WW91IGxheSB0aGUgcGllY2VzIHNpZGUgYnkgc2lkZSBmcm9tIHRoZSBsYXN0IGNsYXNzOyB0aGUgY29udHJhY3Qgc3RhcnRzIHdpdGggY2xhc3MgMC4KClRyeSB0aGlzOiB3aGljaCBjbGFzcyBzaG91bGQgYSB1IGNsb3NlIHRvIDAgZ2l2ZT8='),
        (torch.tensor([0, 0, 1, 1], dtype=torch.int64), b'WW91IGRpdmlkZSB0aGUgd2VpZ2h0cyBieSB0aGUgbGFyZ2VzdCBpbnN0ZWFkIG9mIHRoZWlyIHN1bTogc29tZSBjbGFzc2VzIGNhbm5vdCBiZSByZWFjaGVkLgoKVHJ5IHRoaXM6IHdoYXQgc2hvdWxkIHRoZSBsYXN0IGJvdW5kYXJ5IGJlPw=='),
        (torch.tensor([1, 2, 2, 2], dtype=torch.int64), b'RXZlcnkgY2xhc3MgY29tZXMgb3V0IG9uZSB0b28gaGlnaCwgYW5kIHRoZSBmaXJzdCBvbmUgbmV2ZXI6IHlvdSBjb3VudCBhbiBlZGdlIGF0IDAgYXMgd2VsbC4KClRyeSB0aGlzOiBmb3IgdSA9IDAsIGhvdyBtYW55IGVkZ2VzIG9mIHlvdXIgbGlzdCBsaWUgYXQgb3IgYmVsb3cgdT8='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=0.78, hidden=False)
def matches_the_example(sample_categorical):
    the_example_agrees(sample_categorical)


EXAMPLE_2 = {
    "arguments": lambda: ([torch.tensor([1.0, 0.0, 1.0, 2.0], dtype=torch.float64), torch.tensor([0.0, 0.25, 0.5], dtype=torch.float64)], {}),
    "shown": [('weights', '[1, 0, 1, 2]'), ('u', '[0, 0.25, 0.5]')],
    "expected": torch.tensor([0, 2, 3], dtype=torch.int64),
    "known": [
        (torch.tensor([0, 3, 3], dtype=torch.int64), b'WW91IGNvbXBhcmUgdSB3aXRoIHNpbmdsZSBwcm9iYWJpbGl0aWVzLCBidXQgdGhlIHBpZWNlcyBoYXZlIHRvIGxpZSBzaWRlIGJ5IHNpZGUuCgpUcnkgdGhpczogd2hlcmUgZG9lcyB0aGUgcGllY2Ugb2YgY2xhc3MgMSBiZWdpbj8='),
        (torch.tensor([0, 0, 0], dtype=torch.int64), b'WW91ciBhbnN3ZXIgaG9sZHMgb25seSBmb3Igd2VpZ2h0cyB0aGF0IHN1bSB0byAxOyB0aGVzZSBuZWVkIG5vdC4KClRyeSB0aGlzOiBpbiB3aGljaCBpbnRlcnZhbCBkb2VzIHUgKiBzdW0odykgbGllPw=='),
        (torch.tensor([0, 1, 3], dtype=torch.int64), b'WW91IHRyZWF0IHRoZSB3ZWlnaHRzIGFzIGxvZ2l0czsgdGhleSBhbHJlYWR5IGFyZSBwcm9wb3J0aW9uYWwgdG8gcHJvYmFiaWxpdGllcy4KClRyeSB0aGlzOiB3aGljaCBwcm9iYWJpbGl0eSBkb2VzIHlvdXIgZm9ybXVsYSBnaXZlIHRvIGEgd2VpZ2h0IG9mIHplcm8/'),
        (torch.tensor([1, 3, 4], dtype=torch.int64), b'WW91ciBjbGFzc2VzIGFyZSBjb3VudGVkIGZyb20gMTsgdGhlIGNvbnRyYWN0IGNvdW50cyBmcm9tIDAuCgpUcnkgdGhpczogaG93IG1hbnkgYm91bmRhcmllcyBsaWUgYXQgb3IgYmVsb3cgdSB3aGVuIHUgaXMgaW4gdGhlIGZpcnN0IHBpZWNlPw=='),
        (torch.tensor([3, 3, 0], dtype=torch.int64), b'WW91IGxheSB0aGUgcGllY2VzIHNpZGUgYnkgc2lkZSBieSBzaXplOyB0aGUgY29udHJhY3Qga2VlcHMgdGhlIGdpdmVuIG9yZGVyLgoKVHJ5IHRoaXM6IHdoaWNoIGNsYXNzIG93bnMgdGhlIHBpZWNlIHRoYXQgc3RhcnRzIGF0IDA/'),
        (torch.tensor([3, 3, 3], dtype=torch.int64), b'WW91IHJldHVybiB0aGUgbW9zdCBsaWtlbHkgY2xhc3MgZm9yIGV2ZXJ5IHUsIHNvIG5vdGhpbmcgaXMgc2FtcGxlZC4KClRyeSB0aGlzOiBob3cgb2Z0ZW4gc2hvdWxkIHRoZSBsZWFzdCBsaWtlbHkgY2xhc3MgY29tZSB1cD8='),
        (torch.tensor([3, 3, 2], dtype=torch.int64), b'WW91IGxheSB0aGUgcGllY2VzIHNpZGUgYnkgc2lkZSBmcm9tIHRoZSBsYXN0IGNsYXNzOyB0aGUgY29udHJhY3Qgc3RhcnRzIHdpdGggY2xhc3MgMC4KClRyeSB0aGlzOiB3aGljaCBjbGFzcyBzaG91bGQgYSB1IGNsb3NlIHRvIDAgZ2l2ZT8='),
        (torch.tensor([1, 3, 3], dtype=torch.int64), b'RXZlcnkgY2xhc3MgY29tZXMgb3V0IG9uZSB0b28gaGlnaCwgYW5kIHRoZSBmaXJzdCBvbmUgbmV2ZXI6IHlvdSBjb3VudCBhbiBlZGdlIGF0IDAgYXMgd2VsbC4KClRyeSB0aGlzOiBmb3IgdSA9IDAsIGhvdyBtYW55IGVkZ2VzIG9mIHlvdXIgbGlzdCBsaWUgYXQgb3IgYmVsb3cgdT8='),
    ],
}


def example_2_agrees(function):
    hold(function, name, EXAMPLE_2)


@test_case(name="matches example 2", points=0.78, hidden=False, success_message='1.56 of 14 points are checked here, the other 12.44 after you hand in.', failure_message='1.56 of 14 points are checked here, the other 12.44 after you hand in.')
def matches_example_2(sample_categorical):
    example_2_agrees(sample_categorical)
