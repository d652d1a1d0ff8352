"""Whom a resident may call about a place: public numbers only, never a person's own; of a person the role and surname, as on
the cards at the door.
"""

from dataclasses import dataclass
from datetime import date

from linli.organisations import queries as organisations
from linli.organisations.models import BodyKind, Duty
from linli.places.models import Place

_GRID, _COMMUNITY = 1, 2


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who serves a place: a role with the surname of who has it, or a body (``surname`` ""); ``phone`` is the office's."""

    name: str
    surname: str
    phone: str


def contacts(place: Place | None, *, on: date) -> list[Contact]:
    """The grid worker, the community and the property company of a place, each where there is one. Two statements."""
    if place is None:
        return []
    duties = organisations.serving(place, on)
    community = place.community
    office = community.phone if community is not None else ""
    found = []
    grid = next((one for one in duties if one.seat.role.rung == _GRID and one.seat.area_id is not None), None)
    if grid is not None:
        found.append(Contact(grid.seat.role.name, grid.person.surname, grid.seat.body.phone or office))
    if community is not None:
        desk = next(
            (one for one in duties if one.seat.role.rung == _COMMUNITY and _is(one, BodyKind.COMMUNITY)), None
        )
        own = desk.seat.body.phone if desk is not None else ""
        found.append(Contact(community.name, "", own or office))
    company = next((one.seat.body for one in duties if _is(one, BodyKind.PROPERTY)), None)
    if company is not None:
        found.append(Contact(company.name, "", company.phone))
    return found


def _is(duty: Duty, kind: BodyKind) -> bool:
    return duty.seat.body.kind == kind
