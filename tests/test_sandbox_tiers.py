"""The tiers and variants that are not this machine's default."""

# Cells are easier to read when a line of theirs is a line here.
# ruff: noqa: E501

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from autograder.sandbox import Call, Limits, Lost, Sandbox
from autograder.sandbox.processes import descendants

ROOT = Path(__file__).resolve().parent.parent
LIMITS = Limits(cell_cpu=0.5, cells_cpu=2, call_cpu=0.3, memory=400 << 20, processes=24)
CELLS = [
    "import os, time, torch\nopen('note', 'w').write('mine')",
    "def f(): return os.listdir('.')",
    "def hang():\n    if os.fork() == 0: os.setsid()\n    while True: pass",
    "def die(): os._exit(1)",
    "def others(): return len([p for p in range(2, 40000) if reaches(p)])",
    "def reaches(pid):\n    try: os.kill(pid, 0)\n    except OSError: return False\n    return True",
    "def hog():\n    kept = [bytearray(b'x') * (20 << 20) for _ in range(100)]",
    "def forks():\n    for n in range(1000):\n        try:\n            if os.fork() == 0: time.sleep(60)\n"
    "        except OSError: return n",
    "def opens(paths):\n    found = []\n    for path in paths:\n        try: os.close(os.open(path, 0))\n"
    "        except OSError: continue\n        found.append(path)\n    return found",
]
QUESTIONS = ["f", "hang", "die", "others", "hog", "forks", "opens"]
SECRETS = [str(ROOT / "course.toml"), str(ROOT / "autograder" / "errors.py"), "/etc/passwd"]


def behaves(box):
    """What holds in every tier; returns what differs between them."""
    with box.open(CELLS, seed=1, questions=QUESTIONS) as first:
        assert [cell.status for cell in first.cells] == ["ok"] * len(CELLS), first.cells
        assert first.call(Call("f")).value == ["note"]
        assert first.call(Call("hang")) == Lost("timeout")
        assert first.call(Call("die")) == Lost("died")
        assert first.call(Call("hog"), cpu=5) == Lost("memory")
        with box.open(
            ["import os\ndef f(): return os.listdir('.')"], seed=1, questions="f"
        ) as second:
            assert second.call(Call("f")).value == []
        seen = first.call(Call("opens", (SECRETS,))).value
        others = first.call(Call("others"), cpu=5).value
        forks = first.call(Call("forks"), cpu=5) if box.tier != "none" else None
    return {"seen": seen, "forks": forks, "others": others}


def test_a_user_of_its_own_confines_without_namespaces():
    others = set(descendants(os.getpid()))  # of the tests themselves
    with Sandbox(LIMITS, tier="uid") as box:
        box.self_test([ROOT / "course.toml", ROOT / "reference"])
        found = behaves(box)
        before = set(descendants(os.getpid())) - others
    assert before
    assert found["seen"] == []
    assert found["others"] <= 2  # the first process, and itself
    assert 1 <= found["forks"].value < LIMITS.processes
    assert not before & set(descendants(os.getpid()))


def test_without_isolation_calls_still_end():
    with Sandbox(LIMITS, tier="none", trust=True) as box:
        found = behaves(box)
        assert box.tier == "none"
    assert found["seen"] == SECRETS


AS_ANOTHER = """
import os, sys
from autograder.sandbox import kernel
prefix, libraries, project = sys.argv[1:4]
kernel.unshare(kernel.CLONE_NEWNS)
kernel.mount("", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
kernel.mount("mnt", "/mnt", "tmpfs", 0)
for name, source in (("py", prefix), ("site-packages", libraries), ("project", project)):
    os.mkdir(f"/mnt/{name}")
    kernel.mount(source, f"/mnt/{name}", "", kernel.MS_BIND | kernel.MS_REC)
os.setgroups([])
os.setresgid(54321, 54321, 54321)
os.setresuid(54321, 54321, 54321)
path = "/mnt/site-packages:/mnt/project"
python = f"/mnt/py/bin/python{sys.version_info[0]}.{sys.version_info[1]}"
os.execve(
    python,
    [python, *sys.argv[4:]],
    {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "HOME": "/tmp"},
)
"""


@pytest.mark.parametrize("tier", ["namespaces", "uid"])
def test_a_grader_without_privileges_confines(tier):
    probe = (
        "import sys; sys.path.insert(0, '/mnt/project/tests')\n"
        "from test_sandbox_tiers import *\n"
        f"with Sandbox(LIMITS, tier={tier!r}) as box:\n"
        f"    box.self_test([Path({str(ROOT)!r}) / 'course.toml'])\n"
        "    print(box.tier, behaves(box))\n"
    )
    if os.geteuid() == 0:
        command = [
            sys.executable, "-c", AS_ANOTHER, sys.base_prefix, sysconfig.get_path("purelib"), ROOT,
            "-c", probe,
        ]  # fmt: skip
    else:
        command = [sys.executable, "-c", probe.replace("/mnt/project", str(ROOT))]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith(tier)
    assert "'seen': []" in done.stdout
