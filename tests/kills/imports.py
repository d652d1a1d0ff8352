"""Somebody who imports sheets of made-up demands, one after the other, and begins again wherever they are killed."""

import csv
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.kills.processes import Running, start

ROWS = 120
_SAID = ("电梯停了没人修", "楼道灯坏了", "垃圾没人清运", "上次说的事没有下文")


@dataclass
class Imports:
    """``taken`` holds the numbers of every sheet whose import ended well: all of them were acknowledged."""

    env: Mapping[str, str]
    folder: Path
    place: str
    taken: set[str] = field(default_factory=set)
    killed: int = 0
    failed: list[str] = field(default_factory=list)
    _now: Running | None = None
    _is_over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        self._thread = threading.Thread(target=self._import_all, daemon=True)
        self._thread.start()

    def kill(self) -> None:
        """kill -9 of the import that runs, in the middle of its work where it has begun."""
        running = self._now
        if running is not None and running.is_alive():
            running.kill()
            self.killed += 1

    def end(self) -> None:
        """Finish the sheet at hand, and no other."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join(60)
            assert not self._thread.is_alive(), "the import did not end"

    def _import_all(self) -> None:
        sheet = 0
        while not self._is_over.is_set() and not self.failed:
            sheet += 1
            path, numbers = self._write(sheet)
            while not self._import(path):
                time.sleep(0.05)
            if not self.failed:
                self.taken |= numbers

    def _write(self, sheet: int) -> tuple[Path, set[str]]:
        path = self.folder / f"sheet-{sheet}.csv"
        numbers = [f"{sheet}-{row}" for row in range(ROWS)]
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("工单编号", "主要内容", "来电时间", "地点"))
            for number in numbers:
                writer.writerow((number, random.choice(_SAID), "2025-03-05 10:00", "柳岸花园3栋"))
        return path, set(numbers)

    def _import(self, path: Path) -> bool:
        """One run. Is the sheet done with? False where the run was killed."""
        words = ["-m", "linli", "import", "cases", str(path), "--place", self.place, "--json"]
        self._now = start(words, env=self.env, log=path.with_suffix(".log"))
        code = self._now.wait(60)
        if code not in (0, -9):
            self.failed.append(self._now.said()[-2000:])
        return code != -9
