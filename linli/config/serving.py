"""Runs web and worker side by side, and starts a child anew when it dies."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
LONGEST_WAIT = 30.0
STEADY = 2.0  # who lived so long did start well; who did not is tried more and more slowly


def _ends_with_its_parent() -> None:
    """On Linux a child is told to stop when the process that started it is gone, even killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One program that must keep running. ``wait`` is the pause before the next start, seconds."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.0
    due: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            start_new_session=True,
            preexec_fn=_ends_with_its_parent,
        )

    def tend(self, say: Callable[[str], None]) -> None:
        """Start the child when it is due; note its death and when to try again."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.end_group(
            signal.SIGKILL
        )  # a web server's own children hold the port when their parent was killed
        lived = now - self.started
        self.wait = 0.5 if lived > STEADY else min(LONGEST_WAIT, max(0.5, self.wait * 2))
        self.due = now + self.wait
        self.process = None
        say(f"{self.name} ended with {code}; starting it again in {self.wait:.0f} s")

    def end_group(self, number: signal.Signals) -> None:
        if self.process is not None:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                return

    def stop(self) -> None:
        self.end_group(signal.SIGTERM)
        if self.process is not None:
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.end_group(signal.SIGKILL)


def web_command(host: str, port: int, *, processes: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(processes), "--blocking-threads", str(threads), "--respawn-failed-workers",
        "--log-level", "warning", "linli.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [sys.executable, "-m", "linli", "worker"]


def keep_running(children: list[Child], *, say: Callable[[str], None]) -> None:
    """Tend the children until SIGTERM or SIGINT, then stop them in turn."""
    is_over = False

    def end(_number: int, _frame: object) -> None:
        nonlocal is_over
        is_over = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    while not is_over:
        for child in children:
            child.tend(say)
        time.sleep(0.2)
    for child in children:
        child.stop()
