"""The backend that settings name: transactions queue at a lock of the operating system before they begin.

The lock hangs on a file beside the database and goes with its process, also with a killed one. It only orders: whoever
writes without it (another program, a single statement outside a transaction) is still kept apart by SQLite itself.
"""

import fcntl
import os
import threading
import time
from collections import defaultdict

from django.db import OperationalError
from django.db.backends.sqlite3 import base

LOOK = 0.001  # seconds between two looks of the one thread of this process that is next
_next_of: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)


class DatabaseWrapper(base.DatabaseWrapper):
    _pen: int | None = None
    _is_mine = False

    def _start_transaction_under_autocommit(self) -> None:
        self._take_pen()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._lay_down()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._lay_down()  # a commit that failed is followed by a rollback

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._lay_down()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._lay_down()
            if self._pen is not None:
                os.close(self._pen)
                self._pen = None

    def _take_pen(self) -> None:
        """Wait in the queue of this process, then for the other processes. Raises OperationalError after the timeout."""
        if self.is_in_memory_db() or self._is_mine:
            return
        path = f"{self.settings_dict['NAME']}-queue"
        if self._pen is None:
            self._pen = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        until = time.monotonic() + self.settings_dict["OPTIONS"].get("timeout", 5)
        if not _next_of[path].acquire(timeout=max(0, until - time.monotonic())):
            raise OperationalError("database is locked")
        try:
            self._is_mine = _locked(self._pen, until)
        finally:
            _next_of[path].release()
        if not self._is_mine:
            raise OperationalError("database is locked")

    def _lay_down(self) -> None:
        if self._is_mine and self._pen is not None:
            fcntl.flock(self._pen, fcntl.LOCK_UN)
            self._is_mine = False


def _locked(file: int, until: float) -> bool:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            if time.monotonic() > until:
                return False
            time.sleep(LOOK)
