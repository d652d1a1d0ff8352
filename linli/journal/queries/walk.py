"""Walks every chain and says where it does not hold: one streamed statement, so that it sees one moment."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import connection

from linli.journal.chains import Link, digest_of, hash_of
from linli.journal.events import JournalEvent
from linli.kernel.findings import Finding

_ROWS = (
    "SELECT e.id, e.subject, e.seq, e.tag, e.actor_kind, e.actor_label, e.account_key, e.person_key, "
    "{happened_at}, {recorded_at}, e.facts, e.text_digest, e.previous, e.hash, "
    "c.seq, c.head, t.entry_id, t.salt, t.text "
    "FROM journal_entry e LEFT JOIN journal_chain c ON c.subject = e.subject "
    "LEFT JOIN journal_entrytext t ON t.entry_id = e.id ORDER BY e.subject, e.seq, e.id"
)
_EMPTY_CHAINS = (
    "SELECT c.subject, c.seq FROM journal_chain c "
    "WHERE NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.subject = c.subject) ORDER BY c.subject"
)
_CHUNK = 2000
_stored = json.JSONEncoder(sort_keys=True).encode


class Row(NamedTuple):
    id: int
    subject: str
    seq: int
    tag: str
    actor_kind: str
    actor_label: str
    account_key: int | None
    person_key: int | None
    happened_at: datetime | str
    recorded_at: datetime | str
    facts: str
    text_digest: str
    previous: str
    hash: str
    chain_seq: int | None
    chain_head: str | None
    text_id: int | None
    salt: str | None
    text: str | None


class Unreadable(ValueError):
    """A stored value that nobody wrote like this."""


@dataclass
class _Erasures:
    """Texts that are gone, and entries that say so: each needs the other."""

    gone: dict[int, str] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)

    def note(self, row: Row) -> None:
        if row.text_id is not None and row.text is None:
            self.gone[row.id] = place(row)
        if row.tag == JournalEvent.TEXT_ERASED:
            entry = json.loads(row.facts).get("entry")
            self.told.add(entry)

    def findings(self) -> Iterator[Finding]:
        for key, where in self.gone.items():
            if key not in self.told:
                yield fault(where, "its text was erased, but no entry says by whom")


def fault(where: str, what: str) -> Finding:
    return Finding("journal", "fault", where, what)


def place(row: Row) -> str:
    subject = row.subject.encode("utf-8", "backslashreplace").decode()
    return f"{subject} #{row.seq} (id {row.id})"


def chain_findings() -> Iterator[Finding]:
    """Every entry that was changed, every gap, every lost end, every chain without entries."""
    erasures = _Erasures()
    before: Row | None = None
    for row in _stream():
        if before is not None and before.subject != row.subject:
            yield from _end(before)
            before = None
        yield from _link(before, row)
        changed = list(_entry(row))
        yield from changed
        if not changed:
            erasures.note(row)
        before = row
    if before is not None:
        yield from _end(before)
    yield from erasures.findings()
    with connection.cursor() as cursor:
        cursor.execute(_EMPTY_CHAINS)
        for subject, seq in cursor.fetchall():
            yield fault(subject, f"all {seq} entries of this subject were removed (#1 to #{seq})")


def _stream() -> Iterator[Row]:
    with connection.chunked_cursor() as cursor:
        _take_any_bytes(cursor)
        cursor.execute(_ROWS.format(happened_at=_bare("happened_at"), recorded_at=_bare("recorded_at")))
        while rows := cursor.fetchmany(_CHUNK):
            yield from map(Row._make, rows)


def _take_any_bytes(cursor: Any) -> None:
    """Bytes on SQLite that are no UTF-8 shall be a finding, not the end of the walk. For this connection, for good."""
    if connection.vendor == "sqlite":
        cursor.connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")


def _bare(column: str) -> str:
    """On SQLite the text of an instant as it is stored, before anything reads it as a time."""
    return f"CAST(e.{column} AS TEXT)" if connection.vendor == "sqlite" else f"e.{column}"


def _link(before: Row | None, row: Row) -> Iterator[Finding]:
    """Does ``row`` hang on the entry before it?"""
    expected = before.seq + 1 if before else 1
    if row.seq > expected:
        missing = f"#{expected}" if row.seq == expected + 1 else f"#{expected} to #{row.seq - 1}"
        yield fault(f"{row.subject} {missing}", f"removed: the next entry is #{row.seq} (id {row.id})")
    elif row.seq < expected:
        yield fault(place(row), f"stands twice or out of order: #{expected} was expected")
    elif row.previous != (before.hash if before else ""):
        yield fault(place(row), "does not hang on the entry before it")


def _end(row: Row) -> Iterator[Finding]:
    """Is ``row`` the last entry that its chain knows of?"""
    if row.chain_seq is None:
        yield fault(row.subject, f"the head of the chain was removed; the last entry is #{row.seq}")
    elif row.chain_seq > row.seq:
        missing = f"#{row.seq + 1}" if row.chain_seq == row.seq + 1 else f"#{row.seq + 1} to #{row.chain_seq}"
        yield fault(f"{row.subject} {missing}", "removed at the end of the chain")
    elif row.chain_seq < row.seq or row.chain_head != row.hash:
        yield fault(place(row), "is not the entry that the head of the chain names")


def _entry(row: Row) -> Iterator[Finding]:
    """Is every byte of ``row`` and of its text as it was written?"""
    try:
        facts = _facts(row.facts)
        link = Link(
            row.subject, row.seq, row.tag, row.actor_kind, row.actor_label, row.account_key, row.person_key,
            _instant(row.happened_at), _instant(row.recorded_at), facts, row.text_digest, row.previous,
        )  # fmt: skip
        if hash_of(link) != row.hash:
            yield fault(place(row), "the entry was changed: its hash does not fit its facts")
        if row.text is not None and digest_of(row.salt or "", row.text) != row.text_digest:
            yield fault(place(row), "the text of the entry was changed")
    except ValueError:
        yield fault(place(row), "the entry was changed: a value in it cannot be read")
        return
    if row.text_digest and row.text_id is None:
        yield fault(place(row), "the text of the entry was removed")


def _facts(raw: str) -> Any:
    facts = json.loads(raw)
    # PostgreSQL keeps JSON in a form of its own; SQLite keeps the bytes, so that they can be held to what we write.
    if connection.vendor == "sqlite" and _stored(facts) != raw:
        raise Unreadable(raw)
    return facts


def _instant(raw: datetime | str) -> datetime:
    if isinstance(raw, datetime):
        return raw
    value = datetime.fromisoformat(raw)
    if str(value) != raw or value.tzinfo:
        raise Unreadable(raw)
    return value.replace(tzinfo=UTC)
