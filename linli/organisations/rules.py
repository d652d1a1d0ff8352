"""Who may change the chart. Reading it needs only sign-in.

``areas`` are the ids under which a body lies (its own area's, or those of every place it serves); the caller reckons
them, so that these rules stay pure. Nobody gives away more than he has: a role over everything is given by those who
edit everywhere, and a seat over an area by those who edit that area.
"""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind
from linli.organisations.models import Body, Duty, Reach, Role
from linli.places.models import Place

EDIT = verbs.declare("organisations.edit", _("维护单位、岗位和任职"))

_OWN_HANDS = (ActorKind.IMPORT, ActorKind.SERVICE)


def can_edit_everywhere(actor: Actor) -> bool:
    """Roles, and bodies that lie nowhere in particular."""
    return actor.kind in _OWN_HANDS or actor.may_everywhere(EDIT)


def can_found_body(actor: Actor, *, parent: Body | None, area: Place | None) -> bool:
    if can_edit_everywhere(actor):
        return True
    if area is not None:
        return actor.may(EDIT, areas=area.area_ids())
    return parent is not None and actor.may(
        EDIT, areas=parent.area.area_ids() if parent.area else (), bodies=[parent.pk]
    )


def can_edit_body(actor: Actor, body: Body, *, served: Iterable[Place] = ()) -> bool:
    """By the body itself, by its area, or, where it has none, by all the places it serves."""
    if can_edit_everywhere(actor) or actor.may(EDIT, bodies=[body.pk]):
        return True
    if body.area is not None:
        return actor.may(EDIT, areas=body.area.area_ids())
    places = list(served)
    return bool(places) and all(actor.may(EDIT, areas=place.area_ids()) for place in places)


def can_serve_place(actor: Actor, place: Place) -> bool:
    return can_edit_everywhere(actor) or actor.may(EDIT, areas=place.area_ids())


def can_edit_ladder(actor: Actor, area: Place | None) -> bool:
    """The ladder of an area by those who edit there, that of everywhere by those who edit everywhere."""
    return can_edit_everywhere(actor) if area is None else can_serve_place(actor, area)


def can_edit_seat(
    actor: Actor, *, body: Body, role: Role, area: Place | None, served: Iterable[Place] = ()
) -> bool:
    """May the actor make, end or fill such a seat?"""
    if can_edit_everywhere(actor):
        return True
    if role.reach == Reach.EVERYTHING:
        return False
    places = list(served)
    if area is None:
        return can_edit_body(actor, body, served=places)
    if can_edit_body(actor, body, served=places) and body.area_id in area.area_ids():
        return True
    if role.reach == Reach.BODY:
        return can_edit_body(actor, body, served=places) and actor.may(EDIT, areas=area.area_ids())
    is_theirs = body.area_id in area.area_ids() or any(place.pk in area.area_ids() for place in places)
    return is_theirs and actor.may(EDIT, areas=area.area_ids())


def can_ask_leave(actor: Actor, duty: Duty) -> bool:
    """Everybody for their own duty."""
    return actor.person_id is not None and actor.person_id == duty.person_id


def can_decide_leave(actor: Actor, *, heads: frozenset[int]) -> bool:
    """Who sits on a seat that answers for the body (``heads``, keys of seats)."""
    return not actor.seats.isdisjoint(heads)
