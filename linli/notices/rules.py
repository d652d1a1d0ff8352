"""Whose letter it is, and who sets where the messages of a body go.

A letter is read by its recipient and by nobody else, whatever they may do elsewhere.
"""

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind
from linli.notices.models import Letter
from linli.organisations.models import Body

ROUTES = verbs.declare("notices.routes", _("设置短信和群通知"))

_OWN_HANDS = (ActorKind.IMPORT, ActorKind.SERVICE)


def can_open(actor: Actor, letter: Letter) -> bool:
    return actor.person_id is not None and letter.recipient_id == actor.person_id


def can_set_route(actor: Actor, body: Body) -> bool:
    """By the body itself, or over its area; a body without an area is set by those who set everywhere."""
    areas = body.area.area_ids() if body.area is not None else ()
    return actor.kind in _OWN_HANDS or actor.may(ROUTES, areas=areas, bodies=[body.pk])


def can_rekey(actor: Actor) -> bool:
    return actor.kind is ActorKind.SERVICE
