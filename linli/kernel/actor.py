"""Who acts. An Actor is built once at the door and handed down as an argument."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext_noop


class ActorKind(StrEnum):
    PERSON = "person"
    RESIDENT = "resident"
    TIMER = "timer"
    IMPORT = "import"
    SERVICE = "service"


class Over(StrEnum):
    """What a grant reaches over: everything, the places under an area, one body's own work, one seat."""

    EVERYTHING = "everything"
    AREA = "area"
    BODY = "body"
    SEAT = "seat"


@dataclass(frozen=True, slots=True)
class Grant:
    """One verb over one thing. ``key`` is the id of the place, body or seat; 0 for everything."""

    verb: str
    over: Over
    key: int = 0


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a kind, the keys of account and person, and the grants that hold at this moment.

    Grants whose dates have not begun or have ended are never put in: an Actor lives for one request.
    """

    kind: ActorKind
    label: str = ""
    account_id: int | None = None
    person_id: int | None = None
    seats: frozenset[int] = frozenset()
    grants: frozenset[Grant] = field(default_factory=frozenset)

    def may_everywhere(self, verb: str) -> bool:
        return Grant(verb, Over.EVERYTHING) in self.grants

    def keys(self, verb: str, over: Over) -> frozenset[int]:
        """Ids of the areas, bodies or seats over which this actor has ``verb``."""
        return frozenset(g.key for g in self.grants if g.verb == verb and g.over is over)

    def may(
        self,
        verb: str,
        *,
        areas: Iterable[int | None] = (),
        bodies: Iterable[int | None] = (),
        seats: Iterable[int | None] = (),
    ) -> bool:
        """Has the actor ``verb`` everywhere, or over any of the given areas, bodies or seats?"""
        if self.may_everywhere(verb):
            return True
        wanted = (
            *(Grant(verb, Over.AREA, key) for key in areas if key),
            *(Grant(verb, Over.BODY, key) for key in bodies if key),
            *(Grant(verb, Over.SEAT, key) for key in seats if key),
        )
        return any(grant in self.grants for grant in wanted)

    def may_anywhere(self, verb: str) -> bool:
        """Has the actor ``verb`` over anything at all? Menus ask this; sentences never do."""
        return any(grant.verb == verb for grant in self.grants)


RESIDENT = Actor(ActorKind.RESIDENT, label=gettext_noop("居民"))
TIMER = Actor(ActorKind.TIMER, label=gettext_noop("系统定时"))


def importer(label: str) -> Actor:
    """The actor of an import; ``label`` names the file, so that the journal says where a row came from."""
    return Actor(ActorKind.IMPORT, label=label)
