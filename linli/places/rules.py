"""Who may change places. Reading them needs only sign-in."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind
from linli.places.models import Place

ANNOUNCE = verbs.declare("places.announce", _("发布停水停电等公告"))
EDIT = verbs.declare("places.edit", _("维护小区、楼栋、网格和门牌码"))

_OWN_HANDS = (ActorKind.IMPORT, ActorKind.SERVICE)


def can_edit_everywhere(actor: Actor) -> bool:
    return actor.kind in _OWN_HANDS or actor.may_everywhere(EDIT)


def can_edit(actor: Actor, place: Place | None) -> bool:
    """Change ``place`` or add under it; ``None`` stands for the top of the tree."""
    return can_edit_everywhere(actor) or (place is not None and actor.may(EDIT, areas=place.area_ids()))


def can_edit_areas(actor: Actor, areas: Iterable[int | None]) -> bool:
    """The same by the ids under which a place lies."""
    return can_edit_everywhere(actor) or actor.may(EDIT, areas=areas)


def can_import_divisions(actor: Actor) -> bool:
    return can_edit_everywhere(actor)


def can_announce(actor: Actor, place: Place) -> bool:
    """Tell the people of ``place`` and of all that lies under it."""
    return actor.kind in _OWN_HANDS or actor.may(ANNOUNCE, areas=place.area_ids())
