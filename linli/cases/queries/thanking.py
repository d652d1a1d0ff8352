"""Whom the residents of a place may want to thank: bodies and roles that serve it, no person's name."""

from datetime import date

from linli.organisations import queries as organisations
from linli.organisations.models import Body
from linli.places.models import Place

MOST = 12


def helpers_at(place: Place | None, *, on: date, first: int | None = None) -> list[str]:
    """Names of volunteers' roles and of bodies that serve ``place``, the nearest first, and before them the standing body
    with the key ``first``, which need not serve it.
    """
    names = list(Body.objects.filter(pk=first or 0, ended_on__isnull=True).values_list("name", flat=True))
    if place is not None:
        for duty in organisations.serving(place, on):
            role = duty.seat.role
            names.append(role.name if role.is_volunteer else duty.seat.body.name)
    return list(dict.fromkeys(names))[:MOST]
