"""What an actor may do with a case now: the acts whose buttons stand on its page.

Each subject says in a table of its own when an act may stand: where the table of moves leads somewhere and the rules
allow it. An act may be about the case, or about one request, part or call of it. ``offers`` asks all tables.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from linli.cases.models import Case
from linli.cases.queries.offers import carrying, joining, requests, straight, together
from linli.kernel.actor import Actor

May = Callable[[Case, Actor, datetime], bool]
About = Callable[[Case, Actor, datetime], Iterable[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Offer:
    """One act that may be done. ``of`` is the key of the request, part or call that it is about, ``about`` its words."""

    name: str
    of: int = 0
    about: str = ""


_OF_CASES: tuple[Mapping[str, May], ...] = (
    straight.OFFERS,
    carrying.OFFERS,
    requests.OFFERS,
    joining.OFFERS,
    together.OFFERS,
)
_OF_THINGS: tuple[Mapping[str, About], ...] = (requests.ABOUT, together.ABOUT)


def offers(case: Case, actor: Actor, now: datetime) -> tuple[Offer, ...]:
    """All acts that the actor may do now."""
    plain = (Offer(name) for table in _OF_CASES for name, may in table.items() if may(case, actor, now))
    about = (
        Offer(name, key, words)
        for table in _OF_THINGS
        for name, things in table.items()
        for key, words in things(case, actor, now)
    )
    return (*plain, *about)
