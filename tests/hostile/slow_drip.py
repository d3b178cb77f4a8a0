"""Answers one byte at a time and never finishes.

Deserves 0.
"""
import os
import struct
import time


def center(x, scale=1.0):
    os.write(3, struct.pack("!4sIQ", b"gag1", 1 << 20, 0))
    while True:
        os.write(3, b" ")
        time.sleep(0.0005)
