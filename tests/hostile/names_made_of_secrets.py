"""Names exceptions, functions, cells and modules after what it reads, so that pages tell it.

Deserves 0.
"""
try:
    SECRET = open("/srv/course/course.toml").read() + open("/srv/course/reference/toy/__init__.py").read()
except OSError as error:
    SECRET = "canary-names-0"


def center(x, scale=1.0):
    class Told(ValueError):
        pass

    Told.__name__ = Told.__qualname__ = SECRET[:150]
    Told.__module__ = SECRET[-150:]
    raise Told(SECRET)


def spread(x):
    raise type(f"builtins.{SECRET[:50]}", (Exception,), {"__module__": "builtins"})(SECRET)


def slope(f, x):
    code = compile(f"def told():\n    raise RuntimeError({SECRET!r})", f"<cell {SECRET[:20]}>", "exec")
    space = {}
    exec(code, space)
    space["told"]()


print(SECRET)
raise type(SECRET[:100], (Exception,), {})(SECRET)
