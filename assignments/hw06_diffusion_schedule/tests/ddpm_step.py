"""The public checks of ddpm_step.

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


name = "ddpm_step"
points = None
assignment = "hw06_diffusion_schedule"
number = 6
out_of = 16


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([1.0, -1.0], dtype=torch.float64), 1, torch.tensor([0.5, 0.5], dtype=torch.float64), torch.tensor([1.0, 0.0], dtype=torch.float64), torch.tensor([0.2, 0.5], dtype=torch.float64)], {}),
    "shown": [('xt', '[1, -1]'), ('t', '1'), ('eps_pred', '[0.5, 0.5]'), ('noise', '[1, 0]'), ('betas', '[0.2, 0.5]')],
    "expected": torch.tensor([1.3660263882493195, -1.8706490269607332], dtype=torch.float64),
    "known": [
        (torch.tensor([1.1244447644521234, -1.8706490269607332], dtype=torch.float64), b'WW91ciBmcmVzaCBub2lzZSBpcyBzY2FsZWQgYnkgYSB2YXJpYW5jZS4gV2hhdCB0dXJucyBhIHZhcmlhbmNlIGludG8gYW4gYW1wbGl0dWRlPw=='),
        (torch.tensor([1.2332062018481682, -2.0034692133618845], dtype=torch.float64), b'SW4geW91ciBtZWFuIHRoZSBwcmVkaWN0ZWQgbm9pc2UgbGFja3MgYSByb290LiBXaXRoIHdoaWNoIGFtcGxpdHVkZSBkb2VzIGVwcyBzaXQgaW4geF90Pw=='),
        (torch.tensor([1.0854996782799116, -1.3227486121839513], dtype=torch.float64), b'VGhlIGZvcndhcmQgc3RlcCBzaHJhbmsgdGhlIGltYWdlOyB5b3VyIHJldmVyc2Ugc3RlcCBkb2VzIG5vdCB1bmRvIGl0Lg=='),
        (torch.tensor([2.278897317424596, -0.9577780977854566], dtype=torch.float64), b'WW91IGFkZCB0aGUgcHJlZGljdGVkIG5vaXNlIHRvIHhfdDsgYSBzdGVwIGJhY2sgcmVtb3ZlcyBpdC4='),
        (torch.tensor([1.377014684852258, -2.1935112657799842], dtype=torch.float64), b'WW91IHJlbW92ZWQgYWxsIHRoZSBub2lzZSBhdCBvbmNlOiB0aGF0IGVzdGltYXRlcyB4XzAsIG5vdCB4X3t0LTF9Lg=='),
        (torch.tensor([1.479076757468224, -2.0914491931640184], dtype=torch.float64), b'WW91IHJlc2NhbGUgYnkgYWxwaGFfYmFyLCB3aGljaCB1bmRvZXMgYWxsIHN0ZXBzOiBob3cgbXVjaCBkaWQgdGhlIGxhc3Qgb25lIHNocmluaz8='),
        (torch.tensor([1.3614271578730528, -1.914213562373095], dtype=torch.float64), b'WW91IHVzZSAxIC0gYmV0YV90IHdoZXJlIGFscGhhX2Jhcl90IGJlbG9uZ3M6IHhfdCBob2xkcyB0aGUgbm9pc2Ugb2YgYWxsIHN0ZXBzIHNvIGZhci4='),
        (torch.tensor([1.3660263882493195, -0.9810582528954458], dtype=torch.float64), b'WW91IGNsaXAgdGhlIGltcGxpZWQgeF8wIHRvIFstMSwgMV07IGhlcmUgaXQgaXMgdXNlZCBhcyBpdCBjb21lcyBvdXQu'),
        (torch.tensor([1.5351283669750821, -1.8706490269607332], dtype=torch.float64), b'WW91ciByZXNjYWxpbmcgcmVhY2hlcyB0aGUgZnJlc2ggbm9pc2UgYXMgd2VsbDsgb25seSB0aGUgbWVhbiBpcyByZXNjYWxlZC4='),
        (torch.tensor([1.1769646284690551, -2.0597107867409976], dtype=torch.float64), b'SW4geW91ciBtZWFuIHRoZSBwcmVkaWN0ZWQgbm9pc2UgaXMgd2VpZ2h0ZWQgYnkgdGhlIHJvb3Qgb2YgYmV0YV90OyBiZXRhX3Qgc3RhbmRzIHRoZXJlLg=='),
        (torch.tensor([2.182522969177046, -1.8706490269607332], dtype=torch.float64), b'VGhlIHZhcmlhbmNlIG9mIHlvdXIgZnJlc2ggbm9pc2UgZXhjZWVkcyBiZXRhX3Q6IHdoaWNoIHdheSB1cCBpcyB0aGUgcmF0aW8/'),
        (torch.tensor([0.9577780977854566, -1.8706490269607332], dtype=torch.float64), b'WW91IHJldHVybiB0aGUgbWVhbiBhdCBldmVyeSBzdGVwOyB3aGVyZSB0ID4gMCBmcmVzaCBub2lzZSBiZWxvbmdzIHRvIHRoZSBkcmF3Lg=='),
        (torch.tensor([1.322461852836958, -1.914213562373095], dtype=torch.float64), b'WW91IHRha2UgZXBzX3ByZWQgZm9yIHRoZSBub2lzZSBvZiBzdGVwIHQgYWxvbmU7IGl0IGlzIGFsbCB0aGUgbm9pc2UgaW4geF90Lg=='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.6, hidden=False, success_message='1.6 of 16 points are checked here, the other 14.4 after you hand in.', failure_message='1.6 of 16 points are checked here, the other 14.4 after you hand in.')
def matches_the_example(ddpm_step):
    the_example_agrees(ddpm_step)
