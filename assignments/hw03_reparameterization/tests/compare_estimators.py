"""The public checks of compare_estimators.

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


name = "compare_estimators"
points = None
out_of = 18


def square():
    """f(z) = z^2, element by element: (n,) -> (n,)."""
    return lambda z: z**2


EXAMPLE_1 = {
    "arguments": lambda: ([square(), torch.tensor(1.0, dtype=torch.float64), torch.tensor(2.0, dtype=torch.float64), torch.tensor([1.0, -1.0, 0.5], dtype=torch.float64)], {}),
    "shown": [('f', 'square()'), ('mu', '1'), ('sigma', '2'), ('eps', '[1, -1, 0.5]')],
    "expected": torch.tensor([[2.6666666666661185, 17.33333333332819], [1.6666666666666667, 6.583333333333333]], dtype=torch.float64),
    "known": [
        (torch.tensor([[2.6666666666666665, 11.555555555555555], [1.6666666666666667, 4.388888888888888]], dtype=torch.float64), b'WW91ciB2YXJpYW5jZXMgZGl2aWRlIGJ5IG46IHdoaWNoIGRpdmlzb3IgbWFrZXMgYSBzbWFsbCBzYW1wbGUncyB2YXJpYW5jZSB1bmJpYXNlZD8='),
        (torch.tensor([[2.6666666666666665, 5.777777777777778], [1.6666666666666667, 2.194444444444444]], dtype=torch.float64), b'WW91ciB2YXJpYW5jZXMgYXJlIHRob3NlIG9mIHRoZSBhdmVyYWdlZCBncmFkaWVudDogdGhlIHRhYmxlIGFza3MgZm9yIHNpbmdsZSBzYW1wbGVzLg=='),
        (torch.tensor([[2.6666666666666665, 4.163331998932265], [1.6666666666666667, 2.565800719723442]], dtype=torch.float64), b'WW91ciBjb2x1bW4gMSBob2xkcyBzdGFuZGFyZCBkZXZpYXRpb25zOiB3aGljaCBwb3dlciBvZiB0aGUgc3ByZWFkIGlzIGFza2VkIGZvcj8='),
        (torch.tensor([[2.6666666666666665, 17.333333333333332], [3.3333333333333335, 26.333333333333332]], dtype=torch.float64), b'WW91IHRvb2sgZXBzIGFzIHRoZSBzY29yZSBvZiBtdTogaG93IGRvZXMgdGhlIHNjb3JlIHNjYWxlIHdoZW4gc2lnbWEgY2hhbmdlcz8='),
        (torch.tensor([[2.6666666666666665, 17.333333333333332], [0.8333333333333334, 1.6458333333333333]], dtype=torch.float64), b'WW91ciBzY29yZSBpcyBlcHMgLyBzaWdtYV4yOiBob3cgbWFueSBwb3dlcnMgb2Ygc2lnbWEgYXJlIGxlZnQgYWZ0ZXIgeiAtIG11ID0gc2lnbWEgZXBzPw=='),
        (torch.tensor([[2.6666666666666665, 17.333333333333332], [1.6666666666666667, 1.3333333333333335]], dtype=torch.float64), b'WW91IHdlaWdodGVkIHRoZSBzY29yZSBieSBmJyh6KTogd2hhdCBzdGFuZHMgdGhlcmUgaWYgZiBjYW5ub3QgYmUgZGlmZmVyZW50aWF0ZWQ/'),
        (torch.tensor([[1.6666666666666667, 6.583333333333333], [2.6666666666666665, 17.333333333333332]], dtype=torch.float64), b'WW91ciB0d28gcm93cyBhcmUgZXhjaGFuZ2VkOiB3aGljaCBlc3RpbWF0b3IgZG9lcyB0aGUgY29udHJhY3QgcHV0IGZpcnN0Pw=='),
        (torch.tensor([[2.6666666666666665, 1.6666666666666667], [17.333333333333332, 6.583333333333333]], dtype=torch.float64), b'WW91ciB0YWJsZSBpcyB0cmFuc3Bvc2VkOiBkbyByb3dzIGhvbGQgZXN0aW1hdG9ycyBvciBzdGF0aXN0aWNzPw=='),
        (torch.tensor([[2.6666666666666665, 17.333333333333332], [1.2777777777777777, 1.5925925925925926]], dtype=torch.float64), b'WW91IHN1YnRyYWN0ZWQgdGhlIG1lYW4gb2YgZjogYSBnb29kIGlkZWEsIGJ1dCB0aGlzIGNvbXBhcmlzb24gaXMgd2l0aG91dCBhIGJhc2VsaW5lLg=='),
        (torch.tensor([[2.0, 0.0], [1.6666666666666667, 6.583333333333333]], dtype=torch.float64), b'WW91ciBwYXRod2lzZSBncmFkaWVudHMgYXJlIGFsbCB0aGUgc2FtZTogYXQgd2hpY2ggcG9pbnRzIGlzIGYnIHRha2VuPw==')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=2, hidden=False, success_message='2 of 18 points are checked here, the other 16 after you hand in.', failure_message='2 of 18 points are checked here, the other 16 after you hand in.')
def matches_the_example(compare_estimators):
    the_example_agrees(compare_estimators)
