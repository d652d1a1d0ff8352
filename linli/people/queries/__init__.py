"""Every read of this room. Numbers are found by their blind indexes, under the new keys and the old ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from linli.kernel.actor import Actor, Over
from linli.kernel.fields import blinds, keys
from linli.kernel.findings import Finding
from linli.kernel.refusals import NotFound, Refusal
from linli.people import numbers, rules
from linli.people.models import Account, Consent, Household, Member, Person
from linli.places.models import AREA_COLUMNS, Place


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The people this actor may read: everybody, those whose home lies in an area of the actor's, and the actor."""
    people = Person.objects.select_related("home")
    if actor.may_everywhere(rules.READ):
        return people
    mine = Q(pk=actor.person_id) if actor.person_id else Q(pk__in=())
    areas = actor.keys(rules.READ, Over.AREA)
    if areas:
        mine |= Q(home_id__in=areas)
        for column in AREA_COLUMNS:
            mine |= Q(**{f"home__{column}_id__in": areas})
    return people.filter(mine)


def person_for(actor: Actor, person_id: int) -> Person:
    """Raises NotFound, also for somebody whom the actor may not read."""
    person = visible_to(actor).filter(pk=person_id).first()
    if person is None:
        raise NotFound
    return person


def locked(person_id: int) -> Person:
    """The person under a row lock, home selected. Raises NotFound."""
    person = (
        Person.objects.select_for_update(of=("self",)).select_related("home").filter(pk=person_id).first()
    )
    if person is None:
        raise NotFound
    return person


def find_by_phone(phone: str) -> QuerySet[Person]:
    """Everybody with this phone, the first registered first; nobody for a number that is none."""
    try:
        number = numbers.normalise_phone(phone)
    except Refusal:
        number = ""
    if not number:
        return Person.objects.none()
    return Person.objects.filter(phone_blind__in=blinds(number, numbers.PHONE)).order_by("pk")


def find_by_identity(identity: str) -> Person | None:
    """Takes a number in any writing. Raises BadIdentity."""
    number = numbers.normalise_identity(identity)
    if not number:
        return None
    return Person.objects.filter(identity_blind__in=blinds(number, numbers.IDENTITY)).first()


def by_code(code: str) -> Person | None:
    return Person.objects.filter(code=code).first()


def named(words: str) -> list[Person]:
    """Whom somebody means who writes a code, a phone, or "name phone" where a phone is shared."""
    known = by_code(words.strip())
    if known is not None:
        return [known]
    name, _space, phone = words.strip().rpartition(" ")
    return [person for person in find_by_phone(phone) if name.strip() in ("", person.name)]


def search(actor: Actor, words: str) -> QuerySet[Person]:
    """People the actor may read, by a part of the name, by code, by whole phone, or by its last four digits."""
    people = visible_to(actor).order_by("pk")
    words = words.strip()
    if not words:
        return people
    found = Q(name__icontains=words) | Q(code=words)
    digits = numbers.narrow(words)
    if digits.isdecimal() and len(digits) == 4:
        found |= Q(phone_last4_blind__in=blinds(digits, numbers.LAST4))
    else:
        try:
            number = numbers.normalise_phone(words)
        except Refusal:
            number = ""
        if number:
            found |= Q(phone_blind__in=blinds(number, numbers.PHONE))
    return people.filter(found)


def account_of(person: Person) -> Account | None:
    return Account.objects.filter(person=person).first()


def account_by_id(account_id: int) -> Account:
    """Raises NotFound."""
    account = Account.objects.select_related("person").filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account


def consents_of(person: Person) -> list[Consent]:
    return list(Consent.objects.filter(person=person).order_by("withdrawn_at", "-given_at", "-pk"))


def consent_by_id(consent_id: int) -> Consent:
    """Raises NotFound."""
    consent = Consent.objects.select_related("person").filter(pk=consent_id).first()
    if consent is None:
        raise NotFound
    return consent


def has_consent(person_id: int, purpose: str) -> bool:
    return Consent.objects.filter(person_id=person_id, purpose=purpose, withdrawn_at__isnull=True).exists()


def household_by_id(household_id: int) -> Household:
    """Raises NotFound."""
    household = Household.objects.select_related("home").filter(pk=household_id).first()
    if household is None:
        raise NotFound
    return household


def member_by_id(member_id: int) -> Member:
    """Raises NotFound."""
    member = Member.objects.select_related("household__home", "person").filter(pk=member_id).first()
    if member is None:
        raise NotFound
    return member


def households_of(person: Person) -> list[Household]:
    """The households a person belongs to, members and their people loaded."""
    return list(
        Household.objects.filter(members__person=person)
        .select_related("home")
        .prefetch_related("members__person")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class Dweller:
    """Somebody who lives in a home, with their place in its household; "" where none is known."""

    person: Person
    relation: str = ""
    household: str = ""


def living_at(actor: Actor, home: Place) -> list[Dweller]:
    """Who lives there, of those whom the actor may read: the members of its households, then who else has it as home.
    Two statements.
    """
    members = (
        Member.objects.filter(household__home=home, household__until__isnull=True)
        .select_related("household")
        .order_by("household_id", "pk")
    )
    by_person = {member.person_id: member for member in members}
    people = visible_to(actor).filter(Q(home=home) | Q(pk__in=by_person)).order_by("pk")
    found = [
        Dweller(person, by_person[person.pk].relation, by_person[person.pk].household.name)
        if person.pk in by_person
        else Dweller(person)
        for person in people
    ]
    rank = {key: at for at, key in enumerate(by_person)}
    return sorted(found, key=lambda one: rank.get(one.person.pk, len(rank)))


def under_old_keys() -> QuerySet[Person]:
    """People whose numbers were encrypted or indexed under a key that is no longer the first."""
    newest = f"{next(iter(keys()))}."
    old = Q()
    for column in ("phone_blind", "phone_last4_blind", "identity_blind"):
        old |= ~Q(**{column: ""}) & ~Q(**{f"{column}__startswith": newest})
    return Person.objects.filter(old).order_by("pk")


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=list(person_ids)).values_list("pk", "name"))


def findings(now: datetime) -> Iterator[Finding]:
    """Numbers under keys that are gone (a fault: nobody can read them) or old (a warning)."""
    known = tuple(keys())
    newest = known[0]
    blinds_ = Person.objects.exclude(phone_blind="").values_list("pk", "phone_blind")
    old = 0
    for key, index in blinds_.iterator():
        key_id = index.split(".", maxsplit=1)[0]
        if key_id not in known:
            yield Finding(
                "people", "fault", f"person:{key}", _("电话用的密钥 %s 不在 LINLI_KEYS 里") % key_id
            )
        elif key_id != newest:
            old += 1
    if old:
        yield Finding("people", "warning", "people", _("%s 人的号码还在旧密钥下，请运行 linli rekey") % old)
