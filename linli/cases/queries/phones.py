"""Whom a resident may call about a case: offices by their public number, never a person."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from linli.cases.models import Case
from linli.places.models import Place


@dataclass(frozen=True, slots=True)
class Call:
    """An office and its number as it is shown; ``dial`` has only what a telephone dials."""

    name: str
    number: str

    @property
    def dial(self) -> str:
        return "".join(sign for sign in self.number if sign.isdigit() or sign == "+")


def to_call(case: Case | None) -> list[Call]:
    """The nearest office with a public number, and the town's number behind it. The case comes with community and street."""
    near = (case.community, case.street) if case is not None else ()
    return _calls([place for place in near if place is not None])


def to_call_of(place: Place | None) -> list[Call]:
    """The same for a place."""
    near = (place, place.community, place.street) if place is not None else ()
    return _calls([one for one in near if one is not None])


def _calls(near: list[Place]) -> list[Call]:
    found = [Call(place.name, place.phone) for place in near if place.phone][:1]
    if settings.TOWN_PHONE and settings.TOWN_PHONE not in {call.number for call in found}:
        found.append(Call(_("服务热线"), settings.TOWN_PHONE))
    return found
