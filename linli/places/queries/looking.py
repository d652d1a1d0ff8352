"""Finding the place that somebody means while typing: by its code, by its address in words or in short, by a part of its
name.
"""

import re
from collections.abc import Collection
from itertools import islice

from linli.places.models import Place, PlaceKind
from linli.places.queries.naming import find_by_words
from linli.places.queries.tree import by_code, children, search

MOST_FOUND = 12
BELOW_ESTATE = (PlaceKind.BUILDING, PlaceKind.UNIT, PlaceKind.HOME)
_IN_SHORT = re.compile(r"(?<!\d)\d{1,3}(?:[-—－]\d{1,4}){1,2}(?!\d)")
_STEM = re.compile(r"([^\d\s]{2,})\s*(\d.*)")


def _is_named(name: str, words: str) -> bool:
    """Does ``name`` stand in ``words`` by itself, so that 3栋 is not found in 13栋, nor 50 in 501?"""
    bare = name.removesuffix("室")
    after = r"(?!\d)" if bare[-1:].isdigit() else ""
    return re.search(rf"(?<!\d){re.escape(bare)}{after}", words) is not None


def _deepest(place: Place, words: str) -> Place:
    """Go down from ``place`` to building, unit and home as far as ``words`` names them."""
    named = [
        child for child in children(place) if child.kind in BELOW_ESTATE and _is_named(child.name, words)
    ]
    return _deepest(named[0], words) if len(named) == 1 else place


def _spelled_out(words: str) -> str:
    """3-2-501 as people say it in a hurry: 3栋2单元501室."""
    units = ("栋", "单元", "室")
    return _IN_SHORT.sub(
        lambda found: "".join(
            f"{number}{unit}" for number, unit in zip(re.split(r"[-—－]", found[0]), units, strict=False)
        ),
        words,
        count=1,
    )


def _in_estates(words: str) -> list[Place]:
    """柳岸3栋: a part of an estate's name with what lies in it."""
    found = _STEM.match(words)
    if found is None:
        return []
    estates = search(found[1]).filter(kind=PlaceKind.ESTATE)[:MOST_FOUND]
    deeper = [(estate, _deepest(estate, found[2])) for estate in estates]
    return [place for estate, place in deeper if place != estate]


def look_for(words: str) -> list[Place]:
    """Places meant by ``words``: one when it is certain, up to a dozen to choose from, or none."""
    words = _spelled_out(words.strip())
    if not words:
        return []
    exact = by_code(words)
    if exact is not None:
        return [exact]
    named = find_by_words(words, within=None)
    if named is not None:
        return [_deepest(named, words)]
    found = list(search(words).exclude(kind=PlaceKind.HOME)[:MOST_FOUND])
    return found or _in_estates(words)


def suggest(words: str, *, near: Collection[int] = ()) -> list[Place]:
    """What may be meant by words that are still being typed: as ``look_for``, those under ``near`` (keys of places)
    first, and under a place that is certain what lies below it.
    """
    found = look_for(words)
    if len(found) == 1:
        below = (one for one in children(found[0]) if one.kind in BELOW_ESTATE and not one.closed_on)
        return [found[0], *islice(below, MOST_FOUND - 1)]
    return sorted(found, key=lambda place: not any(key in near for key in place.area_ids()))
