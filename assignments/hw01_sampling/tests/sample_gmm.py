"""The public checks of sample_gmm.

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


name = "sample_gmm"
points = None
assignment = "hw01_sampling"
number = 6
out_of = 18


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.5, 0.5], dtype=torch.float64), torch.tensor([[-5.0], [5.0]], dtype=torch.float64), torch.tensor([[1.0], [2.0]], dtype=torch.float64), torch.tensor([0.2, 0.9], dtype=torch.float64), torch.tensor([[1.0], [-1.0]], dtype=torch.float64)], {}),
    "shown": [('weights', '[0.5, 0.5]'), ('means', '[[-5], [5]]'), ('stds', '[[1], [2]]'), ('u', '[0.2, 0.9]'), ('eps', '[[1], [-1]]')],
    "expected": (torch.tensor([[-4.0], [3.0]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),),
    "known": [
        ((torch.tensor([[1.5], [-1.5]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),), b'WW91IGJsZW5kIHRoZSBjb21wb25lbnRzIGludG8gYSBzaW5nbGUgYnVtcDsgZWFjaCBzYW1wbGUgbXVzdCBjb21lIGZyb20gZXhhY3RseSBvbmUuCgpUcnkgdGhpczogd2hlcmUgZG8geW91ciBzYW1wbGVzIGxpZSB3aGVuIHR3byBjb21wb25lbnRzIGFyZSBmYXIgYXBhcnQ/'),
        ((torch.tensor([[-4.0], [1.0]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),), b'WW91ciBub2lzZSBpcyBzY2FsZWQgYnkgdGhlIHNxdWFyZXMgb2Ygc3Rkcywgd2hpY2ggYWxyZWFkeSBhcmUgc3RhbmRhcmQgZGV2aWF0aW9ucy4KClRyeSB0aGlzOiBpbiB3aGljaCB1bml0cyBhcmUgbWVhbnMsIHN0ZHMgYW5kIHNhbXBsZXM/'),
        ((torch.tensor([[-5.0], [5.0]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),), b'UmlnaHQgY29tcG9uZW50cywgYnV0IGV2ZXJ5IHNhbXBsZSBzaXRzIGV4YWN0bHkgb24gYSBtZWFuOiB0aGUgc2Vjb25kIHN0YWdlIGlzIG1pc3NpbmcuCgpUcnkgdGhpczogd2hpY2ggYXJndW1lbnRzIGRvZXMgeW91ciBhbnN3ZXIgbm90IGRlcGVuZCBvbj8='),
        ((torch.tensor([[-2.281718171540955], [-2.3890560989306504]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),), b'WW91IGV4cG9uZW50aWF0ZSBzdGRzLCBidXQgaGVyZSB0aGV5IGFyZSBubyBsb2dhcml0aG1zLgoKVHJ5IHRoaXM6IHdoYXQgc2hvdWxkIGEgc3RhbmRhcmQgZGV2aWF0aW9uIG9mIDAgZ2l2ZT8='),
        ((torch.tensor([[-4.0], [8.0]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),), b'WW91IHNjYWxlIHRoZSBjb21wb25lbnQncyBtZWFuIHRvZ2V0aGVyIHdpdGggdGhlIG5vaXNlLgoKVHJ5IHRoaXM6IHdoaWNoIGNvbWVzIGZpcnN0LCB0aGUgc3RyZXRjaCBvciB0aGUgc2hpZnQ/'),
        ((torch.tensor([[-3.5], [3.5]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64),), b'WW91IGF2ZXJhZ2UgdGhlIGRldmlhdGlvbnMgb2YgYWxsIGNvbXBvbmVudHM7IGEgc2FtcGxlIGhhcyB0aG9zZSBvZiBpdHMgb3duIGNvbXBvbmVudC4KClRyeSB0aGlzOiBvbmUgY29tcG9uZW50IHdpdGggZGV2aWF0aW9uIDAgYW5kIG9uZSB3aXRoIDU7IHdoYXQgc2hvdWxkIHRoZSBmaXJzdCBnaXZlPw=='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=2, hidden=False, success_message='2 of 18 points are checked here, the other 16 after you hand in.', failure_message='2 of 18 points are checked here, the other 16 after you hand in.')
def matches_the_example(sample_gmm):
    the_example_agrees(sample_gmm)
