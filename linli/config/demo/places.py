"""Lays the demo's places the way a town would: as the rows of a sheet, through the import, with codes at the doors."""

from datetime import datetime

from linli.config.demo import plan
from linli.config.founding import FOUNDER
from linli.kernel.sheets import Row, take_in
from linli.places import actions
from linli.places.actions.bulk.sheet import Intake
from linli.places.models import Place, PlaceKind


def lay(*, now: datetime) -> int:
    """Returns how many places there are. Raises RuntimeError when the plan itself has a line that is refused."""
    rows = (
        Row(line, {"kind": row.kind, "code": row.code, "name": row.name, "parent": row.parent, **row.facts})
        for line, row in enumerate(plan.place_rows(), start=2)
    )
    intake = Intake(root=None, source="演示数据", by=FOUNDER, now=now)
    tally = take_in(intake.arrange(rows), intake.take_batch, batch=1000)
    if tally.refused:
        raise RuntimeError(f"The plan of the demo is wrong: {tally.refused[:5]}")
    units = Place.objects.filter(kind=PlaceKind.UNIT).values_list("pk", flat=True)
    yards = Place.objects.filter(kind=PlaceKind.ESTATE, estate_facts__kind="courtyard").values_list(
        "pk", flat=True
    )
    actions.make_door_codes(place_ids=[*units, *yards], by=FOUNDER, now=now)
    return tally.added
