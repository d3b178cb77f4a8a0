"""Answers with containers that hold themselves, nest a hundred thousand deep, or never end.

Deserves 0.
"""
import itertools


class Same:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        return self is other


class Key(str):
    def __hash__(self):
        return 7


class Endless(dict):
    def items(self):
        return ((str(i), i) for i in itertools.count())


def center(x, scale=1.0):
    loop = []
    loop.append(loop)
    return loop


def spread(x):
    deep = ()
    for _ in range(100_000):
        deep = (deep,)
    return deep


def slope(f, x):
    return {Key(i): i for i in range(2000)} | {Same(): i for i in range(500)}


def estimate(f, n, generator):
    return Endless(a=1)
