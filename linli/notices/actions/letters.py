"""Writing letters and reading them.

A letter tells of a journal entry that stands already, and reading one is nobody's business (no tracks of staff): neither
writes an entry of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme

from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound
from linli.notices import queries, rules
from linli.notices.models import Letter


@dataclass(frozen=True, slots=True)
class Circular:
    """What is written to each of several people about one journal entry. ``link`` is a path on this site."""

    entry_key: int
    recipients: Iterable[int]
    subject: str
    body: str = ""
    link: str = ""


def write_letters(
    *, entry_key: int, recipients: Iterable[int], subject: str, now: datetime, body: str = "", link: str = ""
) -> int:
    """Write one letter about the journal entry ``entry_key`` to each person; how many were new. See ``send_out``."""
    about = Circular(entry_key, recipients, subject, body, link)
    return send_out(circulars=[about], now=now)


@transaction.atomic
def send_out(*, circulars: Sequence[Circular], now: datetime) -> int:
    """Write the letters of several circulars, in two statements; how many were new.

    A recipient who has a letter about an entry gets no second one, so a reaction may run again. A ValueError is raised
    for a link that leaves this site. The subject is cut to 120 characters.
    """
    wanted = {(one.entry_key, person): one for one in circulars for person in one.recipients}
    for one in circulars:
        _check_link(one.link)
    if not wanted:
        return 0
    about = Letter.objects.filter(entry_key__in={entry_key for entry_key, _person in wanted})
    new = sorted(wanted.keys() - set(about.values_list("entry_key", "recipient_id")))
    Letter.objects.bulk_create(
        (_letter(wanted[entry_key, person], person, now) for entry_key, person in new), ignore_conflicts=True
    )
    return len(new)


def _check_link(link: str) -> None:
    if link and not (link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)):
        raise ValueError(f"a letter links only to this site: {link[:100]}")


def _letter(circular: Circular, person: int, now: datetime) -> Letter:
    return Letter(
        entry_key=circular.entry_key,
        recipient_id=person,
        subject=circular.subject[:120],
        body=circular.body,
        link=circular.link,
        written_at=now,
    )


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
