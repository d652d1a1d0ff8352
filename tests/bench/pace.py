"""An open loop: intakes are planned at a fixed rate, whether those before are done or not."""

import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """``count`` intakes, ``rate`` a second, the first at ``begins`` (seconds of time.monotonic, one for all processes)."""

    begins: float
    rate: float
    count: int

    def moment(self, number: int) -> float:
        return self.begins + number / self.rate


class Queue:
    """Hands out the numbers of planned intakes, each once, to whichever process comes first. A file holds the next."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def take(self) -> int:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            number = int(os.pread(self._file, 20, 0) or b"0")
            os.pwrite(self._file, str(number + 1).encode(), 0)
            return number
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def wait_until(moment: float) -> None:
    """Sleep until that moment of time.monotonic; not at all when it is past."""
    left = moment - time.monotonic()
    if left > 0:
        time.sleep(left)
