"""Submissions that hang, die, pry or cheat: each costs itself only, and learns nothing."""

# Cells are easier to read when a line of theirs is a line here.
# ruff: noqa: E501

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import torch

from autograder.errors import SandboxError
from autograder.sandbox import Call, Limits, Lost, Raised, Recorded, Returned, Sandbox
from autograder.sandbox.processes import descendants

ROOT = Path(__file__).resolve().parent.parent
LIMITS = Limits(
    cell_cpu=0.5, cells_cpu=2, call_cpu=0.3, memory=400 << 20, address_space=3 << 30,
    processes=24, disk=4 << 20,
)  # fmt: skip
GOOD = "def good(): return 1"
QUESTIONS = ("f", "g", "good")


@pytest.fixture(scope="module")
def sandbox():
    with Sandbox(LIMITS) as box:
        yield box


@pytest.fixture
def run(sandbox):
    """Opens a notebook that ends with a good function; closed after the test."""
    sessions = []

    def opened(*cells):
        sessions.append(sandbox.open([*cells, GOOD], seed=7, questions=QUESTIONS))
        return sessions[-1]

    yield opened
    for session in sessions:
        session.close()


def alive(session):
    reply = session.call(Call("good"))
    return isinstance(reply, Returned) and reply.value == 1


def learned(session, *args):
    """What f brought back."""
    reply = session.call(Call("f", args))
    assert isinstance(reply, Returned), reply
    return reply.value


# One call's trouble stays with that call


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("while True: pass", "timeout"),
        ("import time; time.sleep(60)", "timeout"),
        ("import signal, time\n    while True:\n"
         "        try: time.sleep(9)\n        except BaseException: pass", "timeout"),
        ("import os; os._exit(0)", "died"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "died"),
        ("import ctypes; ctypes.string_at(0)", "died"),
        ("import os\n    if os.fork(): os._exit(0)\n    while True: pass", "died"),
        ("import os\n    for _ in range(3): os.fork()\n    while True: pass", "timeout"),
        ("import os; os.write(3, b'x' * 16)", "protocol"),
        ("import os; os.close(3)", "died"),
    ],
)  # fmt: skip
def test_a_call_that_hangs_or_dies_costs_only_itself(run, body, reason):
    session = run(
        "state = []", f"def f():\n    state.append(1)\n    {body}", "def g(): return len(state)"
    )
    assert session.call(Call("f")) == Lost(reason)
    assert session.call(Call("g")).value == 0  # the state from before the calls
    assert alive(session)


def test_a_call_may_have_more_time_than_the_default(run):
    spin = "import time\ndef f():\n    t = time.process_time()\n    while time.process_time() < t + 0.5: pass"
    session = run(spin)
    assert session.call(Call("f")) == Lost("timeout")
    assert isinstance(session.call(Call("f"), cpu=5), Returned)


def test_all_calls_together_have_a_limit():
    limits = Limits(call_cpu=1, calls_cpu=0.5)
    with Sandbox(limits) as box, box.open(
        ["import time\ndef f():\n    t = time.process_time()\n    while time.process_time() < t + 0.3: pass"],
        seed=1, questions=["f"],
    ) as session:  # fmt: skip
        replies = [session.call(Call("f")) for _ in range(5)]
    assert isinstance(replies[0], Returned)
    assert replies[-1] == Lost("timeout")


def test_a_process_left_behind_by_a_call_is_gone_before_the_next_copy(run):
    session = run(
        "import os\ndef f():\n    if os.fork() == 0:\n        os.setsid()\n        while True: pass\n"
        "    os._exit(0)",
        "def g(): return sorted(int(p) for p in os.listdir('/proc') if p.isdigit())",
    )
    assert session.call(Call("f")) == Lost("died")
    assert len(session.call(Call("g")).value) == 2


# Cells


def test_a_cell_that_never_ends_is_stopped_and_its_definitions_kept(run):
    session = run("import math\nwhile True: pass\nK = 4\ndef f(): return K + math.floor(0.5)")
    assert session.cells[0].status == "reduced"
    assert session.cells[0].line == 2
    assert "0.5 s" in session.cells[0].note
    assert learned(session) == 4


@pytest.mark.parametrize(
    "cell",
    [
        "import os\nos._exit(0)\ndef f(): return 4",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass\ndef f(): return 4",
        "import ctypes\nctypes.string_at(0)\ndef f(): return 4",
        "import os\nos.write(3, b'x' * 16)\ndef f(): return 4",
    ],
)  # fmt: skip
def test_a_cell_that_ends_the_process_is_reduced(run, cell):
    session = run("x = 1", cell)
    assert [c.status for c in session.cells] == ["ok", "reduced", "ok"]
    assert learned(session) == 4
    assert alive(session)


def test_a_notebook_that_dies_twice_is_lost(run):
    session = run("import os\nos._exit(0)", "import os\nos._exit(0)")
    assert session.lost == "died"
    assert session.call(Call("good")) == Lost("died")


def test_cells_after_the_budget_define_only(run):
    spin = "import time\nt = time.process_time()\nwhile time.process_time() < t + 0.45: pass"
    session = run(*[spin] * 5, "y = [1 for _ in range(2)]\ndef f(): return 4")
    assert [c.status for c in session.cells[-2:]] == ["reduced"] * 2
    assert learned(session) == 4


@pytest.mark.parametrize(
    "cell",
    ["x = " + "(" * 500 + ")" * 500, "x = " + "-" * 100_000 + "1", "x = '\0'", "\ud800"],
    ids=["brackets", "minuses", "null", "surrogate"],
)
def test_a_cell_too_deep_to_read_loses_only_itself(run, cell):
    session = run(cell)
    assert session.cells[0].status == "lost"
    assert alive(session)


def test_with_a_second_thread_calls_are_answered_without_a_fork(run):
    session = run(
        "import os, threading, time\npid = os.getpid()\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "def f(): return os.getpid() - pid",
        "def g():\n    while True: pass",
    )
    assert learned(session) == 0
    assert session.call(Call("g")) == Lost("timeout")
    assert alive(session)  # opened once more
    assert session.call(Call("g")) == Lost("timeout")
    assert session.call(Call("good")) == Lost("timeout")


# Resources


def test_a_memory_hog_is_an_error_or_ended(run):
    session = run(
        "import torch\ndef f(): return torch.ones(4 << 30).sum()",
        "def g():\n    kept = [bytearray(b'x') * (20 << 20) for _ in range(100)]",
    )
    reply = session.call(Call("f"))
    assert isinstance(reply, Raised)
    assert "allocate" in reply.message
    assert session.call(Call("g"), cpu=5) == Lost("memory")
    assert alive(session)


def test_memory_of_all_processes_counts(run):
    session = run(
        "import os, time\ndef f():\n    for _ in range(5):\n        if os.fork() == 0:\n"
        "            x = bytearray(b'x') * (150 << 20)\n            time.sleep(60)\n    time.sleep(60)"
    )
    assert session.call(Call("f"), cpu=5) == Lost("memory")
    assert alive(session)


def test_a_fork_bomb_is_bounded(run):
    session = run(
        "import os, time\ndef f():\n    n = 0\n    try:\n        for n in range(1000):\n"
        "            if os.fork() == 0: time.sleep(60)\n    except OSError: pass\n    return n"
    )
    assert 1 <= session.call(Call("f"), cpu=5).value < LIMITS.processes
    assert alive(session)


def test_files_are_bounded(run):
    session = run(
        "def f(name):\n    n = 0\n    try:\n        with open(name, 'wb') as file:\n"
        "            for n in range(100):\n                file.write(bytes(1 << 20)); file.flush()\n"
        "    except OSError: pass\n    return n"
    )
    assert learned(session, "/tmp/a") <= 4
    assert learned(session, "/dev/shm/a") <= 4


def test_a_flood_of_prints_costs_little(run):
    session = run("for _ in range(20): print('x' * 10_000_000)\nimport os\nos.write(1, b'x')")
    assert session.cells[0].status == "ok"
    assert session.seconds < 2


# Prying


FORBIDDEN = [
    "/etc/shadow", "/etc/passwd", "/root", "/home", "/sys", "/var", "/opt",
    str(ROOT), str(ROOT / "course.toml"), str(ROOT / "reference"), str(Path.home()),
    str(ROOT / "autograder" / "engine.py"), sys.executable,
    f"/proc/{os.getpid()}/environ",
]  # fmt: skip


def test_files_outside_can_not_be_opened(run):
    session = run(
        "import os\ndef f(paths):\n    found = []\n    for path in paths:\n        try: os.close(os.open(path, 0))\n"
        "        except OSError: continue\n        found.append(path)\n    return found"
    )
    assert learned(session, FORBIDDEN) == []


def test_the_view_holds_what_python_needs_and_no_more(run):
    session = run("import os\ndef f(path): return sorted(os.listdir(path))")
    assert set(learned(session, "/")) <= {
        "dev", "etc", "inside", "lib", "lib32", "lib64", "nix", "proc", "py", "site", "tmp", "usr",
    }  # fmt: skip
    assert learned(session, "/tmp") == []
    assert set(learned(session, "/usr")) <= {"lib", "lib32", "lib64"}


@pytest.mark.parametrize(
    "statement",
    [
        "from reference.hw04_vae_loss import *",
        "import reference",
        "import autograder.engine",
        "import autograder.sandbox",
        "import __editable___genai_autograder_0_1_0_finder as e; e.install(); import autograder",
        "import inside.host",
    ],
)
def test_the_course_and_the_grader_can_not_be_imported(run, statement):
    session = run(statement)
    assert session.cells[0].error in ("builtins.ModuleNotFoundError", "builtins.ImportError")


def test_environment_and_arguments_tell_nothing(run):
    os.environ["SECRET_TOKEN"] = "s3cret"
    try:
        session = run(
            "import os, sys\ndef f(): return [*os.environ, *os.environ.values(), *sys.argv, *sys.path]"
        )
        told = " ".join(learned(session))
    finally:
        del os.environ["SECRET_TOKEN"]
    assert "s3cret" not in told
    assert str(ROOT) not in told


def test_no_network(run):
    session = run(
        "import socket, errno\ndef f():\n    refused = []\n"
        "    for family in (socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK, socket.AF_PACKET):\n"
        "        try: socket.socket(family, socket.SOCK_RAW if family > 10 else socket.SOCK_STREAM)\n"
        "        except OSError as e: refused.append(e.errno == errno.EPERM)\n    return refused"
    )
    assert learned(session) == [True] * 4


@pytest.mark.parametrize(
    "attempt",
    [
        "libc.unshare(0x10000000)",
        "libc.mount(b'x', b'/tmp', b'tmpfs', 0, 0)",
        "libc.ptrace(16, 1, 0, 0)",
        "libc.setuid(0)",
        "libc.syscall(435, 0, 0)",
        "libc.syscall(425, 1, 0)",
        "libc.syscall(319, b'x', 0)",
        "libc.shmget(0, 4096, 0o600)",
        "libc.chroot(b'/tmp')",
        "libc.socket(2, 1, 0)",
    ],
)
def test_system_calls_of_no_use_to_a_notebook_are_refused(run, attempt):
    session = run(f"import ctypes\nlibc = ctypes.CDLL(None)\ndef f(): return {attempt}")
    assert learned(session) == -1


def test_nothing_outside_can_be_signalled(run):
    session = run(
        "import os\ndef f():\n    reached = []\n    for pid in range(2, 40000):\n"
        "        if pid == os.getpid(): continue\n        try: os.kill(pid, 0)\n"
        "        except OSError: continue\n        reached.append(pid)\n    return reached"
    )
    reply = session.call(Call("f"), cpu=5)
    assert reply.value == []


def test_it_is_nobody_without_powers(run):
    session = run("def f(): return open('/proc/self/status').read()")
    status = dict(line.split(":", 1) for line in learned(session).splitlines())
    assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"].strip() == "1"
    assert status["Seccomp"].strip() == "2"
    assert set(status["Uid"].split()) != {"0"}


def test_submissions_do_not_meet(sandbox, run):
    first = run(
        "open('/tmp/note', 'w').write('x')\nopen('/dev/shm/note', 'w').write('x')\n"
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('\\0meet')\ns.listen()"
    )
    second = run(
        "import os, socket\ndef f():\n    try:\n        socket.socket(socket.AF_UNIX).connect('\\0meet')\n"
        "        return 'met'\n    except OSError: pass\n"
        "    return os.listdir('/tmp') + os.listdir('/dev/shm')"
    )
    assert first.cells[0].status == "ok"
    assert learned(second) == []


# Cheating on the wire


FORGE = """
import json, os, struct, sys
def frame(message, blob=b'', size=None):
    text = json.dumps(message).encode()
    text += b' ' * (-len(text) % 16)
    return struct.pack('!4sIQ', b'gag1', len(text), len(blob) if size is None else size) + text + blob
"""


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ("frame({'returned': [1, [], [], [], False, False, []], 'passed': True})", "protocol"),
        ("frame({'id': '0' * 16, 'returned': [1, [], [], [], False, False, []]})", "protocol"),
        ("frame([])", "protocol"),
        ("frame({}, size=2**60)", "too_large"),
        ("struct.pack('!4sIQ', b'gag1', 2**31, 0)", "too_large"),
        ("struct.pack('!4sIQ', b'gag1', 1600, 0) + b'[' * 1600", "protocol"),
        ("struct.pack('!4sIQ', b'gag1', 2**20, 0) + b'[' * 2**20", "too_large"),
        ("b'x' * 100", "protocol"),
        ("b'gag1'", "timeout"),
    ],
)
def test_forged_bytes_cost_the_call(run, payload, reason):
    session = run(f"{FORGE}\ndef f():\n    os.write(3, {payload})\n    while True: pass")
    assert session.call(Call("f")) == Lost(reason)
    assert alive(session)


TOKEN = """
def token():
    f = sys._getframe()
    while f:
        if 'request' in f.f_locals and isinstance(f.f_locals['request'], dict):
            return f.f_locals['request']['id']
        f = f.f_back
"""


@pytest.mark.parametrize(
    "parts",
    [
        "[{'t': ['float64', [2, 3]]}, [], [], [], False, False, []]",
        "[{'t': ['float64', [-1]]}, [], [], [], False, False, []]",
        "[{'t': ['float64', [0, 2**62]]}, [], [], [], False, False, []]",
        "[{'t': ['qint8', [1]]}, [], [], [], False, False, []]",
        "[{'G': {'t': ['uint8', [0]]}}, [], [], [], False, False, []]",
        "[1, [None], [], [], False, False, []]",
        "[1, [], [], [], False, False, [{'t': ['uint8', [0]]}]]",
        "[10**400, [], [], [], False, False, []]",
        "[{'o': ['verdict', None]}, [], [], [], False, False, []]",
        "[1]",
        "1",
    ],
)
def test_even_with_the_request_id_only_data_gets_through(run, parts):
    session = run(
        f"{FORGE}{TOKEN}\ndef f():\n    os.write(3, frame({{'id': token(), 'returned': {parts}}}))\n"
        "    while True: pass"
    )
    assert session.call(Call("f")) == Lost("protocol")
    assert alive(session)


def test_a_forged_answer_is_an_answer_and_no_more(run):
    session = run(
        f"{FORGE}{TOKEN}\ndef f(x):\n"
        "    os.write(3, frame({'id': token(), 'score': 100, 'passed': True,\n"
        "        'returned': [5, [], [0, 'x', 0], [7], 'yes', 1, []]}))\n    os._exit(0)"
    )
    reply = session.call(Call("f", (torch.ones(1),)))
    assert reply == Returned(5, changed=(0,))


def test_answers_sent_ahead_are_not_taken(run):
    session = run(
        f"{FORGE}{TOKEN}\ndef f():\n"
        "    os.write(3, frame({'id': token(), 'returned': [5, [], [], [], False, False, []]}) * 3)\n"
        "    while True: pass"
    )
    assert session.call(Call("f")) == Lost("protocol")
    assert alive(session)


def test_a_forged_end_of_the_cells_is_worth_nothing(run):
    session = run(
        f"{FORGE}\nos.write(3, frame({{'done': [['ok', '', None]] * 2, 'definitions': {{'f': [0, 1, False]}}}}))"
    )
    assert session.call(Call("f")) in (Lost("missing"), Lost("died"))
    assert session.cells[0].status in ("ok", "reduced", "lost")


def test_callbacks_are_bounded(run):
    session = run(
        "import torch\ndef f(g):\n    while True: g(1)",
        "def g(h):\n    while True: h(torch.zeros(1 << 20))",
    )
    asked = []
    assert session.call(Call("f", (Recorded(0),)), callbacks=[asked.append], cpu=30) == Lost(
        "too_large"
    )
    assert len(asked) <= 10_000
    sizes = []
    call = Call("g", (Recorded(0),))
    assert session.call(call, callbacks=[lambda x: sizes.append(x.numel())], cpu=30) == Lost(
        "too_large"
    )
    assert 4 * sum(sizes) <= LIMITS.reply


def test_objects_that_lie_about_themselves(run):
    session = run(
        "import torch\nclass Yes(float):\n    def __eq__(self, other): return True\n"
        "    def __float__(self): return 1.0\n    __hash__ = None\n"
        "class Fake(torch.Tensor):\n    @classmethod\n"
        "    def __torch_function__(cls, func, types, args=(), kwargs=None): return torch.ones(2)\n"
        "torch.allclose = torch.equal = lambda *a, **k: True\n"
        "def f(): return [Yes(2.5), Fake([3.0]), Bad()]\n"
        "class Bad:\n    @property\n    def __class__(self): return torch.Tensor\n"
    )
    number, tensor, bad = learned(session)
    assert (type(number), number) == (float, 2.5)
    assert torch.equal(tensor, torch.tensor([3.0]))
    assert type(bad).__name__ == "Opaque"


# The grader's own end


def test_the_self_test_notices_a_secret_in_reach(sandbox, tmp_path):
    secret = tmp_path / "course.toml"
    secret.write_text("x")
    sandbox.self_test([secret, tmp_path])
    with pytest.raises(SandboxError, match=r"os\.py"):
        sandbox.self_test([Path(os.__file__)])
    with pytest.raises(SandboxError, match=r"ld\.so\.cache"):
        sandbox.self_test([Path("/etc/ld.so.cache")])


def test_an_unknown_tier_and_none_without_trust_are_refused():
    with pytest.raises(SandboxError, match="trust"):
        Sandbox(LIMITS, tier="none")
    with pytest.raises(SandboxError, match="glass"):
        Sandbox(LIMITS, tier="glass")


def test_a_killed_grader_leaves_no_process(tmp_path):
    script = tmp_path / "grader.py"
    script.write_text(
        "from autograder.sandbox import *\nbox = Sandbox(Limits())\n"
        "s = box.open(['import os\\nos.fork()\\ndef f():\\n    while True: pass'], seed=1, questions=['f'])\n"
        "print('ready', flush=True)\ns.call(Call('f'))\n"
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, cwd=ROOT) as grader:
        assert grader.stdout.readline() == b"ready\n"
        family = descendants(grader.pid)
        assert len(family) >= 3
        os.kill(grader.pid, signal.SIGKILL)
    assert gone(family) == []


def gone(family):
    """Who of the family is left, after some time to go."""
    for _ in range(200):
        left = [pid for pid in family if is_running(pid)]
        if not left:
            break
        time.sleep(0.02)
    return left


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_sandboxes_live_side_by_side_and_start_again_after_a_loss(sandbox):
    before = set(descendants(os.getpid()))
    with Sandbox(LIMITS) as other:
        family = set(descendants(os.getpid())) - before
        with (
            sandbox.open([GOOD], seed=1, questions=QUESTIONS) as mine,
            other.open([GOOD], seed=1, questions=QUESTIONS) as theirs,
        ):
            assert alive(theirs)
            os.kill(min(family), signal.SIGKILL)
            assert gone(family) == []
            assert alive(mine)
            assert alive(theirs)
