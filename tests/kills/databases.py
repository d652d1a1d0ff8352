"""An empty real database of each kind, for processes that are killed."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

POSTGRES = os.environ.get("LINLI_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")


@contextmanager
def real_database(kind: str, folder: Path, *, server: str = "") -> Iterator[dict[str, str]]:
    """The environment for processes on a fresh ``sqlite`` or ``postgresql`` database; skips where there is no server.

    ``server`` is the URL of one, where it is not LINLI_TEST_POSTGRES.
    """
    address = server or POSTGRES
    env = {"LINLI_DATA": str(folder), "LINLI_LOG": "INFO"}
    if kind == "sqlite":
        yield {**env, "LINLI_DATABASE_URL": f"sqlite:///{folder / 'kills.sqlite3'}"}
        return
    try:
        session = psycopg.connect(address, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL there: {error}")
    name = f"linli_kills_{secrets.token_hex(4)}"
    with session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {**env, "LINLI_DATABASE_URL": f"{address.rpartition('/')[0]}/{name}"}
        finally:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
