"""Cells that never end: an infinite generator, a catastrophic regular expression, sums, input().

Deserves 10.
"""
# %%
input("Your name? ")
# %%
import itertools
import re

sum(itertools.repeat(1))
# %%
re.match(r"(a*)*b", "a" * 60)


# %%
def spread(x):
    return x.min(), x.max()


# %%
10 ** 10 ** 10
