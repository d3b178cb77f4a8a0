"""Forges gradients of a size that would fill the grader's memory once they are added up.

Deserves 0.
"""
import json
import os
import struct
import sys


def center(x, scale=1.0):
    above = sys._getframe()
    while above:
        request = above.f_locals.get("request")
        if isinstance(request, dict) and "call" in request and request["call"][3]:
            n = 7_000_000
            tall, wide = {"t": ["float64", [n, 1]]}, {"t": ["float64", [1, n]]}
            value = {"t": ["float64", list(x.shape)]}
            grads = [tall, wide][: len(request["call"][3])]
            message = {"id": request["id"], "returned": [value, grads, [], [], True, False, []]}
            text = json.dumps(message).encode()
            size = -(-8 * x.numel() // 16) * 16 + 8 * n * len(grads)
            os.write(3, struct.pack("!4sIQ", b"gag1", len(text), size) + text)
            zeros = bytes(1 << 20)
            while size:
                size -= os.write(3, zeros[:size])
            while True:
                pass
        above = above.f_back
    return 0 * x
