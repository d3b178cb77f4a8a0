"""Stops every clock it can reach, then works for ever.

Deserves 0.
"""
import signal
import time

for name in ("time", "monotonic", "process_time", "perf_counter", "thread_time", "time_ns", "clock_gettime"):
    setattr(time, name, lambda *args: 0)
for name in ("setitimer", "signal", "alarm"):
    setattr(signal, name, lambda *args: 0)


def center(x, scale=1.0):
    while True:
        pass
