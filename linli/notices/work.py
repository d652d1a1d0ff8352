"""What this room does by itself: messages are given to their gateways, old numbers erased."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from linli.journal.models import Entry
from linli.journal.reacting import Later, Periodic, alone
from linli.notices import actions, gateways, queries, quiet, wording
from linli.notices.models import Channel, Message


@alone
def send(entry: Entry, now: datetime) -> None:
    """Give the message that was queued to its gateway; put it off in quiet hours, or while nobody answers there."""
    message = queries.message_of(entry)
    if message is None or message.is_done:
        return
    if why := _no_use(message, now):
        actions.give_up(message_id=message.pk, why=why, now=now)
        return
    if not message.is_urgent and (until := quiet.ends_at(quiet.parse(settings.QUIET_HOURS), now)):
        raise Later(until)
    if until := gateways.resting_until(message.door, now):
        raise Later(until)
    outer_id = actions.give(message=message, now=now)
    actions.mark_sent(message_id=message.pk, outer_id=outer_id, now=now)


def _no_use(message: Message, now: datetime) -> str:
    if message.channel == Channel.SMS:
        if wording.is_secret(message.template) and message.queued_at <= now - wording.SECRET_FOR:
            return _("过了时间没有发出，不再发送")
        return "" if message.address else _("号码已按期删除")
    if message.route is None:
        return _("群已经删除")
    return "" if message.route.is_on else _("群通知已关闭")


def erase_addresses(now: datetime) -> None:
    while actions.erase_addresses(now=now):
        pass


RETENTION = Periodic(
    name="notices.retention",
    every=timedelta(hours=6),
    is_due=queries.is_any_address_due,
    run=erase_addresses,
)


def forget_secrets(now: datetime) -> None:
    while actions.give_up_secrets(now=now):
        pass


FORGETTING = Periodic(
    name="notices.secrets",
    every=timedelta(minutes=10),
    is_due=queries.is_any_secret_late,
    run=forget_secrets,
)
