"""Messages that leave the house: queued with the change that causes them, given to a gateway by a reaction.

The gateway is asked with no transaction around it, then the message is marked as sent: only one that is between the two
when a process dies can go out twice.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from linli.journal import actions as journal
from linli.kernel.actor import TIMER, Actor
from linli.kernel.fields import blind, blinds
from linli.kernel.refusals import Refusal
from linli.notices import gateways, groups, queries, wording
from linli.notices.events import RETENTION, NoticeEvent
from linli.notices.models import Channel, Kind, Message, Route
from linli.people import numbers
from linli.people.models import Person

BATCH = 500
LONGEST = 500  # of the words to a group; a robot of WeCom takes 2,048 bytes
_PURPOSE = "notices.message"
_MOBILE = re.compile(r"1[3-9]\d{9}")


@transaction.atomic
def send_sms(
    *,
    entry_key: int,
    to_number: str,
    template: str,
    params: Mapping[str, str],
    urgent: bool,
    now: datetime,
    recipient: Person | None = None,
    by: Actor = TIMER,
) -> Message | None:
    """Queue a short message about the journal entry ``entry_key``; one that is not urgent waits for the quiet hours to end.

    None, and nothing is queued, where this number has one about this entry already, or is no mobile. ``params`` fill the
    gaps of the template and hold neither name nor number; ValueError for a template or params that do not fit.
    """
    text = wording.render(template, params)
    number = _mobile(to_number)
    if not number:
        return None
    whom = f"{entry_key}:{number}"
    known = Message.objects.filter(entry_key=entry_key, address_mark__in=blinds(whom, _PURPOSE))
    if known.filter(channel=Channel.SMS).exists():
        return None
    message = Message(
        entry_key=entry_key, channel=Channel.SMS, recipient=recipient, address=number,
        address_mark=blind(whom, _PURPOSE), template=template, params=dict(params), text=wording.shown(template, text),
        is_urgent=urgent, queued_at=now,
    )  # fmt: skip
    return _queue(message, by)


@transaction.atomic
def send_to_groups(
    *,
    entry_key: int,
    body_ids: Iterable[int],
    words: str,
    link: str,
    urgent: bool,
    now: datetime,
    kind: Kind = Kind.WORK,
    by: Actor = TIMER,
) -> int:
    """Queue ``words`` for every group of these bodies that is on and wants this kind; how many were new.

    ``words`` hold nothing personal: at most 500 characters go out, numbers taken out. ``link`` is a path on this site,
    written out with LINLI_URL and left away where that is not set; a ValueError is raised for any other.
    """
    text = _with_link(words, link)
    routes = queries.routes_wanting(kind, body_ids)
    known = Message.objects.filter(entry_key=entry_key, route__in=routes).values_list("route_id", flat=True)
    already = set(known)
    new = [route for route in routes if route.pk not in already]
    for route in new:
        queue_for(route, entry_key=entry_key, text=text, urgent=urgent, by=by, at=now)
    return len(new)


def _mobile(number: str) -> str:
    """The digits of a mobile; "" for a landline, which gets no short messages, and for no number at all."""
    try:
        digits = numbers.normalise_phone(number)
    except Refusal:
        return ""
    return digits if _MOBILE.fullmatch(digits) else ""


def _with_link(words: str, link: str) -> str:
    if link and not (link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)):
        raise ValueError(f"a message links only to this site: {link[:100]}")
    site = settings.SITE_URL.rstrip("/")
    text = numbers.redact(words.strip())[:LONGEST]
    return f"{text}\n{site}{link}" if link and site else text


def queue_for(route: Route, *, entry_key: int, text: str, urgent: bool, by: Actor, at: datetime) -> Message:
    """Queue ``text`` for one group. Called inside a sentence that has judged it."""
    message = Message(
        entry_key=entry_key, channel=route.channel, route=route, address_mark=f"route:{route.pk}",
        text=text, is_urgent=urgent, queued_at=at,
    )  # fmt: skip
    return _queue(message, by)


def _queue(message: Message, by: Actor) -> Message:
    message.save(force_insert=True)
    journal.write(
        message, NoticeEvent.MESSAGE_QUEUED, by=by, at=message.queued_at,
        about=message.entry_key, channel=str(message.channel), template=message.template,
        route=message.route_id,
    )  # fmt: skip
    return message


def give(*, message: Message, now: datetime) -> str:
    """Give a message to its gateway, outside of any transaction; the id under which the other side knows it.

    Raises gateways.Silent, gateways.Refused or whatever a gateway of the town raises: then it may be tried again. An
    operator who was silent, and a group that was silent or refused, is left alone for a minute.
    """
    try:
        if message.route is not None:
            channel, url, text = message.route.channel, message.route.url, message.text
            return gateways.within(gateways.LIMIT, lambda: groups.say(channel, url, text))
        gateway = gateways.sms_gateway(settings.SMS_GATEWAY)
        number, template, params = message.address, message.template, message.params
        return gateways.within(gateways.LIMIT, lambda: gateway(number, template, params))
    except (gateways.Silent, gateways.Refused) as error:
        # An operator who refuses one number takes the next; a group that refuses has had too much, or its token is wrong.
        if message.route is not None or isinstance(error, gateways.Silent):
            gateways.rest(message.door, now)
        raise


@transaction.atomic
def mark_sent(*, message_id: int, outer_id: str, now: datetime) -> Message:
    """Write down that a message went out; the first time stays. Raises NotFound."""
    message = queries.locked_message(message_id)
    if not message.is_done:
        message.outer_id, message.sent_at = outer_id[:120], now
        _forget_secret(message)
        message.save(update_fields=["outer_id", "sent_at", "params"])
    return message


@transaction.atomic
def give_up(*, message_id: int, why: str, now: datetime, by: Actor = TIMER) -> Message:
    """Give a message up for good and erase its number; one that is done stays as it is. Raises NotFound."""
    message = queries.locked_message(message_id)
    if not message.is_done:
        message.failed_why, message.address = why[:200], ""
        _forget_secret(message)
        message.save(update_fields=["failed_why", "address", "params"])
        journal.write(message, NoticeEvent.MESSAGE_GIVEN_UP, by=by, at=now, why=message.failed_why)
    return message


def _forget_secret(message: Message) -> None:
    if wording.is_secret(message.template):
        message.params = {}


def give_up_secrets(*, now: datetime, by: Actor = TIMER) -> int:
    """Give up the secret messages that nobody could send in time, so that they lie about no longer; how many."""
    late = list(queries.late_secrets(now).values_list("pk", flat=True)[:BATCH])
    for key in late:
        give_up(message_id=key, why=_("过了时间没有发出，不再发送"), now=now, by=by)
    return len(late)


@transaction.atomic
def erase_addresses(*, now: datetime, by: Actor = TIMER) -> int:
    """Erase the numbers that were kept long enough, at most 500 at once; how many. One entry tells of all of them.

    A message that still waits after a month is given up with it.
    """
    due = list(queries.with_address_due(now).values_list("pk", flat=True)[:BATCH])
    rows = Message.objects.filter(pk__in=due)
    rows.filter(sent_at__isnull=True, failed_why="").update(failed_why=_("一个月没有发出，不再发送"))
    rows.update(address="")
    if due:
        journal.write(RETENTION, NoticeEvent.ADDRESSES_ERASED, by=by, at=now, messages=len(due))
    return len(due)
