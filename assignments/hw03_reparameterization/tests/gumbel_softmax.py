"""The public checks of gumbel_softmax.

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


name = "gumbel_softmax"
points = None
out_of = 20


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.5, 0.2, 1.0], dtype=torch.float64), torch.tensor([0.3, 0.9, 0.5], dtype=torch.float64), 0.5, False], {}),
    "shown": [('logits', '[0.5, 0.2, 1]'), ('u', '[0.3, 0.9, 0.5]'), ('tau', '0.5'), ('hard', 'False')],
    "expected": torch.tensor([0.012366264235940096, 0.8862156437231701, 0.10141809204088988], dtype=torch.float64),
    "known": [
        (torch.tensor([0.5248857699331565, 0.0022060255117803997, 0.4729082045550631], dtype=torch.float64), b'WW91ciBub2lzZSBpcyBmbGlwcGVkLCBpdHMgbG9uZyB0YWlsIHBvaW50cyBkb3duOiB3aGljaCBzaWduIGRvZXMgZyBoYXZlIGZvciB1IG5lYXIgMT8='),
        (torch.tensor([0.009736100969329928, 0.9418338685766959, 0.04843003045397401], dtype=torch.float64), b'WW91IGRpdmlkZWQgb25seSB0aGUgbm9pc2UgYnkgdGF1LCB3aGljaCBjaGFuZ2VzIHdoaWNoIGNsYXNzIHdpbnM6IHdoYXQgc2hvdWxkIHRhdSBhY3Qgb24/'),
        (torch.tensor([0.2343515576368418, 0.12861486176785866, 0.6370335805952996], dtype=torch.float64), b'RGlmZmVyZW50IHUgZ2l2ZSB5b3UgaWRlbnRpY2FsIG91dHB1dHM6IHdoZXJlIGlzIHNvbWV0aGluZyBiZWluZyBzYW1wbGVkPw=='),
        (torch.tensor([0.14540550377920314, 0.26494610211633923, 0.5896483941044577], dtype=torch.float64), b'WW91IGFkZGVkIHUgaXRzZWxmOiBmb3Igd2hpY2ggbm9pc2UgaXMgdGhlIGFyZ21heCBhbiBleGFjdCBjYXRlZ29yaWNhbCBzYW1wbGU/'),
        (torch.tensor([0.17851359333176106, 0.5193935050984205, 0.30209290156981844], dtype=torch.float64), b'WW91ciBzYW1wbGVzIGdldCBzaGFycGVyIGFzIHRhdSBncm93czogc2hvdWxkIGEgaGlnaCB0ZW1wZXJhdHVyZSBkbyB0aGF0Pw=='),
        (torch.tensor([0.5770572622687433, 0.007598993057936477, 0.4153437446733202], dtype=torch.float64), b'WW91IHVzZWQgMSAtIHUgZm9yIHU6IHRoZSBkaXN0cmlidXRpb24gaXMgcmlnaHQsIGJ1dCB0aGUgcXVlc3Rpb24gZml4ZXMgZyA9IC1sb2coLWxvZyB1KS4=')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=2, hidden=False, success_message='2 of 20 points are checked here, the other 18 after you hand in.', failure_message='2 of 20 points are checked here, the other 18 after you hand in.')
def matches_the_example(gumbel_softmax):
    the_example_agrees(gumbel_softmax)
