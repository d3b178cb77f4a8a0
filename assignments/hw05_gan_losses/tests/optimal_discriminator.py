"""The public checks of optimal_discriminator.

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


name = "optimal_discriminator"
points = None
out_of = 26


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.5, 0.5], dtype=torch.float64), torch.tensor([0.25, 0.75], dtype=torch.float64)], {}),
    "shown": [('p', '[0.5, 0.5]'), ('q', '[0.25, 0.75]')],
    "expected": (torch.tensor([0.6666666666666666, 0.3999999999999999], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.03382207556860521, dtype=torch.float64),),
    "known": [
        ((torch.tensor([0.33333333333333337, 0.6], dtype=torch.float64), torch.tensor(-1.31865020998268, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91ciBEKiBpcyBvbmUgbWludXMgdGhlIGJlc3Q6IEQgc2hvdWxkIGJlIGxhcmdlIHdoZXJlIGRhdGEgYXJlIGxpa2VseS4='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.31865020998268, dtype=torch.float64), torch.tensor(0.06764415113721041, dtype=torch.float64),), b'WW91IGFkZCB0aGUgdHdvIEtMcywgYnV0IEpTIGlzIHRoZWlyIGF2ZXJhZ2UuIFdoYXQgbXVzdCBkaXNqb2ludCBkaXN0cmlidXRpb25zIGdpdmU/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.31865020998268, dtype=torch.float64), torch.tensor(0.14384103622589042, dtype=torch.float64),), b'WW91ciBKUyBpcyBLTChwfHxxKSwgaW5maW5pdGUgb24gZGlzam9pbnQgc3VwcG9ydHM7IEpTIGNvbXBhcmVzIGJvdGggd2l0aCB0aGVpciBtaXh0dXJlLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.31865020998268, dtype=torch.float64), torch.tensor(-0.6593251049913401, dtype=torch.float64),), b'WW91ciBtaXh0dXJlIGRvZXMgbm90IHN1bSB0byAxLCBzbyBKUyBvZiBlcXVhbCBkaXN0cmlidXRpb25zIGlzIG5vdCAwLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(1.31865020998268, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91IHJldHVybiB0aGUgZGlzY3JpbWluYXRvcidzIGxvc3M7IFYgaXMgd2hhdCBEIG1heGltaXNlcywgYW5kIGl0IGlzIG5ldmVyIHBvc2l0aXZlLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(0.06764415113721041, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91ciBWIGlzIDAgd2hlbiBwID0gcSwgYnV0IHRoZSBiZXN0IEQgY2FuIHRoZW4gb25seSBndWVzcy4gV2hhdCBkb2VzIGd1ZXNzaW5nIGVhcm4/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.9024101186092028, dtype=torch.float64), torch.tensor(0.0487949406953985, dtype=torch.float64),), b'WW91ciBWIGFuZCBKUyBhcmUgaW4gYml0czsgbG9nYXJpdGhtcyBoZXJlIGFyZSBuYXR1cmFsLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.31865020998268, dtype=torch.float64), torch.tensor(0.1839077909404743, dtype=torch.float64),), b'WW91IHJldHVybiB0aGUgSmVuc2VuLVNoYW5ub24gZGlzdGFuY2UsIHRoZSBzcXVhcmUgcm9vdCBvZiB0aGUgZGl2ZXJnZW5jZSBhc2tlZCBmb3Iu'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-0.65932510499134, dtype=torch.float64), torch.tensor(0.016911037784302602, dtype=torch.float64),), b'WW91IGF2ZXJhZ2Ugb3ZlciBvdXRjb21lcywgYnV0IHAgYW5kIHEgYWxyZWFkeSB3ZWlnaCB0aGVtOiBleHBlY3RhdGlvbnMgYXJlIHN1bXMu')
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=2.6, hidden=False, success_message='2.6 of 26 points are checked here, the other 23.4 after you hand in.', failure_message='2.6 of 26 points are checked here, the other 23.4 after you hand in.')
def matches_the_example(optimal_discriminator):
    the_example_agrees(optimal_discriminator)
