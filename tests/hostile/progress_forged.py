"""Claims in mid-cell that all cells have run and that its functions stand where it likes.

Deserves 0.
"""
import json
import os
import struct

for message in (
    {"at": ["run", 10**9]},
    {"done": [["ok", "", None]], "definitions": {"center": [0, 10**9, False], "../../etc": [0, 1, False]}},
    {"fault": "no grade for me"},
    {"begun": True},
):
    text = json.dumps(message).encode()
    os.write(3, struct.pack("!4sIQ", b"gag1", len(text), 0) + text)


def center(x, scale=1.0):
    return x
