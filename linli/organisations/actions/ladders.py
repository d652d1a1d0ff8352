"""The ladder of an area is set as a whole, or cleared so that what lies above it holds again."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations import queries, rules
from linli.organisations.events import LadderEvent
from linli.organisations.models import LadderStep, Role
from linli.places.models import Place

LONGEST_CATEGORY = 20


class NoSteps(Refusal):
    words = _("至少要有一步。不想另设，请清空。")


class RoleTwice(Refusal):
    words = _("同一个角色在这里已经是一步。")


class DepartmentStep(Refusal):
    words = _("部门不是逐级处置的一步，部门的件由主办和吹哨来派。")


class VolunteerAbove(Refusal):
    words = _("志愿者要排在前面，先请邻里帮着问，再逐级往上。")


class BadCategory(Refusal):
    words = _("事项分类要填目录里的分类编码，比如 01 或 0103。")
    field = "category"


class NothingSet(Refusal):
    words = _("这里没有另设的步骤，不用清空。")


@transaction.atomic
def set_ladder(
    *, area: Place | None, roles: Sequence[Role], by: Actor, now: datetime, category: str = ""
) -> list[LadderStep]:
    """Whose turn it is under ``area`` (None: everywhere), from below, for matters whose category begins with ``category``.

    Raises NoSteps, RoleTwice, DepartmentStep, VolunteerAbove, BadCategory, NotAllowed.
    """
    require(rules.can_edit_ladder(by, area))
    category = _checked_category(category)
    wanted = _checked_roles(roles)
    before = _cleared(area, category)
    steps = LadderStep.objects.bulk_create(
        LadderStep(area=area, category=category, position=position, role=role)
        for position, role in enumerate(wanted)
    )
    codes = [role.code for role in wanted]
    journal.write(
        _subject(area), LadderEvent.SET, by=by, at=now, category=category, roles=codes, before=before
    )
    return steps


@transaction.atomic
def clear_ladder(*, area: Place | None, by: Actor, now: datetime, category: str = "") -> None:
    """Take back the ladder that was set for just this area and category. Raises NothingSet, NotAllowed."""
    require(rules.can_edit_ladder(by, area))
    _roles_in_order([])
    before = _cleared(area, category)
    if not before:
        raise NothingSet
    journal.write(_subject(area), LadderEvent.CLEARED, by=by, at=now, category=category, before=before)


def _subject(area: Place | None) -> str:
    return f"organisations.ladder:{area.pk if area is not None else 'everywhere'}"


def _checked_category(category: str) -> str:
    if category and not (category.isascii() and category.isalnum() and len(category) <= LONGEST_CATEGORY):
        raise BadCategory
    return category


def suppose_ladder(*, area: Place | None, category: str, keys: Sequence[int], by: Actor) -> queries.Supposed:
    """What ``set_ladder`` would set for the roles with these keys (none: what ``clear_ladder`` would clear), kept nowhere.

    Raises as they do, but for NothingSet.
    """
    require(rules.can_edit_ladder(by, area))
    there = Role.objects.in_bulk(keys)
    roles = tuple(there[key] for key in keys if key in there)
    if roles:
        check_steps(roles)
    return queries.Supposed(area, _checked_category(category), roles)


def check_steps(wanted: Sequence[Role]) -> None:
    """Could these be a ladder? Raises NoSteps, RoleTwice, DepartmentStep, VolunteerAbove."""
    if not wanted:
        raise NoSteps
    if len({role.pk for role in wanted}) < len(wanted):
        raise RoleTwice
    if any(role.rung == queries.DEPARTMENT_RUNG for role in wanted):
        raise DepartmentStep
    if any(up.is_volunteer and not down.is_volunteer for down, up in pairwise(wanted)):
        raise VolunteerAbove


def _checked_roles(roles: Sequence[Role]) -> list[Role]:
    wanted = _roles_in_order([role.pk for role in roles])
    check_steps(wanted)
    return wanted


def _roles_in_order(keys: Sequence[int]) -> list[Role]:
    """These roles as they are now. All rows are locked: an area has no row of its own for two editors to wait at."""
    there = {role.pk: role for role in Role.objects.select_for_update().order_by("pk")}
    return [there[key] for key in keys if key in there]


def _cleared(area: Place | None, category: str) -> list[str]:
    """Take away the steps that stand and return the codes of their roles."""
    standing = LadderStep.objects.filter(area=area, category=category)
    before = list(standing.order_by("position").values_list("role__code", flat=True))
    standing.delete()
    return before
