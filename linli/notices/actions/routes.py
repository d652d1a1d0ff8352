"""Which groups and mailboxes of a body are told by themselves."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.notices import groups, queries, rules
from linli.notices.actions.messages import queue_for
from linli.notices.events import NoticeEvent
from linli.notices.models import Channel, Kind, Message, Route
from linli.organisations.models import Body


class NameMissing(Refusal):
    words = _("请给这个群起个名字，例如“柳岸社区工作群”。")
    field = "name"


class AlreadyThere(Refusal):
    words = _("这个单位已经有叫这个名字的群了。")
    field = "name"


class BadKinds(Refusal):
    words = _("请从列出的种类里选。")
    field = "kinds"


class RouteIsOff(Refusal):
    words = _("这个群的通知关着，请先打开再试发。")


@transaction.atomic
def set_route(
    *,
    body: Body,
    name: str,
    channel: str,
    url: str,
    by: Actor,
    now: datetime,
    kinds: Collection[str] = (),
    is_on: bool = True,
    route_id: int | None = None,
) -> Route:
    """Add a group to a body, or change the one of ``route_id``; "" as ``url`` keeps the address it has.

    Raises NotFound, NotAllowed, NameMissing, AlreadyThere, BadKinds, BadAddress. The address goes into no entry.
    """
    route = queries.locked_route(route_id) if route_id is not None else Route(body=body)
    require(rules.can_set_route(by, route.body) and rules.can_set_route(by, body))
    name, url = name.strip()[:40], groups.tidy(url)
    if not name:
        raise NameMissing
    if Route.objects.filter(body=body, name=name).exclude(pk=route.pk).exists():
        raise AlreadyThere
    if not set(kinds) <= set(Kind.values):
        raise BadKinds
    if channel not in Channel.values or channel == Channel.SMS:
        raise groups.BadAddress(field="channel")
    groups.service(channel, url or route.url)
    has_new_address = bool(url)
    route.body, route.name, route.channel, route.url = body, name, channel, url or route.url
    route.kinds, route.is_on = [kind for kind in Kind.values if kind in kinds], is_on
    route.save()
    journal.write(
        route, NoticeEvent.ROUTE_SET, by=by, at=now, body=body.pk, channel=channel, kinds=route.kinds,
        is_on=is_on, has_new_address=has_new_address,
    )  # fmt: skip
    return route


@transaction.atomic
def turn_route(*, route_id: int, is_on: bool, by: Actor, now: datetime) -> Route:
    """Turn a group's notices on or off; what waits for one that is off is given up. Raises NotFound, NotAllowed."""
    route = queries.locked_route(route_id)
    require(rules.can_set_route(by, route.body))
    if route.is_on != is_on:
        route.is_on = is_on
        route.save(update_fields=["is_on"])
        journal.write(route, NoticeEvent.ROUTE_TURNED, by=by, at=now, is_on=is_on)
    return route


@transaction.atomic
def remove_route(*, route_id: int, by: Actor, now: datetime) -> None:
    """Remove a group and its address for good; what waits for it is given up. Raises NotFound, NotAllowed."""
    route = queries.locked_route(route_id)
    require(rules.can_set_route(by, route.body))
    journal.write(route, NoticeEvent.ROUTE_REMOVED, by=by, at=now, body=route.body_id, channel=route.channel)
    route.delete()


@transaction.atomic
def try_route(*, route_id: int, by: Actor, now: datetime) -> Message:
    """Send a trial to a group, the way every message goes, at once. Raises NotFound, NotAllowed, RouteIsOff."""
    route = queries.locked_route(route_id)
    require(rules.can_set_route(by, route.body))
    if not route.is_on:
        raise RouteIsOff
    entry = journal.write(route, NoticeEvent.ROUTE_TRIED, by=by, at=now)
    words = gettext("这是一条试发的通知，收到说明设置好了。")
    return queue_for(route, entry_key=entry.pk, text=words, urgent=True, by=by, at=now)
