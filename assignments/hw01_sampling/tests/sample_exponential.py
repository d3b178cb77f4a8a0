"""The public checks of sample_exponential.

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


name = "sample_exponential"
points = None
assignment = "hw01_sampling"
number = 3
out_of = 12


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.0, 0.5, 0.75], dtype=torch.float64), torch.tensor(2.0, dtype=torch.float64)], {}),
    "shown": [('u', '[0, 0.5, 0.75]'), ('rate', '2')],
    "expected": torch.tensor([0.0, 0.3465735902799726, 0.6931471805599452], dtype=torch.float64),
    "known": [
        (torch.tensor([0.0, 1.3862943611198906, 2.772588722239781], dtype=torch.float64), b'WW91IG11bHRpcGx5IGJ5IHRoZSByYXRlLCBzbyBhIGxhcmdlciByYXRlIGdpdmVzIGxvbmdlciB3YWl0aW5nIHRpbWVzLgoKVHJ5IHRoaXM6IHdoYXQgaXMgdGhlIG1lYW4gb2YgYW4gZXhwb25lbnRpYWwgZGlzdHJpYnV0aW9uIHdpdGggcmF0ZSAxMD8='),
        (torch.tensor([float("inf"), 0.34657359027997264, 0.14384103622589045], dtype=torch.float64), b'UmlnaHQgZGlzdHJpYnV0aW9uLCBidXQgbm90IEZeey0xfSh1KTogeW91ciBtYXAgZGVjcmVhc2VzIGluIHUuCgpUcnkgdGhpczogc29sdmUgRih4KSA9IHUgZXhhY3RseTsgd2hhdCBkb2VzIHUgPSAwIGdpdmU/'),
        (torch.tensor([2.0, 0.7357588823428847, 0.44626032029685964], dtype=torch.float64), b'WW91IHJldHVybiB0aGUgZGVuc2l0eSBhdCB1OyBhIHNhbXBsZSBpcyBhIHBvaW50IHgsIG5vdCBhIGhlaWdodCBvZiB0aGUgY3VydmUuCgpUcnkgdGhpczogb24gd2hpY2ggYXhpcyBvZiB0aGUgcGljdHVyZSBvZiBGIGRvZXMgdSBsaWU/'),
        (torch.tensor([-0.0, 0.5, 1.0], dtype=torch.float64), b'WW91ciB2YWx1ZXMgYXJlIG9mZiBieSB0aGUgY29uc3RhbnQgZmFjdG9yIDEgLyBsbiAyLCBhYm91dCAxLjQ0MjcuCgpUcnkgdGhpczogd2hpY2ggbG9nYXJpdGhtIHVuZG9lcyBleHA/'),
        (torch.tensor([0.0, 0.6321205588285577, 0.7768698398515702], dtype=torch.float64), b'WW91IGV2YWx1YXRlIHRoZSBDREYgYXQgdTsgd2hhdCBpcyBhc2tlZCBmb3IgaXMgaXRzIGludmVyc2UuCgpUcnkgdGhpczogY2FuIHlvdXIgdmFsdWVzIGV2ZXIgZXhjZWVkIDEsIGFzIHdhaXRpbmcgdGltZXMgY2FuPw=='),
        (torch.tensor([-0.0, -0.34657359027997264, -0.6931471805599453], dtype=torch.float64), b'WW91ciB3YWl0aW5nIHRpbWVzIGFyZSBuZWdhdGl2ZTogdGhlIHJpZ2h0IHNpemUgd2l0aCB0aGUgb3Bwb3NpdGUgc2lnbi4KClRyeSB0aGlzOiB3aGF0IGlzIHRoZSBzaWduIG9mIGxvZygxIC0gdSkgZm9yIHUgYmV0d2VlbiAwIGFuZCAxPw=='),
        (torch.tensor([0.0, 0.6931471805599453, 1.3862943611198906], dtype=torch.float64), b'WW91IGludmVydCB0aGUgQ0RGIGZvciByYXRlIDEsIHdoYXRldmVyIHRoZSByYXRlIGlzLgoKVHJ5IHRoaXM6IHdoYXQgaXMgbGVmdCBvZiB5b3VyIGVxdWF0aW9uIHdoZW4geW91IHNvbHZlIHJhdGUgKiB4ID0gLi4uIGZvciB4Pw=='),
        (torch.tensor([0.0, 0.2876820724517809, 0.4700036292457356], dtype=torch.float64), b'WW91IHB1dCB0aGUgcmF0ZSBpbnNpZGUgdGhlIGxvZ2FyaXRobTsgc29sdmluZyBmb3IgeCBsZWF2ZXMgaXQgb3V0c2lkZS4KClRyeSB0aGlzOiB0YWtlIGxvZ3Mgb2YgZXhwKC1yYXRlICogeCkgPSAxIC0gdSBhbmQgbG9vayB3aGVyZSB0aGUgcmF0ZSBlbmRzIHVwLg=='),
        (torch.tensor([0.0, 0.49012907173427356, 0.9802581434685471], dtype=torch.float64), b'WW91IGRpdmlkZSBieSB0aGUgcm9vdCBvZiB0aGUgcmF0ZSwgYXMgaWYgaXQgd2VyZSBhIHZhcmlhbmNlLgoKVHJ5IHRoaXM6IGF0IHR3aWNlIHRoZSByYXRlLCBieSB3aGljaCBmYWN0b3Igc2hvdWxkIGV2ZXJ5IHdhaXQgc2hyaW5rPw=='),
        (torch.tensor([float("inf"), 0.6931471805599453, 0.4904146265058631], dtype=torch.float64), b'WW91IHNvbHZlIGRlbnNpdHkoeCkgPSB1OyB3aGF0IGhhcyB0byBiZSBpbnZlcnRlZCBpcyB0aGUgQ0RGLgoKVHJ5IHRoaXM6IHdoaWNoIHggZG9lcyB5b3VyIHZlcnNpb24gZ2l2ZSBmb3IgdSA9IDAsIGFuZCB3aGljaCBvbmUgc2hvdWxkIGl0IGJlPw=='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.2, hidden=False, success_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.', failure_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.')
def matches_the_example(sample_exponential):
    the_example_agrees(sample_exponential)
