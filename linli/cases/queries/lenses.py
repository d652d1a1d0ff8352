"""Lenses: the lists a worker looks through. Each is served by a partial index on open cases, in pages of 25.

Sorted by the time at which somebody must act; history, which has none, comes last. Where a page ends stands in a key,
so that the hundredth page costs what the first does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from linli.cases import rules
from linli.cases.models import IS_OPEN, Case
from linli.cases.queries import paging, reach, requests, together
from linli.cases.states import State
from linli.kernel.actor import Actor, Over

PAGE = 25
MOST_COUNTED = 1000

LENSES = {
    "mine": _("我的"),
    "unit": _("本单位"),
    "area": _("本辖区"),
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
SHOWN = ("matter", "holder", "holder_body", "lead", "place", "community", "estate")


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of a lens; ``next`` is the key of the page after it, "" on the last."""

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
    "late": _late,
    "unplaced": _unplaced,
    "callbacks": _in_state(State.AWAITING_CALLBACK, rules.CALL_BACK),
    "review": _in_state(State.IN_REVIEW, rules.REVIEW),
    "stuck": _stuck,
}


def _open_rows(actor: Actor, name: str, now: datetime) -> QuerySet[Case] | None:
    condition = _CONDITIONS[name](actor, now)
    return None if condition is None else Case.objects.filter(IS_OPEN, condition)


def lens(actor: Actor, name: str, *, after: str = "", now: datetime) -> Slice:
    """One page of the lens ``name``; ``after`` is the ``next`` of the page before. Raises KeyError on an unknown name.

    At most three statements, whatever the length: one to learn the actor's areas, one for cases with a clock, one for
    those without where the page is not yet full.
    """
    if name == "all":
        return _newest(actor, after)
    rows = _open_rows(actor, name, now)
    if rows is None:
        return Slice([])
    rows = rows.select_related(*SHOWN)
    at, key = paging.read_key(after)
    found: list[Case] = []
    if at is not None or not key:
        ticking = rows.filter(next_at__isnull=False)
        if at is not None:
            ticking = ticking.filter(Q(next_at__gt=at) | Q(id__gt=key), next_at__gte=at)
        found = list(ticking.order_by("next_at", "id")[: PAGE + 1])
        key = 0
    if len(found) <= PAGE and name != "late":
        still = rows.filter(next_at__isnull=True, id__gt=key)
        found += list(still.order_by("id")[: PAGE + 1 - len(found)])
    return _slice(found)


def _newest(actor: Actor, after: str) -> Slice:
    condition = reach.readable(actor)
    if condition is None:
        return Slice([])
    rows = Case.objects.filter(condition).select_related(*SHOWN)
    _at, key = paging.read_key(after)
    if key:
        rows = rows.filter(id__lt=key)
    found = list(rows.order_by("-id")[: PAGE + 1])
    shown = found[:PAGE]
    return Slice(shown, f"-{shown[-1].pk}" if len(found) > PAGE else "")


def _slice(found: list[Case]) -> Slice:
    shown = found[:PAGE]
    return Slice(shown, paging.write_key(shown[-1].next_at, shown[-1].pk) if len(found) > PAGE else "")


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
