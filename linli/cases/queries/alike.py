"""Cases that may be about the same thing: near in place and time, and told in much the same words.

Two neighbours who tell of one broken lift share few words: of the pairs of characters in both texts about a fifth. So a
share (Jaccard, ``grams.share``) of ``FROM`` is enough, and a tenth where the catalogue heard the same matter, which is
worth ``SAME_MATTER`` more. Own choice, tried on demands of estates: two that were about different things shared less
than a tenth.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linli.cases import drafts, grams
from linli.cases.models import Case, Outcome
from linli.cases.practice import amount
from linli.cases.queries.reading import visible_to
from linli.cases.states import OPEN_STATES, State
from linli.kernel.actor import Actor
from linli.places.models import Place

FROM = 0.2
SAME_MATTER = 0.1
MOST_COMPARED = 400  # the newest of an estate, or of a community
MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Alike:
    """A case that is like another one, and how much (0 to 1, with what the same matter is worth)."""

    case: Case
    likeness: float
    is_open: bool


def alike(case: Case, *, by: Actor, now: datetime) -> list[Alike]:
    """Cases like this one that the actor may read, the open ones first, then the likest. Two statements at most, one of
    them to learn the actor's areas.
    """
    rows = _near(visible_to(by).exclude(pk=case.pk), case.estate_id, case.community_id, case.place_id, now)
    return _likest(rows, _said(case), case.matter_id)


def alike_words(
    words: str, place: Place | None, *, by: Actor, now: datetime, matter_id: int | None = None
) -> list[Alike]:
    """Cases like what is being said, before it is a case."""
    if place is None or not words.strip():
        return []
    rows = _near(visible_to(by), place.estate_id, place.community_id, place.pk, now)
    return _likest(rows, words, matter_id)


def likeness(one: str, other: str) -> float:
    """How much two texts have in common, 0 to 1; from ``FROM`` on they may be about the same thing."""
    return grams.share(grams.pairs_of(one), grams.pairs_of(other))


def _near(
    rows: QuerySet[Case], estate: int | None, community: int | None, place: int | None, now: datetime
) -> QuerySet[Case] | None:
    """Of the same estate, else community, else place, within the days of practice. What was joined, declined or taken
    back is left out: another case answers for it, or none does.
    """
    where = (
        Q(estate=estate)
        if estate
        else Q(community=community)
        if community
        else Q(place=place)
        if place
        else None
    )
    if where is None:
        return None
    since = now - timedelta(days=amount("alike_days"))
    return rows.filter(
        where, state__in=(*OPEN_STATES, State.CLOSED), merged_into=None, registered_at__gte=since
    ).exclude(outcome=Outcome.DUPLICATE)


def _likest(rows: QuerySet[Case] | None, words: str, matter_id: int | None) -> list[Alike]:
    if rows is None:
        return []
    near = rows.select_related("matter", "holder_body").order_by("-registered_at", "-id")[:MOST_COMPARED]
    found = sorted(_weighed(near, words, matter_id), key=lambda one: (not one.is_open, -one.likeness))
    return found[:MOST_SHOWN]


def _said(case: Case) -> str:
    """What somebody wrote. That a recording waits to be heard is no word about the thing itself."""
    return drafts.without_voice(f"{case.title}\n{case.words}")


def _weighed(near: Iterable[Case], words: str, matter_id: int | None) -> Iterable[Alike]:
    mine = grams.pairs_of(drafts.without_voice(words))
    for other in near:
        likeness = grams.share(mine, grams.pairs_of(_said(other)))
        if matter_id is not None and other.matter_id == matter_id:
            likeness += SAME_MATTER
        if likeness >= FROM:
            yield Alike(other, likeness, other.state in OPEN_STATES)
