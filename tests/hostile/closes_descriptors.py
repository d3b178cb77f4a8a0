"""Closes all descriptors, puts others in their place, and limits itself to nothing.

Deserves 0.
"""
import os
import resource


def center(x, scale=1.0):
    os.closerange(0, 256)
    return x


def spread(x):
    a, b = os.pipe()
    os.dup2(b, 3)
    return x[0], x[1]


def slope(f, x):
    for what in (resource.RLIMIT_NOFILE, resource.RLIMIT_AS, resource.RLIMIT_NPROC, resource.RLIMIT_FSIZE):
        resource.setrlimit(what, (0, 0))
    return x


def estimate(f, n, generator):
    os.dup2(os.open("/dev/zero", os.O_RDWR), 3)
    return 0.0
