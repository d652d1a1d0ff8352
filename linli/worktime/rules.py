"""Who may change the days and the office hours. Reading them needs only sign-in."""

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind

EDIT = verbs.declare("worktime.edit", _("调整日历和作息时间"))


def can_edit(actor: Actor) -> bool:
    return actor.kind in (ActorKind.IMPORT, ActorKind.SERVICE) or actor.may_everywhere(EDIT)
