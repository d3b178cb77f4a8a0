"""Prints half a gigabyte, then without end, to every stream and descriptor.

Deserves 10.
"""
# %%
import os
import sys
import warnings

for _ in range(50):
    print("x" * 10_000_000)
# %%
while True:
    sys.stderr.write("x" * 100_000)
    os.write(1, b"x" * 100_000)
    os.write(2, b"x" * 100_000)
    warnings.warn("x")


# %%
def spread(x):
    for _ in range(100):
        print("x" * 100_000)
        sys.__stderr__.write("x" * 100_000)
    return x.min(), x.max()
