"""Sleeps through every call of a question and through a cell.

Deserves 0.
"""
# %%
import time

time.sleep(3600)


# %%
def center(x, scale=1.0):
    while True:
        try:
            time.sleep(3600)
        except BaseException:
            pass
