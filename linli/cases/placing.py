"""Words × place × time: which matter it is, who is lawfully responsible, which seat must act."""

import time
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from linli.cases.drafts import Draft
from linli.cases.models import DemandKind, UnplacedWhy
from linli.catalogue import queries as catalogue
from linli.catalogue.models import LeadKind, Matter
from linli.organisations import queries as organisations
from linli.organisations.models import Body, BodyKind, Seat
from linli.places import queries as places
from linli.places.models import Place

STREET_RUNG = 3


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a demand goes. ``why`` is "" when it is placed, and then matter, place, lead and holder are all there."""

    matter: Matter | None = None
    words: tuple[str, ...] = ()
    place: Place | None = None
    lead: Body | None = None
    holder: Seat | None = None
    why: str = ""


@dataclass(slots=True)
class Memory:
    """What placing has found out already. Bodies and seats change: a memory lives for one batch of an import, or for
    MEMORY_LASTS.
    """

    placings: dict[tuple[Any, ...], Placing] = field(default_factory=dict)
    desks: dict[int, Seat | None] = field(default_factory=dict)
    paths: dict[int, str] = field(default_factory=dict)


# Seconds that a change of bodies, seats and ladders may take to reach a process that registers. Whoever decides a moment
# before the change decides the same.
MEMORY_LASTS = 2.0
_at_hand = (0.0, Memory())


def memory_at_hand() -> Memory | None:
    """What this process has found out of late; None inside a transaction, which may see what nobody else does."""
    global _at_hand
    if connection.in_atomic_block:
        return None
    until, memory = _at_hand
    if time.monotonic() > until:
        memory = Memory()
        _at_hand = (time.monotonic() + MEMORY_LASTS, memory)
    return memory


def place_draft(draft: Draft, *, on: date, memory: Memory | None = None) -> Placing:
    """Place a demand by the catalogue of that day (Shanghai date)."""
    place = draft.place or _named_place(draft)
    if draft.matter_id is not None:
        chosen = next((one for one in catalogue.current(on) if one.pk == draft.matter_id), None)
        if chosen is not None:
            return place_matter(chosen, place, memory)
    match = catalogue.match(draft.words, on=on, title=draft.title)
    if match.matter is None:
        return Placing(words=match.words, place=place, why=match.why or UnplacedWhy.NO_WORDS)
    return replace(place_matter(match.matter, place, memory), words=match.words)


def _named_place(draft: Draft) -> Place | None:
    for words in (draft.place_words, f"{draft.title}\n{draft.words}"):
        found = places.find_by_words(words, within=draft.within) if words.strip() else None
        if found is not None:
            return found
    return draft.within


def place_matter(matter: Matter, place: Place | None, memory: Memory | None = None) -> Placing:
    """Who leads and who must act for this matter at this place; ``why`` says what is missing."""
    if place is None:
        return Placing(matter, why=UnplacedWhy.NO_PLACE)
    if memory is None:
        return _place(matter, place)
    key = (
        matter.lead,
        matter.department,
        matter.first_rung,
        tuple(matter.skips),
        matter.category_id,
        place.pk,
    )
    if key not in memory.placings:
        memory.placings[key] = _place(matter, place)
    return replace(memory.placings[key], matter=matter)


def _place(matter: Matter, place: Place) -> Placing:
    lead = organisations.lead_for(matter.lead, place=place, department=matter.department)
    if lead is None and matter.lead == LeadKind.PROPERTY and not _is_too_wide(matter, place):
        # An estate without a manager is the street's to look after (属地管理, BJ-JSJB Art. 11), never the community's.
        lead = organisations.lead_for(LeadKind.STREET, place=place)
    if lead is None:
        why = UnplacedWhy.NO_PLACE if _is_too_wide(matter, place) else UnplacedWhy.NO_LEAD
        return Placing(matter, place=place, why=why)
    holder = holder_for(matter, lead, place)
    return Placing(
        matter, place=place, lead=lead, holder=holder, why="" if holder is not None else UnplacedWhy.NO_SEAT
    )


def _is_too_wide(matter: Matter, place: Place) -> bool:
    """Is the place too wide to say whose it is? A company serves an estate, a committee its community."""
    needed = {
        LeadKind.PROPERTY.value: place.estate_id or place.building_id,
        LeadKind.COMMUNITY.value: place.community_id,
        LeadKind.STREET.value: place.street_id,
    }
    return needed.get(matter.lead, place.pk) is None


def holder_for(
    matter: Matter, lead: Body, place: Place, supposed: organisations.Supposed | None = None
) -> Seat | None:
    """The seat that must act: for a community's own matters the lowest step of the place's ladder that the matter allows,
    else the lead's desk. Where there is none, the street's; nothing that is not the community's own falls to it. With ``supposed``
    as if that ladder were set.
    """
    if matter.lead == LeadKind.COMMUNITY:
        skips = (0, *matter.skips)
        steps = organisations.ladder(place, category=matter.category.code, skips=skips, supposed=supposed)
        return next((seat for seat in steps if seat.role.rung >= matter.first_rung), None)
    desk = organisations.desk_of(lead.pk)
    return desk if desk is not None else organisations.seat_for(place, rung=STREET_RUNG)


_NOT_FOR_NEIGHBOURS = (DemandKind.COMPLAINT, DemandKind.REPORT, DemandKind.PRAISE)


def neighbour_for(placed: Placing, draft: Draft, *, on: date) -> Seat | None:
    """The volunteer's seat that is asked first: where the reporter wishes it, the matter allows it, and somebody serves.

    Complaints and reports never go to a neighbour, nor what is dangerous or private (``Matter.asks_volunteers``).
    """
    matter, place = placed.matter, placed.place
    if not draft.asks_neighbours or placed.why or matter is None or place is None:
        return None
    if draft.kind in _NOT_FOR_NEIGHBOURS or not matter.asks_volunteers():
        return None
    return organisations.volunteer_for(place, category=matter.category.code, skips=matter.skips, on=on)


def desk_to_hold(place: Place | None, memory: Memory | None = None) -> Seat | None:
    """The intake desk that holds what no rule could place."""
    if memory is None:
        return organisations.intake_desk(place)
    key = place.pk if place is not None else 0
    if key not in memory.desks:
        memory.desks[key] = organisations.intake_desk(place)
    return memory.desks[key]


def path_of(place: Place | None, memory: Memory | None = None) -> str:
    """The place in words, from the street down; "" without one."""
    if place is None:
        return ""
    if memory is None:
        return places.path_words(place)
    if place.pk not in memory.paths:
        memory.paths[place.pk] = places.path_words(place)
    return memory.paths[place.pk]


def may_lead(matter: Matter, body: Body) -> bool:
    """May this body be the lead by the decision of a person, where no rule found one? A community only for what is its
    own (BJ-JSJB Art. 17), a company only for what is a company's; offices above them for everything.
    """
    if body.kind == BodyKind.COMMUNITY:
        return matter.lead == LeadKind.COMMUNITY
    if body.kind == BodyKind.PROPERTY:
        return matter.lead == LeadKind.PROPERTY
    return body.kind in (BodyKind.STREET, BodyKind.DEPARTMENT, BodyKind.GOVERNMENT)


def may_go_down(matter: Matter | None, seat: Seat, *, from_body: int | None) -> bool:
    """May the case go down to ``seat``? What is not a community's own is not pushed down to it (BJ-JSJB Art. 17); inside
    one body, whose key is ``from_body``, work is shared freely.
    """
    if seat.body.kind != BodyKind.COMMUNITY or seat.body_id == from_body:
        return True
    return matter is not None and matter.lead == LeadKind.COMMUNITY


def checker_for(place: Place | None, *, other_than: int | None) -> Seat | None:
    """The seat that reviews or calls back: the nearest intake desk that did not give the answer. ``other_than`` is the
    key of the seat that did; None where there is no other.
    """
    return organisations.intake_desk(place, other_than=other_than)
