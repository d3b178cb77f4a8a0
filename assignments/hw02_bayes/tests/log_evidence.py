"""The public checks of log_evidence.

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


name = "log_evidence"
points = None
assignment = "hw02_bayes"
number = 1
out_of = 10


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([-0.6931471805599453, -0.6931471805599453], dtype=torch.float64), torch.tensor([[-0.10536051565782628, -2.3025850929940455], [-1.6094379124341003, -0.916290731874155]], dtype=torch.float64)], {}),
    "shown": [('log_prior', '[-0.6931, -0.6931]'), ('log_lik', '[[-0.1054, -2.3026], [-1.6094, -0.9163]]')],
    "expected": torch.tensor([-0.6931471805599452, -1.203972804325936], dtype=torch.float64),
    "known": [
        (torch.tensor([-3.7942399697717626, -3.9120230054281455], dtype=torch.float64), b'WW91IGFkZGVkIHRoZSBsb2cgdGVybXMgb3ZlciBrLCB3aGljaCBtdWx0aXBsaWVzIHRoZWlyIHByb2JhYmlsaXRpZXMuCgpUcnkgdGhpczogd3JpdGUgcCh4KSBmb3IgdHdvIGh5cG90aGVzZXMuIFdoZXJlIGRvZXMgdGhlIHN1bSBzdGFuZCwgaW5zaWRlIHRoZSBsb2cgb3Igb3V0c2lkZT8='),
        (torch.tensor([-0.7985076962177715, -1.6094379124341003], dtype=torch.float64), b'WW91IGtlcHQgdGhlIGxhcmdlc3QgdGVybSBvbmx5LCB3aGljaCBpcyBhIGxvd2VyIGJvdW5kOiBhbGwgaHlwb3RoZXNlcyBjb250cmlidXRlLgoKVHJ5IHRoaXM6IHdoYXQgc2hvdWxkIHRoZSBldmlkZW5jZSBiZSB3aGVuIHR3byBoeXBvdGhlc2VzIGV4cGxhaW4geCBlcXVhbGx5IHdlbGw/'),
        (torch.tensor([-0.5978370007556203, -1.3862943611198906], dtype=torch.float64), b'WW91IHN1bW1lZCBvdmVyIG9ic2VydmF0aW9uczsgdGhlIGh5cG90aGVzZXMgbGl2ZSBpbiBkaW0gMS4KClRyeSB0aGlzOiBob3cgbWFueSBudW1iZXJzIHNob3VsZCBjb21lIGJhY2sgZm9yIE4gb2JzZXJ2YXRpb25zPw=='),
        (torch.tensor([0.5000000000000001, -0.01082562376599061], dtype=torch.float64), b'WW91IGFkZGVkIGEgcHJvYmFiaWxpdHkgdG8gYSBsb2cgbGlrZWxpaG9vZDogYm90aCBuZWVkIHRvIGJlIGxvZ3MgYmVmb3JlIHRoZXkgYXJlIGFkZGVkLgoKVHJ5IHRoaXM6IHdoYXQgZG9lcyBsb2dfcHJpb3IgaG9sZCBmb3IgYSBoeXBvdGhlc2lzIG9mIHByb2JhYmlsaXR5IDE/'),
        (torch.tensor([-1.3862943611198904, -1.8971199848858813], dtype=torch.float64), b'WW91IGRpdmlkZWQgYnkgdGhlIG51bWJlciBvZiBoeXBvdGhlc2VzLCBhbHRob3VnaCB0aGUgcHJpb3IgaXMgYSBzZXQgb2Ygd2VpZ2h0cyBhbHJlYWR5LgoKVHJ5IHRoaXM6IHdoYXQgZG8gdGhlIHdlaWdodHMgcChrKSBhZGQgdXAgdG8sIGFuZCB3aGF0IHdvdWxkIGRpdmlkaW5nIGJ5IEsgYWRkIHRvIHRoYXQ/'),
        (torch.tensor([-1.203972804325936, -1.2628643221541276], dtype=torch.float64), b'WW91IGF2ZXJhZ2VkIGxvZyBsaWtlbGlob29kczsgdGhlIGV2aWRlbmNlIGlzIHRoZSBsb2cgb2YgYW4gYXZlcmFnZSBvZiBsaWtlbGlob29kcy4KClRyeSB0aGlzOiB3aGF0IHNob3VsZCB0aGUgZXZpZGVuY2UgYmUgd2hlbiBvbmUgaHlwb3RoZXNpcyBleHBsYWlucyB4IGFuZCB0aGUgb3RoZXIgY2Fubm90Pw=='),
        (torch.tensor([0.6931471805599454, 0.18232155679395468], dtype=torch.float64), b'WW91IGRpdmlkZWQgYnkgdGhlIHByaW9yOiBhIGh5cG90aGVzaXMgdGhhdCB5b3UgYmVsaWV2ZWQgaW4gY291bnRzIGxlc3MuCgpUcnkgdGhpczogd2hpY2ggb3BlcmF0aW9uIG9uIGxvZ3MgbXVsdGlwbGllcyBwcm9iYWJpbGl0aWVzPw=='),
        (torch.tensor([0.6931471805599452, 1.203972804325936], dtype=torch.float64), b'WW91ciBzaWduIGlzIHRoYXQgb2YgYSBsb3NzOiB5b3UgcmV0dXJuIC1sb2cgcCh4KSwgYW5kIHRoZSBxdWVzdGlvbiBhc2tzIGZvciBsb2cgcCh4KS4='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1, hidden=False, success_message='1 of 10 points are checked here, the other 9 after you hand in.', failure_message='1 of 10 points are checked here, the other 9 after you hand in.')
def matches_the_example(log_evidence):
    the_example_agrees(log_evidence)
