"""Leaves processes in sessions of their own behind, twice forked, that work and wait for ever.

Deserves 10.
"""
import os
import subprocess
import sys
import time


def daemon(work):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.closerange(0, 64)
            while True:
                work()
        os._exit(0)


for _ in range(3):
    daemon(lambda: None)
    daemon(lambda: time.sleep(1))
try:
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    subprocess.Popen(["sleep", "600"], start_new_session=True)
except OSError:
    pass


def spread(x):
    daemon(lambda: None)
    return x.min(), x.max()
