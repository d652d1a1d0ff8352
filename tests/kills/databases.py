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
def real_database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The environment for processes on a fresh ``sqlite`` or ``postgresql`` database; skips where there is no server."""
    env = {"LINLI_DATA": str(folder), "LINLI_LOG": "INFO"}
    if kind == "sqlite":
        yield {**env, "LINLI_DATABASE_URL": f"sqlite:///{folder / 'kills.sqlite3'}"}
        return
    try:
        server = psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL at LINLI_TEST_POSTGRES: {error}")
    name = f"linli_kills_{secrets.token_hex(4)}"
    with server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield {**env, "LINLI_DATABASE_URL": f"{POSTGRES.rpartition('/')[0]}/{name}"}
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
