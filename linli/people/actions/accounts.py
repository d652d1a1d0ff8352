"""Accounts: opened, closed, set up, given a new password.

Hashing a password takes a while: whoever opens many accounts hashes once and passes ``hashed``.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.people import rules
from linli.people.events import PersonEvent
from linli.people.models import Account, Person
from linli.people.names import one_line


class HasAccount(Refusal):
    words = _("这个人已经有账号。")


class UsernameTaken(Refusal):
    words = _("这个用户名已经有人在用。")
    field = "username"


class BadPassword(Refusal):
    words = _("密码太简单：至少 8 位，不要只用数字。")
    field = "password"


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
