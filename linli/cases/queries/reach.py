"""Over which rows an actor has a verb, as conditions that the partial indexes of ``Case`` can serve."""

import threading
from dataclasses import dataclass, field

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast

from linli.cases import rules
from linli.cases.models import Involved
from linli.kernel.actor import Actor, Over
from linli.organisations.models import Seat
from linli.places.models import AREA_COLUMNS, Place


@dataclass(frozen=True, slots=True)
class Reach:
    """What the keys of an actor's grants stand for: the area column of each place, the bodies of the seats held."""

    columns: dict[int, str] = field(default_factory=dict)
    bodies: frozenset[int] = frozenset()


_last = threading.local()


def reach_of(actor: Actor) -> Reach:
    """One statement, once per actor and thread: an Actor lives for one request, and a place never changes its kind."""
    if getattr(_last, "actor", None) is actor:
        reach: Reach = _last.reach
        return reach
    reach = _read(actor)
    _last.actor, _last.reach = actor, reach
    return reach


def _read(actor: Actor) -> Reach:
    areas = {grant.key for grant in actor.grants if grant.over is Over.AREA}
    if not areas and not actor.seats:
        return Reach()
    places = Place.objects.filter(pk__in=areas).values_list("pk", "kind", Value("place"))
    body = Cast("body_id", CharField())
    seats = Seat.objects.filter(pk__in=actor.seats).values_list("pk", body, Value("seat"))
    columns: dict[int, str] = {}
    bodies: set[int] = set()
    for key, value, what in places.union(seats, all=True).order_by():
        if what == "seat":
            bodies.add(int(value))
        else:
            columns[key] = value if value in AREA_COLUMNS else "place"
    return Reach(columns, frozenset(bodies))


def _is(column: str, keys: frozenset[int] | set[int]) -> Q:
    """One key by "=": then one index gives the rows in their order."""
    return (
        Q(**{f"{column}_id": next(iter(keys))}) if len(keys) == 1 else Q(**{f"{column}_id__in": sorted(keys)})
    )


def any_of(conditions: list[Q]) -> Q | None:
    """All conditions joined by OR; None, "no row at all", where there are none."""
    whole: Q | None = None
    for condition in conditions:
        whole = condition if whole is None else whole | condition
    return whole


def in_areas(actor: Actor, verb: str) -> list[Q]:
    """Cases that lie under the areas over which the actor has ``verb``."""
    keys = actor.keys(verb, Over.AREA)
    by_column: dict[str, set[int]] = {}
    for key, column in reach_of(actor).columns.items() if keys else ():
        if key in keys:
            by_column.setdefault(column, set()).add(key)
    return [_is(column, found) for column, found in sorted(by_column.items())]


def held(actor: Actor, verb: str = "") -> list[Q]:
    """Cases held by a seat of the actor, or one over which they have ``verb``."""
    seats = actor.seats | (actor.keys(verb, Over.SEAT) if verb else frozenset())
    return [_is("holder", seats)] if seats else []


def held_by_bodies(keys: frozenset[int]) -> list[Q]:
    return [_is("holder_body", keys)] if keys else []


def led_by_bodies(keys: frozenset[int]) -> list[Q]:
    return [_is("lead", keys)] if keys else []


def involving(actor: Actor, bodies: frozenset[int]) -> list[Q]:
    """Cases in which a seat or a body of the actor takes part without holding them."""
    theirs = any_of(
        [*([_is("seat", actor.seats)] if actor.seats else []), *([_is("body", bodies)] if bodies else [])]
    )
    return [] if theirs is None else [Q(Exists(Involved.objects.filter(theirs, case=OuterRef("pk"))))]


def over(actor: Actor, verb: str) -> Q | None:
    """Cases over whose place, holding body or holding seat the actor has ``verb``; an empty Q for all of them."""
    if actor.may_everywhere(verb):
        return Q()
    seats = actor.keys(verb, Over.SEAT)
    return any_of(
        [
            *in_areas(actor, verb),
            *held_by_bodies(actor.keys(verb, Over.BODY)),
            *([_is("holder", seats)] if seats else []),
        ]
    )


def readable(actor: Actor) -> Q | None:
    """The condition of ``rules.can_read``; an empty Q for all cases, None for none."""
    if actor.may_everywhere(rules.READ):
        return Q()
    bodies = actor.keys(rules.READ, Over.BODY) | actor.keys(rules.WORK, Over.BODY)
    answered = [_is("answered_by", actor.seats)] if actor.seats else []
    return any_of(
        [
            *in_areas(actor, rules.READ),
            *held(actor, rules.READ),
            *answered,
            *held_by_bodies(bodies),
            *led_by_bodies(bodies),
            *involving(actor, bodies),
        ]
    )
