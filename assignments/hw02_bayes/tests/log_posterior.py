"""The public checks of log_posterior.

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


name = "log_posterior"
points = None
assignment = "hw02_bayes"
number = 2
out_of = 12


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([-0.01005033585350145, -4.605170185988091], dtype=torch.float64), torch.tensor([[-2.995732273553991, -0.05129329438755058], [-0.05129329438755058, -2.995732273553991]], dtype=torch.float64)], {}),
    "shown": [('log_prior', '[-0.0101, -4.6052]'), ('log_lik', '[[-2.9957, -0.0513], [-0.0513, -2.9957]]')],
    "expected": torch.tensor([[-0.17556477433107487, -1.8262456452992235], [-0.0005314908442945743, -7.540090320145325]], dtype=torch.float64),
    "known": [
        (torch.tensor([[0.8389830508474575, 0.16101694915254247], [0.9994686503719448, 0.0005313496280552605]], dtype=torch.float64), b'WW91IHJldHVybiBwcm9iYWJpbGl0aWVzOyB0aGUgcXVlc3Rpb24gYXNrcyBmb3IgdGhlaXIgbG9nYXJpdGhtcy4='),
        (torch.tensor([[1.06203224789103, 1.6452668139764988], [1.008739880714062, 124.98988746229453]], dtype=torch.float64), b'WW91IGRpdmlkZWQgYnkgdGhlIGxvZyBldmlkZW5jZS4gV2hhdCBkb2VzIGxvZyhhL2IpIGJlY29tZSBpbiB0ZXJtcyBvZiBsb2cgYSBhbmQgbG9nIGI/'),
        (torch.tensor([[-7.540090320145325, -0.0005314908442945724], [-1.826245645299224, -0.17556477433107495]], dtype=torch.float64), b'QSBoeXBvdGhlc2lzIHdpdGggYSBsYXJnZXIgcHJpb3IgY29tZXMgb3V0IGxlc3MgcHJvYmFibGU6IHlvdSBkaXZpZGVkIGJ5IHRoZSBwcmlvci4KClRyeSB0aGlzOiB3aGljaCBvZiB0aGUgdGVybXMgaW4gQmF5ZXMnIHJ1bGUgc3RhbmRzIGJlbG93IHRoZSBmcmFjdGlvbiBiYXI/'),
        (torch.tensor([[0.0, -1.6506808709681486], [0.0, -7.53955882930103]], dtype=torch.float64), b'WW91IGRpdmlkZWQgYnkgdGhlIGxhcmdlc3QgdGVybSBvZiBlYWNoIHJvdyBpbnN0ZWFkIG9mIGJ5IHRoZSBzdW0gb2YgaXRzIHRlcm1zLgoKVHJ5IHRoaXM6IHdoYXQgZG8gdGhlIHByb2JhYmlsaXRpZXMgaW4gb25lIG9mIHlvdXIgcm93cyBhZGQgdXAgdG8/'),
        (torch.tensor([[-0.001936701079331619, -6.24773742218207], [-5.370006900438281e-06, -12.134684049442518]], dtype=torch.float64), b'WW91IGNvdW50ZWQgdGhlIHByaW9yIHR3aWNlOiB3aXRob3V0IGFueSBldmlkZW5jZSB5b3VyIHBvc3RlcmlvciBkaWZmZXJzIGZyb20gdGhlIHByaW9yLgoKVHJ5IHRoaXM6IHdoZW4gYWxsIGxpa2VsaWhvb2RzIGFyZSBlcXVhbCwgd2hhdCBzaG91bGQgdGhlIHBvc3RlcmlvciBiZT8='),
        (torch.tensor([[-2.095672956419916, -0.1312339772534755], [-0.01956065265897348, -3.943999631825414]], dtype=torch.float64), b'WW91IGFkZGVkIGEgcHJvYmFiaWxpdHkgdG8gYSBsb2cgbGlrZWxpaG9vZDogbG9nX3ByaW9yIG5lZWRzIHRvIHN0YXkgYSBsb2cuCgpUcnkgdGhpczogd2hhdCBkb2VzIGxvZ19wcmlvciBob2xkIGZvciBhIGh5cG90aGVzaXMgb2YgcHJvYmFiaWxpdHkgMT8='),
        (torch.tensor([[-0.17556477433107495, -1.8262456452992235], [-0.010050335853501506, -4.60517018598809]], dtype=torch.float64), b'WW91IGNhcnJ5IHRoZSBwb3N0ZXJpb3Igb2Ygb25lIG9ic2VydmF0aW9uIG92ZXIgYXMgdGhlIHByaW9yIG9mIHRoZSBuZXh0OyBlYWNoIHN0YXJ0cyBhZnJlc2guCgpUcnkgdGhpczogZXhjaGFuZ2UgdHdvIHJvd3Mgb2YgbG9nX2xpazsgd2hpY2ggcm93cyBvZiB0aGUgYW5zd2VyIHNob3VsZCBjaGFuZ2U/'),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.2, hidden=False, success_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.', failure_message='1.2 of 12 points are checked here, the other 10.8 after you hand in.')
def matches_the_example(log_posterior):
    the_example_agrees(log_posterior)
