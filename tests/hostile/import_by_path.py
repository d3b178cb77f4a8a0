"""Loads reference and solution by their paths, with importlib, runpy and the zip importer.

Deserves 0.
"""
import importlib.util
import runpy
import sys

FOUND = {}
for path in ("/srv/course/solutions/toy.py", "/srv/course/reference/toy/__init__.py"):
    try:
        FOUND |= runpy.run_path(path)
    except BaseException:
        pass
    try:
        spec = importlib.util.spec_from_file_location("stolen", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        FOUND |= vars(module)
    except BaseException:
        pass
sys.path[:0] = ["/srv/course", "/srv/course/solutions", "/srv/project"]
try:
    import toy
    FOUND |= vars(toy)
except BaseException:
    pass
globals().update({name: FOUND[name] for name in ("center", "spread", "slope", "estimate") if name in FOUND})
