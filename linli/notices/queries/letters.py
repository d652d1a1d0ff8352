"""Reading the inbox. Unread letters stand first, then the read ones, each newest first."""

from dataclasses import dataclass

from django.db.models import QuerySet

from linli.kernel.actor import Actor
from linli.notices.models import Letter

PAGE = 25


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of letters; ``next`` goes into ``after`` for the one that follows, "" on the last."""

    rows: list[Letter]
    next: str = ""


def visible_to(actor: Actor) -> QuerySet[Letter]:
    """The actor's own letters; none for an actor without a person."""
    if actor.person_id is None:
        return Letter.objects.none()
    return Letter.objects.filter(recipient_id=actor.person_id)


def inbox(actor: Actor, after: str | None = None) -> Slice:
    """A page of the inbox. ``after`` is the ``next`` of the page before: "u17" among the unread, "r17" among the read."""
    among, below = _place(after or "")
    own = visible_to(actor).order_by("-id")
    rows: list[Letter] = []
    if among == "u":
        unread = own.filter(read_at__isnull=True)
        rows = list((unread.filter(id__lt=below) if below else unread)[: PAGE + 1])
        below = 0
    if len(rows) <= PAGE:
        read = own.filter(read_at__isnull=False)
        rows += (read.filter(id__lt=below) if below else read)[: PAGE + 1 - len(rows)]
    return Slice(rows[:PAGE], _mark(rows[PAGE - 1]) if len(rows) > PAGE else "")


def unread_count(actor: Actor) -> int:
    """How many letters wait to be read: one statement on the index of unread letters."""
    return visible_to(actor).filter(read_at__isnull=True).count()


def _mark(letter: Letter) -> str:
    return f"{'u' if letter.read_at is None else 'r'}{letter.pk}"


def _place(after: str) -> tuple[str, int]:
    """What ``after`` says; the first page for anything else."""
    among, key = after[:1], after[1:]
    if among in ("u", "r") and key.isascii() and key.isdecimal() and len(key) < 19:
        return among, int(key)
    return "u", 0
