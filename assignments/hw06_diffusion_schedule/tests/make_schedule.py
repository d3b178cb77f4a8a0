"""The public checks of make_schedule.

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


name = "make_schedule"
points = None
assignment = "hw06_diffusion_schedule"
number = 1
out_of = 10


EXAMPLE_1 = {
    "arguments": lambda: ([3, 'linear', 0.1, 0.3], {}),
    "shown": [('num_steps', '3'), ('kind', '"linear"'), ('beta_start', '0.1'), ('beta_end', '0.3')],
    "expected": (torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64), torch.tensor([0.9, 0.72, 0.504], dtype=torch.float64),),
    "known": [
        ((torch.tensor([0.1, 0.16666666666666669, 0.23333333333333334], dtype=torch.float64), torch.tensor([0.9, 0.75, 0.575], dtype=torch.float64),), b'WW91ciBsYXN0IGJldGEgZG9lcyBub3QgcmVhY2ggYmV0YV9lbmQuIEhvdyBtYW55IGdhcHMgbGllIGJldHdlZW4gVCBwb2ludHM/'),
        ((torch.tensor([0.1, 0.18660254037844387, 0.29999999999999993], dtype=torch.float64), torch.tensor([0.9, 0.7320577136594005, 0.5124403995615804], dtype=torch.float64),), b'WW91ciBiZXRhcyBhcmUgbGluZWFyIGluIHRoZWlyIHNxdWFyZSByb290czogYm90aCBlbmRzIG1hdGNoLCB0aGUgbWlkZGxlIGRvZXMgbm90Lg=='),
        ((torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64), torch.tensor([0.1, 0.020000000000000004, 0.006000000000000001], dtype=torch.float64),), b'WW91IG11bHRpcGxpZWQgdGhlIG5vaXNlIHBhcnRzOyBhbHBoYV9iYXIgaXMgdGhlIHNoYXJlIG9mIHNpZ25hbCB0aGF0IHN1cnZpdmVzLgoKV2hpY2ggc2hhcmUgb2YgdGhlIHNpZ25hbCBpcyBsZWZ0IGFmdGVyIG9uZSBzdGVwIHdpdGggYmV0YSA9IDAuMT8='),
        ((torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64), torch.tensor([1.0, 0.9, 0.7200000000000001], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIgaXMgc2hpZnRlZCBieSBvbmU6IGluZGV4IDAgYWxyZWFkeSBpbmNsdWRlcyBvbmUgbm9pc2luZyBzdGVwLg=='),
        ((torch.tensor([0.9, 0.7200000000000001, 0.504], dtype=torch.float64), torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64),), b'WW91IHJldHVybiBhbHBoYV9iYXIgZmlyc3Q7IHRoZSBwYWlyIGlzIChiZXRhcywgYWxwaGFfYmFyKS4='),
        ((torch.tensor([0.9, 0.8, 0.7], dtype=torch.float64), torch.tensor([0.9, 0.7200000000000001, 0.504], dtype=torch.float64),), b'WW91ciBmaXJzdCByZXN1bHQgaXMgMSAtIGJldGEsIHdoYXQgYSBzdGVwIGtlZXBzOyBhc2tlZCBmb3IgaXMgd2hhdCBpdCBhZGRzLg=='),
        ((torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64), torch.tensor([0.9486832980505138, 0.8485281374238571, 0.7099295739719539], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIgaXMgdGhlIHJvb3Qgb2YgdGhlIG9uZSBhc2tlZCBmb3I6IGEgc2hhcmUgb2YgdmFyaWFuY2UsIG5vdCBhbiBhbXBsaXR1ZGUu'),
        ((torch.tensor([0.1, 0.2, 0.3], dtype=torch.float64), torch.tensor([0.9, 0.8, 0.7], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIga25vd3Mgb25lIHN0ZXAgb25seTsgdGhlIHNpZ25hbCBoYXMgY29tZSB0aHJvdWdoIGFsbCBzdGVwcyBzbyBmYXIu'),
    ],
}


def the_example_agrees(function):
    hold(function, name, EXAMPLE_1)


@test_case(name="matches the example", points=0.56, hidden=False)
def matches_the_example(make_schedule):
    the_example_agrees(make_schedule)


EXAMPLE_2 = {
    "arguments": lambda: ([4, 'cosine'], {}),
    "shown": [('num_steps', '4'), ('kind', '"cosine"')],
    "expected": (torch.tensor([0.15298783867309523, 0.41695808751199437, 0.7078587123971637, 0.999], dtype=torch.float64), torch.tensor([0.8470121613269047, 0.4938435904406377, 0.14427210238573565, 0.00014427210238573585], dtype=torch.float64),),
    "known": [
        ((torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 0.999], dtype=torch.float64), torch.tensor([0.1529878386730953, 0.06378951662572732, 0.045153965103124784, 0.04510881113802166], dtype=torch.float64),), b'WW91IG11bHRpcGxpZWQgdGhlIG5vaXNlIHBhcnRzOyBhbHBoYV9iYXIgaXMgdGhlIHNoYXJlIG9mIHNpZ25hbCB0aGF0IHN1cnZpdmVzLgoKV2hpY2ggc2hhcmUgb2YgdGhlIHNpZ25hbCBpcyBsZWZ0IGFmdGVyIG9uZSBzdGVwIHdpdGggYmV0YSA9IDAuMT8='),
        ((torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 0.999], dtype=torch.float64), torch.tensor([1.0, 0.8470121613269047, 0.4938435904406378, 0.14427210238573585], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIgaXMgc2hpZnRlZCBieSBvbmU6IGluZGV4IDAgYWxyZWFkeSBpbmNsdWRlcyBvbmUgbm9pc2luZyBzdGVwLg=='),
        ((torch.tensor([0.07966736376084937, 0.23642818773346164, 0.4594990401462393, 0.999], dtype=torch.float64), torch.tensor([0.9203326362391506, 0.7027400589411691, 0.3798316763853902, 0.0003798316763853906], dtype=torch.float64),), b'WW91ciBjb3NpbmUgc2NoZWR1bGUgbG9zZXMgc2lnbmFsIHRvbyBzbG93bHk6IGFscGhhX2JhciBmb2xsb3dzIHRoZSBzcXVhcmUgb2YgYSBjb3NpbmUu'),
        ((torch.tensor([0.14644660940672627, 0.4142135623730949, 0.7071067811865475, 0.999], dtype=torch.float64), torch.tensor([0.8535533905932737, 0.5000000000000001, 0.1464466094067263, 0.00014644660940672642], dtype=torch.float64),), b'VGhlIHNtYWxsIG9mZnNldCBzIGlzIG1pc3NpbmcgZnJvbSB5b3VyIGNvc2luZSBzY2hlZHVsZSwgc28gaXRzIGZpcnN0IGJldGFzIGFyZSB0b28gc21hbGwu'),
        ((torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 0.999], dtype=torch.float64), torch.tensor([0.8470121613269047, 0.49384359044063775, 0.1442721023857358, 3.749982237642683e-33], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIgZG9lcyBub3Qga25vdyB0aGF0IGJldGFzIHdlcmUgY2xpcHBlZC4gV2hpY2ggYmV0YXMgc2hvdWxkIGl0IG11bHRpcGx5IHVwPw=='),
        ((torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 1.0], dtype=torch.float64), torch.tensor([0.8470121613269047, 0.4938435904406378, 0.14427210238573585, 0.0], dtype=torch.float64),), b'WW91ciBsYXN0IGJldGEgZGVzdHJveXMgdGhlIHNpZ25hbCBjb21wbGV0ZWx5LiBXaGljaCBhcmd1bWVudCBrZWVwcyBhIGxpdHRsZSBvZiBpdD8='),
        ((torch.tensor([0.0, 0.2571163706082671, 0.6682546795866295, 0.999], dtype=torch.float64), torch.tensor([1.0, 0.7428836293917329, 0.24644816766240799, 0.00024644816766240823], dtype=torch.float64),), b'WW91ciBjb3NpbmUgaXMgY3V0IGludG8gb25lIGdhcCB0b28gZmV3OiBUIGJldGFzIG5lZWQgVCArIDEgdmFsdWVzIG9mIGYu'),
        ((torch.tensor([0.8470121613269047, 0.4938435904406378, 0.14427210238573585, 0.00014427210238573596], dtype=torch.float64), torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 0.999], dtype=torch.float64),), b'WW91IHJldHVybiBhbHBoYV9iYXIgZmlyc3Q7IHRoZSBwYWlyIGlzIChiZXRhcywgYWxwaGFfYmFyKS4='),
        ((torch.tensor([0.8470121613269047, 0.5830419124880057, 0.29214128760283664, 0.0010000000000000009], dtype=torch.float64), torch.tensor([0.8470121613269047, 0.4938435904406378, 0.14427210238573585, 0.00014427210238573596], dtype=torch.float64),), b'WW91ciBmaXJzdCByZXN1bHQgaXMgMSAtIGJldGEsIHdoYXQgYSBzdGVwIGtlZXBzOyBhc2tlZCBmb3IgaXMgd2hhdCBpdCBhZGRzLg=='),
        ((torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 0.999], dtype=torch.float64), torch.tensor([0.9203326362391506, 0.7027400589411691, 0.3798316763853903, 0.012011332248578255], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIgaXMgdGhlIHJvb3Qgb2YgdGhlIG9uZSBhc2tlZCBmb3I6IGEgc2hhcmUgb2YgdmFyaWFuY2UsIG5vdCBhbiBhbXBsaXR1ZGUu'),
        ((torch.tensor([0.1529878386730953, 0.41695808751199426, 0.7078587123971634, 0.999], dtype=torch.float64), torch.tensor([0.8470121613269047, 0.5830419124880057, 0.29214128760283664, 0.0010000000000000009], dtype=torch.float64),), b'WW91ciBhbHBoYV9iYXIga25vd3Mgb25lIHN0ZXAgb25seTsgdGhlIHNpZ25hbCBoYXMgY29tZSB0aHJvdWdoIGFsbCBzdGVwcyBzbyBmYXIu'),
        ((torch.tensor([0.15530971468412813, 0.42285126098909676, 0.7175552670915906, 0.9988530441006482], dtype=torch.float64), torch.tensor([0.8446902853158719, 0.48751193302481555, 0.13769517771285641, 0.0001579302963900503], dtype=torch.float64),), b'WW91IGFkZCBzIGFuZCBuZXZlciBkaXZpZGUgYnkgMSArIHMsIHNvIHlvdXIgY29zaW5lIHJ1bnMgcGFzdCBpdHMgZW5kLg=='),
        ((torch.tensor([0.1529878386730953, 0.5061564095593623, 0.8557278976142642, 0.999], dtype=torch.float64), torch.tensor([0.8470121613269047, 0.4182915268965633, 0.06034779799550676, 6.0347797995506815e-05], dtype=torch.float64),), b'WW91ciBiZXRhcyBjb21wYXJlIGVhY2ggbGV2ZWwgd2l0aCB0aGUgZmlyc3Qgb25lOyBhIHN0ZXAgc3RhcnRzIHdoZXJlIHRoZSBsYXN0IG9uZSBlbmRlZC4='),
    ],
}


def example_2_agrees(function):
    hold(function, name, EXAMPLE_2)


@test_case(name="matches example 2", points=0.55, hidden=False, success_message='1.11 of 10 points are checked here, the other 8.89 after you hand in.', failure_message='1.11 of 10 points are checked here, the other 8.89 after you hand in.')
def matches_example_2(make_schedule):
    example_2_agrees(make_schedule)
