"""Sealing: a keyed root over the entries of a period, kept in the database and in a file outside it."""

import os
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from linli.journal import queries, seals
from linli.journal.models import Seal
from linli.kernel.fields import UnknownKey

GRACE = timedelta(minutes=5)  # longer than any transaction: nothing may commit into a period that is sealed


def seal(now: datetime, grace: timedelta = GRACE) -> Seal | None:
    """Seal every entry recorded up to ``now - grace`` that no seal holds yet; None when there is none.

    The row commits before the file gets its name; a seal that died between the two is finished by the next one.
    Raises OSError when the folder of the seals cannot be written.
    """
    folder = Path(settings.SEALS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    finish_last(folder)
    made = _commit(now, now - grace, folder)
    if made is not None:
        _name(folder, made.number)
    return made


@transaction.atomic(durable=True)
def _commit(now: datetime, upto: datetime, folder: Path) -> Seal | None:
    last = queries.last_seal(lock=True)
    entries = queries.entries_between(last.upto if last else None, upto)
    newest = entries.aggregate(newest=Max("recorded_at"))["newest"]
    if newest is None:
        return None
    upto = newest  # no further than what is there: a period that reached ahead of time would miss what comes next
    number, previous = (last.number + 1, last.root) if last else (1, "")
    head = seals.Head(number, upto, seals.newest_key(), previous)
    with _part(folder, number).open("w", encoding="utf-8") as file:
        foot, last_id = seals.write(file, head, queries.seal_lines(entries))
        file.flush()
        os.fsync(file.fileno())
    return Seal.objects.create(
        number=number, sealed_at=now, upto=upto, last_entry_id=last_id,
        entries=foot.entries, key_id=head.key_id, root=foot.root,
    )  # fmt: skip


def finish_last(folder: Path) -> None:
    """Give the newest seal's file its name, if the process died before it could and the file is whole."""
    last = queries.last_seal()
    if last is None or seals.path_of(folder, last.number).exists():
        return
    part = _part(folder, last.number)
    with suppress(seals.SpoiltSeal, UnknownKey, FileNotFoundError):
        if seals.verify(part)[1].root == last.root:
            _name(folder, last.number)


def _part(folder: Path, number: int) -> Path:
    return seals.path_of(folder, number).with_suffix(".part")


def _name(folder: Path, number: int) -> None:
    _part(folder, number).replace(seals.path_of(folder, number))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
