"""Finding a place by its code, by its address in words, or by a part of its name."""

import re
from collections.abc import Collection
from itertools import islice
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, PickField
from linli.catalogue import queries as catalogue
from linli.places import queries as places
from linli.places.models import Place, PlaceKind

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
        child
        for child in places.children(place)
        if child.kind in BELOW_ESTATE and _is_named(child.name, words)
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
    estates = places.search(found[1]).filter(kind=PlaceKind.ESTATE)[:MOST_FOUND]
    deeper = [(estate, _deepest(estate, found[2])) for estate in estates]
    return [place for estate, place in deeper if place != estate]


def look_for(words: str) -> list[Place]:
    """Places meant by ``words``: one when it is certain, up to a dozen to choose from, or none."""
    words = _spelled_out(words.strip())
    if not words:
        return []
    exact = places.by_code(words)
    if exact is not None:
        return [exact]
    named = places.find_by_words(words, within=None)
    if named is not None:
        return [_deepest(named, words)]
    found = list(places.search(words).exclude(kind=PlaceKind.HOME)[:MOST_FOUND])
    return found or _in_estates(words)


def suggest(words: str, *, near: Collection[int] = ()) -> list[Place]:
    """What may be meant by words that are still being typed: as ``look_for``, those under ``near`` (keys of places)
    first, and under a place that is certain what lies below it.
    """
    found = look_for(words)
    if len(found) == 1:
        below = (one for one in places.children(found[0]) if one.kind in BELOW_ESTATE and not one.closed_on)
        return [found[0], *islice(below, MOST_FOUND - 1)]
    return sorted(found, key=lambda place: not any(key in near for key in place.area_ids()))


def with_paths(found: list[Place]) -> list[tuple[Place, str]]:
    """Each place with its way from the street down in words."""
    paths = places.paths(found)
    return [(place, paths[place.pk]) for place in found]


class WithPlace(forms.Form):
    """A place by words, or by the code of a candidate: several that fit stand in ``candidates``, each with its full
    name, and the page offers them as radio buttons named ``place_code``.
    """

    place_words = LineField(
        label=_("在哪里"),
        required=False,
        max_length=200,
        help_text=_("小区、楼栋、单元，或者门牌上的编号，例如：柳岸花园3栋2单元"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[tuple[Place, str]] = []

    def chosen_place(self, data: dict[str, Any]) -> Place | None:
        """The place meant. Raises ValidationError when a code is unknown or words fit several."""
        code = str(self.data.get("place_code", ""))[:80]
        if code:
            place = places.by_code(code)
            if place is None:
                raise ValidationError({"place_words": _("没有这个地点，请再找一次。")})
            self.candidates = with_paths([place])
            return place
        found = look_for(data.get("place_words", ""))
        if len(found) > 1:
            self.candidates = with_paths(found)
            raise ValidationError({"place_words": _("有几个地方都像，请在下面选一个。")})
        return found[0] if found else None


class PlaceForm(WithPlace):
    """Place a case by hand: which matter, where."""

    matter = PickField(label=_("是什么事项"), help_text=_("打几个字就能找到，例如：电梯"))
    reason = LineField(label=_("说明（可不填）"), required=False, max_length=200)
    field_order = ("matter", "place_words", "reason")

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["matter"]
        assert isinstance(field, PickField)
        field.offer((matter.pk, matter.name) for matter in catalogue.current(on))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["place"] = self.chosen_place(data)
        if data["place"] is None:
            raise ValidationError({"place_words": _("请写出地点：没有地点，就不知道该派给谁。")})
        return data
