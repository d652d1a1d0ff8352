"""A whole sheet of ladders: a row says the steps of one area and category."""

import re
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.kernel.sheets import BadCell, Row, Tally, read, take_each, take_in
from linli.organisations import rules
from linli.organisations.actions.ladders import clear_ladder, set_ladder
from linli.organisations.models import LadderStep, Role
from linli.organisations.sheet import LADDER_COLUMNS
from linli.places.models import Place

BATCH = 100


class LadderTwice(Refusal):
    words = _("这个区域和分类在表里已经写过一行。")
    field = "area"


def import_ladders(*, path: Path, by: Actor, now: datetime, dry_run: bool = False) -> Tally:
    """Take a whole file, or try it. What is there already counts so; what the file does not name stays.

    Raises NotAllowed, and BadFile for one that cannot be used.
    """
    require(by.may_anywhere(rules.EDIT))
    seen: set[tuple[int, str]] = set()

    def take_row(row: Row, tally: Tally) -> None:
        area = _area(row["area"])
        key = (area.pk if area is not None else 0, row["category"])
        if key in seen:
            raise LadderTwice
        is_new = _take(row, area, by, now)
        seen.add(key)
        if is_new:
            tally.added += 1
        else:
            tally.already += 1

    rows = read(path, LADDER_COLUMNS)
    return take_in(rows, lambda some, tally: take_each(some, take_row, tally), batch=BATCH, dry_run=dry_run)


def _take(row: Row, area: Place | None, by: Actor, now: datetime) -> bool:
    """True where the row changed something."""
    require(rules.can_edit_ladder(by, area))
    category, roles = row["category"], [_role(words) for words in _split(row["roles"])]
    standing = LadderStep.objects.filter(area=area, category=category).order_by("position")
    if list(standing.values_list("role_id", flat=True)) == [role.pk for role in roles]:
        return False
    if roles:
        set_ladder(area=area, category=category, roles=roles, by=by, now=now)
    else:
        clear_ladder(area=area, category=category, by=by, now=now)
    return True


def _split(words: str) -> list[str]:
    return [one.strip() for one in re.split(r"[、,，;；→\n]+", words) if one.strip()]


def _role(words: str) -> Role:
    """By its code, else by its name where only one has it. Raises BadCell."""
    named = list(Role.objects.filter(code=words)[:1]) or list(Role.objects.filter(name=words)[:2])
    if len(named) != 1:
        raise BadCell(_("没有叫 %(role)s 的角色。") % {"role": words[:40]}, field="roles")
    return named[0]


def _area(code: str) -> Place | None:
    if not code:
        return None
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise BadCell(_("没有编码为 %(code)s 的地点。") % {"code": code[:80]}, field="area")
    return place
