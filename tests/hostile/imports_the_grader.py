"""Imports the grader itself, its dependencies' plugins and everything else that can be imported.

Deserves 0.
"""
import importlib
import pkgutil

LOADED = []
for name in ("autograder", "autograder.engine", "autograder.catalog", "reference", "solutions", "inside.host",
             "inside.session", "inside.outcome", "inside.watch", "conftest", "splice", "usercustomize", "sitecustomize"):
    try:
        LOADED.append(importlib.import_module(name))
    except BaseException:
        pass
NAMES = [module.name for module in pkgutil.iter_modules() if module.name in ("reference", "solutions", "autograder")]
assert not LOADED and not NAMES, (LOADED, NAMES)


def spread(x):
    return f"canary-modules-0 {LOADED} {NAMES}" if LOADED or NAMES else "nothing"
