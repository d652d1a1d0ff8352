import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.db.utils import ConnectionHandler

from linli.kernel.sqlite.base import DatabaseWrapper


@pytest.fixture
def path(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    with django_db_blocker.unblock():
        yield tmp_path / "queue.sqlite3"


def _open(path: Path, *, timeout: float = 20) -> DatabaseWrapper:
    """A connection of its own, as each thread and each process has one."""
    options = {
        "timeout": timeout,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;",
    }
    database = {**settings.DATABASES["default"], "ENGINE": "linli.kernel.sqlite", "NAME": str(path)}
    found = ConnectionHandler({"default": {**database, "OPTIONS": options}})["default"]
    assert isinstance(found, DatabaseWrapper)
    return found


def _begin(one: DatabaseWrapper) -> None:
    one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def _end(one: DatabaseWrapper, *, well: bool = True) -> None:
    one.commit() if well else one.rollback()
    one.set_autocommit(True)


def test_who_waits_too_long_is_told_and_who_waits_goes_on_after(path: Path) -> None:
    first, second = _open(path), _open(path, timeout=0.05)
    for well in (True, False):
        _begin(first)
        with pytest.raises(OperationalError, match="locked"):
            _begin(second)
        _end(first, well=well)
        _begin(second)
        _end(second)
    _begin(first)
    first.close()
    _begin(second)
    second.close()


def test_everybody_has_a_turn(path: Path) -> None:
    """Ten that write all the time: nobody waits much longer than the nine before it take."""
    one = _open(path)
    one.cursor().execute("CREATE TABLE told (who int, waited real)")
    one.close()

    def write(who: int) -> None:
        mine = _open(path)
        for _turn in range(10):
            begun = time.monotonic()
            _begin(mine)
            waited = time.monotonic() - begun
            time.sleep(0.002)
            mine.cursor().execute("INSERT INTO told VALUES (%s, %s)", [who, waited])
            _end(mine)
        mine.close()

    writers = [threading.Thread(target=write, args=(who,)) for who in range(10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    ((count, longest),) = one.cursor().execute("SELECT count(*), max(waited) FROM told").fetchall()
    assert count == 100
    assert longest < 2
    one.close()
