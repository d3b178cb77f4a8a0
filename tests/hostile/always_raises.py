"""Raises ValueError whatever it is asked, for the checks that look for one.

Deserves 0.
"""


class Both(ValueError, TypeError, NotImplementedError.__base__):
    pass


def center(x, scale=1.0):
    raise ValueError


def spread(x):
    raise Both


def slope(f, x):
    raise type("ValueError", (Exception,), {"__module__": "builtins"})


estimate = slope
