"""The public checks of optimal_discriminator.

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


name = "optimal_discriminator"
points = None
assignment = "hw05_gan_losses"
number = 6
out_of = 26


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([0.5, 0.5], dtype=torch.float64), torch.tensor([0.25, 0.75], dtype=torch.float64)], {}),
    "shown": [('p', '[0.5, 0.5]'), ('q', '[0.25, 0.75]')],
    "expected": (torch.tensor([0.6666666666666666, 0.3999999999999999], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.03382207556860521, dtype=torch.float64),),
    "known": [
        ((torch.tensor([0.33333333333333337, 0.6], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91ciBEKiBpcyBvbmUgbWludXMgdGhlIGJlc3Q6IEQgc2hvdWxkIGJlIGxhcmdlIHdoZXJlIGRhdGEgYXJlIGxpa2VseS4='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.06764415113721041, dtype=torch.float64),), b'WW91IGFkZCB0aGUgdHdvIEtMcywgYnV0IEpTIGlzIHRoZWlyIGF2ZXJhZ2UuIFdoYXQgbXVzdCBkaXNqb2ludCBkaXN0cmlidXRpb25zIGdpdmU/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.14384103622589042, dtype=torch.float64),), b'WW91ciBKUyBpcyBLTChwfHxxKSwgaW5maW5pdGUgb24gZGlzam9pbnQgc3VwcG9ydHM7IEpTIGNvbXBhcmVzIGJvdGggd2l0aCB0aGVpciBtaXh0dXJlLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(-0.6593251049913401, dtype=torch.float64),), b'WW91ciBtaXh0dXJlIGRvZXMgbm90IHN1bSB0byAxLCBzbyBKUyBvZiBlcXVhbCBkaXN0cmlidXRpb25zIGlzIG5vdCAwLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(1.3186502099826802, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91IHJldHVybiB0aGUgZGlzY3JpbWluYXRvcidzIGxvc3M7IFYgaXMgd2hhdCBEIG1heGltaXNlcywgYW5kIGl0IGlzIG5ldmVyIHBvc2l0aXZlLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(0.06764415113721041, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91ciBWIGlzIDAgd2hlbiBwID0gcSwgYnV0IHRoZSBiZXN0IEQgY2FuIHRoZW4gb25seSBndWVzcy4gV2hhdCBkb2VzIGd1ZXNzaW5nIGVhcm4/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.902410118609203, dtype=torch.float64), torch.tensor(0.0487949406953985, dtype=torch.float64),), b'WW91ciBWIGFuZCBKUyBhcmUgaW4gYml0czsgbG9nYXJpdGhtcyBoZXJlIGFyZSBuYXR1cmFsLg=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.1839077909404743, dtype=torch.float64),), b'WW91IHJldHVybiB0aGUgSmVuc2VuLVNoYW5ub24gZGlzdGFuY2UsIHRoZSBzcXVhcmUgcm9vdCBvZiB0aGUgZGl2ZXJnZW5jZSBhc2tlZCBmb3Iu'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.1373265360835137, dtype=torch.float64),), b'WW91ciBkaXZlcmdlbmNlIGF2ZXJhZ2VzIEtMKHB8fHEpIGFuZCBLTChxfHxwKSwgd2hpY2ggaGFzIG5vIG1peHR1cmUgYW5kIG5vIGNlaWxpbmcuCgpUcnkgdGhpczogd2hhdCBzaG91bGQgSlMgYmUgZm9yIGRpc2pvaW50IGRpc3RyaWJ1dGlvbnM/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.03484119247315164, dtype=torch.float64),), b'WW91ciBLTHMgZ28gZnJvbSB0aGUgbWl4dHVyZSB0byBlYWNoIHNpZGU7IHRoZSBleHBlY3RhdGlvbnMgYXJlIHRha2VuIHVuZGVyIHAgYW5kIHEuCgpUcnkgdGhpczogY2FuIEtMKHB8fG0pIGJlIGluZmluaXRlLCBhbmQgY2FuIEtMKG18fHApPw=='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-0.6593251049913401, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91IGF2ZXJhZ2UgdGhlIHR3byBoYWx2ZXMgb2YgVjsgaGVyZSB0aGV5IGFyZSBhZGRlZC4gV2hhdCBkb2VzIGd1ZXNzaW5nIGVhcm4/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-0.6593251049913401, dtype=torch.float64), torch.tensor(0.016911037784302602, dtype=torch.float64),), b'WW91IGRpdmlkZSBieSB0aGUgbnVtYmVyIG9mIG91dGNvbWVzOyBwIGFuZCBxIGFyZSB0aGUgd2VpZ2h0cyBvZiB0aGUgc3VtIGFscmVhZHku'),
        ((torch.tensor([2.0, 0.6666666666666666], dtype=torch.float64), torch.tensor(-1.3186502099826802, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91ciBEKiBpcyB0aGUgcmF0aW8gcCAvIHEsIHdoaWNoIGV4Y2VlZHMgMS4gV2hpY2ggcHJvYmFiaWxpdHkgZ29lcyB3aXRoIHRoZXNlIG9kZHM/'),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-0.6608779199911597, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'WW91ciBWIHJld2FyZHMgcmVjb2duaXNpbmcgZGF0YSBvbmx5LiBXaGF0IGRvZXMgRCBlYXJuIG9uIHRoZSBnZW5lcmF0b3IncyBvdXRjb21lcz8='),
        ((torch.tensor([0.6666666666666666, 0.4], dtype=torch.float64), torch.tensor(-1.4655968762082099, dtype=torch.float64), torch.tensor(0.033822075568605205, dtype=torch.float64),), b'Qm90aCBsb2dhcml0aG1zIG9mIHlvdXIgViBhcmUgd2VpZ2h0ZWQgYnkgcDsgdGhlIHNlY29uZCBiZWxvbmdzIHRvIHRoZSBnZW5lcmF0b3IncyBxLg=='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=2.6, hidden=False, success_message='2.6 of 26 points are checked here, the other 23.4 after you hand in.', failure_message='2.6 of 26 points are checked here, the other 23.4 after you hand in.')
def matches_the_example(optimal_discriminator):
    the_example_agrees(optimal_discriminator)
