"""What happened to a subject."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Model, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext

from linli.journal.chains import subject_of
from linli.journal.models import Entry, EntryText
from linli.kernel.actor import ActorKind


@dataclass(frozen=True, slots=True)
class Told:
    """An entry as it is told. ``text`` is None where nothing was written, or where it was erased (``is_erased``)."""

    id: int
    subject: str
    seq: int
    tag: str
    actor_kind: str
    actor_label: str
    account_key: int | None
    person_key: int | None
    happened_at: datetime
    recorded_at: datetime
    facts: dict[str, Any]
    text: str | None
    is_erased: bool


def entries_of(subject: Model | str) -> list[Told]:
    """What happened to ``subject``, oldest first, in one statement."""
    return told(Entry.objects.filter(subject=subject_of(subject)).order_by("seq"))


def entries_by(person_key: int, *, since: datetime, until: datetime) -> list[Told]:
    """What a person did from ``since`` until before ``until``, as they happened, in one statement. For that person's own
    day: nobody reads another's.
    """
    rows = Entry.objects.filter(person_key=person_key, happened_at__gte=since, happened_at__lt=until)
    return told(rows.order_by("happened_at", "pk"))


def last_entries(subjects: Iterable[str], tags: Iterable[str]) -> dict[str, Told]:
    """The last entry of each subject that has one of these tags, in one statement."""
    rows = Entry.objects.filter(subject__in=list(subjects), tag__in=list(tags)).order_by("subject", "seq")
    return {told.subject: told for told in told(rows)}


def told(rows: QuerySet[Entry]) -> list[Told]:
    words = EntryText.objects.filter(entry=OuterRef("pk")).values("text")[:1]
    return [
        Told(
            entry.pk, entry.subject, entry.seq, entry.tag, entry.actor_kind, _shown(entry),
            entry.account_key, entry.person_key, entry.happened_at, entry.recorded_at, entry.facts,
            entry.words, bool(entry.text_digest) and entry.words is None,
        )
        for entry in rows.annotate(words=Subquery(words))
    ]  # fmt: skip


def last_of(subjects: Iterable[Model | str]) -> datetime | None:
    """When one of ``subjects`` was last written of; None where nothing ever was. One statement."""
    wanted = [subject_of(subject) for subject in subjects]
    at: datetime | None = Entry.objects.filter(subject__in=wanted).aggregate(at=Max("happened_at"))["at"]
    return at


def _shown(entry: Entry) -> str:
    """Who acted. Persons are called by their names; the timer and the like in the reader's language."""
    if not entry.actor_label or entry.actor_kind == ActorKind.PERSON:
        return entry.actor_label
    return gettext(entry.actor_label)
