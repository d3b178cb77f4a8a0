"""The public checks of generator_loss.

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


name = "generator_loss"
points = None
assignment = "hw05_gan_losses"
number = 2
out_of = 12


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.0, -2.0], dtype=torch.float64), 'nonsaturating'], {}),
    "shown": [('fake_logits', '[0, -2]'), ('kind', '"nonsaturating"')],
    "expected": torch.tensor(1.410037595801459, dtype=torch.float64),
    "known": [
        (torch.tensor(1.4100324012920034, dtype=torch.float64), b'WW91ciBzbWFsbCBjb25zdGFudCBpbnNpZGUgdGhlIGxvZyBjYXBzIHRoZSBsb3NzOiByZWNvZ25pc2VkIGZha2VzIGFsbCBjb3N0IHRoZSBzYW1lLg=='),
        (torch.tensor(-1.410037595801459, dtype=torch.float64), b'QSBsb3NzIGlzIG1pbmltaXNlZCwgYW5kIHlvdXIgbm9uLXNhdHVyYXRpbmcgb25lIGRyb3BzIHdoZW4gRCByZWNvZ25pc2VzIHRoZSBmYWtlcy4='),
        (torch.tensor(2.820075191602918, dtype=torch.float64), b'WW91IHN1bSBvdmVyIGZha2VzLCBzbyB5b3VyIGxvc3Mgc2NhbGVzIHdpdGggdGhlIGJhdGNoLiBXaGljaCByZWR1Y3Rpb24gaXMgYXNrZWQgZm9yPw=='),
        (torch.tensor(1.172469418249732, dtype=torch.float64), b'WW91IHRha2UgdGhlIGxvZyBvZiBhbiBhdmVyYWdlOyB0aGUgbG9nIGJlbG9uZ3MgaW5zaWRlLCBvbmUgZm9yIGVhY2ggc2FtcGxlLg=='),
        (torch.tensor(1.3132616875182228, dtype=torch.float64), b'WW91IGF2ZXJhZ2UgdGhlIGxvZ2l0cyBiZWZvcmUgdGhlIGxvc3M7IHRoZSBsb3NzIG9mIGFuIGF2ZXJhZ2UgaXMgYW5vdGhlciBudW1iZXIu'),
        (torch.tensor(0.5546989101057886, dtype=torch.float64), b'QSBzaWdtb2lkIGlzIGFwcGxpZWQgdHdpY2UsIHNvIHlvdXIgbG9zcyBuZXZlciBnZXRzIG5lYXIgMC4gV2hhdCBkb2VzIGl0IGV4cGVjdCBhcyBpbnB1dD8='),
        (torch.tensor(0.7050187979007295, dtype=torch.float64), b'WW91ciBsb3NzIGlzIGhhbGYgdGhlIG9uZSBhc2tlZCBmb3IuIFdoZXJlIGRvZXMgYSBmYWN0b3IgMS8yIGVudGVyPw=='),
        (torch.tensor(-0.3096014610110588, dtype=torch.float64), b'WW91ciBsb3NzIGlzIG1hZGUgb2YgcHJvYmFiaWxpdGllczsgdGhlaXIgbG9nYXJpdGhtcyBhcmUgbWlzc2luZy4='),
        (torch.tensor(0.4100375958014589, dtype=torch.float64), b'WW91ciBub24tc2F0dXJhdGluZyBsb3NzIGlzIC1sb2coMSAtIEQpLCB0aGUgZGlzY3JpbWluYXRvcidzIG93bjogYmVpbmcgY2F1Z2h0IHBheXMgb2ZmLgoKV2hpY2ggbGFiZWwgZG9lcyB0aGUgZ2VuZXJhdG9yIHdpc2ggaXRzIHNhbXBsZXMgdG8gZ2V0Pw=='),
        (torch.tensor(1.0, dtype=torch.float64), b'WW91IGFkZCBsb2coMSAtIEQpIHRvIC1sb2cgRDogdG9nZXRoZXIgdGhleSBhcmUgbWludXMgdGhlIGxvZ2l0LCB3aGljaCBoYXMgbm8gbG93ZXIgYm91bmQuCgpIb3cgZG9lcyB5b3VyIGxvc3MgY2hhbmdlIHdoZXJlIEQgYWxyZWFkeSB0YWtlcyB0aGUgZmFrZXMgZm9yIHJlYWw/'),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=0.6, hidden=False)
def matches_the_example(generator_loss):
    the_example_agrees(generator_loss)


EXAMPLE_2 = {
    "arguments": lambda: ([torch.tensor([0.0, -2.0], dtype=torch.float64), 'saturating'], {}),
    "shown": [('fake_logits', '[0, -2]'), ('kind', '"saturating"')],
    "expected": torch.tensor(-0.4100375958014589, dtype=torch.float64),
    "known": [
        (torch.tensor(-0.4100360281351395, dtype=torch.float64), b'WW91ciBzbWFsbCBjb25zdGFudCBpbnNpZGUgdGhlIGxvZyBjYXBzIHRoZSBsb3NzOiByZWNvZ25pc2VkIGZha2VzIGFsbCBjb3N0IHRoZSBzYW1lLg=='),
        (torch.tensor(0.4100375958014589, dtype=torch.float64), b'TWluaW1pc2luZyB5b3VyIHNhdHVyYXRpbmcgbG9zcyBtYWtlcyBmYWtlcyBsZXNzIGNvbnZpbmNpbmcuIFdoaWNoIHNpZ24gc2hvdWxkIGl0IGhhdmU/'),
        (torch.tensor(-0.8200751916029178, dtype=torch.float64), b'WW91IHN1bSBvdmVyIGZha2VzLCBzbyB5b3VyIGxvc3Mgc2NhbGVzIHdpdGggdGhlIGJhdGNoLiBXaGljaCByZWR1Y3Rpb24gaXMgYXNrZWQgZm9yPw=='),
        (torch.tensor(-0.3704862553957182, dtype=torch.float64), b'WW91IHRha2UgdGhlIGxvZyBvZiBhbiBhdmVyYWdlOyB0aGUgbG9nIGJlbG9uZ3MgaW5zaWRlLCBvbmUgZm9yIGVhY2ggc2FtcGxlLg=='),
        (torch.tensor(-0.31326168751822286, dtype=torch.float64), b'WW91IGF2ZXJhZ2UgdGhlIGxvZ2l0cyBiZWZvcmUgdGhlIGxvc3M7IHRoZSBsb3NzIG9mIGFuIGF2ZXJhZ2UgaXMgYW5vdGhlciBudW1iZXIu'),
        (torch.tensor(-0.8643003711168474, dtype=torch.float64), b'QSBzaWdtb2lkIGlzIGFwcGxpZWQgdHdpY2UsIHNvIHlvdXIgbG9zcyBuZXZlciBnZXRzIG5lYXIgMC4gV2hhdCBkb2VzIGl0IGV4cGVjdCBhcyBpbnB1dD8='),
        (torch.tensor(-0.20501879790072944, dtype=torch.float64), b'WW91ciBsb3NzIGlzIGhhbGYgdGhlIG9uZSBhc2tlZCBmb3IuIFdoZXJlIGRvZXMgYSBmYWN0b3IgMS8yIGVudGVyPw=='),
        (torch.tensor(0.6903985389889412, dtype=torch.float64), b'WW91ciBsb3NzIGlzIG1hZGUgb2YgcHJvYmFiaWxpdGllczsgdGhlaXIgbG9nYXJpdGhtcyBhcmUgbWlzc2luZy4='),
    ],
}


def example_2_agrees(function):
    hold(function, name, EXAMPLE_2)


@test_case(name="matches example 2", points=0.6, hidden=False, success_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.', failure_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.')
def matches_example_2(generator_loss):
    example_2_agrees(generator_loss)
