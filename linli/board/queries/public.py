"""What anybody may read. Only rows that were released, and of their cases only states and days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from linli.board.models import Release
from linli.board.rules import CLOSED_BRANCHES, CLOSED_KINDS, ENDED_WITHOUT
from linli.board.states import ReleaseState
from linli.cases.states import State
from linli.places.models import Place, PlaceKind

PAGE = 20
OVER = (State.AWAITING_CALLBACK, State.CLOSED)  # as the public sees it: there is an answer


def shown() -> QuerySet[Release]:
    """What stands on a board. What was declined or taken back stands there no more, nor what has since been found to be of
    a kind that never does (``rules.why_never``).
    """
    rows = Release.objects.filter(
        state=ReleaseState.RELEASED, case__matter__may_be_public=True, case__matter__is_private=False
    )
    for branch in CLOSED_BRANCHES:
        rows = rows.exclude(case__matter__category__code__startswith=branch)
    return (
        rows.exclude(case__kind__in=CLOSED_KINDS)
        .exclude(case__state__in=ENDED_WITHOUT)
        .exclude(case__merged_into__state__in=ENDED_WITHOUT)
        .select_related("case__merged_into", "estate", "community")
    )


def is_over(release: Release) -> bool:
    return release.told_by.state in OVER


def shown_of_case(case_id: int) -> QuerySet[Release]:
    """What stands on a board of this case and of those that joined it."""
    return shown().filter(Q(case=case_id) | Q(case__merged_into=case_id))


def _at(place: Place) -> Q:
    return Q(estate=place) if place.kind == PlaceKind.ESTATE else Q(community=place)


def _is_over() -> Q:
    return Q(stands__in=OVER)


def board_of(place: Place) -> QuerySet[Release]:
    """The board of an estate, or of a community with all its estates; ``stands`` is the state that is told."""
    stands = Coalesce("case__merged_into__state", "case__state")
    return shown().filter(_at(place)).annotate(stands=stands)


@dataclass(frozen=True, slots=True)
class Slice:
    """One page; ``next`` is what to ask for the page after, "" at the end."""

    rows: Sequence[Release]
    next: str


def shown_at(place: Place, *, is_done: bool, after: str = "") -> Slice:
    """One page of what is being done or was done, the newest first, each with ``followers``. One statement."""
    rows = board_of(place).filter(_is_over() if is_done else ~_is_over())
    if after.isdecimal():
        rows = rows.filter(pk__lt=int(after[:18]))
    found = list(rows.annotate(followers=Count("follows")).order_by("-pk")[: PAGE + 1])
    return Slice(found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else "")


def counts(place: Place) -> dict[str, int]:
    """How many are being done ("open") and were done ("done"). One statement."""
    return board_of(place).aggregate(
        open=Count("pk", filter=~_is_over()), done=Count("pk", filter=_is_over())
    )


@dataclass(frozen=True, slots=True)
class Above:
    """A place with those under it that have a board."""

    place: Place
    below: list[Place]


def streets_with_communities() -> list[Above]:
    """One statement."""
    return _grouped(_open(PlaceKind.STREET, PlaceKind.COMMUNITY), PlaceKind.STREET)


def community_with_estates(street: Place) -> list[Above]:
    """The communities of a street with their estates. One statement."""
    rows = _open(PlaceKind.COMMUNITY, PlaceKind.ESTATE).filter(street=street)
    return _grouped(rows, PlaceKind.COMMUNITY)


def _open(*kinds: str) -> QuerySet[Place]:
    return Place.objects.filter(kind__in=kinds, closed_on__isnull=True).order_by("sort", "pk")


def _grouped(rows: Iterable[Place], kind: str) -> list[Above]:
    found = list(rows)
    tops = [place for place in found if place.kind == kind]
    column = f"{kind}_id"
    return [
        Above(top, [one for one in found if one.kind != kind and getattr(one, column) == top.pk])
        for top in tops
    ]
