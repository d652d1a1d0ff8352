"""Who may change the catalogue. Reading it needs only sign-in."""

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind

EDIT = verbs.declare("catalogue.edit", _("维护事项目录"))


def can_edit(actor: Actor) -> bool:
    """The catalogue holds for the whole installation, so only a grant over everything counts."""
    return actor.kind in (ActorKind.IMPORT, ActorKind.SERVICE) or actor.may_everywhere(EDIT)
