"""A worker with nothing to do writes nothing; and an entry is never written outside a transaction."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from tests.kills.databases import real_database
from tests.kills.processes import await_until, run, start

IDLE_SECONDS = float(os.environ.get("LINLI_IDLE_SECONDS", "5"))
WORKER = ["-m", "linli", "worker", "--poll", "0.2"]
_OUTSIDE = """
import django; django.setup()
from django.utils import timezone
from linli.journal import actions
from linli.kernel.actor import TIMER
try:
    actions.write("lamp:1", "lamp.lit", by=TIMER, at=timezone.now())
except actions.OutsideTransaction:
    print("refused")
"""


def _settled(database: dict[str, str]) -> dict[str, str]:
    env = {**database, "DJANGO_SETTINGS_MODULE": "tests.kills.settings"}
    run(["-m", "linli", "migrate", "--verbosity", "0"], env=env)
    assert run(["-c", _OUTSIDE], env=env) == "refused\n"
    return env


@contextmanager
def _idle(env: dict[str, str], log: Path) -> Iterator[None]:
    """An idle worker that has looked several times already; it is stopped at the end and must leave well."""
    worker = start(WORKER, env=env, log=log)
    try:
        await_until(lambda: "begins" in worker.said(), seconds=20, what="worker begins")
        time.sleep(1)
        yield
        assert worker.stop() == 0
    finally:
        worker.end()


@pytest.mark.kill
def test_an_idle_worker_leaves_the_file_and_its_log_as_they_are(tmp_path: Path) -> None:
    with real_database("sqlite", tmp_path) as database:
        env = _settled(database)
        path = tmp_path / "kills.sqlite3"

        def state(*names: str) -> list[tuple[str, int, str]]:
            files = [tmp_path / name for name in names]
            return [
                (file.name, file.stat().st_mtime_ns, hashlib.sha256(file.read_bytes()).hexdigest())
                for file in files
            ]

        alone = state(path.name)
        with _idle(env, tmp_path / "worker.log"):
            before = state(path.name, f"{path.name}-wal")
            time.sleep(IDLE_SECONDS)
            assert state(path.name, f"{path.name}-wal") == before
        assert state(path.name) == alone


@pytest.mark.kill
def test_an_idle_worker_writes_no_row_on_postgresql(tmp_path: Path) -> None:
    with real_database("postgresql", tmp_path) as database:
        env = _settled(database)
        with psycopg.connect(env["LINLI_DATABASE_URL"], autocommit=True) as server:

            def state() -> tuple[object, ...]:
                time.sleep(1.2)  # a session tells its counters once a second, and when it ends
                row = server.execute(
                    "SELECT tup_inserted, tup_updated, tup_deleted, "
                    "(SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables) "
                    "FROM pg_stat_database WHERE datname = current_database()"
                ).fetchone()
                assert row is not None
                return tuple(row)

            before = state()
            with _idle(env, tmp_path / "worker.log"):
                time.sleep(IDLE_SECONDS)
            assert state() == before
