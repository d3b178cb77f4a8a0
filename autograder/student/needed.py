# Which statements of a notebook its questions need: its pictures and trainings can wait.
import ast
import dis
import types


def needed(cells, names):
    """Keep what defines or changes `names`, and whatever that uses in turn.

    Args:
        cells: a number and the statements of each cell.
        names: the functions that will be called.

    Returns:
        The same cells with fewer statements.
    """
    facts = {id(s): _Facts(s) for _, statements in cells for s in statements}
    modules = {name for fact in facts.values() if fact.imports for name in fact.binds}
    wanted, kept = set(names), set()
    while True:
        new = [
            key for key, fact in facts.items() if key not in kept and fact.matters(wanted, modules)
        ]
        if not new:
            break
        kept.update(new)
        for key in new:
            wanted |= facts[key].uses
    return [(number, [s for s in body if id(s) in kept]) for number, body in cells]


class _Facts:
    """What one top-level statement binds, uses, and calls a method of or assigns into."""

    def __init__(self, statement):
        try:
            tree = ast.Module([statement], [])
            self.binds, self.uses = _names(compile(tree, "<cell>", "exec", dont_inherit=True))
        except (SyntaxError, ValueError, RecursionError):  # it won't run either
            self.binds, self.uses = set(), set()
        self.imports = isinstance(statement, (ast.Import, ast.ImportFrom))
        self.star = self.imports and any(alias.name == "*" for alias in statement.names)
        self.touches, self.configures = set(), set()
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return  # what its body does, it does when it is called
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                self.touches.add(_root(node.func))
            elif not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
                self.touches.add(_root(node))
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            self.configures.add(_root(statement.value.func))  # torch.set_default_dtype(...)

    def matters(self, wanted, modules):
        """Whether the statement bears on `wanted` names; modules are only read, but for calls
        that stand alone."""
        return (
            self.star
            or self.binds & wanted
            or self.touches & wanted - modules
            or self.configures & wanted & modules
        )


def _names(code):
    """The global names that a piece of code binds, and those it uses, functions within included."""
    binds, uses = set(), set()
    for step in dis.get_instructions(code):
        if step.opname in ("STORE_NAME", "STORE_GLOBAL", "DELETE_NAME", "DELETE_GLOBAL"):
            binds.add(step.argval)
        elif step.opname in ("LOAD_NAME", "LOAD_GLOBAL"):
            uses.add(step.argval)
    for inner in code.co_consts:
        if isinstance(inner, types.CodeType):
            more = _names(inner)
            uses |= more[1]
            if inner.co_flags & 2:  # a function: what a class body stores is its own
                binds |= more[0]
    return binds, uses


def _root(node):
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
