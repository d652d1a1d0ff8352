"""People: registered, changed, their numbers indexed anew and seen."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.fields import blind
from linli.kernel.refusals import Refusal, require
from linli.people import numbers, queries, rules
from linli.people.events import PersonEvent
from linli.people.models import Person
from linli.people.names import one_line
from linli.places.models import Place

SHORTEST_REASON = 4


class IdentityTaken(Refusal):
    words = _("这个证件号已经登记过，不用再登记一遍。")
    field = "identity"


class CodeTaken(Refusal):
    words = _("这个编号已经有人在用。")
    field = "code"


class NoReason(Refusal):
    words = _("请写清楚为什么要看这个号码。")
    field = "reason"


class NoNumber(Refusal):
    words = _("没有登记这个号码。")


def _set_numbers(person: Person, phone: str, identity: str) -> None:
    """Normalise, check, and put the blind indexes beside the numbers. Raises BadPhone, BadIdentity."""
    person.phone = numbers.normalise_phone(phone)
    person.phone_blind = blind(person.phone, numbers.PHONE)
    person.phone_last4_blind = blind(numbers.last4(person.phone), numbers.LAST4)
    person.identity = numbers.normalise_identity(identity)
    person.identity_blind = blind(person.identity, numbers.IDENTITY)
    if person.identity:
        person.born_on = numbers.born_on(person.identity)


def _check_identity_free(person: Person) -> None:
    if person.identity:
        twin = queries.find_by_identity(person.identity)
        if twin is not None and twin.pk != person.pk:
            raise IdentityTaken


@transaction.atomic
def register_person(
    *,
    name: str,
    by: Actor,
    now: datetime,
    phone: str = "",
    identity: str = "",
    home: Place | None = None,
    code: str | None = None,
    born_on: date | None = None,
) -> Person:
    """Write a person down once. Raises BadName, TooLong, BadPhone, BadIdentity, IdentityTaken, CodeTaken, NotAllowed.

    The same phone may belong to several people of a family, the same identity number to one.
    """
    require(rules.can_register(by, home))
    person = Person(name=one_line(name, 60), home=home, code=code or None, born_on=born_on)
    _set_numbers(person, phone, identity)
    _check_identity_free(person)
    if person.code and Person.objects.filter(code=person.code).exists():
        raise CodeTaken
    person.save()
    journal.write(
        person, PersonEvent.REGISTERED, by=by, at=now, home=person.home_id, has_phone=bool(person.phone)
    )
    return person


@transaction.atomic
def change_person(
    *,
    person: Person,
    name: str,
    by: Actor,
    now: datetime,
    phone: str | None = None,
    identity: str | None = None,
    home: Place | None = None,
) -> Person:
    """Set name, home and numbers; None leaves a number as it is. The journal names what changed, not the values.

    Raises BadName, TooLong, BadPhone, BadIdentity, IdentityTaken, NotAllowed.
    """
    person = queries.locked(person.pk)
    require(rules.can_edit(by, person))
    if home is None or home.pk != person.home_id:
        require(rules.can_register(by, home))
    before = (person.name, person.phone, person.identity, person.home_id)
    left = person.home_id
    person.name, person.home = one_line(name, 60), home
    _set_numbers(
        person,
        person.phone if phone is None else phone,
        person.identity if identity is None else identity,
    )
    _check_identity_free(person)
    after = (person.name, person.phone, person.identity, person.home_id)
    fields = [
        name
        for name, old, new in zip(("name", "phone", "identity", "home"), before, after, strict=True)
        if old != new
    ]
    if fields:
        person.save()
        journal.write(
            person, PersonEvent.CHANGED, by=by, at=now, fields=fields, left=left, home=person.home_id
        )
    return person


@transaction.atomic
def rekey_people(*, person_ids: Iterable[int], by: Actor, now: datetime) -> int:
    """Encrypt and index the numbers of these people anew under the newest key; how many. Nothing else changes, so
    one entry tells of the batch. Raises NotAllowed.
    """
    require(rules.can_manage_accounts(by))
    people = list(Person.objects.select_for_update().filter(pk__in=list(person_ids)).order_by("pk"))
    for person in people:
        _set_numbers(person, person.phone, person.identity)
        person.save()
    if people:
        journal.write(
            "people.keys", PersonEvent.REKEYED, by=by, at=now, first=people[0].pk, people=len(people)
        )
    return len(people)


@transaction.atomic
def see_number(*, person: Person, reason: str, by: Actor, now: datetime, which: str = "phone") -> str:
    """The whole phone or identity number (``which``), with the reason in the journal. Raises NoReason, NoNumber,
    NotAllowed.
    """
    person = queries.locked(person.pk)
    require(rules.can_see_number(by, person))
    if len(reason.strip()) < SHORTEST_REASON:
        raise NoReason
    number = person.identity if which == "identity" else person.phone
    if not number:
        raise NoNumber
    journal.write(
        person, PersonEvent.NUMBER_SEEN, by=by, at=now, text=numbers.redact(reason.strip()), which=which
    )
    return number
