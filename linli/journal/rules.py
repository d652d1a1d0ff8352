"""Who may read the journal's back room, and who may erase a text."""

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind

READ = verbs.declare("journal.read", _("查看日志和没办成的投递"))
ERASE = verbs.declare("journal.erase", _("依法删除日志里的文字"))


def can_read(actor: Actor) -> bool:
    return actor.may_everywhere(READ)


def can_handle_deliveries(actor: Actor) -> bool:
    """Who sees a parked delivery may also try it again or drop it: both are written down with a name."""
    return actor.kind is ActorKind.SERVICE or can_read(actor)


def can_erase(actor: Actor) -> bool:
    return actor.kind is ActorKind.SERVICE or actor.may_everywhere(ERASE)
