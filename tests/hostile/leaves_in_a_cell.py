"""Ends its process in a cell: os._exit, sys.exit, abort, a segmentation fault, a stopped process.

Deserves 0.
"""
# %%
import ctypes
import os
import signal
import sys

# %%
sys.exit(0)
# %%
raise KeyboardInterrupt
# %%
raise GeneratorExit
# %%
os._exit(0)
# %%
ctypes.string_at(0)
# %%
def center(x, scale=1.0):
    return x
