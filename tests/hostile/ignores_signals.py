"""Ignores every signal, swallows every exception and loops on.

Deserves 0.
"""
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def center(x, scale=1.0):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


while True:
    try:
        while True:
            pass
    except BaseException:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
