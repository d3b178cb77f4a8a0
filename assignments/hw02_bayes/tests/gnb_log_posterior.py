"""The public checks of gnb_log_posterior.

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


name = "gnb_log_posterior"
points = None
assignment = "hw02_bayes"
number = 4
out_of = 18


EXAMPLE_1 = {
    "arguments": lambda: ([torch.tensor([[0.0], [3.0]], dtype=torch.float64), torch.tensor([-0.6931471805599453, -0.6931471805599453], dtype=torch.float64), torch.tensor([[0.0], [2.0]], dtype=torch.float64), torch.tensor([[1.0], [4.0]], dtype=torch.float64)], {}),
    "shown": [('x', '[[0], [3]]'), ('log_prior', '[-0.6931, -0.6931]'), ('means', '[[0], [2]]'), ('variances', '[[1], [4]]')],
    "expected": torch.tensor([[-0.26487290738708835, -1.4580200879470337], [-3.7067174021060105, -0.02486458266595637]], dtype=torch.float64),
    "known": [
        (torch.tensor([[-0.19936238825732916, -1.7106567493772196], [-3.127282278433136, -0.0448266395530264]], dtype=torch.float64), b'WW91IHNxdWFyZWQgdGhlIHZhcmlhbmNlcywgd2hpY2ggYXJlIHNxdWFyZWQgc2NhbGVzIGFscmVhZHkuCgpUcnkgdGhpczogaW4gd2hpY2ggdW5pdCBkb2VzIHggY29tZSwgYW5kIGluIHdoaWNoIGl0cyB2YXJpYW5jZT8='),
        (torch.tensor([[-0.3711006659477777, -1.1711006659477776], [-1.7839007408883387, -0.18390074088833888]], dtype=torch.float64), b'WW91IGF2ZXJhZ2VkIHRoZSB2YXJpYW5jZXMgb3ZlciB0aGUgY2xhc3NlczsgaGVyZSBlYWNoIGNsYXNzIGhhcyBpdHMgb3duLgoKVHJ5IHRoaXM6IHdoZXJlIGRvIGEgbmFycm93IGFuZCBhIHdpZGUgY2xhc3Mgd2l0aCB0aGUgc2FtZSBtZWFuIG1lZXQsIGFuZCBob3cgb2Z0ZW4/'),
        (torch.tensor([[-0.1688476234983058, -1.8619948040582512], [-8.057169691880912, -0.000316872440856463]], dtype=torch.float64), b'WW91ciBleHBvbmVudCBpcyBub3QgdGhhdCBvZiBhIEdhdXNzaWFuIGRlbnNpdHk6IHdoaWNoIGZhY3RvciBzdGFuZHMgYmVmb3JlIHRoZSBzcXVhcmU/'),
        (torch.tensor([[-0.4740769841801065, -0.9740769841801067], [-4.3875095702761735, -0.012509570276173372]], dtype=torch.float64), b'WW91IGRyb3BwZWQgdGhlIGZhY3RvciBiZWZvcmUgdGhlIGV4cG9uZW50aWFsLCBidXQgaXQgZGlmZmVycyBmcm9tIGNsYXNzIHRvIGNsYXNzLgoKVHJ5IHRoaXM6IGF0IGl0cyBvd24gbWVhbiwgaXMgdGhlIGRlbnNpdHkgb2YgYSB3aWRlIGNsYXNzIGhpZ2hlciB0aGFuIHRoYXQgb2YgYSBuYXJyb3cgb25lPw=='),
        (torch.tensor([[-1.612085713764618, -2.8052328943245635], [-6.112085713764618, -2.4302328943245635]], dtype=torch.float64), b'WW91IHJldHVybiBsb2cgcCh4LCB5KTogeW91ciByb3dzIGRvIG5vdCBzdW0gdG8gMSB5ZXQuIFdoYXQgaXMgbWlzc2luZyBpbiBCYXllcycgcnVsZT8='),
        (torch.tensor([[-0.011047744848593777, -0.8981232641398401], [-4.511047744848594, -0.5231232641398399]], dtype=torch.float64), b'WW91ciBjb2x1bW5zIHN1bSB0byAxLCBub3QgeW91ciByb3dzOiB5b3Ugbm9ybWFsaXNlZCBvdmVyIHRoZSBleGFtcGxlcy4KClRyeSB0aGlzOiB0aGUgcXVlc3Rpb24gJ3doaWNoIGNsYXNzPycgaXMgYXNrZWQgb25jZSBmb3Igd2hhdD8='),
        (torch.tensor([[0.7673034623811015, 0.23269653761889864], [0.024558005160564767, 0.9754419948394353]], dtype=torch.float64), b'WW91IHJldHVybiBwcm9iYWJpbGl0aWVzOyB0aGUgcXVlc3Rpb24gYXNrcyBmb3IgdGhlaXIgbG9nYXJpdGhtcy4='),
        (torch.tensor([[-0.14118064417486592, -2.027475005294756], [-3.0378315266592404, -0.04912588777913092]], dtype=torch.float64), b'WW91IHN1YnRyYWN0ZWQgbG9nKDIgcGkgdikgd2hvbGU6IHdoaWNoIHBvd2VyIG9mIHRoZSB2YXJpYW5jZSBzdGFuZHMgaW4gdGhlIGRlbnNpdHk/CgpUcnkgdGhpczogYXQgaXRzIG93biBtZWFuLCBieSB3aGF0IGRvZXMgdGhlIGRlbnNpdHkgZmFsbCB3aGVuIHRoZSB2YXJpYW5jZSBncm93cyBmb3VyZm9sZD8='),
        (torch.tensor([[-0.7943767694176431, -0.6012295888576978], [-5.074421526739049, -0.006274346179103283]], dtype=torch.float64), b'WW91IGFkZGVkIHRoZSBsb2cgb2YgdGhlIHdpZHRoOiBhIHdpZGUgY2xhc3MgY29tZXMgb3V0IHRvbyBwcm9iYWJsZSBuZWFyIGl0cyBtZWFuLgoKVHJ5IHRoaXM6IGlzIHRoZSBwZWFrIG9mIGEgd2lkZSBkZW5zaXR5IGhpZ2hlciB0aGFuIHRoYXQgb2YgYSBuYXJyb3cgb25lLCBvciBsb3dlcj8='),
        (torch.tensor([[-0.32887228107860644, -1.2720194616385516], [-1.091096905946116, -0.4092440865060612]], dtype=torch.float64), b'WW91ciBleHBvbmVudCB0YWtlcyB0aGUgZGlzdGFuY2UgYXMgaXQgaXM7IGEgR2F1c3NpYW4ncyB0YWtlcyBpdHMgc3F1YXJlLgoKVHJ5IHRoaXM6IHdoaWNoIGRlbnNpdHkgZmFsbHMgbGlrZSBleHAoLXx4fCksIGFuZCB3aGljaCBsaWtlIGV4cCgteF4yKT8='),
        (torch.tensor([[-0.6012295888576978, -0.7943767694176431], [-0.006274346179103283, -5.074421526739049]], dtype=torch.float64), b'WW91ciBkZW5zaXR5IGdyb3dzIHdpdGggdGhlIGRpc3RhbmNlIGZyb20gdGhlIG1lYW46IHdoaWNoIHNpZ24gaGFzIGl0cyBleHBvbmVudD8='),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=1.8, hidden=False, success_message='1.8 of 18 points are checked here, the other 16.2 after you hand in.', failure_message='1.8 of 18 points are checked here, the other 16.2 after you hand in.')
def matches_the_example(gnb_log_posterior):
    the_example_agrees(gnb_log_posterior)
