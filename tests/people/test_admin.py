"""The admin is for those who set the system up, and goes past no sentence."""

from typing import Any

import pytest
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client

from linli.journal.models import Entry
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotAllowed
from linli.people import actions
from linli.people.events import PersonEvent
from linli.people.models import Account
from tests.factories.organisations import keeper
from tests.factories.towns import NOW

pytestmark = pytest.mark.django_db
PASSWORD = "liu-an-2026-strong"


@pytest.fixture
def superuser() -> Account:
    return Account.objects.create_superuser("root", password=PASSWORD)


def written() -> list[tuple[str, list[str]]]:
    return [
        (entry.tag, entry.facts["fields"]) for entry in Entry.objects.filter(tag=PersonEvent.ACCOUNT_SET_UP)
    ]


def test_no_table_but_accounts_can_be_written(superuser: Account, rf: Any) -> None:
    request: HttpRequest = rf.get("/")
    request.user = superuser
    open_to = {
        model.__name__
        for model, page in admin.site._registry.items()
        if page.has_add_permission(request)
        or page.has_change_permission(request)
        or page.has_delete_permission(request)
    }
    assert open_to == {"Account"}


def test_what_a_superuser_sets_up_is_written_down(superuser: Account, client: Client) -> None:
    client.force_login(superuser)
    data = {"username": "second", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/setup/admin/people/account/add/", data).status_code == 302
    second = Account.objects.get(username="second")
    assert second.check_password(PASSWORD)
    page = f"/setup/admin/people/account/{second.pk}/"
    more = {"username": "second", "is_active": "on", "is_staff": "on", "is_superuser": "on"}
    assert client.post(f"{page}change/", more).status_code == 302
    fresh = {"usable_password": "true", "password1": PASSWORD + "x", "password2": PASSWORD + "x"}
    assert client.post(f"{page}password/", fresh).status_code == 302
    assert Account.objects.get(pk=second.pk).check_password(PASSWORD + "x")
    tags = written()
    assert len(tags) == 3
    assert tags[1:] == [
        (PersonEvent.ACCOUNT_SET_UP, ["is_staff", "is_superuser"]),
        (PersonEvent.ACCOUNT_SET_UP, ["password"]),
    ]
    assert PASSWORD not in str(list(Entry.objects.values()))


def test_nobody_else_sets_accounts_up(superuser: Account) -> None:
    plain = Account.objects.create(username="plain")
    for by in (keeper(), Actor(ActorKind.PERSON, account_id=plain.pk), Actor(ActorKind.SERVICE)):
        with pytest.raises(NotAllowed):
            actions.set_up_account(account=plain, fields=["is_superuser"], by=by, now=NOW)
    assert written() == []
