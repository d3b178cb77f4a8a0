"""Sends what it sees to the internet, to this machine, to abstract sockets, by raw packets.

Deserves 0.
"""
import os
import socket
import urllib.request

SENT = []
for family in range(1, 46):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        if family == socket.AF_UNIX:
            continue
        try:
            socket.socket(family, kind)
            SENT.append(f"family {family}")
        except OSError:
            pass
for name in ("\0/tmp/.X11-unix/X0", "\0dbus", "/run/systemd/notify", "/var/run/docker.sock", "/dev/log"):
    try:
        socket.socket(socket.AF_UNIX).connect(name)
        SENT.append(name)
    except OSError:
        pass
for url in ("http://127.0.0.1:80/", "http://example.com/", "file:///srv/course/course.toml"):
    try:
        SENT.append(urllib.request.urlopen(url, timeout=1).read(100).decode())
    except Exception:
        pass
os.system("echo x > /dev/tcp/127.0.0.1/80; curl http://127.0.0.1; ping -c1 127.0.0.1")


def spread(x):
    return f"canary-net-0 {SENT}" if SENT else "nothing"
