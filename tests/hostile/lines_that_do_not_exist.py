"""Raises from lines and cells that do not exist, for pages that quote the student's code.

Deserves 0.
"""
import types


def raising(name, line):
    code = compile("def boom(*args, **kwargs):\n    raise RuntimeError", name, "exec")
    space = {}
    exec(code, space)
    return types.FunctionType(space["boom"].__code__.replace(co_firstlineno=line), space)


center = raising("<cell 0>", 1_000_000_000)
spread = raising("<cell 4000000>", 1)
slope = raising("<cell -1>", 5)
estimate = raising("<cell \u00b2>", 5)
