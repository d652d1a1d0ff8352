"""The versions of a matter: which holds, who made each and when, and what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from linli.catalogue import sheet
from linli.catalogue.events import CatalogueEvent
from linli.catalogue.facts import facts_of
from linli.catalogue.models import Matter
from linli.journal import queries as journal
from linli.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Difference:
    """A column that two versions do not share, in words."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Who did what to a version, and when. ``text`` is the reason where one was written."""

    what: str
    who: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A version with its story. ``changes`` are against the version before, none for the first."""

    matter: Matter
    deeds: Sequence[Deed]
    changes: Sequence[Difference]

    @property
    def never_held(self) -> bool:
        """Was it taken back, or changed again on the day it began?"""
        return self.matter.valid_to is not None and self.matter.valid_to <= self.matter.valid_from


def versions(code: str) -> QuerySet[Matter]:
    """All versions of a matter, newest first."""
    return Matter.objects.filter(code=code).select_related("category__parent__parent").order_by("-version")


def shown(code: str, on: date) -> tuple[Matter, Matter | None]:
    """The version to show on a day, and the planned one if another begins later.

    It is the one that holds, else the one that will, else the last. Raises NotFound.
    """
    found = list(versions(code))
    if not found:
        raise NotFound
    planned = next((one for one in found if one.valid_from > on and one.valid_to is None), None)
    holds = next((o for o in found if o.valid_from <= on and (o.valid_to is None or on < o.valid_to)), None)
    if holds is not None:
        return holds, planned
    return planned or found[0], None


def locked(code: str) -> Matter:
    """The version that has not ended, also one that is planned, locked until the transaction ends. Raises NotFound."""
    found = (
        Matter.objects.select_for_update(of=("self",))
        .select_related("category")
        .filter(code=code, valid_to=None)
        .first()
    )
    if found is None:
        raise NotFound
    return found


def history(code: str) -> list[VersionTold]:
    """Every version with its story, newest first; a statement for each version."""
    found = list(versions(code))
    loaded = [one for one in journal.entries_of(sheet.STARTING) if code in one.facts.get("codes", ())]
    told = []
    for place, matter in enumerate(found):
        before = found[place + 1] if place + 1 < len(found) else None
        entries = journal.entries_of(matter)
        if before is None and not any(one.tag == CatalogueEvent.MATTER_ADDED for one in entries):
            entries = loaded + entries
        deeds = [
            Deed(str(CatalogueEvent(one.tag).label), one.actor_label, one.happened_at, one.text or "")
            for one in entries
        ]
        told.append(VersionTold(matter, deeds, differences(before, matter) if before else []))
    return told


def differences(before: Matter, after: Matter) -> list[Difference]:
    """What two versions of a matter do not share, in the order of the sheet; of the words, those that went and came."""
    old, new = sheet.cells_of(facts_of(before)), sheet.cells_of(facts_of(after))
    found = []
    for column in sheet.COLUMNS:
        one, other = old[column.key], new[column.key]
        if one == other:
            continue
        if column.key == "words":
            gone, come = (
                "、".join(word for word in a.words if word not in b.words)
                for a, b in ((before, after), (after, before))
            )
            found.append(Difference(column.title, gone, come))
        else:
            found.append(Difference(column.title, _said(one), _said(other)))
    return found


def _said(cell: object) -> str:
    if isinstance(cell, bool):
        return _("是") if cell else _("否")
    return str(cell)
