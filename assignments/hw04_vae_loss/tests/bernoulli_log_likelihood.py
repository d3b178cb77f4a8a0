"""The public checks of bernoulli_log_likelihood.

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


name = "bernoulli_log_likelihood"
points = None
assignment = "hw04_vae_loss"
number = 2
out_of = 12


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([[1.0, 0.0]], dtype=torch.float64), torch.tensor([[2.0, -1.0]], dtype=torch.float64)], {}),
    "shown": [('x', '[[1, 0]]'), ('logits', '[[2, -1]]')],
    "expected": torch.tensor([-0.4401896985611954], dtype=torch.float64),
    "known": [
        (torch.tensor([-0.44018719534805095], dtype=torch.float64), b'WW91ciBzbWFsbCBudW1iZXIgaW5zaWRlIHRoZSBsb2cgY2FwcyB0aGUgcGVuYWx0eSBuZWFyIDE0IG5hdHMgYW5kIHJlbW92ZXMgdGhlIGdyYWRpZW50LgoKV2hhdCBkb2VzIGEgZGVjb2RlciBsb3NlIHdpdGggYSBsb2dpdCBvZiAtMTAwMCBmb3IgYSB3aGl0ZSBwaXhlbCwgYW5kIHdoYXQgaW4geW91ciB2ZXJzaW9uPw=='),
        (torch.tensor([0.44018969856119555], dtype=torch.float64), b'WW91IHJldHVybiB0aGUgbG9zczsgbG9nLWxpa2VsaWhvb2RzIG9mIGJpbmFyeSBkYXRhIGFyZSBuZXZlciBwb3NpdGl2ZS4KCldoYXQgaXMgdGhlIGxvZ2FyaXRobSBvZiBhIHByb2JhYmlsaXR5IG9mIG9uZSBoYWxmPw=='),
        (torch.tensor([-1.1833744405387312], dtype=torch.float64), b'WW91IGFwcGx5IHRoZSBzaWdtb2lkIHR3aWNlOiBhIGZ1bmN0aW9uIHdpdGggbG9naXRzIGluIGl0cyBuYW1lIGV4cGVjdHMgcmF3IGxvZ2l0cy4KCldoYXQgaXMgdGhlIGxhcmdlc3QgcHJvYmFiaWxpdHkgb2Ygd2hpdGUgdGhhdCB5b3VyIHZlcnNpb24gY2FuIHJlYWNoPw=='),
        (torch.tensor([7.743235181586213], dtype=torch.float64), b'WW91IGV4Y2hhbmdlZCBwcmVkaWN0aW9uIGFuZCB0YXJnZXQ6IHlvdXIgdmFsdWUgc2NvcmVzIHggYWdhaW5zdCB0aGUgbG9naXRzLgoKV2hpY2ggb2YgdGhlIHR3byBhcmd1bWVudHMgY29tZXMgZnJvbSB0aGUgZGVjb2Rlcj8='),
        (torch.tensor([-0.1269280110429725], dtype=torch.float64), b'WW91ciBibGFjayBwaXhlbHMgY291bnQgZm9yIG5vdGhpbmc6IHByZWRpY3Rpbmcgd2hpdGUgZXZlcnl3aGVyZSBpcyBmcmVlLgoKV2hhdCBkb2VzIGEgcGl4ZWwgb2YgMCBjb250cmlidXRlIHdoZW4gaXRzIGxvZ2l0IGlzIGxhcmdlPw=='),
        (torch.tensor([-0.22009484928059778], dtype=torch.float64), b'WW91IGF2ZXJhZ2VkIG92ZXIgcGl4ZWxzOyBsb2ctbGlrZWxpaG9vZHMgb2YgaW5kZXBlbmRlbnQgcGl4ZWxzIGFkZCB1cC4KCkJlc2lkZSBhIEtMIHRoYXQgaXMgc3VtbWVkLCBob3cgbXVjaCBkb2VzIGFuIGF2ZXJhZ2Ugb3ZlciA3ODQgcGl4ZWxzIHdlaWdoPw=='),
        (torch.tensor(-0.44018969856119555, dtype=torch.float64), b'WW91IHN1bW1lZCBvdmVyIHRoZSBiYXRjaCBhcyB3ZWxsOiBvbmUgdmFsdWUgcGVyIGV4YW1wbGUgaGFzIHRvIHJlbWFpbi4KCldoaWNoIGRpbWVuc2lvbnMgb2YgeCBiZWxvbmcgdG8gYSBzaW5nbGUgZXhhbXBsZT8='),
        (torch.tensor([-3.4401896985611957], dtype=torch.float64), b'WW91ciBsb2dpdHMgaGF2ZSB0aGUgb3Bwb3NpdGUgc2lnbjogYSBsYXJnZSBvbmUgc2hvdWxkIG1ha2Ugd2hpdGUgbGlrZWx5LgoKV2hhdCBpcyBzaWdtb2lkKC1sKSBiZXNpZGUgMSAtIHNpZ21vaWQobCk/'),
        (torch.tensor(-0.22009484928059778, dtype=torch.float64), b'WW91IGF2ZXJhZ2VkIG92ZXIgYWxsIHBpeGVscyBvZiB0aGUgYmF0Y2g6IG9uZSBzdW0gcGVyIGV4YW1wbGUgaGFzIHRvIHJlbWFpbi4KCldoYXQgZG9lcyByZWR1Y3Rpb249Im1lYW4iLCB0aGUgZGVmYXVsdCwgZGl2aWRlIGJ5Pw=='),
        (torch.tensor([-0.08653882474712432], dtype=torch.float64), b'WW91ciB2YWx1ZSBpcyBtaW51cyBhIHNxdWFyZWQgZXJyb3I7IGEgQmVybm91bGxpIGRlY29kZXIgaXMgc2NvcmVkIGJ5IGxvZ2FyaXRobXMuCgpXaGF0IHNob3VsZCBiZSBsb3N0IGJ5IGEgcHJvYmFiaWxpdHkgb2YgMCBmb3IgYSBwaXhlbCB0aGF0IGlzIHdoaXRlPw=='),
        (torch.tensor([-1.4401896985611953], dtype=torch.float64), b'WW91ciBzdGFibGUgZm9ybSBzdWJ0cmFjdHMgfGxvZ2l0fCB3aGVyZSBtYXgobG9naXQsIDApIGJlbG9uZ3MuCgpXaGF0IHNob3VsZCBhIHdoaXRlIHBpeGVsIGxvc2Ugd2l0aCBhIGxvZ2l0IG9mIC0xMDAsIGFuZCB3aGF0IHdpdGggKzEwMD8='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.2, hidden=False, success_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.', failure_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.')
def matches_the_example(bernoulli_log_likelihood):
    the_example_agrees(bernoulli_log_likelihood)
