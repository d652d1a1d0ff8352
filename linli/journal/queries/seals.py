"""Seals, and the entries that a seal covers."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from linli.journal.models import Entry, Seal
from linli.journal.seals import Line


def last_seal(*, lock: bool = False) -> Seal | None:
    rows = Seal.objects.order_by("-number")
    return (rows.select_for_update() if lock else rows).first()


def seal_keys() -> set[str]:
    """The ids of the keys that roots of seals hang on."""
    return set(Seal.objects.values_list("key_id", flat=True))


def entries_between(after: datetime | None, upto: datetime) -> QuerySet[Entry]:
    """Entries recorded after one instant up to and with another, in order of id."""
    entries = Entry.objects.filter(recorded_at__lte=upto)
    return (entries.filter(recorded_at__gt=after) if after else entries).order_by("pk")


def is_anything_unsealed(upto: datetime) -> bool:
    last = last_seal()
    return entries_between(last.upto if last else None, upto).exists()


def seal_lines(entries: QuerySet[Entry]) -> Iterator[Line]:
    rows = entries.values_list("pk", "subject", "seq", "hash").iterator(chunk_size=5000)
    return (Line(*row) for row in rows)
