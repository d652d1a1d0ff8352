"""Writing an entry, and erasing the text of one."""

import json
import secrets
from datetime import datetime
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.journal import chains, rules
from linli.journal.chains import subject_of
from linli.journal.events import JournalEvent
from linli.journal.models import Delivery, Entry, EntryText
from linli.journal.reacting import name_of, reactions_to
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound, Refusal, require

# One statement on both databases: makes the chain or takes its row lock, and gives the next number and the head.
_NEXT_LINK = (
    "INSERT INTO journal_chain (subject, seq, head) VALUES (%s, 1, '') "
    "ON CONFLICT (subject) DO UPDATE SET seq = journal_chain.seq + 1 RETURNING seq, head"
)
# Every write goes through here: plain statements, since the ORM would take most of its time to build these again.
_COLUMNS = tuple(field.attname for field in Entry._meta.concrete_fields if not field.primary_key)
_INSERT = f"INSERT INTO journal_entry ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))}) RETURNING id"
_KEEP_TEXT = "INSERT INTO journal_entrytext (entry_id, salt, text, erased_why) VALUES (%s, %s, %s, '')"
_SET_HEAD = "UPDATE journal_chain SET head = %s WHERE subject = %s"


class OutsideTransaction(RuntimeError):
    """An entry was to be written outside the transaction of the change that it tells of."""


class NothingToErase(Refusal):
    words = _("这条记录没有可以删除的文字。")


def write(
    subject: models.Model | str, tag: str, *, by: Actor, at: datetime, text: str = "", **facts: Any
) -> Entry:
    """Write down what happened at ``at`` (aware, may lie in the past), with a delivery for each that reacts to ``tag``.

    ``facts`` hold keys and plain values only; words that a person typed go into ``text``, which can be erased.
    At most five statements. Raises OutsideTransaction, chains.UnwritableFacts, and ValueError for a naive time.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(tag)
    if timezone.is_naive(at):
        raise ValueError("happened_at must be aware")
    name, text = subject_of(subject), text.replace("\x00", "")
    plain, salt = chains.plain(facts), secrets.token_hex(16)
    seq, head = _next_link(name)
    link = chains.Link(
        name, seq, str(tag), by.kind.value, by.label[:120], by.account_id, by.person_id,
        at, timezone.now(), plain, chains.digest_of(salt, text), head,
    )  # fmt: skip
    entry = _insert(link)
    with connection.cursor() as cursor:
        if text:
            cursor.execute(_KEEP_TEXT, [entry.pk, salt, text])
        cursor.execute(_SET_HEAD, [entry.hash, name])
    if reactions := reactions_to(link.tag):
        Delivery.objects.bulk_create(
            Delivery(entry=entry, reaction=name_of(reaction), next_try_at=entry.recorded_at)
            for reaction in reactions
        )
    return entry


def _next_link(name: str) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_LINK, [name])
        seq, head = cursor.fetchone()
        return seq, head


def _insert(link: chains.Link) -> Entry:
    entry = Entry(
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
    adapted = connection.ops.adapt_datetimefield_value
    row = {
        **{name: getattr(entry, name) for name in _COLUMNS},
        "happened_at": adapted(entry.happened_at),
        "recorded_at": adapted(entry.recorded_at),
        "facts": json.dumps(entry.facts),
    }
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, list(row.values()))
        (entry.pk,) = cursor.fetchone()
    entry._state.adding, entry._state.db = False, connection.alias
    return entry


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
