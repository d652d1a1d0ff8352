"""Shifts of the duty roster (值班): nights, weekends, holidays, with A 岗 and B 岗."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations import queries, rules
from linli.organisations.events import BodyEvent
from linli.organisations.models import Body, Shift, ShiftKind
from linli.people.models import Person

LONGEST = timedelta(hours=36)


class ShiftTimes(Refusal):
    words = _("下班时间要晚于上班时间，一班不超过 36 小时。")
    field = "ends_at"


class SameTwice(Refusal):
    words = _("A 岗和 B 岗不能是同一个人。")
    field = "backup"


class OnShiftAlready(Refusal):
    words = _("那段时间这个人已经排了班。")
    field = "person"


@transaction.atomic
def set_shift(
    *,
    body: Body,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    person: Person,
    by: Actor,
    now: datetime,
    backup: Person | None = None,
) -> Shift:
    """One shift from an instant to an instant (UTC, the end not included). Raises ShiftTimes, SameTwice,
    OnShiftAlready (in whatever body), NotAllowed.
    """
    body = Body.objects.select_for_update(of=("self",)).select_related("area").get(pk=body.pk)
    require(rules.can_edit_body(by, body, served=queries.served_places(body, queries.day_of(now))))
    if not timedelta(0) < ends_at - starts_at <= LONGEST:
        raise ShiftTimes
    if backup is not None and backup.pk == person.pk:
        raise SameTwice
    keys = sorted({person.pk, *([backup.pk] if backup else [])})
    # Two bodies may roster the same person at once: the people's own rows put them in order.
    list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    running = Shift.objects.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)
    if running.filter(Q(person=person) | Q(backup=person)).exists():
        raise OnShiftAlready
    if backup is not None and running.filter(Q(person=backup) | Q(backup=backup)).exists():
        raise OnShiftAlready(field="backup")
    shift = Shift.objects.create(
        body=body,
        kind=ShiftKind(kind),
        starts_at=starts_at,
        ends_at=ends_at,
        person=person,
        backup=backup,
    )
    journal.write(body, BodyEvent.SHIFT_SET, by=by, at=now, **_facts(shift))
    return shift


@transaction.atomic
def remove_shift(*, shift: Shift, by: Actor, now: datetime) -> None:
    """Take a shift off the roster. Raises NotAllowed."""
    body = Body.objects.select_for_update(of=("self",)).select_related("area").get(pk=shift.body_id)
    require(rules.can_edit_body(by, body, served=queries.served_places(body, queries.day_of(now))))
    facts = _facts(shift)
    shift.delete()
    journal.write(body, BodyEvent.SHIFT_REMOVED, by=by, at=now, **facts)


def _facts(shift: Shift) -> dict[str, Any]:
    return {
        "shift": shift.pk,
        "kind": shift.kind,
        "starts_at": shift.starts_at.isoformat(),
        "ends_at": shift.ends_at.isoformat(),
        "person": shift.person_id,
        "backup": shift.backup_id,
    }
