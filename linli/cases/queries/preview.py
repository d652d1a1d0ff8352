"""What a change of the catalogue would have done to the demands of the last month. Only read, nothing is kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from linli.cases import placing
from linli.cases.models import Case, DemandKind
from linli.cases.placing import Memory, Placing
from linli.cases.queries.reading import visible_to
from linli.catalogue import queries as catalogue
from linli.catalogue.models import Matter
from linli.kernel.actor import Actor
from linli.organisations.models import Body, Seat
from linli.places.models import Place

LOOKED_BACK = timedelta(days=30)
MOST_TRIED = 5000
MOST_LISTED = 50
MOST_SHIFTS = 12


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A case that would be placed otherwise: the matter, the lead and the first seat by the catalogue of today, and by the
    change.
    """

    case: Case
    old: Matter | None
    new: Matter | None
    old_lead: Body | None
    new_lead: Body | None
    old_seat: Seat | None
    new_seat: Seat | None


@dataclass(frozen=True, slots=True)
class Shift:
    """So many demands would be ``new`` instead of ``old`` (None: for somebody to sort)."""

    old: Matter | None
    new: Matter | None
    count: int


@dataclass(slots=True)
class Preview:
    """``changed`` of ``tried`` demands; ``rows`` are the newest of those that the actor may read. ``is_cut``: there were
    more than ``MOST_TRIED``.
    """

    tried: int = 0
    changed: int = 0
    is_cut: bool = False
    shifts: list[Shift] = field(default_factory=list)
    rows: list[Otherwise] = field(default_factory=list)


def preview(actor: Actor, phrases: catalogue.Phrases, *, now: datetime) -> Preview:
    """Place the words of the last month's demands, the newest first, by the catalogue of today and by ``phrases``
    (``catalogue.queries.phrasebook_with``).
    """
    found, changed = Preview(), list[tuple[int, Matter | None, Matter | None]]()
    on = timezone.localdate(now)
    for key, title, words in _told(now):
        if found.tried == MOST_TRIED:
            found.is_cut = True
            break
        found.tried += 1
        old = catalogue.match(words, on=on, title=title).matter
        new = phrases.match(words, title=title).matter
        if _rule(old) != _rule(new):
            changed.append((key, old, new))
    found.changed = len(changed)
    found.shifts = _shifts(changed)
    found.rows = _rows(actor, changed)
    return found


def _told(now: datetime) -> Iterator[tuple[int, str, str]]:
    """Key, title and words, the newest first. A title that only begins the words was none when it was placed."""
    rows = Case.objects.filter(registered_at__gte=now - LOOKED_BACK).exclude(kind=DemandKind.PRAISE)
    newest = rows.order_by("-registered_at", "-id").values_list("pk", "title", "words")[: MOST_TRIED + 1]
    for key, title, words in newest.iterator(chunk_size=500):
        begins = " ".join(words.split()).startswith(title.removesuffix("…"))
        yield key, "" if begins else title, words


def _rule(matter: Matter | None) -> tuple[object, ...]:
    """What decides where a demand goes: two matters with the same are the same to it."""
    if matter is None:
        return ()
    return (matter.code, matter.lead, matter.department, matter.first_rung, tuple(matter.skips))


def _rows(actor: Actor, changed: list[tuple[int, Matter | None, Matter | None]]) -> list[Otherwise]:
    newest = [key for key, _old, _new in changed]
    seen = visible_to(actor).filter(pk__in=newest).select_related("place")
    cases = {case.pk: case for case in seen.order_by("-registered_at", "-id")[:MOST_LISTED]}
    memory = Memory()
    rows = []
    for key, old, new in changed:
        if key in cases:
            place = cases[key].place
            was, will = _placed(old, place, memory), _placed(new, place, memory)
            rows.append(Otherwise(cases[key], old, new, was.lead, will.lead, was.holder, will.holder))
    return rows


def _placed(matter: Matter | None, place: Place | None, memory: Memory) -> Placing:
    return placing.place_matter(matter, place, memory) if matter is not None else Placing()


def _shifts(changed: list[tuple[int, Matter | None, Matter | None]]) -> list[Shift]:
    """The most frequent first."""
    counts = Counter((_rule(old), _rule(new)) for _key, old, new in changed)
    one_of = {(_rule(old), _rule(new)): (old, new) for _key, old, new in changed}
    return [Shift(*one_of[rules], count) for rules, count in counts.most_common(MOST_SHIFTS)]
