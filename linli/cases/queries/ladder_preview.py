"""What a change of a ladder would do to what is open and to what came in the last month. Only read, nothing is kept."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from linli.cases import placing
from linli.cases.models import Case, DemandKind
from linli.cases.queries.reading import visible_to
from linli.cases.states import OPEN_STATES
from linli.catalogue.models import LeadKind, Matter
from linli.kernel.actor import Actor
from linli.organisations import queries as organisations
from linli.organisations.models import Role, Seat
from linli.organisations.queries import Supposed
from linli.places.models import AREA_COLUMNS, Place

LOOKED_BACK = timedelta(days=30)
MOST_TRIED = 5000
MOST_LISTED = 20
MOST_GROUPS = 12

Way = tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class Rerouted:
    """A case whose way would be another: neighbours that may be asked first, where it begins, and on from there."""

    case: Case
    old: Sequence[Seat]
    new: Sequence[Seat]


@dataclass(frozen=True, slots=True)
class Move:
    """So many demands would go the way ``new`` instead of ``old``. ``is_elsewhere``: and begin with somebody else."""

    old: tuple[Role, ...]
    new: tuple[Role, ...]
    is_elsewhere: bool
    count: int


@dataclass(slots=True)
class LadderPreview:
    """Of ``tried`` demands ``begins`` would begin with somebody else, and ``climbs`` begin as today but go on otherwise.

    ``moves`` and ``rows`` tell of the newest, ``rows`` only of what the actor may read. ``is_cut``: there were more than
    ``MOST_TRIED``.
    """

    tried: int = 0
    begins: int = 0
    climbs: int = 0
    is_cut: bool = False
    moves: list[Move] = field(default_factory=list)
    rows: list[Rerouted] = field(default_factory=list)


def preview_ladder(actor: Actor, supposed: Supposed, *, now: datetime) -> LadderPreview:
    """Send what is open and what was registered in the last month on its way again, by today's ladder and by ``supposed``."""
    found, on = LadderPreview(), timezone.localdate(now)
    newest = list(_touched(supposed, now).order_by("-registered_at", "-id")[: MOST_TRIED + 1])
    found.is_cut = len(newest) > MOST_TRIED
    ways = _Ways(supposed, on, newest)
    moves, other = Counter[tuple[tuple[Role, ...], tuple[Role, ...], bool]](), list[tuple[Case, Way, Way]]()
    for case in newest[:MOST_TRIED]:
        found.tried += 1
        old, new = ways.of(case)
        if old == new:
            continue
        is_elsewhere = _first(old) != _first(new)
        found.begins += is_elsewhere
        found.climbs += not is_elsewhere
        moves[_roles(old), _roles(new), is_elsewhere] += 1
        other.append((case, old, new))
    found.moves = [Move(*how, count) for how, count in moves.most_common(MOST_GROUPS)]
    # Those that begin elsewhere are told first.
    found.moves.sort(key=lambda move: not move.is_elsewhere)
    other.sort(key=lambda one: _first(one[1]) == _first(one[2]))
    found.rows = _rows(actor, other)
    return found


def _touched(supposed: Supposed, now: datetime) -> QuerySet[Case]:
    rows = Case.objects.filter(
        Q(state__in=OPEN_STATES) | Q(registered_at__gte=now - LOOKED_BACK),
        matter__category__code__startswith=supposed.category,
        place__isnull=False,
    ).exclude(kind=DemandKind.PRAISE)
    if supposed.area is not None:
        inside = Q(place=supposed.area)
        for column in AREA_COLUMNS:
            inside |= Q(**{f"place__{column}": supposed.area})
        rows = rows.filter(inside)
    return rows.select_related("matter__category", "place")


class _Ways:
    """The way of each case before and after, reckoned once for places that nothing tells apart: those with the same of the
    areas on which a seat, a body or a ladder stands.
    """

    def __init__(self, supposed: Supposed, on: date, cases: Iterable[Case]) -> None:
        self.supposed, self.on = supposed, on
        self.telling = organisations.areas_that_tell(
            {key for case in cases if case.place is not None for key in case.place.area_ids()}
        )
        self.known: dict[tuple[object, ...], tuple[Way, Way]] = {}

    def of(self, case: Case) -> tuple[Way, Way]:
        matter, place = case.matter, case.place
        assert matter is not None and place is not None
        areas = tuple(key for key in place.area_ids() if key in self.telling)
        shape = (place.estate_id or place.building_id, place.community_id, place.street_id)
        key = (matter.pk, areas, shape)
        if key not in self.known:
            self.known[key] = _way(matter, place, self.on), _way(matter, place, self.on, self.supposed)
        return self.known[key]


def _way(matter: Matter, place: Place, on: date, supposed: Supposed | None = None) -> Way:
    holder = placing.place_matter(matter, place).holder
    if supposed is not None and matter.lead == LeadKind.COMMUNITY:
        lead = organisations.lead_for(matter.lead, place=place)
        holder = placing.holder_for(matter, lead, place, supposed) if lead is not None else holder
    return tuple(seats_on_way(matter, place, holder, on, supposed))


def seats_on_way(
    matter: Matter | None, place: Place, holder: Seat | None, on: date, supposed: Supposed | None = None
) -> list[Seat]:
    """The seats in their order: the neighbours that the matter allows, ``holder``, and who comes after."""
    category = matter.category.code if matter is not None else ""
    skips = tuple(matter.skips) if matter is not None else ()
    steps = organisations.ladder(place, category=category, skips=skips, on=on, supposed=supposed)
    if matter is not None and not matter.asks_volunteers():
        steps = [seat for seat in steps if not seat.role.is_volunteer]
    if holder is not None and holder.pk not in {seat.pk for seat in steps}:
        at = next((n for n, seat in enumerate(steps) if not seat.role.is_volunteer), len(steps))
        later = [seat for seat in steps[at:] if seat.role.rung > (holder.role.rung or 2)]
        steps = [*steps[:at], holder, *later]
    elif holder is not None:
        at = next(n for n, seat in enumerate(steps) if seat.pk == holder.pk)
        steps = [*(seat for seat in steps[:at] if seat.role.is_volunteer), *steps[at:]]
    return steps


def _rows(actor: Actor, other: list[tuple[Case, Way, Way]]) -> list[Rerouted]:
    keys = [case.pk for case, _old, _new in other]
    seen = set(visible_to(actor).filter(pk__in=keys).values_list("pk", flat=True))
    return [Rerouted(case, old, new) for case, old, new in other if case.pk in seen][:MOST_LISTED]


def _first(way: Way) -> Seat | None:
    """With whom it begins; neighbours are only asked."""
    return next((seat for seat in way if not seat.role.is_volunteer), None)


def _roles(way: Way) -> tuple[Role, ...]:
    return tuple(seat.role for seat in way)
