"""Start, kill and await processes. Each is ended by its own id, never by name."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Running:
    """One process that was started here, with everything it said in ``log``."""

    def __init__(self, words: Sequence[str], env: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("wb") as file:
            self._process = subprocess.Popen(
                [sys.executable, *words], cwd=ROOT, env={**os.environ, **env}, stdout=file, stderr=file,
                start_new_session=True,
            )  # fmt: skip
        self.pid = self._process.pid

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    def wait(self, seconds: float) -> int:
        """Wait until it has ended by itself, or was killed; its exit code."""
        return self._process.wait(seconds)

    def stop(self, seconds: float = 15) -> int:
        """Ask it to stop and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return self._process.wait(seconds)

    def end(self) -> None:
        """At the end of a test, whatever happened, with all that it started in its session."""
        if self.is_alive():
            self.kill()
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)


def start(words: Sequence[str], *, env: Mapping[str, str], log: Path) -> Running:
    """Start ``python words…`` in the checkout with ``env`` over the environment."""
    return Running(words, env, log)


def run(words: Sequence[str], *, env: Mapping[str, str]) -> str:
    """Run to the end and return what it printed; raises with its words when it fails."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{words} ended with {done.returncode}: {done.stdout}\n{done.stderr}")
    return done.stdout


def await_until(is_so: Callable[[], bool], *, seconds: float, what: str, every: float = 0.02) -> None:
    """Wait until ``is_so()``; raises TimeoutError naming ``what``."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise TimeoutError(what)
        time.sleep(every)
