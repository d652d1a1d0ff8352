"""The ladders a town has set, as their page shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q, QuerySet

from linli.journal import queries as journal
from linli.organisations.models import LadderStep, Role, Seat
from linli.organisations.queries.doors import standing_seats, touching
from linli.organisations.queries.steps import DEPARTMENT_RUNG, Supposed, ladder, steps_set_for
from linli.places.models import Place


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder that was set: where (None: everywhere), for the matters of which category ("": all), whose turn it is."""

    area: Place | None
    category: str
    roles: list[Role]


@dataclass(frozen=True, slots=True)
class Held:
    """The ladder that holds at a place: ``set_as`` is None where the roles' own rungs do."""

    set_as: Ladder | None
    rows: list[tuple[Role, Seat | None]]


def ladder_held(place: Place | None, category: str, on: date) -> Held:
    """What holds at ``place`` (None: everywhere) with the nearest seat of each step that serves all of it.

    Where the rungs hold, the roles that have a seat there or in some smaller place of it. At most five statements.
    """
    seats = ladder(place, category=category, on=on) if place is not None else []
    by_role = {seat.role_id: seat for seat in seats}
    steps = steps_set_for(place, category)
    set_as = Ladder(steps[0].area, steps[0].category, [step.role for step in steps]) if steps else None
    roles = set_as.roles if set_as is not None else list(_roles_by_rung(place, on))
    return Held(set_as, [(role, by_role.get(role.pk)) for role in roles])


def ladder_drafted(place: Place | None, category: str, roles: list[Role], on: date) -> Held:
    """What would hold at ``place`` if these were its steps; ``set_as`` as it is today. At most four statements."""
    supposed = Supposed(place, category, tuple(roles))
    seats = ladder(place, category=category, on=on, supposed=supposed) if place is not None else []
    by_role = {seat.role_id: seat for seat in seats}
    steps = steps_set_for(place, category)
    set_as = Ladder(steps[0].area, steps[0].category, [step.role for step in steps]) if steps else None
    return Held(set_as, [(role, by_role.get(role.pk)) for role in roles])


def _roles_by_rung(place: Place | None, on: date) -> QuerySet[Role]:
    found = step_roles().filter(Q(rung__gt=0) | Q(is_volunteer=True))
    if place is None:
        return found
    return found.filter(pk__in=standing_seats(on).filter(touching(place, on)).values("role_id"))


@dataclass(frozen=True, slots=True)
class LadderChange:
    """Who set or cleared a ladder, when, and its steps before and after in words ("" after: cleared)."""

    at: datetime
    who: str
    category: str
    before: str
    after: str


def ladder_history(area: Place | None) -> list[LadderChange]:
    """Every change of the ladders of just this area (None: everywhere), the newest first. Two statements."""
    names: dict[str, str] = dict(Role.objects.values_list("code", "name"))

    def said(codes: object) -> str:
        return (
            " → ".join(names.get(str(code), str(code)) for code in codes) if isinstance(codes, list) else ""
        )

    subject = f"organisations.ladder:{area.pk if area is not None else 'everywhere'}"
    return [
        LadderChange(
            one.happened_at, one.actor_label, str(one.facts.get("category", "")),
            said(one.facts.get("before")), said(one.facts.get("roles")),
        )
        for one in reversed(journal.entries_of(subject))
    ]  # fmt: skip


def step_roles() -> QuerySet[Role]:
    """Roles that may be a step, from below; all but those of departments."""
    return Role.objects.exclude(rung=DEPARTMENT_RUNG).order_by("-is_volunteer", "rung", "pk")


def ladders_set() -> list[Ladder]:
    """All ladders that were set, everywhere first, then by the code of the area. One statement."""
    found = LadderStep.objects.select_related("area", "role")
    steps = sorted(
        found, key=lambda step: (step.area.code if step.area else "", step.category, step.position)
    )
    return [
        Ladder(area, category, [step.role for step in steps])
        for (area, category), steps in groupby(steps, key=lambda step: (step.area, step.category))
    ]
