"""The town's own tree from a sheet.

A place is known by its code. What is there already with the same facts stays untouched; other facts are taken over
(and named in the journal); another kind or another parent under the same code is refused.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal
from linli.places import fitting, names, rules
from linli.places import refusals as refused
from linli.places.actions.bulk.taken import Taken
from linli.places.actions.columns import cover, inherit, mark_own, spread
from linli.places.events import PlaceEvent
from linli.places.kinds import LEAVES, RANK, made_code, sort_key
from linli.places.lines import Line
from linli.places.models import EstateFacts, EstateKind, GridFacts, LaneFacts, Place, PlaceKind
from linli.places.queries.atlas import Atlas

_FACTS: dict[str, Any] = {
    "estate": EstateFacts, "grid": GridFacts, "lane": LaneFacts,
}  # fmt: skip
Planned = tuple[Line, Place]


@transaction.atomic
def import_places(
    *, lines: Sequence[Line], atlas: Atlas, root: Place | None = None, source: str, by: Actor, now: datetime
) -> Taken:
    """Take one batch. Lines of larger kinds come first, whatever their order; ``root`` is the place above where a line
    names none. ``atlas`` (queries.read_atlas) learns what is added and goes from batch to batch.
    """
    taken = Taken()
    added: list[str] = []
    for kind, some in groupby(sorted(lines, key=lambda line: RANK[line.kind]), key=lambda line: line.kind):
        planned = list(_plan(some, atlas, root, by, taken))
        there = Place.objects.in_bulk([place.code for _line, place in planned], field_name="code")
        _change(
            [(line, place, there[place.code]) for line, place in planned if place.code in there], atlas, taken
        )
        new = [(line, place) for line, place in planned if place.code not in there]
        _add(kind, new, atlas)
        added += [place.code for _line, place in new]
    taken.added = len(added)
    if added or taken.changed:
        journal.write(
            "places.place:import", PlaceEvent.IMPORTED, by=by, at=now,
            source=source[:200], added=added, changed=taken.changed,
        )  # fmt: skip
        names.changed()
    return taken


def _plan(
    lines: Iterable[Line], atlas: Atlas, root: Place | None, by: Actor, taken: Taken
) -> Iterable[Planned]:
    for line in lines:
        try:
            place = _place(line, atlas, root)
            refusals.require(rules.can_edit_areas(by, place.parent.area_ids() if place.parent else ()))
            _check_first(line, place, atlas)
        except Refusal as refusal:
            taken.refused.append((line.line, refusal))
        else:
            yield line, place


def _place(line: Line, atlas: Atlas, root: Place | None) -> Place:
    """The place that a line means, not yet saved. Raises the refusal that says why it cannot be."""
    parent = None if line.kind == PlaceKind.COUNTY else atlas.parent(line.parent, root=root)
    fitting.check(
        kind=line.kind,
        code=line.code,
        parent=parent,
        is_courtyard=parent is not None and parent.pk in atlas.courtyards,
        has_address=bool(line.road and line.road_number is not None),
    )
    place = Place(
        kind=line.kind, name=line.name, code=line.code or made_code(parent.code if parent else "", line.name),
        parent=parent, road=line.road, road_number=line.road_number, floor=line.floor, phone=line.phone,
        sort=sort_key(line.name),
    )  # fmt: skip
    if line.grid:
        grid = atlas.by_code.get(line.grid)
        fitting.check_grid(grid, kind=line.kind, community_id=parent.community_id if parent else None)
        place.grid = grid
    if line.road and line.road_number is not None and line.kind != PlaceKind.LANE:
        place.lane = atlas.lane(line.road, line.road_number)
    inherit(place, parent)
    return place


def _check_first(line: Line, place: Place, atlas: Atlas) -> None:
    earlier = atlas.lines.setdefault(place.code, line.line)
    if earlier != line.line:
        raise refused.CodeTaken(_("与第 %s 行是同一个编码") % earlier, field="code" if line.code else "name")
    if line.kind in LEAVES:
        return
    there = atlas.named_child(place.parent_id, line.kind, line.name)
    code = (
        there.code if there else atlas.planned.setdefault((place.parent_id, line.kind, line.name), place.code)
    )
    if code != place.code:
        raise refused.NameTaken(_("同一个上级下面已有“%s”，编码不同") % line.name, field="name")


def _add(kind: str, new: list[Planned], atlas: Atlas) -> None:
    places = [place for _line, place in new]
    Place.objects.bulk_create(places)
    mark_own(kind, places)
    for place in places:
        atlas.add(place)
    model = _FACTS.get(kind)
    if model is None or not new:
        return
    rows = [model(place=place, **_facts(line)) for line, place in new]
    model._default_manager.bulk_create(rows)
    for row in rows:
        if isinstance(row, LaneFacts):
            atlas.add_lane(row)
            cover(row.place, row)
        elif isinstance(row, EstateFacts) and row.kind == EstateKind.COURTYARD:
            atlas.courtyards.add(row.pk)


def _facts(line: Line, *, only_said: bool = False) -> dict[str, Any]:
    """The columns of the facts table of a kind. ``only_said`` leaves out what the sheet is silent about."""
    if line.kind == PlaceKind.ESTATE:
        said: dict[str, Any] = {
            "kind": line.estate_kind, "lacks_manager": line.lacks_manager,
            "lacks_department": line.lacks_department, "lacks_guard": line.lacks_guard,
        }  # fmt: skip
        return {
            key: value or False if key != "kind" else value
            for key, value in said.items()
            if not (only_said and value is None)
        }
    if line.kind == PlaceKind.GRID:
        if only_said and line.households is None:
            return {"kind": line.grid_kind}
        return {"kind": line.grid_kind, "households": line.households}
    return {
        "road": line.road,
        "from_number": line.from_number,
        "to_number": line.to_number,
        "side": line.side,
    }


def _change(met: list[tuple[Line, Place, Place]], atlas: Atlas, taken: Taken) -> None:
    """Take over what a sheet says differently of places that are there."""
    if not met:
        return
    model = _FACTS.get(met[0][0].kind)
    known = model._default_manager.in_bulk([old.pk for *_rest, old in met]) if model else {}
    for line, place, old in met:
        if old.kind != place.kind or old.parent_id != place.parent_id:
            words = _("编码 %(code)s 已用于：%(name)s") % {"code": old.code, "name": old.name}
            taken.refused.append((line.line, refused.CodeTaken(words, field="code" if line.code else "name")))
            continue
        taken.already += 1
        has_changed = _change_columns(line, place, old, atlas)
        if model is not None and _change_facts(line, old, known.get(old.pk), model, atlas):
            has_changed = True
        if has_changed:
            taken.changed.append(old.code)


def _change_columns(line: Line, place: Place, old: Place, atlas: Atlas) -> bool:
    wanted: dict[str, object] = {"name": place.name, "sort": place.sort}
    wanted |= {
        key: getattr(line, key) for key in ("road", "road_number", "floor", "phone") if getattr(line, key)
    }
    wanted |= {"grid_id": place.grid_id} if line.grid else {}
    wanted |= {"lane_id": place.lane_id} if line.road_number is not None else {}
    changed = {key: value for key, value in wanted.items() if getattr(old, key) != value}
    if not changed:
        return False
    before = {key: getattr(old, key) for key in changed}
    for key, value in changed.items():
        setattr(old, key, value)
    old.save(update_fields=[key.removesuffix("_id") for key in changed])
    for column in ("grid", "lane"):
        if f"{column}_id" in changed and old.kind not in LEAVES:
            spread(old, column, before=before[f"{column}_id"], after=getattr(old, f"{column}_id"))
    kept = atlas.by_code.get(old.code)
    if kept is not None:
        was = kept.name
        for key, value in changed.items():
            setattr(kept, key, value)
        atlas.rename(kept, was)
    return True


def _change_facts(
    line: Line,
    old: Place,
    facts: EstateFacts | GridFacts | LaneFacts | None,
    model: Any,
    atlas: Atlas,
) -> bool:
    wanted = _facts(line, only_said=facts is not None)
    if facts is not None and all(getattr(facts, key) == value for key, value in wanted.items()):
        return False
    row, _made = model._default_manager.update_or_create(place=old, defaults=wanted)
    if isinstance(row, LaneFacts):
        atlas.add_lane(row)
        cover(old, row)
    elif isinstance(row, EstateFacts):
        (atlas.courtyards.add if row.kind == EstateKind.COURTYARD else atlas.courtyards.discard)(old.pk)
    return True
