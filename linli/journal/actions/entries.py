"""Writing an entry, and erasing the text of one."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.journal import chains, rules
from linli.journal.chains import subject_of
from linli.journal.events import JournalEvent
from linli.journal.models import Entry, EntryText
from linli.journal.reacting import name_of, reactions_to
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require

# One statement on both databases: makes the chain or takes its row lock, and gives the last of n numbers and the head.
_NEXT_LINKS = (
    "INSERT INTO journal_chain (subject, seq, head) VALUES (%s, %s, '') "
    "ON CONFLICT (subject) DO UPDATE SET seq = journal_chain.seq + excluded.seq RETURNING seq, head"
)
_BEGIN_CHAIN = "INSERT INTO journal_chain (subject, seq, head) VALUES (%s, %s, %s)"
_SET_HEAD = "UPDATE journal_chain SET head = %s WHERE subject = %s"
# Every write goes through here: plain statements, since the ORM would take most of its time to build these again.
_COLUMNS = tuple(column.attname for column in Entry._meta.concrete_fields if not column.primary_key)
_ENTRY = f"({', '.join(['%s'] * len(_COLUMNS))})"
_INSERT = f"INSERT INTO journal_entry ({', '.join(_COLUMNS)}) VALUES "
_KEEP_TEXTS = "INSERT INTO journal_entrytext (entry_id, salt, text, erased_why) VALUES "
_OWE = (
    "INSERT INTO journal_delivery (entry_id, reaction, next_try_at, lease_by, attempts, last_error) VALUES "
)


class OutsideTransaction(RuntimeError):
    """An entry was to be written outside the transaction of the change that it tells of."""


class NothingToErase(Refusal):
    words = _("这条记录没有可以删除的文字。")


@dataclass(frozen=True, slots=True)
class Step:
    """One of several entries that ``write_all`` writes; each word means what it means to ``write``."""

    tag: str
    by: Actor
    at: datetime
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


def write(
    subject: models.Model | str, tag: str, *, by: Actor, at: datetime, text: str = "", **facts: Any
) -> Entry:
    """Write down what happened at ``at`` (aware, may lie in the past), with a delivery for each that reacts to ``tag``.

    ``facts`` hold keys and plain values only; words that a person typed go into ``text``, which can be erased.
    At most five statements. Raises OutsideTransaction, chains.UnwritableFacts, and ValueError for a naive time.
    """
    (entry,) = write_all(subject, [Step(tag, by, at, text, facts)])
    return entry


def write_all(subject: models.Model | str, steps: Sequence[Step], *, is_new: bool = False) -> list[Entry]:
    """Write several entries of one subject, in their order, in as many statements as ``write`` takes for one.

    ``is_new`` says that the subject has no entry yet, as when its row was made in this transaction; that saves one more
    statement, and an IntegrityError is raised where it is not so. Raises as ``write`` does, before anything is written.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(", ".join(step.tag for step in steps))
    if not steps:
        return []
    name = subject_of(subject)
    salts = [secrets.token_hex(16) for _step in steps]
    links = [_link(name, step, salt) for step, salt in zip(steps, salts, strict=True)]
    last, head = (len(steps), "") if is_new else _next_links(name, len(steps))
    now, entries = timezone.now(), []  # after the chain's lock, so that the times run with the numbers
    for seq, link in enumerate(links, start=last - len(steps) + 1):
        entries.append(_entry(replace(link, seq=seq, recorded_at=now, previous=head)))
        head = entries[-1].hash
    with connection.cursor() as cursor:
        _insert(cursor, entries)
        kept = [
            (entry.pk, salt, _text(step)) for entry, salt, step in zip(entries, salts, steps, strict=True)
        ]
        _insert_many(cursor, _KEEP_TEXTS, "(%s, %s, %s, '')", [row for row in kept if row[2]])
        cursor.execute(*((_BEGIN_CHAIN, [name, last, head]) if is_new else (_SET_HEAD, [head, name])))
        _insert_many(cursor, _OWE, "(%s, %s, %s, '', 0, '')", _owed(entries))
    return entries


def _text(step: Step) -> str:
    return step.text.replace("\x00", "")


def _link(name: str, step: Step, salt: str) -> chains.Link:
    """What the chain will cover of a step; its number, its time of recording and the head before it come later."""
    if timezone.is_naive(step.at):
        raise ValueError("happened_at must be aware")
    by = step.by
    return chains.Link(
        name, 0, str(step.tag), by.kind.value, by.label[:120], by.account_id, by.person_id,
        step.at, step.at, chains.plain(step.facts), chains.digest_of(salt, _text(step)), "",
    )  # fmt: skip


def _next_links(name: str, count: int) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_LINKS, [name, count])
        seq, head = cursor.fetchone()
        return seq, head


def _entry(link: chains.Link) -> Entry:
    return Entry(
        subject=link.subject,
        seq=link.seq,
        tag=link.tag,
        actor_kind=link.actor_kind,
        actor_label=link.actor_label,
        account_key=link.account_key,
        person_key=link.person_key,
        happened_at=link.happened_at,
        recorded_at=link.recorded_at,
        facts=link.facts,
        text_digest=link.text_digest,
        previous=link.previous,
        hash=chains.hash_of(link),
    )


def _insert(cursor: CursorWrapper, entries: Sequence[Entry]) -> None:
    """Insert the entries and give them their keys: by number, for no database promises the order of what it returns."""
    adapted = connection.ops.adapt_datetimefield_value
    rows = [
        {
            **{name: getattr(entry, name) for name in _COLUMNS},
            "happened_at": adapted(entry.happened_at),
            "recorded_at": adapted(entry.recorded_at),
            "facts": json.dumps(entry.facts),
        }.values()
        for entry in entries
    ]
    _insert_many(cursor, _INSERT, _ENTRY, rows, " RETURNING seq, id")
    keys = dict(cursor.fetchall())
    for entry in entries:
        entry.pk = keys[entry.seq]
        entry._state.adding, entry._state.db = False, connection.alias


def _owed(entries: Sequence[Entry]) -> list[tuple[int, str, Any]]:
    """Key of the entry, name of the reaction, when to try first: for everything that reacts to these entries."""
    adapted = connection.ops.adapt_datetimefield_value
    return [
        (entry.pk, name_of(reaction), adapted(entry.recorded_at))
        for entry in entries
        for reaction in reactions_to(entry.tag)
    ]


def _insert_many(
    cursor: CursorWrapper, begin: str, shape: str, rows: Sequence[Iterable[Any]], end: str = ""
) -> None:
    if rows:
        cursor.execute(begin + ", ".join([shape] * len(rows)) + end, [value for row in rows for value in row])


@transaction.atomic
def erase_text(*, entry_id: int, by: Actor, why: str, now: datetime) -> Entry:
    """Erase the free text of an entry for good (个人信息保护法 47); the chain still holds, and says who did it and why.

    The salt goes with the text: from the digest alone nobody can guess what was written. Raises NotFound,
    NotAllowed, NothingToErase (there was no text, or it is already gone).
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        raise NotFound
    require(rules.can_erase(by))
    erased = EntryText.objects.filter(pk=entry_id, text__isnull=False).update(
        text=None, salt="", erased_at=now, erased_why=why[:200]
    )
    if not erased:
        raise NothingToErase
    return write(
        entry.subject, JournalEvent.TEXT_ERASED, by=by, at=now, text=why, entry=entry.pk, entry_seq=entry.seq
    )
