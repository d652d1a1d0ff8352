"""Roles are data: a town edits what each may do."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel import verbs as known_verbs
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations import rules
from linli.organisations.events import RoleEvent
from linli.organisations.models import Reach, Role
from linli.organisations.names import one_line
from linli.organisations.starting import STARTING_ROLES


class UnknownVerb(Refusal):
    words = _("没有这项权限。")
    field = "verbs"


class RoleCodeTaken(Refusal):
    words = _("这个编码已经有角色在用。")
    field = "code"


class VolunteerOnRung(Refusal):
    words = _("志愿者不在计时的层级上，层级请填 0。")
    field = "rung"


@transaction.atomic
def starting_roles(*, by: Actor, now: datetime) -> list[Role]:
    """Make the starting roles that are not there yet and return them; those that a town has edited stay as they are."""
    require(rules.can_edit_everywhere(by))
    there = set(Role.objects.values_list("code", flat=True))
    made = [Role.objects.create(**facts) for facts in STARTING_ROLES if facts["code"] not in there]
    for role in made:
        journal.write(role, RoleEvent.MADE, by=by, at=now, verbs=role.verbs, reach=role.reach)
    return made


def _checked(verbs: Iterable[str], had: Iterable[str], rung: int, is_volunteer: bool) -> list[str]:
    wanted = sorted(set(verbs))
    if not set(wanted) <= {*known_verbs.known(), *had}:
        raise UnknownVerb
    if is_volunteer and rung:
        raise VolunteerOnRung
    return wanted


@transaction.atomic
def make_role(
    *,
    code: str,
    name: str,
    verbs: Iterable[str],
    by: Actor,
    now: datetime,
    reach: str = Reach.AREA,
    rung: int = 0,
    is_desk: bool = False,
    is_volunteer: bool = False,
    is_head: bool = False,
    words: str = "",
) -> Role:
    """A new role. Raises RoleCodeTaken, UnknownVerb, VolunteerOnRung, NotAllowed."""
    require(rules.can_edit_everywhere(by))
    if Role.objects.filter(code=code).exists():
        raise RoleCodeTaken
    role = Role.objects.create(
        code=code,
        name=one_line(name, 40),
        verbs=_checked(verbs, (), rung, is_volunteer),
        reach=Reach(reach),
        rung=rung,
        is_desk=is_desk,
        is_volunteer=is_volunteer,
        is_head=is_head,
        words=words.strip()[:200],
    )
    journal.write(role, RoleEvent.MADE, by=by, at=now, verbs=role.verbs, reach=role.reach)
    return role


@transaction.atomic
def edit_role(
    *,
    role: Role,
    name: str,
    verbs: Iterable[str],
    reach: str,
    by: Actor,
    now: datetime,
    rung: int = 0,
    is_desk: bool = False,
    is_volunteer: bool = False,
    is_head: bool = False,
    words: str = "",
) -> Role:
    """What a role is called and may do, from now on for everybody on a seat of it. Raises UnknownVerb,
    VolunteerOnRung, NotAllowed.
    """
    require(rules.can_edit_everywhere(by))
    role = Role.objects.select_for_update().get(pk=role.pk)
    before = {"verbs": role.verbs, "reach": role.reach, "rung": role.rung}
    role.verbs = _checked(verbs, role.verbs, rung, is_volunteer)
    role.name, role.words = one_line(name, 40), words.strip()[:200]
    role.reach, role.rung = Reach(reach), rung
    role.is_desk, role.is_volunteer, role.is_head = is_desk, is_volunteer, is_head
    role.save()
    journal.write(
        role, RoleEvent.EDITED, by=by, at=now, before=before, verbs=role.verbs, reach=role.reach, rung=rung
    )
    return role
