"""Lenses: the lists a worker looks through. Each is served by a partial index on open cases, in pages of 50.

Sorted by the time at which somebody must act; history, which has none, comes last. Where a page ends stands in a key,
so that the hundredth page costs what the first does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.models import IS_OPEN, Case, Report
from linli.cases.queries import paging, reach, requests, together
from linli.cases.queries.filters import NOTHING, Filters
from linli.cases.states import State
from linli.kernel.actor import Actor, Over

PAGE = 50
MOST_COUNTED = 1000

LENSES = {
    "mine": _("我的"),
    "unit": _("本单位"),
    "area": _("本辖区"),
    "sent": _("我交出去的"),
    "late": _("超期"),
    "unplaced": _("待归类"),
    "callbacks": _("待回访"),
    "review": _("待审核"),
    "stuck": _("没人管的"),
    "all": _("全部"),
}
# Counted beside the lenses and listed on pages of their own: rows that wait for the actor's seats and bodies.
BESIDE: dict[str, Callable[[Actor, datetime], QuerySet[Any] | None]] = {
    "requests": lambda actor, now: requests.open_rows(actor),
    "parts": lambda actor, now: together.parts_for(actor),
    "calls": lambda actor, now: together.calls_for(actor),
    "supervisions": lambda actor, now: together.supervisions_for(actor),
}
SHOWN = ("matter", "holder", "place")
# What a row of a list shows; the words and the answer, which are long, stay where they are.
COLUMNS = (
    "state", "kind", "urgency", "title", "unplaced_why", "place_words", "outer_due_at", "next_at", "closed_at",
    "registered_at", "holder__name", "matter__name", "place__kind", "place__name", "place__road",
    "place__road_number", "place__street", "place__community", "place__estate", "place__building", "place__unit",
    "holder", "matter", "place",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a lens, each row with its ``receipt``; ``next`` is the key of the page after it, "" on the last."""

    rows: list[Case]
    next: str = ""


def _mine(actor: Actor, now: datetime) -> Q | None:
    return reach.any_of(reach.held(actor))


def _unit(actor: Actor, now: datetime) -> Q | None:
    bodies = (
        reach.reach_of(actor).bodies | actor.keys(rules.READ, Over.BODY) | actor.keys(rules.WORK, Over.BODY)
    )
    unit, readable = reach.any_of(reach.held_by_bodies(frozenset(bodies))), reach.readable(actor)
    return None if unit is None or readable is None else unit & readable


def _area(actor: Actor, now: datetime) -> Q | None:
    return Q() if actor.may_everywhere(rules.READ) else reach.any_of(reach.in_areas(actor, rules.READ))


def _sent(actor: Actor, now: datetime) -> Q | None:
    """What a seat of the actor sent on and another has now. Whoever sent it may still read where it sits."""
    if not actor.seats:
        return None
    sent, readable = Q(sent_from__in=sorted(actor.seats)), reach.readable(actor)
    return None if readable is None else sent & ~Q(holder__in=sorted(actor.seats)) & readable


def _late(actor: Actor, now: datetime) -> Q | None:
    """Late where the actor reads an area, or in the hands of their seats and bodies."""
    bodies = actor.keys(rules.READ, Over.BODY) | actor.keys(rules.WORK, Over.BODY)
    hands = [*reach.held(actor, rules.READ), *reach.held_by_bodies(bodies)]
    where = reach.any_of([*reach.in_areas(actor, rules.READ), *hands])
    if actor.may_everywhere(rules.READ):
        where = Q()
    return None if where is None else where & Q(next_at__lt=now)


def _in_state(state: State, verb: str) -> Callable[[Actor, datetime], Q | None]:
    """Cases in ``state`` that the actor may do ``verb`` to. Who may do it may read them: both are asked."""

    def condition(actor: Actor, now: datetime) -> Q | None:
        over, readable = reach.over(actor, verb), reach.readable(actor)
        return None if over is None or readable is None else Q(state=state) & over & readable

    return condition


def _unplaced(actor: Actor, now: datetime) -> Q | None:
    """Without those that wait for a neighbour: they go on by themselves."""
    found = _in_state(State.REGISTERED, rules.DISPATCH)(actor, now)
    return None if found is None else found & Q(wakes_at__isnull=True)


def _stuck(actor: Actor, now: datetime) -> Q | None:
    """What must never be: open, and held by nobody or without a time at which somebody must act."""
    where = _area(actor, now)
    return None if where is None else where & _STUCK


_STUCK = Q(holder__isnull=True) | Q(next_at__isnull=True, from_history=False)
_CONDITIONS: dict[str, Callable[[Actor, datetime], Q | None]] = {
    "mine": _mine,
    "unit": _unit,
    "area": _area,
    "sent": _sent,
    "late": _late,
    "unplaced": _unplaced,
    "callbacks": _in_state(State.AWAITING_CALLBACK, rules.CALL_BACK),
    "review": _in_state(State.IN_REVIEW, rules.REVIEW),
    "stuck": _stuck,
}


def _open_rows(actor: Actor, name: str, now: datetime) -> QuerySet[Case] | None:
    condition = _CONDITIONS[name](actor, now)
    return None if condition is None else Case.objects.filter(IS_OPEN, condition)


def lens(actor: Actor, name: str, *, filters: Filters = NOTHING, after: str = "", now: datetime) -> Slice:
    """One page of the lens ``name``; ``after`` is the ``next`` of the page before. Raises KeyError on an unknown name.

    At most three statements, whatever the length: one to learn the actor's areas, one for cases with a clock, one for
    those without where the page is not yet full.
    """
    rows = _rows(actor, name, filters, now)
    if rows is None:
        return Slice([])
    receipt = Report.objects.filter(case=OuterRef("pk")).order_by("id").values("receipt")[:1]
    rows = rows.select_related(*SHOWN).only(*COLUMNS).annotate(receipt=Subquery(receipt))
    at, key = paging.read_key(after)
    if name == "all":
        found = list((rows.filter(id__lt=key) if key else rows).order_by("-id")[: PAGE + 1])
        return _slice(found, name)
    found = []
    if at is not None or not key:
        ticking = rows.filter(next_at__isnull=False)
        if at is not None:
            ticking = ticking.filter(_behind(at, key))
        found = list(ticking.order_by("next_at", "id")[: PAGE + 1])
        key = 0
    if len(found) <= PAGE and name != "late":
        still = rows.filter(next_at__isnull=True, id__gt=key)
        found += list(still.order_by("id")[: PAGE + 1 - len(found)])
    return _slice(found, name)


def _rows(actor: Actor, name: str, filters: Filters, now: datetime) -> QuerySet[Case] | None:
    if name != "all":
        rows = _open_rows(actor, name, now)
    else:
        condition = reach.readable(actor)
        rows = None if condition is None else Case.objects.filter(condition)
    return None if rows is None else rows.filter(filters.condition(actor))


def _behind(at: datetime, key: int) -> Q:
    return Q(Q(next_at__gt=at) | Q(id__gt=key), next_at__gte=at)


def _before(at: datetime, key: int) -> Q:
    return Q(Q(next_at__lt=at) | Q(id__lt=key), next_at__lte=at)


def place_in(name: str, case: Case) -> str:
    """The key of the place at which a case stands in the list of a lens."""
    return f"-{case.pk}" if name == "all" else paging.write_key(case.next_at, case.pk)


def _slice(found: Sequence[Case], name: str) -> Slice:
    shown = list(found[:PAGE])
    return Slice(shown, place_in(name, shown[-1]) if len(found) > PAGE else "")


Beside = tuple[Case | None, Case | None]


def beside(
    actor: Actor, name: str, place: str, *, filters: Filters = NOTHING, but: int, now: datetime
) -> Beside:
    """The cases before and behind a place in the list of a lens, without the case ``but`` that stood there: it may have moved
    meanwhile. One statement, besides the one to learn the actor's areas. Raises KeyError on an unknown name.
    """
    rows, (at, key) = _rows(actor, name, filters, now), paging.read_key(place)
    if rows is None or not key:
        return None, None
    rows = rows.exclude(pk=but)
    if name == "all":
        before, behind = [rows.filter(id__gt=key).order_by("id")], [rows.filter(id__lt=key).order_by("-id")]
        return _firsts(before, behind)
    ticking, still = rows.filter(next_at__isnull=False), rows.filter(next_at__isnull=True)
    if name == "late":
        still = still.none()
    if at is not None:
        before = [ticking.filter(_before(at, key)).order_by("-next_at", "-id")]
        behind = [ticking.filter(_behind(at, key)).order_by("next_at", "id"), still.order_by("id")]
    else:
        before = [still.filter(id__lt=key).order_by("-id"), ticking.order_by("-next_at", "-id")]
        behind = [still.filter(id__gt=key).order_by("id")]
    return _firsts(before, behind)


def _firsts(*ways: list[QuerySet[Case]]) -> Beside:
    """Of each way the first row that one of its queries gives, as far as its place in a list needs it."""
    one, other = map(_first, ways)
    rows = Case.objects.filter(Q(pk=one) | Q(pk=other)).annotate(is_before=one).only("next_at")
    found = {row.pk == row.is_before: row for row in rows}
    return found.get(True), found.get(False)


def _first(way: list[QuerySet[Case]]) -> RawSQL:
    said: list[str] = []
    params: list[Any] = []
    for rows in way:
        try:
            sql, given = rows.values("pk")[:1].query.sql_with_params()
        except EmptyResultSet:
            continue
        said.append(f"({sql})")
        params.extend(given)
    return RawSQL(f"COALESCE({', '.join([*said, 'NULL', 'NULL'])})", params, output_field=BigIntegerField())


def counts(actor: Actor, now: datetime) -> dict[str, int]:
    """How many rows each lens but "all" has, and each list beside them, counted up to ``MOST_COUNTED``, in one statement."""
    found = dict.fromkeys((*(name for name in LENSES if name != "all"), *BESIDE), 0)
    parts: list[tuple[str, str]] = []
    params: list[Any] = []
    for name in found:
        rows = BESIDE[name](actor, now) if name in BESIDE else _open_rows(actor, name, now)
        if rows is None:
            continue
        try:
            sql, given = rows.order_by().values("pk")[:MOST_COUNTED].query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append((name, f"(SELECT COUNT(*) FROM ({sql}) AS n_{name})"))
        params.extend(given)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(part for _name, part in parts)}", params)
            found.update(zip((name for name, _part in parts), cursor.fetchone(), strict=True))
    return found
