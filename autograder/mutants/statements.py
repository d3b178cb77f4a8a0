"""Wrong statements: a check or a case left out, an input changed, arguments taken for others."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.mutants.arithmetic import related
from autograder.mutants.edit import Edit, Place, guards


def edits(place: Place) -> Iterator[Edit]:
    """Every wrong statement, or none at all, in the place of a right one."""
    node = place.node
    if isinstance(node, ast.If):
        raises = isinstance(node.body[-1], ast.Raise)
        if raises:
            yield Edit(
                "check_dropped", "a check of the arguments is missing", _or_pass(node.orelse)
            )
        else:
            yield Edit("branch_dropped", "a case is missing", _or_pass(node.orelse))
            yield Edit("branch_dropped", "a case is taken that should depend", list(node.body))
    elif isinstance(node, ast.Try | ast.Expr) and guards(node):
        yield Edit("check_dropped", "a check of the arguments is missing", [ast.Pass()])
    elif isinstance(node, ast.Assign) and _again(node, place):
        yield Edit("step_dropped", "a step is missing", [ast.Pass()])
    elif isinstance(node, ast.Return) and node.value is not None:
        yield from _answers(node)


def _or_pass(statements: list[ast.stmt]) -> list[ast.stmt]:
    return list(statements) or [ast.Pass()]


def _again(node: ast.Assign, place: Place) -> bool:
    """Whether a name gets a value that it had before."""
    function = place.above[0]
    assert isinstance(function, ast.FunctionDef)
    earlier = {argument.arg for argument in function.args.args}
    for other in ast.walk(function):
        if isinstance(other, ast.Assign) and other.lineno < node.lineno:
            earlier |= {target.id for target in other.targets if isinstance(target, ast.Name)}
    return any(isinstance(target, ast.Name) and target.id in earlier for target in node.targets)


def _answers(node: ast.Return) -> Iterator[Edit]:
    """The answer in float32, detached from the graph, or a tuple with one part treated so."""
    assert node.value is not None
    several = isinstance(node.value, ast.Tuple)
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    for i, part in enumerate(parts):
        for called, operator, text in (
            ("float", "float32", "the answer is cast to float32"),
            ("double", "float64", "the answer is cast to float64"),
            ("detach", "detach_added", "the answer is cut off from the gradient"),
        ):
            cast = ast.Call(ast.Attribute(part, called, ast.Load()), [], [])
            whole = ast.Tuple([*parts[:i], cast, *parts[i + 1 :]], ast.Load())
            yield Edit(operator, text, ast.Return(whole if several else cast))


def openings(function: ast.FunctionDef) -> Iterator[Edit]:
    """Wrong first lines of the formula: an argument taken for something else, or detached."""
    tensors = [a.arg for a in function.args.args if _annotated(a) == "Tensor"]
    for given in tensors:
        for operator, text, source in _misread(given):
            yield Edit(operator, text, ast.parse(f"{given} = {source.format(given)}").body)
        if given == "t":
            continue  # steps are integers
        text = f"{given} is cut off from the gradient"
        yield Edit("detach_added", text, ast.parse(f"{given} = {given}.detach()").body)
    for i, a in enumerate(tensors):
        for b in tensors[i + 1 :]:
            if related(a, b):
                text = f"{a} and {b} are exchanged"
                yield Edit("exchanged", text, ast.parse(f"{a}, {b} = {b}, {a}").body)
    for given in ("t", "t_prev"):
        if any(argument.arg == given for argument in function.args.args):
            for op, text in (("-", "early"), ("+", "late")):
                source = f"{given} = {given} {op} 1"
                yield Edit("off_by_one", f"{given} is one step too {text}", ast.parse(source).body)


def _misread(given: str) -> Iterator[tuple[str, str, str]]:
    """What this field's quantities are taken for, by the name of the argument."""
    parts = given.split("_")
    if "logits" in parts:
        yield (
            "logits_for_probabilities",
            "logits are turned into probabilities first",
            "{}.sigmoid()",
        )
        yield (
            "logits_for_probabilities",
            "logits are normalised to probabilities first",
            "{}.softmax(-1)",
        )
    if given.startswith("log_"):
        yield "log_for_probability", "a log is taken for the quantity itself", "{}.log()"
        yield "probability_for_log", "a log-probability is exponentiated first", "{}.exp()"
    if given.startswith("logvar"):
        yield (
            "std_for_variance",
            "a log-variance is taken for the log of a standard deviation",
            "2 * {}",
        )
        yield "std_for_variance", "a log-variance is halved first", "{} / 2"
        yield "variance_for_logvar", "a log-variance is taken for the variance", "{}.abs().log()"
    if parts[0] in ("var", "variances"):
        yield "std_for_variance", "a variance is taken for a standard deviation", "{}**2"
        yield (
            "std_for_variance",
            "a variance is turned into a standard deviation first",
            "{}.sqrt()",
        )
    if parts[0] in ("sigma", "stds", "std"):
        yield "variance_for_std", "a standard deviation is taken for a variance", "{}.sqrt()"
        yield "variance_for_std", "a standard deviation is squared first", "{}**2"
    if given == "alpha_bar":
        yield "alpha_for_alpha_bar", "the share of noise is taken for the share of signal", "1 - {}"
        yield "alpha_for_alpha_bar", "an amplitude is taken for a share", "{}**2"
        yield "alpha_for_alpha_bar", "shares are multiplied up once more", "{}.cumprod(0)"
        yield (
            "alpha_for_alpha_bar",
            "one step's share is taken where all steps' is asked",
            "torch.cat([{0}[:1], {0}[1:] / {0}[:-1]])",
        )
    if given == "betas":
        yield "alpha_for_beta", "the share that is kept is taken for the one that is lost", "1 - {}"
        yield (
            "alpha_bar_for_beta",
            "all steps' share is taken where one step's is asked",
            ("1 - (1 - {}).cumprod(0)"),
        )


def endings(function: ast.FunctionDef) -> Iterator[Edit]:
    """Wrong last lines: the answer is right, but an argument is changed on the way."""
    last = function.body[-1]
    if not isinstance(last, ast.Return) or last.value is None:
        return
    for argument in function.args.args:
        if _annotated(argument) == "Tensor":
            lines = ast.parse(f"result = 0\n{argument.arg}.data.add_(1)\nreturn_ = result").body[:2]
            assert isinstance(lines[0], ast.Assign)
            lines[0].value = last.value
            result = ast.Return(ast.Name("result", ast.Load()))
            yield Edit("changed_input", f"{argument.arg} is changed in place", [*lines, result])


def _annotated(argument: ast.arg) -> str:
    return ast.unparse(argument.annotation) if argument.annotation else ""
