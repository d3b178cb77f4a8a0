"""Commands as forks of one process that has imported torch: a command starts in 30 ms, not 2 s.

`Server` is the test's end. The other end is this file as a script: it imports what the commands
import, runs none of them itself, and becomes each by forking, with a session, arguments, a folder
and output of its own. What a fork can't have afresh are the interpreter's flags, the environment
that it reads when it starts and the seed of its hashes. So a test of these starts a real process,
as test_readme.py does for every command.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from pathlib import Path

LATER = ("scipy.stats", "sqlalchemy.dialects.sqlite", "torch.fx.experimental.symbolic_shapes")
"""What nearly every command imports when it comes to need it, at half a second together."""


class Server:
    """A process that forks; it ends with the one that started it."""

    def __init__(self):
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments, cwd, timeout, input=""):
        """Run `python -m autograder` with some arguments, one at a time.

        Raises:
            TimeoutExpired: it has not ended after `timeout` seconds, and has been killed.
        """
        with tempfile.TemporaryDirectory() as folder:
            files = [Path(folder, name) for name in ("stdin", "stdout", "stderr")]
            files[0].write_text(input, encoding="utf-8")
            request = {
                "arguments": [str(word) for word in arguments], "cwd": str(cwd),
                "timeout": timeout, "files": [str(path) for path in files],
            }  # fmt: skip
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            code = json.loads(self._process.stdout.readline())
            out, err = (path.read_text(encoding="utf-8") for path in files[1:])
        if code is None:
            raise subprocess.TimeoutExpired(arguments, timeout, out, err)
        return subprocess.CompletedProcess(arguments, code, out, err)


def serve():
    """Fork for one request after the other; returns the request in the fork, None at the end."""
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            return request
        fd = os.pidfd_open(pid)
        in_time = bool(select.select([fd], [], [], request["timeout"])[0])
        os.close(fd)
        if not in_time:
            os.killpg(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status) if in_time else None), flush=True)
    return None


def become(request):
    """Run the command as `python -m` would; never returns."""
    os.setsid()
    for fd, path in enumerate(request["files"]):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, fd)
        os.close(opened)
    os.chdir(request["cwd"])
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as we live
    sys.argv[1:] = request["arguments"]
    sys.path[0] = request["cwd"]
    code = 0
    try:
        runpy.run_module("autograder", run_name="__main__", alter_sys=True)
    except SystemExit as left:
        code = left.code
        if not isinstance(code, int | None):
            print(code, file=sys.stderr)
            code = 1
    except BaseException:
        traceback.print_exc()
        code = 1
    # As the interpreter ends, but without taking torch down module by module, for 0.3 s.
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


if __name__ == "__main__":
    import autograder.cli

    commands = pkgutil.iter_modules(autograder.cli.__path__, "autograder.cli.")
    for name in (*(module.name for module in commands), *LATER):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # a fork's collections leave these pages shared
    if request := serve():
        become(request)
