"""Addresses and numbers under a new key."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import require
from linli.notices import rules
from linli.notices.events import NoticeEvent
from linli.notices.models import Message, Route

_SUBJECT = "notices.keys"


@transaction.atomic
def rekey_routes(*, route_ids: Iterable[int], by: Actor, now: datetime) -> int:
    """Encrypt the addresses of these routes anew under the newest key; how many. Raises NotAllowed."""
    require(rules.can_rekey(by))
    routes = list(Route.objects.select_for_update().filter(pk__in=list(route_ids)).order_by("pk"))
    for route in routes:
        route.save(update_fields=["url"])
    if routes:
        journal.write(_SUBJECT, NoticeEvent.REKEYED, by=by, at=now, routes=len(routes))
    return len(routes)


@transaction.atomic
def rekey_messages(*, message_ids: Iterable[int], by: Actor, now: datetime) -> int:
    """Encrypt the numbers of these messages anew under the newest key; how many. Raises NotAllowed."""
    require(rules.can_rekey(by))
    found = list(Message.objects.select_for_update().filter(pk__in=list(message_ids)).order_by("pk"))
    for message in found:
        message.save(update_fields=["address"])
    if found:
        journal.write(_SUBJECT, NoticeEvent.REKEYED, by=by, at=now, messages=len(found))
    return len(found)
