"""The public checks of log_evidence.

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


name = "log_evidence"
points = None
out_of = 10


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([-0.6931471805599453, -0.6931471805599453], dtype=torch.float64), torch.tensor([[-0.10536051565782628, -2.3025850929940455], [-1.6094379124341003, -0.916290731874155]], dtype=torch.float64)], {}),
    "shown": [('log_prior', '[-0.6931, -0.6931]'), ('log_lik', '[[-0.1054, -2.3026], [-1.6094, -0.9163]]')],
    "expected": torch.tensor([-0.6931471805599452, -1.203972804325936], dtype=torch.float64),
    "known": [
        (torch.tensor([-3.7942399697717626, -3.9120230054281455], dtype=torch.float64), b'WW91IGFkZGVkIHRoZSBsb2cgdGVybXMgb3ZlciBrLCB3aGljaCBtdWx0aXBsaWVzIHRoZWlyIHByb2JhYmlsaXRpZXMuCgpUcnkgdGhpczogd3JpdGUgcCh4KSBmb3IgdHdvIGh5cG90aGVzZXMuIFdoZXJlIGRvZXMgdGhlIHN1bSBzdGFuZCwgaW5zaWRlIHRoZSBsb2cgb3Igb3V0c2lkZT8='),
        (torch.tensor([6.938893903907228e-17, -0.5108256237659906], dtype=torch.float64), b'RXZlcnkgaHlwb3RoZXNpcyBjb3VudHMgdGhlIHNhbWUgaW4geW91ciBzdW0sIHdoYXRldmVyIHlvdSBiZWxpZXZlZCBiZWZvcmUuCgpUcnkgdGhpczogZ2l2ZSBvbmUgaHlwb3RoZXNpcyB0aGUgcHJpb3IgMC4gU2hvdWxkIGl0cyBsaWtlbGlob29kIHN0aWxsIHJlYWNoIHRoZSBldmlkZW5jZT8='),
        (torch.tensor([-0.7985076962177715, -1.6094379124341003], dtype=torch.float64), b'WW91IGtlcHQgdGhlIGxhcmdlc3QgdGVybSBvbmx5LCB3aGljaCBpcyBhIGxvd2VyIGJvdW5kOiBhbGwgaHlwb3RoZXNlcyBjb250cmlidXRlLgoKVHJ5IHRoaXM6IHdoYXQgc2hvdWxkIHRoZSBldmlkZW5jZSBiZSB3aGVuIHR3byBoeXBvdGhlc2VzIGV4cGxhaW4geCBlcXVhbGx5IHdlbGw/'),
        (torch.tensor([-0.5978370007556203, -1.3862943611198906], dtype=torch.float64), b'WW91IHN1bW1lZCBvdmVyIG9ic2VydmF0aW9uczsgdGhlIGh5cG90aGVzZXMgbGl2ZSBpbiBkaW0gMS4KClRyeSB0aGlzOiBob3cgbWFueSBudW1iZXJzIHNob3VsZCBjb21lIGJhY2sgZm9yIE4gb2JzZXJ2YXRpb25zPw=='),
        (torch.tensor([0.5000000000000001, -0.01082562376599061], dtype=torch.float64), b'WW91IGFkZGVkIGEgcHJvYmFiaWxpdHkgdG8gYSBsb2cgbGlrZWxpaG9vZDogYm90aCBuZWVkIHRvIGJlIGxvZ3MgYmVmb3JlIHRoZXkgYXJlIGFkZGVkLgoKVHJ5IHRoaXM6IHdoYXQgZG9lcyBsb2dfcHJpb3IgaG9sZCBmb3IgYSBoeXBvdGhlc2lzIG9mIHByb2JhYmlsaXR5IDE/'),
        (torch.tensor([-1.3862943611198904, -1.8971199848858813], dtype=torch.float64), b'WW91IGRpdmlkZWQgYnkgdGhlIG51bWJlciBvZiBoeXBvdGhlc2VzLCBhbHRob3VnaCB0aGUgcHJpb3IgaXMgYSBzZXQgb2Ygd2VpZ2h0cyBhbHJlYWR5LgoKVHJ5IHRoaXM6IHdoYXQgZG8gdGhlIHdlaWdodHMgcChrKSBhZGQgdXAgdG8sIGFuZCB3aGF0IHdvdWxkIGRpdmlkaW5nIGJ5IEsgYWRkIHRvIHRoYXQ/')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1, hidden=False, success_message='1 of 10 points are checked here, the other 9 after you hand in.', failure_message='1 of 10 points are checked here, the other 9 after you hand in.')
def matches_the_example(log_evidence):
    the_example_agrees(log_evidence)
