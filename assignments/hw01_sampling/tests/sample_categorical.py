"""The public checks of sample_categorical.

Made by `autograder build` from the course's reference: change that instead.
"""


OK_FORMAT = False

import math



# How one public example is held against your function. Nothing here is secret.
import base64
import textwrap
import traceback

import torch


class NotRightYet(Exception):
    """The example does not agree yet."""


class NotStarted(Exception):
    """The stub is still in place."""


class RaisedAnError(Exception):
    """Your function raised."""


class NotFound(Exception):
    """There is no such function yet."""


def hold(function, name, example):
    """Call `function` as `example` says; raise one of the classes above unless it agrees."""
    if function is None:
        raise NotFound(_wrap(f"No function is named {name} yet. Run its cell, then check again."))
    try:
        args, kwargs = example["arguments"]()
        got = function(*args, **kwargs)
    except NotImplementedError:
        said = "The stub is still in place, so there is nothing to check yet."
        raise NotStarted(_wrap(said)) from None
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise RaisedAnError(_where(error)) from None
    expected = example["expected"]
    if _agrees(expected, got, nan=False):
        return
    said = _known(example, got) or _structure(expected, got) or _UNKNOWN
    table = [*example["shown"], ("you got", _show(got)), ("expected", _show(expected))]
    width = max(len(label) for label, _ in table) + 2
    rows = "\n".join(f"    {label:{width}}{value}" for label, value in table)
    first, _, then = said.partition("\n\n")
    message = f"{_wrap(first)}\n\n{rows}"
    raise NotRightYet(_plain(message + (f"\n\n{_wrap('Try this: ' + then)}" if then else "")))


def _agrees(expected, got, nan):
    if isinstance(expected, tuple):
        same = isinstance(got, (tuple, list)) and len(got) == len(expected)
        return same and all(_agrees(a, b, nan) for a, b in zip(expected, got))
    if not isinstance(got, torch.Tensor) or got.shape != expected.shape:
        return False
    if got.dtype != expected.dtype:
        return False
    if not expected.is_floating_point():
        return torch.equal(got, expected)
    return torch.allclose(got.detach(), expected, rtol=1e-6, atol=1e-8, equal_nan=nan)


def _structure(expected, got):
    """What is to be said when the form of the answer differs, before any value is compared."""
    if isinstance(expected, tuple):
        if not isinstance(got, (tuple, list)) or len(got) != len(expected):
            return f"{len(expected)} values are to be returned, as a tuple."
        return next((s for s in (_structure(a, b) for a, b in zip(expected, got)) if s), "")
    if not isinstance(got, torch.Tensor):
        return f"A torch tensor is to be returned; yours is of type {type(got).__name__}."
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


_UNKNOWN = "This example does not agree yet, and it is none of the mix-ups we know."


def _show(value):
    if isinstance(value, torch.Tensor):
        value = value.detach().tolist()
    if isinstance(value, (tuple, list)):
        parts = ", ".join(_show(part) for part in value)
        return f"({parts})" if isinstance(value, tuple) else f"[{parts}]"
    return f"{value:.4f}" if isinstance(value, float) else repr(value)[:200]


def _where(error):
    """The exception's class, the line of the student's code that raised it, and its message."""
    ours = hold.__code__.co_filename
    frames = [f for f in traceback.extract_tb(error.__traceback__) if f.filename != ours]
    theirs = [f for f in frames if "site-packages" not in f.filename] or frames
    if not theirs:
        return _plain(_wrap(f"{type(error).__name__}: {error}"))
    said = f"{type(error).__name__} on line {theirs[-1].lineno} of your cell:"
    return _plain(f"{said}\n    {theirs[-1].line}\n{_wrap(str(error)[:500])}")


def _wrap(text):
    return textwrap.fill(" ".join(text.split()), 76)


def _plain(text):
    """otter shows messages as HTML without escaping them."""
    return text.replace("&", "＆").replace("<", "‹").replace(">", "›")


from otter.test_files import test_case


name = "sample_categorical"
points = None
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
        (torch.tensor([1, 1, 1, 1], dtype=torch.int64), b'WW91IHJldHVybiB0aGUgbW9zdCBsaWtlbHkgY2xhc3MgZm9yIGV2ZXJ5IHUsIHNvIG5vdGhpbmcgaXMgc2FtcGxlZC4KClRyeSB0aGlzOiBob3cgb2Z0ZW4gc2hvdWxkIHRoZSBsZWFzdCBsaWtlbHkgY2xhc3MgY29tZSB1cD8=')
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
        (torch.tensor([0, 0, 2], dtype=torch.int64), b'T24gYSBib3VuZGFyeSB5b3UgcmV0dXJuIHRoZSBjbGFzcyB0byB0aGUgbGVmdCwgZXZlbiBvbmUgb2YgcHJvYmFiaWxpdHkgemVyby4KClRyeSB0aGlzOiB3aGljaCBjbGFzcyBzaG91bGQgdSA9IDAgZ2l2ZSB3aGVuIHRoZSBmaXJzdCB3ZWlnaHQgaXMgMD8='),
        (torch.tensor([0, 1, 2], dtype=torch.int64), b'WW91ciBjbGFzc2VzIGFyZSBlcXVhbGx5IGxpa2VseSB3aGF0ZXZlciB0aGUgd2VpZ2h0cyBhcmUuCgpUcnkgdGhpczogaG93IGxvbmcgc2hvdWxkIHRoZSBwaWVjZSBvZiBbMCwgMSkgYmUgdGhhdCBiZWxvbmdzIHRvIGNsYXNzIGs/'),
        (torch.tensor([0, 3, 3], dtype=torch.int64), b'WW91IGNvbXBhcmUgdSB3aXRoIHNpbmdsZSBwcm9iYWJpbGl0aWVzLCBidXQgdGhlIHBpZWNlcyBoYXZlIHRvIGxpZSBzaWRlIGJ5IHNpZGUuCgpUcnkgdGhpczogd2hlcmUgZG9lcyB0aGUgcGllY2Ugb2YgY2xhc3MgMSBiZWdpbj8='),
        (torch.tensor([0, 0, 0], dtype=torch.int64), b'WW91ciBhbnN3ZXIgaG9sZHMgb25seSBmb3Igd2VpZ2h0cyB0aGF0IHN1bSB0byAxOyB0aGVzZSBuZWVkIG5vdC4KClRyeSB0aGlzOiBpbiB3aGljaCBpbnRlcnZhbCBkb2VzIHUgKiBzdW0odykgbGllPw=='),
        (torch.tensor([0, 1, 3], dtype=torch.int64), b'WW91IHRyZWF0IHRoZSB3ZWlnaHRzIGFzIGxvZ2l0czsgdGhleSBhbHJlYWR5IGFyZSBwcm9wb3J0aW9uYWwgdG8gcHJvYmFiaWxpdGllcy4KClRyeSB0aGlzOiB3aGljaCBwcm9iYWJpbGl0eSBkb2VzIHlvdXIgZm9ybXVsYSBnaXZlIHRvIGEgd2VpZ2h0IG9mIHplcm8/'),
        (torch.tensor([1, 3, 4], dtype=torch.int64), b'WW91ciBjbGFzc2VzIGFyZSBjb3VudGVkIGZyb20gMTsgdGhlIGNvbnRyYWN0IGNvdW50cyBmcm9tIDAuCgpUcnkgdGhpczogaG93IG1hbnkgYm91bmRhcmllcyBsaWUgYXQgb3IgYmVsb3cgdSB3aGVuIHUgaXMgaW4gdGhlIGZpcnN0IHBpZWNlPw=='),
        (torch.tensor([3, 3, 0], dtype=torch.int64), b'WW91IGxheSB0aGUgcGllY2VzIHNpZGUgYnkgc2lkZSBieSBzaXplOyB0aGUgY29udHJhY3Qga2VlcHMgdGhlIGdpdmVuIG9yZGVyLgoKVHJ5IHRoaXM6IHdoaWNoIGNsYXNzIG93bnMgdGhlIHBpZWNlIHRoYXQgc3RhcnRzIGF0IDA/'),
        (torch.tensor([3, 3, 3], dtype=torch.int64), b'WW91IHJldHVybiB0aGUgbW9zdCBsaWtlbHkgY2xhc3MgZm9yIGV2ZXJ5IHUsIHNvIG5vdGhpbmcgaXMgc2FtcGxlZC4KClRyeSB0aGlzOiBob3cgb2Z0ZW4gc2hvdWxkIHRoZSBsZWFzdCBsaWtlbHkgY2xhc3MgY29tZSB1cD8=')
    ],
}


def example_2_agrees(function):
    hold(function, name, EXAMPLE_2)


@test_case(name="matches example 2", points=0.78, hidden=False, success_message='1.56 of 14 points are checked here, the other 12.44 after you hand in.', failure_message='1.56 of 14 points are checked here, the other 12.44 after you hand in.')
def matches_example_2(sample_categorical):
    example_2_agrees(sample_categorical)
