"""Builds the view of the machine in which the zygote runs, and becomes its keeper.

First process of the sandbox, started by the grader as `start.py launcher CONFIG`. In the tier
"namespaces" it leaves the machine's namespaces, gathers the interpreter and its libraries under
neutral names in an empty root and runs the zygote there; otherwise it becomes the zygote.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import stat
import sys
from pathlib import Path
from typing import Any, NoReturn

from . import kernel

HERE = os.path.dirname(os.path.abspath(__file__))
FILES = (
    "cells", "confine", "invocation", "kernel", "landlock", "limits", "messages", "notebook",
    "processes", "protocol", "seccomp", "server", "start", "zygote",
)  # fmt: skip
_SYSTEM = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64", "/nix/store")
_ETC = ("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/localtime")
_DEVICES = ("null", "zero", "full", "random", "urandom")
_USERS = 8
"""More than the submissions of one zygote that live at a time: one, and those not quite gone."""
_BECOME = (0, 5, 6, 7)  # CAP_CHOWN, CAP_KILL, CAP_SETGID, CAP_SETUID
_SYS_ADMIN = 21
_HARMLESS = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
_ALL = (
    kernel.CLONE_NEWNS | kernel.CLONE_NEWPID | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC | kernel.CLONE_NEWUTS
)  # fmt: skip


def main(text: str) -> NoReturn:
    """Start the zygote as the configuration says; never returns."""
    config = json.loads(text)
    try:
        if config["tier"] == "namespaces":
            _isolated(config)
        else:
            _plain(config)
    except OSError as error:
        with socket.socket(fileno=config["control"]) as control:
            control.send(json.dumps({"fault": str(error)}).encode())
        os._exit(1)


def environment(home: str) -> dict[str, str]:
    """All that the zygote and its children find in their environment."""
    return {
        "HOME": home, "TMPDIR": home, "MPLCONFIGDIR": f"{home}/.matplotlib", "MPLBACKEND": "Agg",
        "USER": "student", "LOGNAME": "student", "LANG": "C.UTF-8", "PATH": "/py/bin",
        # One thread, or a fork would hang in its first parallel operation.
        "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1",
        "NUMEXPR_NUM_THREADS": "1", "CUDA_VISIBLE_DEVICES": "",
    }  # fmt: skip


def private_users() -> list[int] | None:
    """User ids that only this sandbox's submissions have, while this process lives; None if we
    may not become another user.
    """
    if not _holds(*_BECOME):
        return None
    maps = [line.split() for line in Path("/proc/self/uid_map").read_text().splitlines()]
    first, count = max(((int(m[0]), int(m[2])) for m in maps), key=lambda m: m[1])
    if count < 1000 * _USERS:
        return None
    reserved = min(1 << 30, count // 2)  # for the machine's real users
    start = first + reserved + os.getpid() * _USERS % (count - reserved - _USERS)
    return list(range(start, start + _USERS))


def _holds(*capabilities: int) -> bool:
    status = Path("/proc/self/status").read_text()
    effective = int(status.partition("CapEff:")[2].split()[0], 16)
    return all(effective >> number & 1 for number in capabilities)


def _plain(config: dict[str, Any]) -> NoReturn:
    config["uids"] = private_users() if config["tier"] == "uid" else None
    config["readable"] = [
        *config["libraries"], config["python"], *config["prefix"], *_SYSTEM, *_ETC, "/proc/cpuinfo",
        *(f"/dev/{name}" for name in _DEVICES), *(f"{HERE}/{name}.py" for name in FILES),
    ]  # fmt: skip
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGTERM)
    _become(config, config["python"], HERE, environment(config["home"]))


def _isolated(config: dict[str, Any]) -> NoReturn:
    config["uids"] = private_users() if _holds(_SYS_ADMIN) else None
    uid, gid = os.geteuid(), os.getegid()
    kernel.unshare(_ALL if config["uids"] else kernel.CLONE_NEWUSER | _ALL)
    if not config["uids"]:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"0 {uid} 1")
        Path("/proc/self/gid_map").write_text(f"0 {gid} 1")
    child = os.fork()
    # Gained capabilities clear this, so it comes after the namespaces. Once this process is
    # gone, the kernel ends the first process of the new namespace and with it all others.
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if child:
        os.close(config["control"])
        if os.getppid() != config["grader"]:
            os._exit(1)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0)
    os.setsid()
    _view(config)
    config["libraries"] = [f"/site/{n}" for n in range(len(config["libraries"]))]
    config["readable"] = ["/"]
    _become(config, "/py/bin/python", "/inside", environment("/tmp"))


def _become(config: dict[str, Any], python: str, folder: str, env: dict[str, str]) -> NoReturn:
    if "/py/" in python:
        env["LD_LIBRARY_PATH"] = "/py/lib"
    os.set_inheritable(config["control"], True)
    arguments = [python, "-I", "-S", f"{folder}/start.py", "zygote", json.dumps(config)]
    os.execve(python, arguments, env)  # noqa: S606


def _view(config: dict[str, Any]) -> None:
    """An empty root that holds the interpreter, its libraries and nothing else to read."""
    binds = {"/py/bin/python": config["python"]}
    binds |= {f"/py/{os.path.basename(source)}": source for source in config["prefix"]}
    binds |= {f"/site/{n}": source for n, source in enumerate(config["libraries"])}
    binds |= {f"/inside/{name}.py": f"{HERE}/{name}.py" for name in FILES}
    binds |= {path: path for path in _SYSTEM + _ETC if os.path.exists(path)}
    links = {path: os.readlink(path) for path in _SYSTEM if os.path.islink(path)}
    devices = {f"/dev/{name}": f"/dev/{name}" for name in _DEVICES}
    # Opened before anything is covered, wherever the sources lie.
    sources = {
        target: os.open(source, os.O_PATH | os.O_CLOEXEC)
        for target, source in (binds | devices).items()
        if target not in links
    }
    kernel.mount("", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    root = "/tmp"
    kernel.mount("root", root, "tmpfs", kernel.MS_NOSUID, "size=1m,mode=755")
    for name in ("dev/shm", "proc", "tmp", "old"):
        os.makedirs(f"{root}/{name}")
    for target, source in sources.items():
        _bind(source, root + target, devices=target in devices)
    for target, text in links.items():
        os.symlink(text, root + target)
    os.symlink("/proc/self/fd", f"{root}/dev/fd")
    kernel.mount("tmp", f"{root}/tmp", "tmpfs", kernel.MS_NOSUID | kernel.MS_NODEV, "size=64m")
    with contextlib.suppress(OSError):
        # Refused where the machine hides parts of its own /proc; nothing here needs it.
        kernel.mount("proc", f"{root}/proc", "proc", _HARMLESS)
    os.chdir(root)
    kernel.pivot_root(".", "old")
    kernel.unmount("/old")
    os.rmdir("/old")
    os.chdir("/")
    kernel.mount(
        "", "/", "", kernel.MS_BIND | kernel.MS_REMOUNT | kernel.MS_RDONLY | kernel.MS_NOSUID
    )


def _bind(source: int, target: str, *, devices: bool) -> None:
    if stat.S_ISDIR(os.fstat(source).st_mode):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        Path(target).touch()
    kernel.mount(f"/proc/self/fd/{source}", target, "", kernel.MS_BIND | kernel.MS_REC)
    kernel.read_only(target, devices=devices)


if sys.platform != "linux":
    raise ImportError("the sandbox needs Linux")
