"""The divisions of China."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.places import rules
from linli.places.actions.bulk.taken import Taken
from linli.places.divisions import Division
from linli.places.events import PlaceEvent
from linli.places.models import Region

# By hand, not by bulk_create: a list has 663,131 rows, and making an object of each doubles the time.
_INTO = "INSERT INTO places_region (code, level, parent_code, name)"


def _insert(rows: Sequence[tuple[str, int, str, str]]) -> None:
    """One statement a batch on PostgreSQL, where each statement is a round trip."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            columns = [list(column) for column in zip(*rows, strict=True)]
            arrays = "%s::text[], %s::int[], %s::text[], %s::text[]"
            cursor.execute(f"{_INTO} SELECT * FROM unnest({arrays})", columns)
        else:
            cursor.executemany(f"{_INTO} VALUES (%s, %s, %s, %s)", rows)


def _there(codes: Sequence[str]) -> dict[tuple[str, int], tuple[int, str, str]]:
    rows = Region.objects.filter(code__in=codes).values_list("code", "level", "pk", "parent_code", "name")
    return {(code, level): (key, parent, name) for code, level, key, parent, name in rows}


@transaction.atomic
def import_divisions(*, divisions: Sequence[Division], source: str, by: Actor, now: datetime) -> Taken:
    """Add what is not there by code and level; a division with another name or parent gets the new one."""
    refusals.require(rules.can_import_divisions(by))
    taken = Taken()
    there = _there([division.code for division in divisions])
    new: list[tuple[str, int, str, str]] = []
    changed: list[Region] = []
    for _line, code, level, parent, name in divisions:
        known = there.get((code, level))
        if known is None:
            new.append((code, level, parent, name))
            continue
        taken.already += 1
        if known[1:] != (parent, name):
            changed.append(Region(pk=known[0], name=name, parent_code=parent))
            taken.changed.append(code)
    if new:
        _insert(new)
    Region.objects.bulk_update(changed, ["name", "parent_code"], batch_size=500)
    taken.added = len(new)
    if new or changed:
        journal.write(
            "places.region:import", PlaceEvent.DIVISIONS_IMPORTED, by=by, at=now, source=source[:200],
            added=len(new), first=new[0][0] if new else "", last=new[-1][0] if new else "",
            changed=taken.changed[:500],
        )  # fmt: skip
    return taken
