"""Codes that hang at unit entrances, in lifts and at points; never on homes."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from linli.journal import actions as journal
from linli.kernel import ids, refusals
from linli.kernel.actor import Actor
from linli.places import queries, rules
from linli.places import refusals as refused
from linli.places.events import PlaceEvent
from linli.places.models import DoorCode, DoorCodeKind, Place, PlaceKind

LETTERS = 10  # of ids.SAYABLE, 45 bits: nobody guesses one, and it can be typed from paper


@transaction.atomic
def make_door_codes(
    *, place_ids: Iterable[int], by: Actor, now: datetime, kind: str = "", label: str = ""
) -> list[DoorCode]:
    """The codes to hang at these places, made where there is none of that kind and label yet.

    ``kind`` is one of DoorCodeKind; without it a unit gets its entrance's, any other place a point's. Returns every
    code, new ones and those already there.
    """
    codes: list[DoorCode] = []
    for place_id in place_ids:
        place = queries.locked(place_id)
        refusals.require(rules.can_edit(by, place))
        if place.kind == PlaceKind.HOME:
            raise refused.NeverOnHomes
        if place.closed_on is not None:
            raise refused.PlaceClosed
        codes.append(_made(place, kind, label, by=by, now=now))
    return codes


def _made(place: Place, kind: str, label: str, *, by: Actor, now: datetime) -> DoorCode:
    own = DoorCodeKind.UNIT if place.kind == PlaceKind.UNIT else DoorCodeKind.POINT
    wanted = DoorCodeKind(kind) if kind else own
    hanging = DoorCode.objects.filter(place=place, kind=wanted, label=label, retired_at__isnull=True).first()
    if hanging is not None:
        return hanging
    code = DoorCode.objects.create(
        code=ids.unguessable(LETTERS), kind=wanted, place=place, label=label, made_at=now
    )
    journal.write(
        place, PlaceEvent.DOOR_CODES_MADE, by=by, at=now, door_code=code.pk, kind=str(wanted), label=label
    )
    return code


@transaction.atomic
def hang_codes(
    *, place_id: int, by: Actor, now: datetime, building_ids: Collection[int] = (), lifts: int = 0
) -> int:
    """Make the codes that are missing at the unit entrances under a place, and in ``lifts`` lifts of each unit.

    ``building_ids`` narrow it to some buildings; a building without units gets its code itself. Returns how many codes
    are new. Raises NotFound, NotAllowed, PlaceClosed.
    """
    place = queries.locked(place_id)
    refusals.require(rules.can_edit(by, place))
    doors = queries.entrances(place, building_ids)
    there = set(
        DoorCode.objects.filter(place_id__in=doors, retired_at__isnull=True).values_list("pk", flat=True)
    )
    codes = make_door_codes(place_ids=doors, by=by, now=now)
    for number in range(1, lifts + 1):
        label = _("%(number)s 号电梯") % {"number": number}
        codes += make_door_codes(place_ids=doors, kind=DoorCodeKind.LIFT, label=label, by=by, now=now)
    return len({code.pk for code in codes} - there)


@transaction.atomic
def replace_door_code(*, door_code_id: int, by: Actor, now: datetime, reason: str = "") -> DoorCode:
    """Retire a code and hang a new one of the same kind and label in its stead. Raises as ``retire_door_code``."""
    old = retire_door_code(door_code_id=door_code_id, by=by, now=now, reason=reason)
    return make_door_codes(place_ids=[old.place_id], kind=old.kind, label=old.label, by=by, now=now)[0]


@transaction.atomic
def retire_door_code(*, door_code_id: int, by: Actor, now: datetime, reason: str = "") -> DoorCode:
    """A code that was torn off or pasted over leads nowhere from now on."""
    code = DoorCode.objects.select_for_update().filter(pk=door_code_id).first()
    if code is None:
        raise refusals.NotFound
    refusals.require(rules.can_edit(by, code.place))
    if code.retired_at is not None:
        raise refused.AlreadyRetired
    code.retired_at = now
    code.save(update_fields=["retired_at"])
    journal.write(code.place, PlaceEvent.DOOR_CODE_RETIRED, by=by, at=now, text=reason, door_code=code.pk)
    return code
