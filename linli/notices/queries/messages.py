"""Messages and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.journal.models import Delivery, Entry
from linli.kernel.actor import Actor
from linli.kernel.fields import SpoiltCiphertext, UnknownKey, decrypt
from linli.kernel.refusals import NotFound
from linli.notices import rules, wording
from linli.notices.gateways import Silent
from linli.notices.models import Message
from linli.notices.queries.routes import as_stored, routes_for, under_old_keys
from linli.people import numbers

PAGE = 25
KEPT_AFTER_SENDING = timedelta(days=7)
KEPT_AT_MOST = timedelta(days=30)
_SUBJECT = "notices.message:"


@dataclass(frozen=True, slots=True)
class Fate:
    """A message as a keeper sees it: ``to`` is a masked number or a group's name; ``fate`` is waiting, sent, failed or parked."""

    message: Message
    to: str
    fate: str
    why: str


@dataclass(frozen=True, slots=True)
class Fates:
    rows: list[Fate]
    next: str = ""


def message_of(entry: Entry) -> Message | None:
    """The message that an entry tells of, its route selected; None where it is gone."""
    key = entry.subject.removeprefix(_SUBJECT)
    if not key.isdecimal():
        return None
    return Message.objects.select_related("route").filter(pk=int(key)).first()


def locked_message(message_id: int) -> Message:
    """The message under a row lock. Raises NotFound."""
    message = Message.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound
    return message


def messages(actor: Actor, after: str = "") -> Fates:
    """The last messages, newest first, 25 a page. Who sets routes for some bodies only sees what went to their groups."""
    rows = Message.objects.select_related("route__body").defer("route__url", "address").order_by("-pk")
    rows = rows.annotate(kept=as_stored("address"))
    if not actor.may_everywhere(rules.ROUTES):
        rows = rows.filter(route__in=routes_for(actor).values("pk"))
    if after.isascii() and after.isdecimal() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows[: PAGE + 1])
    page = found[:PAGE]
    parked = _parked(page)
    return Fates(
        [_fate(message, parked.get(message.pk)) for message in page],
        str(page[-1].pk) if len(found) > PAGE else "",
    )


def _parked(page: Sequence[Message]) -> dict[int, str]:
    """Why the parked ones of these messages did not go out, by id."""
    subjects = [f"{_SUBJECT}{message.pk}" for message in page if not message.is_done]
    rows = Delivery.objects.filter(entry__subject__in=subjects, parked_at__isnull=False)
    return {
        int(row.entry.subject.removeprefix(_SUBJECT)): _plain(row.short_error)
        for row in rows.select_related("entry")
    }


def _plain(error: str) -> str:
    """What went wrong, without the name of the exception."""
    name, _colon, why = error.partition(": ")
    return _("对方没有应答") if name.endswith(Silent.__name__) else why or name


def _to(message: Message) -> str:
    """Whom it went to, as far as a keeper may know."""
    if message.route is None:
        return _masked(str(getattr(message, "kept", "")))
    return f"{message.route.body.name} · {message.route.name}"


def _masked(kept: str) -> str:
    """A number of which enough is shown to know it again; "" where it was erased or its key is gone."""
    try:
        return numbers.mask_phone(decrypt(kept)) if kept else ""
    except (UnknownKey, SpoiltCiphertext):
        return ""


def _fate(message: Message, parked: str | None) -> Fate:
    to = _to(message)
    if message.sent_at is not None:
        return Fate(message, to, "sent", "")
    if message.failed_why:
        return Fate(message, to, "failed", message.failed_why)
    return Fate(message, to, "waiting" if parked is None else "parked", parked or "")


def with_address_due(now: datetime) -> QuerySet[Message]:
    """Messages whose number has been kept long enough: a week after sending, a month in any case."""
    old = Q(sent_at__lte=now - KEPT_AFTER_SENDING) | Q(queued_at__lte=now - KEPT_AT_MOST)
    return (
        Message.objects.filter(old, queued_at__lte=now - KEPT_AFTER_SENDING)
        .exclude(address="")
        .order_by("queued_at")
    )


def is_any_address_due(now: datetime) -> bool:
    return with_address_due(now).exists()


def late_secrets(now: datetime) -> QuerySet[Message]:
    """Messages with a one-time code that still wait though it is of no use any more."""
    rows = waiting_since(now - wording.SECRET_FOR)
    return rows.filter(template__in=wording.secrets())


def is_any_secret_late(now: datetime) -> bool:
    return late_secrets(now).exists()


def messages_under_old_keys() -> QuerySet[Message]:
    """Messages whose number is kept under a key that is no longer the first."""
    return under_old_keys(Message.objects.all(), "address")


def waiting_since(before: datetime) -> QuerySet[Message]:
    """Messages that were queued before an instant and neither went out nor were given up, oldest first."""
    rows = Message.objects.filter(sent_at__isnull=True, failed_why="", queued_at__lt=before)
    return rows.defer("address").order_by("queued_at")
