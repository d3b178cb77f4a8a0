"""The public checks of reparam_full_cov.

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


name = "reparam_full_cov"
points = None
out_of = 20


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([[0.0, 1.0]], dtype=torch.float64), torch.tensor([[[0.0, 9.0], [2.0, 1.0]]], dtype=torch.float64), torch.tensor([[1.0, -1.0]], dtype=torch.float64)], {}),
    "shown": [('mu', '[[0, 1]]'), ('raw', '[[[0, 9], [2, 1]]]'), ('eps', '[[1, -1]]')],
    "expected": (torch.tensor([[0.6931471805599453, 1.6867383124817772]], dtype=torch.float64), torch.tensor([-2.743878026330264], dtype=torch.float64),),
    "known": [
        ((torch.tensor([[1.0, 0.2817181715409549]], dtype=torch.float64), torch.tensor([-3.8378770664093453], dtype=torch.float64),), b'WW91ciBkaWFnb25hbCBpcyBleHAocmF3KSwgYSBmaW5lIGNob2ljZSBlbHNld2hlcmU6IHRoZSBxdWVzdGlvbiBmaXhlcyBzb2Z0cGx1cy4='),
        ((torch.tensor([[0.0, 2.0]], dtype=torch.float64), torch.tensor([float("inf")], dtype=torch.float64),), b'WW91IHVzZWQgdGhlIGRpYWdvbmFsIG9mIHJhdyBhcyBpdCBpczogd2hhdCBpZiB0aGUgbmV0d29yayBvdXRwdXRzIGEgbmVnYXRpdmUgbnVtYmVyPw=='),
        ((torch.tensor([[-8.306852819440055, 1.6867383124817772]], dtype=torch.float64), torch.tensor([-2.7438780263302647], dtype=torch.float64),), b'RW50cmllcyBhYm92ZSB0aGUgZGlhZ29uYWwgbGVhayBpbnRvIHo6IHdoYXQgbXVzdCBMIGxvb2sgbGlrZSBmb3IgbG9nIGRldCB0byBiZSBhIHN1bT8='),
        ((torch.tensor([[0.6931471805599453, 1.6867383124817772]], dtype=torch.float64), torch.tensor([-2.8378770664093453], dtype=torch.float64),), b'WW91ciBsb2cgcSBpcyB0aGUgZGVuc2l0eSBvZiBlcHM6IGhvdyBkb2VzIHN0cmV0Y2hpbmcgc3BhY2UgYnkgTCBjaGFuZ2UgaXQ/CgpUcnkgdGhpczogaW4gb25lIGRpbWVuc2lvbiwgY29tcGFyZSB0aGUgcGVha3MgZm9yIEwgPSAxIGFuZCBMID0gMTAu'),
        ((torch.tensor([[0.6931471805599453, 1.6867383124817772]], dtype=torch.float64), torch.tensor([-2.931876106488426], dtype=torch.float64),), b'WW91IGFkZGVkIHRoZSBsb2ctZGV0ZXJtaW5hbnQ6IGRvZXMgc3ByZWFkaW5nIG1hc3Mgb3V0IHJhaXNlIG9yIGxvd2VyIHRoZSBkZW5zaXR5Pw=='),
        ((torch.tensor([[0.6931471805599453, 1.6867383124817772]], dtype=torch.float64), torch.tensor([-0.9060009599209191], dtype=torch.float64),), b'WW91ciBsb2cgcSBsYWNrcyAoRC8yKSBsb2coMiBwaSk6IGRvZXMgZXhwKGxvZyBxKSBzdGlsbCBpbnRlZ3JhdGUgdG8gMT8='),
        ((torch.tensor([[-1.3068528194400546, -0.3132616875182228]], dtype=torch.float64), torch.tensor([-2.7438780263302647], dtype=torch.float64),), b'WW91IG11bHRpcGxpZWQgZXBzIGJ5IHRoZSB0cmFuc3Bvc2Ugb2YgTDogb3ZlciB3aGljaCBpbmRleCBvZiBMIGlzIHN1bW1lZD8='),
        ((torch.tensor([[0.6931471805599453, 1.8136663235247499]], dtype=torch.float64), torch.tensor([-2.7438780263302647], dtype=torch.float64),), b'WW91IG1hZGUgdGhlIGVudHJpZXMgYmVsb3cgdGhlIGRpYWdvbmFsIHBvc2l0aXZlLCB0b286IGNhbiBkaW1lbnNpb25zIG1vdmUgYXBhcnQgdGhlbj8='),
        ((torch.tensor([[0.6931471805599453, -0.3132616875182228]], dtype=torch.float64), torch.tensor([-2.7438780263302647], dtype=torch.float64),), b'WW91ciBkaW1lbnNpb25zIGFyZSBpbmRlcGVuZGVudDogd2hhdCBhcmUgdGhlIGVudHJpZXMgYmVsb3cgdGhlIGRpYWdvbmFsIGZvcj8='),
        ((torch.tensor([[0.6931471805599453, 1.6867383124817772]], dtype=torch.float64), torch.tensor([-2.2199092882045246], dtype=torch.float64),), b'WW91IHVzZWQgdGhlIGRpc3RhbmNlIHx6IC0gbXV8IGluIGxvZyBxOiBpbiB3aGljaCB1bml0cyBkb2VzIHRoZSBleHBvbmVudCBtZWFzdXJlIGl0Pw==')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=2, hidden=False, success_message='2 of 20 points are checked here, the other 18 after you hand in.', failure_message='2 of 20 points are checked here, the other 18 after you hand in.')
def matches_the_example(reparam_full_cov):
    the_example_agrees(reparam_full_cov)
