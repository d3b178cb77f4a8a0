"""The public checks of q_posterior.

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


name = "q_posterior"
points = None
assignment = "hw06_diffusion_schedule"
number = 3
out_of = 14


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([[1.0], [1.0]], dtype=torch.float64), torch.tensor([[0.0], [2.0]], dtype=torch.float64), torch.tensor([0, 1], dtype=torch.int64), torch.tensor([0.2, 0.5], dtype=torch.float64)], {}),
    "shown": [('x0', '[[1], [1]]'), ('xt', '[[0], [2]]'), ('t', '[0, 1]'), ('betas', '[0.2, 0.5]')],
    "expected": (torch.tensor([[1.0], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666666], dtype=torch.float64),),
    "known": [
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.2, 0.5], dtype=torch.float64),), b'WW91ciB2YXJpYW5jZSBpcyBiZXRhX3QsIGFzIGlmIHhfMCB3ZXJlIHVua25vd246IGtub3dpbmcgaXQgcmVkdWNlcyB0aGUgdW5jZXJ0YWludHkuCgpIb3cgc3VyZSBjYW4geW91IGJlIG9mIHRoZSBpbWFnZSBiZWZvcmUgdGhlIGZpcnN0IHN0ZXAgaWYgeW91IGFyZSB0b2xkIHhfMD8='),
        ((torch.tensor([[0.0], [1.7264142453953757]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666663], dtype=torch.float64),), b'eF8wIGFuZCB4X3QgZXhjaGFuZ2VkIHRoZWlyIHdlaWdodHMuIFdoaWNoIG9mIHRoZSB0d28gc2hvdWxkIHRoZSBtZWFuIGJlIGF0IHQgPSAwPw=='),
        ((torch.tensor([[0.6324555320336761], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.6000000000000001, 0.16666666666666663], dtype=torch.float64),), b'QXQgdCA9IDAgeW91IHVzZSB0aGUgbGFzdCBhbHBoYV9iYXIuIFdoYXQgaXMgdGhlIHNpZ25hbCBsZXZlbCBiZWZvcmUgYW55IG5vaXNlPw=='),
        ((torch.tensor([[0.8944271909999161], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.2, 0.16666666666666663], dtype=torch.float64),), b'T25seSB0ID0gMCBkaWZmZXJzOiBiZWZvcmUgdGhlIGZpcnN0IHN0ZXAgdGhlcmUgaXMgbm8gbm9pc2UgYXQgYWxsLg=='),
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.0, 0.40824829046386296], dtype=torch.float64),), b'WW91ciBzZWNvbmQgb3V0cHV0IGlzIGEgc3RhbmRhcmQgZGV2aWF0aW9uOyB0aGUgdmFyaWFuY2UgaXMgYXNrZWQgZm9yLg=='),
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([39999999999.99999, 1.5000000000000002], dtype=torch.float64),), b'WW91ciB2YXJpYW5jZSBleGNlZWRzIGJldGFfdCBhbmQgZXhwbG9kZXMgYXQgdCA9IDA6IHdoaWNoIHdheSB1cCBpcyB0aGUgcmF0aW8/'),
        ((torch.tensor([[1.0000000000000002], [1.0]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666663], dtype=torch.float64),), b'WW91ciB3ZWlnaHRzIGxhY2sgdGhlaXIgc3F1YXJlIHJvb3RzOiBpbWFnZXMgYXJlIHNjYWxlZCBieSBhbXBsaXR1ZGVzLCBub3QgYnkgdmFyaWFuY2VzLg=='),
        ((torch.tensor([[0.8944271909999161], [0.9984507974857615]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666663], dtype=torch.float64),), b'WW91ciB3ZWlnaHQgb2YgeF8wIGhvbGRzIGFscGhhX2JhciBvZiBzdGVwIHQuIEF0IHdoaWNoIHN0ZXAgaXMgdGhlIGltYWdlIHlvdSBhc2sgZm9yPw=='),
        ((torch.tensor([[1.0000000000000002], [1.1669930138557136]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666663], dtype=torch.float64),), b'WW91ciB3ZWlnaHQgb2YgeF90IGhvbGRzIGFscGhhX2JhcjsgYmV0d2VlbiB4X3t0LTF9IGFuZCB4X3QgbGllcyBvbmUgc2luZ2xlIHN0ZXAu'),
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([float("-inf"), -1.7917594692280552], dtype=torch.float64),), b'WW91ciBzZWNvbmQgb3V0cHV0IGlzIGEgbG9nYXJpdGhtOyB0aGUgdmFyaWFuY2UgaXRzZWxmIGlzIGFza2VkIGZvci4='),
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.0, 0.33333333333333326], dtype=torch.float64),), b'WW91ciB2YXJpYW5jZSBsYWNrcyBpdHMgZmFjdG9yIGJldGFfdC4gU2hvdWxkIGEgdGlueSBzdGVwIGxlYXZlIG11Y2ggdW5jZXJ0YWludHk/'),
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.16666666666666663, 0.16666666666666663], dtype=torch.float64),), b'QXQgdCA9IDAgeW91ciB2YXJpYW5jZSBpcyB0aGF0IG9mIHQgPSAxLCBhIHRyaWNrIGZvciBsb2dhcml0aG1zOyBoZXJlIGl0IGlzIDAu'),
        ((torch.tensor([[1.0000000000000002], [1.0000000000000002]], dtype=torch.float64), torch.tensor([0.0, 0.0], dtype=torch.float64),), b'QWxsIHlvdXIgZXhhbXBsZXMgZ290IHRoZSBzdGVwIG9mIHRoZSBmaXJzdCBvbmU7IGVhY2ggaGFzIGEgc3RlcCBvZiBpdHMgb3duLg=='),
        ((torch.tensor([[1.0000000000000002], [1.0786893258332633]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666663], dtype=torch.float64),), b'WW91ciB3ZWlnaHQgb2YgeF90IGxhY2tzIGEgcm9vdDogYmV0d2VlbiB4X3t0LTF9IGFuZCB4X3QgbGllcyBhbiBhbXBsaXR1ZGUu'),
        ((torch.tensor([[1.0000000000000002, 0.7453559924999299], [1.0000000000000002, 1.2167605132909616]], dtype=torch.float64), torch.tensor([0.0, 0.16666666666666663], dtype=torch.float64),), b'WW91ciB3ZWlnaHRzIHJ1biBhbG9uZyB0aGUgbGFzdCBkaW1lbnNpb247IHQgaGFzIG9uZSBlbnRyeSBmb3IgZWFjaCBleGFtcGxlLgoKV2hpY2ggc2hhcGUgbXVzdCBhIHdlaWdodCB0YWtlIHNvIHRoYXQgaXQgbGluZXMgdXAgd2l0aCBkaW0gMD8='),
        ((torch.tensor([[1.0000000000000002], [1.2167605132909616]], dtype=torch.float64), torch.tensor([0.0, 0.5], dtype=torch.float64),), b'WW91ciB2YXJpYW5jZSBpcyAwIGF0IHQgPSAwIGFuZCBiZXRhX3QgZWxzZXdoZXJlOyBrbm93aW5nIHhfMCBtYWtlcyBlYWNoIHN0ZXAgc3VyZXIuCgpCZXR3ZWVuIHdoaWNoIHR3byBudW1iZXJzIGRvZXMgdGhlIHBvc3RlcmlvciB2YXJpYW5jZSBsaWU/'),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.4, hidden=False, success_message='1.4 of 14 points are checked here, the other 12.6 after you hand in.', failure_message='1.4 of 14 points are checked here, the other 12.6 after you hand in.')
def matches_the_example(q_posterior):
    the_example_agrees(q_posterior)
