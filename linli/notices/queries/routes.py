"""Routes: which groups and mailboxes a body has. Their addresses are left out wherever they are only listed."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Cast

from linli.kernel.actor import Actor, Over
from linli.kernel.fields import keys
from linli.kernel.refusals import NotFound
from linli.notices import rules
from linli.notices.models import Kind, Message, Route
from linli.organisations import queries as organisations
from linli.organisations.models import Body
from linli.places.models import AREA_COLUMNS


def routes_for(actor: Actor) -> QuerySet[Route]:
    """The routes that this actor may set, by body; without their addresses."""
    routes = Route.objects.select_related("body__area").defer("url").order_by("body__name", "name")
    if actor.may_everywhere(rules.ROUTES):
        return routes
    mine = Q(body_id__in=actor.keys(rules.ROUTES, Over.BODY))
    if areas := actor.keys(rules.ROUTES, Over.AREA):
        mine |= Q(body__area_id__in=areas)
        for column in AREA_COLUMNS:
            mine |= Q(**{f"body__area__{column}_id__in": areas})
    return routes.filter(mine)


def route_by_id(actor: Actor, route_id: int) -> Route:
    """Raises NotFound, also for one that the actor may not set."""
    route = routes_for(actor).filter(pk=route_id).first()
    if route is None:
        raise NotFound
    return route


def locked_route(route_id: int) -> Route:
    """The route under a row lock, body and area selected. Raises NotFound."""
    rows = Route.objects.select_for_update(of=("self",)).select_related("body__area")
    route = rows.filter(pk=route_id).first()
    if route is None:
        raise NotFound
    return route


def routes_wanting(kind: Kind, body_ids: Iterable[int]) -> list[Route]:
    """The routes of these bodies that are on and want to be told of ``kind``; without their addresses."""
    rows = Route.objects.filter(body_id__in=set(body_ids), is_on=True).defer("url").order_by("pk")
    return [route for route in rows if not route.kinds or kind.value in route.kinds]


def bodies_with_groups(body_ids: Iterable[int]) -> frozenset[int]:
    """Which of these bodies have a group that is on. Most have none: asked once for many, it spares asking for each."""
    rows = Route.objects.filter(body_id__in=set(body_ids), is_on=True)
    return frozenset(rows.values_list("body_id", flat=True))


def find_body(words: str) -> Body | None:
    """The body of this code, or the only one of this name."""
    known = organisations.body_by_code(words)
    if known is not None:
        return known
    named = list(Body.objects.filter(name=words, ended_on__isnull=True).select_related("area")[:2])
    return named[0] if len(named) == 1 else None


def routes_under_old_keys() -> QuerySet[Route]:
    """Routes whose address was encrypted under a key that is no longer the first."""
    return under_old_keys(Route.objects.all(), "url")


def under_old_keys[Row: (Route, Message)](rows: QuerySet[Row], column: str) -> QuerySet[Row]:
    newest = f"{next(iter(keys()))}."
    return (
        rows.annotate(kept=as_stored(column)).exclude(kept="").exclude(kept__startswith=newest).order_by("pk")
    )


def as_stored(column: str) -> Cast:
    """An encrypted column as the database has it, so that a lost key spoils no list."""
    return Cast(column, models.TextField())
