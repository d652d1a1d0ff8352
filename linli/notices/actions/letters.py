"""Writing letters and reading them.

A letter tells of a journal entry that stands already, and reading one is nobody's business (no tracks of staff): neither
writes an entry of its own.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound
from linli.notices import queries, rules
from linli.notices.models import Letter


@transaction.atomic
def write_letters(
    *, entry_key: int, recipients: Iterable[int], subject: str, now: datetime, body: str = "", link: str = ""
) -> int:
    """Write one letter about the journal entry ``entry_key`` to each person; how many were new.

    A recipient who has a letter about this entry gets no second one, so a reaction may run again. ``link`` is a path on
    this site; a ValueError is raised for any other. The subject is cut to 120 characters.
    """
    if link and not (link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)):
        raise ValueError(f"a letter links only to this site: {link[:100]}")
    people = set(recipients)
    about = Letter.objects.filter(entry_key=entry_key)
    new = people.difference(about.filter(recipient__in=people).values_list("recipient_id", flat=True))
    Letter.objects.bulk_create(
        (
            Letter(
                entry_key=entry_key,
                recipient_id=person,
                subject=subject[:120],
                body=body,
                link=link,
                written_at=now,
            )
            for person in sorted(new)
        ),
        ignore_conflicts=True,
    )
    return len(new)


@transaction.atomic
def mark_read(*, letter_id: int, by: Actor, now: datetime) -> Letter:
    """Mark a letter as read; the first time stays. Raises NotFound for a letter of somebody else."""
    letter = Letter.objects.select_for_update().filter(pk=letter_id).first()
    if letter is None or not rules.can_open(by, letter):
        raise NotFound
    if letter.read_at is None:
        letter.read_at = now
        letter.save(update_fields=["read_at"])
    return letter


@transaction.atomic
def mark_all_read(*, by: Actor, now: datetime) -> int:
    """Mark all the actor's letters as read; how many were unread."""
    return queries.visible_to(by).filter(read_at__isnull=True).update(read_at=now)
