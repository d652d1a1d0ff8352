"""Entries, reactions and tampering for tests of the journal."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django.db import connection

from linli.journal import actions, reacting, triggers
from linli.journal.models import Entry
from linli.journal.reacting import Periodic, Reaction
from linli.kernel.actor import Actor, ActorKind

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CLERK = Actor(ActorKind.PERSON, "李春燕", account_id=7, person_id=9)


def told(subject: str, count: int = 1, *, text: str = "") -> list[Entry]:
    """``count`` entries on one subject."""
    return [actions.write(subject, "lamp.lit", by=CLERK, at=NOW, text=text, turn=n) for n in range(count)]


@contextmanager
def attached(
    reactions: dict[str, tuple[Reaction, ...]], periodic: tuple[Periodic, ...] = ()
) -> Iterator[None]:
    """Attach these reactions and no others; the ones before come back at the end."""
    before, works = dict(reacting._reactions), reacting.periodic()
    reacting.attach(reactions, periodic)
    try:
        yield
    finally:
        reacting.attach(before, works)


@contextmanager
def no_triggers() -> Iterator[None]:
    """Somebody with the rights of the database's owner, for a moment."""
    _all(triggers.drop(connection.vendor))
    yield
    _all(triggers.create(connection.vendor))


def tamper(*statements: str) -> None:
    """Change rows behind the journal's back."""
    with no_triggers():
        _all(
            ["SET CONSTRAINTS ALL IMMEDIATE", *statements]
            if connection.vendor == "postgresql"
            else statements
        )


def _all(statements: list[str] | tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
