"""The departments that the catalogue names are founded in one go."""

import pytest
from django.test import Client

from linli.catalogue import actions, queries
from linli.catalogue.actions.departments import NoneMissing, found_departments
from linli.journal import queries as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotAllowed
from linli.organisations import actions as organisations
from linli.organisations.models import Seat
from linli.people.models import Account
from tests.factories.towns import NOW, small_town

pytestmark = pytest.mark.django_db
FOUNDER = Actor(ActorKind.SERVICE, "test")
STRANGER = Actor(ActorKind.PERSON, "路人")


@pytest.fixture(autouse=True)
def catalogue() -> None:
    small_town()
    organisations.starting_roles(by=FOUNDER, now=NOW)
    actions.starting_catalogue(by=FOUNDER, now=NOW)


def test_every_missing_department_is_founded_with_a_desk() -> None:
    missing = {one.where for one in queries.findings(NOW)}
    made = found_departments(by=FOUNDER, now=NOW)
    assert {body.code for body in made} == missing
    assert Seat.objects.filter(body__in=made, role__code="department-desk").count() == len(made)
    assert [entry.tag for entry in journal.entries_of(made[0])][:1] == ["organisations.body_founded"]
    assert list(queries.findings(NOW)) == []
    with pytest.raises(NoneMissing):
        found_departments(by=FOUNDER, now=NOW)


def test_a_stranger_founds_none() -> None:
    with pytest.raises(NotAllowed):
        found_departments(by=STRANGER, now=NOW)


def test_the_page_offers_it_to_those_who_keep_the_catalogue() -> None:
    client = Client()
    client.force_login(
        Account.objects.create(username="setter", is_superuser=True),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    assert "/catalogue/departments/" in client.get("/catalogue/").content.decode()
    assert client.post("/catalogue/departments/").status_code == 303
    assert "/catalogue/departments/" not in client.get("/catalogue/").content.decode()
