"""The public checks of gnb_log_posterior.

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


name = "gnb_log_posterior"
points = None
out_of = 18


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([[0.0], [3.0]], dtype=torch.float64), torch.tensor([-0.6931471805599453, -0.6931471805599453], dtype=torch.float64), torch.tensor([[0.0], [2.0]], dtype=torch.float64), torch.tensor([[1.0], [4.0]], dtype=torch.float64)], {}),
    "shown": [('x', '[[0], [3]]'), ('log_prior', '[-0.6931, -0.6931]'), ('means', '[[0], [2]]'), ('variances', '[[1], [4]]')],
    "expected": torch.tensor([[-0.26487290738708835, -1.4580200879470337], [-3.7067174021060105, -0.02486458266595637]], dtype=torch.float64),
    "known": [
        (torch.tensor([[-0.19936238825732916, -1.7106567493772196], [-3.127282278433136, -0.0448266395530264]], dtype=torch.float64), b'WW91IHNxdWFyZWQgdGhlIHZhcmlhbmNlcywgd2hpY2ggYXJlIHNxdWFyZWQgc2NhbGVzIGFscmVhZHkuCgpUcnkgdGhpczogaW4gd2hpY2ggdW5pdCBkb2VzIHggY29tZSwgYW5kIGluIHdoaWNoIGl0cyB2YXJpYW5jZT8='),
        (torch.tensor([[-0.3711006659477777, -1.1711006659477776], [-1.7839007408883387, -0.18390074088833888]], dtype=torch.float64), b'WW91IGF2ZXJhZ2VkIHRoZSB2YXJpYW5jZXMgb3ZlciB0aGUgY2xhc3NlczsgaGVyZSBlYWNoIGNsYXNzIGhhcyBpdHMgb3duLgoKVHJ5IHRoaXM6IHdoZXJlIGRvIGEgbmFycm93IGFuZCBhIHdpZGUgY2xhc3Mgd2l0aCB0aGUgc2FtZSBtZWFuIG1lZXQsIGFuZCBob3cgb2Z0ZW4/'),
        (torch.tensor([[-0.1688476234983058, -1.8619948040582512], [-8.057169691880912, -0.000316872440856463]], dtype=torch.float64), b'WW91ciBleHBvbmVudCBpcyBub3QgdGhhdCBvZiBhIEdhdXNzaWFuIGRlbnNpdHk6IHdoaWNoIGZhY3RvciBzdGFuZHMgYmVmb3JlIHRoZSBzcXVhcmU/'),
        (torch.tensor([[-0.4740769841801065, -0.9740769841801067], [-4.3875095702761735, -0.012509570276173372]], dtype=torch.float64), b'WW91IGRyb3BwZWQgdGhlIGZhY3RvciBiZWZvcmUgdGhlIGV4cG9uZW50aWFsLCBidXQgaXQgZGlmZmVycyBmcm9tIGNsYXNzIHRvIGNsYXNzLgoKVHJ5IHRoaXM6IGF0IGl0cyBvd24gbWVhbiwgaXMgdGhlIGRlbnNpdHkgb2YgYSB3aWRlIGNsYXNzIGhpZ2hlciB0aGFuIHRoYXQgb2YgYSBuYXJyb3cgb25lPw=='),
        (torch.tensor([[-1.612085713764618, -2.8052328943245635], [-6.112085713764618, -2.4302328943245635]], dtype=torch.float64), b'WW91IHJldHVybiBsb2cgcCh4LCB5KTogeW91ciByb3dzIGRvIG5vdCBzdW0gdG8gMSB5ZXQuIFdoYXQgaXMgbWlzc2luZyBpbiBCYXllcycgcnVsZT8='),
        (torch.tensor([[0.7673034623811015, 0.23269653761889864], [0.024558005160564767, 0.9754419948394353]], dtype=torch.float64), b'WW91IHJldHVybiBwcm9iYWJpbGl0aWVzOyB0aGUgcXVlc3Rpb24gYXNrcyBmb3IgdGhlaXIgbG9nYXJpdGhtcy4=')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.8, hidden=False, success_message='1.8 of 18 points are checked here, the other 16.2 after you hand in.', failure_message='1.8 of 18 points are checked here, the other 16.2 after you hand in.')
def matches_the_example(gnb_log_posterior):
    the_example_agrees(gnb_log_posterior)
