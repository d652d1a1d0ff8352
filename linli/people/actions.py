"""The sentences of this room: people registered and changed, households, accounts, consents, numbers seen.

Hashing a password takes a while: whoever opens many accounts hashes once and passes ``hashed``.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.fields import blind
from linli.kernel.refusals import Refusal, require
from linli.people import numbers, queries, rules
from linli.people.events import PersonEvent
from linli.people.models import Account, Basis, Consent, Household, Member, Person
from linli.people.names import one_line
from linli.places.models import Place, PlaceKind

SHORTEST_REASON = 4


class IdentityTaken(Refusal):
    words = _("这个证件号已经登记过，不用再登记一遍。")
    field = "identity"


class CodeTaken(Refusal):
    words = _("这个编号已经有人在用。")
    field = "code"


class HasAccount(Refusal):
    words = _("这个人已经有账号。")


class UsernameTaken(Refusal):
    words = _("这个用户名已经有人在用。")
    field = "username"


class BadPassword(Refusal):
    words = _("密码太简单：至少 8 位，不要只用数字。")
    field = "password"


class NoReason(Refusal):
    words = _("请写清楚为什么要看这个号码。")
    field = "reason"


class NoNumber(Refusal):
    words = _("没有登记这个号码。")


class NotAHome(Refusal):
    words = _("家庭要登记在住户上。")
    field = "home"


class AlreadyMember(Refusal):
    words = _("这个人已经在这个家庭里。")
    field = "person"


class AlreadyWithdrawn(Refusal):
    words = _("这项同意已经撤回。")


class NoPurpose(Refusal):
    words = _("请写清楚同意的用途。")
    field = "purpose"


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


@transaction.atomic
def found_household(
    *, home: Place, head: Person, by: Actor, now: datetime, name: str = "", since: date | None = None
) -> Household:
    """A household in a home, with its head (户主) as first member. Raises NotAHome, NotAllowed."""
    require(rules.can_register(by, home))
    require(rules.can_edit(by, head))
    if home.kind != PlaceKind.HOME:
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


def _hashed(password: str | None, hashed: str, account: Account) -> str:
    """The stored form of a password; an unusable one where there is neither. Raises BadPassword."""
    if hashed:
        try:
            identify_hasher(hashed)
        except ValueError as error:
            raise BadPassword from error
        return hashed
    if password is None:
        return make_password(None)
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise BadPassword("".join(error.messages)) from error
    return make_password(password)


def open_account(
    *,
    person: Person,
    username: str,
    by: Actor,
    now: datetime,
    password: str | None = None,
    hashed: str = "",
) -> Account:
    """An account for ``person``: with a password, with one already ``hashed``, or with none (signs in elsewhere).

    The password is hashed before the transaction begins. Raises HasAccount, UsernameTaken, BadPassword, NotAllowed.
    """
    require(rules.can_manage_accounts(by))
    account = Account(username=one_line(username, 150, field="username"), person=person)
    account.password = _hashed(password, hashed, account)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        if Account.objects.filter(person=person).exists():
            raise HasAccount
        if Account.objects.filter(username=account.username).exists():
            raise UsernameTaken
        account.save()
        journal.write(person, PersonEvent.ACCOUNT_OPENED, by=by, at=now, account=account.pk)
    return account


@transaction.atomic
def close_account(*, account: Account, by: Actor, now: datetime) -> Account:
    """Nobody signs in with it from now on; what it did stays under its name. Raises NotAllowed."""
    return _set_active(account, False, PersonEvent.ACCOUNT_CLOSED, by=by, now=now)


@transaction.atomic
def reopen_account(*, account: Account, by: Actor, now: datetime) -> Account:
    """Raises NotAllowed."""
    return _set_active(account, True, PersonEvent.ACCOUNT_REOPENED, by=by, now=now)


def _set_active(
    account: Account, is_active: bool, event: PersonEvent, *, by: Actor, now: datetime
) -> Account:
    require(rules.can_manage_accounts(by))
    account = Account.objects.select_for_update(of=("self",)).select_related("person").get(pk=account.pk)
    # A superuser's account is the keeper's of the whole installation, not of those who keep people.
    require(not account.is_superuser)
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    journal.write(account.person or account, event, by=by, at=now, account=account.pk)
    return account


def set_password(*, account: Account, password: str, by: Actor, now: datetime) -> Account:
    """A new password for somebody who forgot theirs. Raises BadPassword, NotAllowed."""
    require(rules.can_manage_accounts(by) and not account.is_superuser)
    account.password = _hashed(password, "", account)
    with transaction.atomic():
        account.save(update_fields=["password"])
        journal.write(account.person or account, PersonEvent.PASSWORD_SET, by=by, at=now, account=account.pk)
    return account


@transaction.atomic
def set_up_account(*, account: Account, fields: Iterable[str], by: Actor, now: datetime) -> Account:
    """Save what a superuser changed, the journal names the ``fields`` alone. Raises NotAllowed to others."""
    superusers = Account.objects.filter(is_superuser=True, is_active=True)
    require(by.account_id is not None and superusers.filter(pk=by.account_id).exists())
    account.save()
    journal.write(
        account.person or account, PersonEvent.ACCOUNT_SET_UP, by=by, at=now,
        account=account.pk, fields=sorted(fields),
    )  # fmt: skip
    return account


@transaction.atomic
def give_consent(
    *,
    person: Person,
    purpose: str,
    by: Actor,
    now: datetime,
    basis: str = Basis.CONSENT,
    words: str = "",
    is_separate: bool = False,
    how: str = "",
) -> Consent:
    """The ground for one purpose (PIPL 13); ``is_separate`` where the law wants a separate consent (PIPL 29).

    A consent for the same purpose that stands is returned as it is. Raises NoPurpose, NotAllowed.
    """
    person = queries.locked(person.pk)
    require(rules.can_edit(by, person) or by.person_id == person.pk)
    purpose = purpose.strip()[:60]
    if not purpose:
        raise NoPurpose
    standing = Consent.objects.filter(
        person=person, purpose=purpose, basis=basis, is_separate=is_separate, withdrawn_at__isnull=True
    ).first()
    if standing is not None:
        return standing
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        basis=Basis(basis),
        words=words.strip(),
        is_separate=is_separate,
        given_at=now,
        given_how=how.strip()[:40],
    )
    journal.write(person, PersonEvent.CONSENT_GIVEN, by=by, at=now, consent=consent.pk, basis=consent.basis)
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, by: Actor, now: datetime) -> Consent:
    """Withdrawn as easily as given (PIPL 15): the row stays, with its end. Raises AlreadyWithdrawn, NotAllowed."""
    consent = (
        Consent.objects.select_for_update(of=("self",)).select_related("person__home").get(pk=consent.pk)
    )
    require(rules.can_edit(by, consent.person) or by.person_id == consent.person_id)
    if consent.withdrawn_at is not None:
        raise AlreadyWithdrawn
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    journal.write(consent.person, PersonEvent.CONSENT_WITHDRAWN, by=by, at=now, consent=consent.pk)
    return consent
