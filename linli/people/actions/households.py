"""Households and who belongs to them."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.people import rules
from linli.people.events import PersonEvent
from linli.people.models import Household, Member, Person
from linli.people.names import one_line
from linli.places.models import Place, PlaceKind


class NotAHome(Refusal):
    words = _("家庭要登记在住户上。")
    field = "home"


class AlreadyMember(Refusal):
    words = _("这个人已经在这个家庭里。")
    field = "person"


@transaction.atomic
def found_household(
    *, home: Place | None, head: Person, by: Actor, now: datetime, name: str = "", since: date | None = None
) -> Household:
    """A household in a home, with its head (户主) as first member. Raises NotAHome, NotAllowed."""
    require(rules.can_register(by, home))
    require(rules.can_edit(by, head))
    if home is None or home.kind != PlaceKind.HOME:
        raise NotAHome
    household = Household.objects.create(
        home=home, name=one_line(name or f"{head.name}家"[:60], 60), since=since
    )
    Member.objects.create(household=household, person=head, relation="户主")
    journal.write(head, PersonEvent.HOUSEHOLD_FOUNDED, by=by, at=now, household=household.pk, home=home.pk)
    return household


@transaction.atomic
def add_member(
    *, household: Household, person: Person, by: Actor, now: datetime, relation: str = ""
) -> Member:
    """A person belongs to the household. Raises AlreadyMember, NotAllowed."""
    require(rules.can_register(by, household.home))
    require(rules.can_edit(by, person))
    if household.members.filter(person=person).exists():
        raise AlreadyMember
    member = Member.objects.create(household=household, person=person, relation=relation.strip()[:20])
    journal.write(
        person,
        PersonEvent.MEMBER_ADDED,
        by=by,
        at=now,
        household=household.pk,
        relation=member.relation,
    )
    return member


@transaction.atomic
def remove_member(*, member: Member, by: Actor, now: datetime) -> None:
    """A person no longer belongs to the household. Raises NotAllowed."""
    require(rules.can_register(by, member.household.home))
    person, household = member.person, member.household_id
    member.delete()
    journal.write(person, PersonEvent.MEMBER_LEFT, by=by, at=now, household=household)
