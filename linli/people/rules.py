"""Who may read, change and call a person. A right over an area holds for those whose home lies in it."""

from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.kernel.actor import Actor, ActorKind
from linli.people.models import Person
from linli.places.models import Place

READ = verbs.declare("people.read", _("查看居民(号码隐去)"))
EDIT = verbs.declare("people.edit", _("登记和修改居民"))
SEE_NUMBER = verbs.declare("people.see_number", _("查看完整号码(逐次留痕)"))

_OWN_HANDS = (ActorKind.IMPORT, ActorKind.SERVICE)


def _may(actor: Actor, verb: str, home: Place | None) -> bool:
    return actor.may(verb, areas=home.area_ids() if home else ())


def can_read(actor: Actor, person: Person) -> bool:
    """People without a home in the town are read by those who read everywhere, and by themselves."""
    return _may(actor, READ, person.home) or actor.person_id == person.pk


def can_register(actor: Actor, home: Place | None) -> bool:
    return actor.kind in _OWN_HANDS or _may(actor, EDIT, home)


def can_edit(actor: Actor, person: Person) -> bool:
    return actor.kind in _OWN_HANDS or _may(actor, EDIT, person.home)


def can_see_number(actor: Actor, person: Person) -> bool:
    return _may(actor, SEE_NUMBER, person.home)


def can_manage_accounts(actor: Actor) -> bool:
    """An account opens everything that its person's duties open, so only those who edit people everywhere make one."""
    return actor.kind in _OWN_HANDS or actor.may_everywhere(EDIT)
