"""Finding the place that free text speaks of.

The names of streets, communities, estates and lanes are kept in this process and read anew when a place of these
kinds is saved here, and every minute for what other processes saved.
"""

import re
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from linli.places import names as changes
from linli.places.kinds import is_on_side
from linli.places.models import AREA_COLUMNS, LaneFacts, LaneSide, Place, PlaceKind

NAMED = (PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.ESTATE, PlaceKind.LANE)
MAX_AGE = 60.0  # seconds
SHORTEST = 2  # characters of a name that counts
_NUMBER = re.compile(r"\s*(\d{1,5})\s*(?:号|弄|$|[^\d栋幢座楼层室元年月日])")


@dataclass(frozen=True, slots=True)
class _Named:
    key: int
    areas: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Stretch:
    named: _Named
    first: int
    last: int
    side: str


@dataclass(slots=True)
class _Index:
    version: int
    read_at: float
    names: dict[str, list[_Named]] = field(default_factory=dict)
    roads: dict[str, list[_Stretch]] = field(default_factory=dict)
    starts: dict[str, list[str]] = field(default_factory=dict)  # first two letters → names, longest first


_index: _Index | None = None


def find_by_words(words: str, *, within: Place | None) -> Place | None:
    """The street, community, estate or lane that ``words`` name, inside ``within`` when it is given.

    A place named together with what lies above it is meant (临江街道柳岸社区: the community); else the
    longest name that means one place only wins. A name that several places share is settled by another one
    beside it (柳岸社区的幸福小区). A road with a house number means the lane that covers it. None when
    nothing is named, or nothing for certain. While the index is warm, the only statement reads the place found.
    """
    index = _current()
    found = dict(_mentions(index, unicodedata.normalize("NFKC", words)))
    if within is not None:
        inside = within.pk
        found = {name: [n for n in several if inside in n.areas] for name, several in found.items()}
    by_length = sorted(filter(found.get, found), key=len, reverse=True)
    chosen = [_one(found[name], [found[other] for other in by_length if other != name]) for name in by_length]
    certain = [one for one in chosen if one is not None]
    above = {key for one in certain for key in one.areas if key != one.key}
    return next((Place.objects.filter(pk=one.key).first() for one in certain if one.key not in above), None)


def _one(candidates: list[_Named], others: list[list[_Named]]) -> _Named | None:
    if len(candidates) == 1:
        return candidates[0]
    for other in others:
        near = [one for one in candidates if any(o.key in one.areas and o.key != one.key for o in other)]
        if len(near) == 1:
            return near[0]
    return None


def _mentions(index: _Index, words: str) -> Iterator[tuple[str, list[_Named]]]:
    """Names that stand in the text with the places that carry them. A name inside a longer one is not heard."""
    position = 0
    while position < len(words) - 1:
        step = 1
        for name in index.starts.get(words[position : position + 2], ()):
            if words.startswith(name, position):
                places, heard = _meant(index, name, words[position + len(name) :])
                if places:
                    yield heard, places
                step = len(name)
                break
        position += step


def _meant(index: _Index, name: str, rest: str) -> tuple[list[_Named], str]:
    if name in index.names:
        return index.names[name], name
    stretches = index.roads[name]
    number = _NUMBER.match(rest)
    if number is None:
        return [stretch.named for stretch in stretches], name
    asked = int(number[1])
    covering = [s for s in stretches if s.first <= asked <= s.last and is_on_side(asked, s.side)]
    covering.sort(key=lambda stretch: stretch.last - stretch.first)
    return [stretch.named for stretch in covering[:1]], f"{name}{number[1]}号"


def _current() -> _Index:
    global _index
    now = time.monotonic()
    if _index is None or _index.version != changes.version() or now - _index.read_at > MAX_AGE:
        _index = _read(changes.version(), now)
    return _index


def _read(version: int, read_at: float) -> _Index:
    index = _Index(version, read_at)
    columns = [f"{column}_id" for column in AREA_COLUMNS]
    rows = Place.objects.filter(kind__in=NAMED, closed_on__isnull=True).values_list("pk", "name", *columns)
    known = {}
    for key, name, *areas in rows:
        known[key] = named = _Named(key, frozenset({key, *filter(None, areas)}))
        plain = unicodedata.normalize("NFKC", name).strip()
        if len(plain) >= SHORTEST:
            index.names.setdefault(plain, []).append(named)
    for lane in LaneFacts.objects.filter(place_id__in=known).only("road", "from_number", "to_number", "side"):
        side = str(LaneSide(lane.side))
        stretch = _Stretch(known[lane.pk], lane.from_number, lane.to_number, side)
        if len(lane.road) >= SHORTEST:
            index.roads.setdefault(lane.road, []).append(stretch)
    for name in sorted({*index.names, *index.roads}, key=len, reverse=True):
        index.starts.setdefault(name[:2], []).append(name)
    return index
