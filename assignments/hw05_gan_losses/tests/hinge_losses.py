"""The public checks of hinge_losses.

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


name = "hinge_losses"
points = None
out_of = 12


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([2.0, 0.5], dtype=torch.float64), torch.tensor([-2.0, 0.5], dtype=torch.float64)], {}),
    "shown": [('real_scores', '[2, 0.5]'), ('fake_scores', '[-2, 0.5]')],
    "expected": (torch.tensor(1.0, dtype=torch.float64), torch.tensor(0.75, dtype=torch.float64),),
    "known": [
        ((torch.tensor(1.0, dtype=torch.float64), torch.tensor(-0.75, dtype=torch.float64),), b'WW91ciBnZW5lcmF0b3IgbWluaW1pc2VzIGl0cyBzY29yZXMuIFdoaWNoIHNjb3JlcyBkb2VzIGl0IHdhbnQgZnJvbSBEPw=='),
        ((torch.tensor(2.0, dtype=torch.float64), torch.tensor(0.75, dtype=torch.float64),), b'WW91ciBtYXJnaW4gcHVzaGVzIGZha2Ugc2NvcmVzIHVwOyBEIHNob3VsZCB3YW50IHRoZW0gYmVsb3cgLTEu'),
        ((torch.tensor(0.0, dtype=torch.float64), torch.tensor(0.75, dtype=torch.float64),), b'V2l0aG91dCB0aGUgbWF4aW11bSB5b3VyIEQgaXMgcmV3YXJkZWQgd2l0aG91dCBib3VuZCwgYXMgYSBXYXNzZXJzdGVpbiBjcml0aWMgaXMu'),
        ((torch.tensor(1.6192029220221178, dtype=torch.float64), torch.tensor(-0.3708311266119861, dtype=torch.float64),), b'VGhlIG1hcmdpbiBvZiAxIHJlZmVycyB0byByYXcgc2NvcmVzOiBhZnRlciB5b3VyIHNpZ21vaWQgbm9uZSBjYW4gZXZlciBleGNlZWQgaXQu'),
        ((torch.tensor(0.5, dtype=torch.float64), torch.tensor(0.75, dtype=torch.float64),), b'WW91IGF2ZXJhZ2UgdGhlIHR3byB0ZXJtcyBvZiB0aGUgZGlzY3JpbWluYXRvcjsgaGVyZSB0aGV5IGFyZSBhZGRlZC4='),
        ((torch.tensor(1.0, dtype=torch.float64), torch.tensor(1.75, dtype=torch.float64),), b'WW91ciBnZW5lcmF0b3IgaGFzIGEgaGluZ2UgYXMgd2VsbCwgc28gaXQgc3RvcHMgbGVhcm5pbmcgb25jZSBpdHMgc2NvcmVzIGFyZSBoaWdoLg=='),
        ((torch.tensor(1.25, dtype=torch.float64), torch.tensor(0.75, dtype=torch.float64),), b'WW91IHNxdWFyZSB0aGUgaGluZ2U7IGhlcmUgdGhlIGxvc3MgZ3Jvd3MgbGluZWFybHkgaW5zaWRlIHRoZSBtYXJnaW4u'),
        ((torch.tensor(0.75, dtype=torch.float64), torch.tensor(1.0, dtype=torch.float64),), b'WW91IHJldHVybiB0aGUgZ2VuZXJhdG9yJ3MgbG9zcyBmaXJzdDsgdGhlIHBhaXIgaXMgKGRpc2NyaW1pbmF0b3IsIGdlbmVyYXRvciku')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.2, hidden=False, success_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.', failure_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.')
def matches_the_example(hinge_losses):
    the_example_agrees(hinge_losses)
