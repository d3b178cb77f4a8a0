"""Raises exceptions that cannot be shown: endless __str__, giant messages, chains, no class to name.

Deserves 0.
"""


class Hang(Exception):
    def __str__(self):
        while True:
            pass


class Meta(type):
    @property
    def __module__(cls):
        raise SystemExit

    @property
    def __mro__(cls):
        return [cls] * (1 << 30)


class Nameless(Exception, metaclass=Meta):
    def __str__(self):
        raise self

    @property
    def __traceback__(self):
        return self

    tb_frame = tb_next = f_code = property(lambda self: self)
    co_filename = "<cell \u00b2>"


def center(x, scale=1.0):
    raise Hang


def spread(x):
    raise ValueError("x" * 100_000_000)


def slope(f, x):
    try:
        return slope(f, x)
    except RecursionError as error:
        for _ in range(100_000):
            error = type("E", (Exception,), {"__cause__": error})()
        raise error


def estimate(f, n, generator):
    raise Nameless
