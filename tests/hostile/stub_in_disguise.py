"""Stubs dressed up as answers: tricks with defaults, decorators, __call__, __getattr__, class bodies.

Deserves 0.
"""
import functools


def center(x, scale=1.0, _answer=lambda x: x.__class__(0)):
    """Written, really."""
    raise NotImplementedError


class Spread:
    def __call__(self, *args):
        raise NotImplementedError

    def __getattr__(self, name):
        return self

    __code__ = property(lambda self: center.__code__)


spread = Spread()


class slope:
    def __new__(cls, f, x):
        return NotImplemented


@functools.singledispatch
def estimate(f, n=0, generator=None):
    ...
