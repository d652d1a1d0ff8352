import pytest
from django.test import Client
from django.urls import reverse

from linli.journal.models import Entry
from linli.organisations.models import Seat
from linli.people import actions, queries
from linli.people.events import PersonEvent
from linli.people.models import Account, Consent, Person
from tests.factories.organisations import keeper
from tests.factories.towns import NOW, Town, make_duty, make_role, small_town

pytestmark = pytest.mark.django_db
PHONE = "13812345678"


@pytest.fixture
def town() -> Town:
    town = small_town()
    role = make_role("register", ["people.read", "people.edit", "people.see_number"])
    seat = Seat.objects.create(body=town.committee, role=role, area=town.community, name="户籍岗")
    make_duty(seat, "周知秋")
    return town


@pytest.fixture
def clerk(town: Town, client: Client) -> Client:
    client.force_login(Account.objects.get(username="u-周知秋"))
    return client


def resident(town: Town) -> Person:
    return actions.register_person(name="郑白露", phone=PHONE, home=town.home, by=keeper(), now=NOW)


def test_pages_want_sign_in_and_rights(town: Town, client: Client) -> None:
    whom = resident(town)
    for url in (reverse("people"), reverse("person", args=[whom.pk]), reverse("person_add")):
        assert client.get(url).status_code == 302
    client.force_login(Account.objects.get(username="u-王小满"))
    assert client.get(reverse("people")).status_code == 403
    assert client.get(reverse("person", args=[whom.pk])).status_code == 404
    assert client.get(reverse("person_add")).status_code == 403
    assert client.post(reverse("person_number", args=[whom.pk])).status_code == 404


def test_people_are_found_and_shown_masked(town: Town, clerk: Client) -> None:
    whom = resident(town)
    for words in ("白露", "5678", PHONE, "138-1234-5678"):
        told = clerk.get(reverse("people"), {"q": words}).content.decode()
        assert "郑白露" in told and "138****5678" in told
        assert words == PHONE or PHONE not in told
    assert "郑白露" not in clerk.get(reverse("people"), {"q": "别人"}).content.decode()
    told = clerk.get(reverse("person", args=[whom.pk])).content.decode()
    assert "138****5678" in told and PHONE not in told


def test_a_person_is_registered_and_changed(town: Town, clerk: Client) -> None:
    url = reverse("person_add")
    bad = clerk.post(url, {"name": "冯小寒", "phone": "123456789012", "home": town.home.code})
    assert bad.status_code == 422 and "冯小寒" in bad.content.decode()
    assert clerk.post(url, {"name": "冯小寒", "home": "nowhere"}).status_code == 422
    assert clerk.post(url, {"name": "冯小寒"}).status_code == 403
    made = clerk.post(url, {"name": "冯小寒", "phone": PHONE, "home": town.home.code})
    whom = Person.objects.get(name="冯小寒")
    assert (made.status_code, made["Location"]) == (303, reverse("person", args=[whom.pk]))
    edit = reverse("person_edit", args=[whom.pk])
    assert PHONE not in clerk.get(edit).content.decode()
    assert clerk.post(edit, {"name": "冯大寒", "home": town.home.code}).status_code == 303
    whom.refresh_from_db()
    assert (whom.name, whom.phone) == ("冯大寒", PHONE)
    clerk.post(edit, {"name": "冯大寒", "home": town.home.code, "drop_phone": "on"})
    whom.refresh_from_db()
    assert whom.phone == ""


def test_a_number_is_shown_once_with_its_reason(town: Town, clerk: Client) -> None:
    whom = resident(town)
    url = reverse("person_number", args=[whom.pk])
    assert clerk.get(url).status_code == 405
    refused = clerk.post(url, {"which": "phone", "reason": "看"})
    assert refused.status_code == 422 and PHONE not in refused.content.decode()
    shown = clerk.post(url, {"which": "phone", "reason": "约时间上门修灯"})
    assert PHONE in shown.content.decode() and "no-store" in shown["Cache-Control"]
    assert Entry.objects.filter(tag=PersonEvent.NUMBER_SEEN).count() == 1


def test_consent_and_household_are_kept_on_the_page(town: Town, clerk: Client) -> None:
    whom = resident(town)
    give = reverse("consent_give", args=[whom.pk])
    assert clerk.post(give, {"purpose": "", "basis": "consent"}).status_code == 422
    assert clerk.post(give, {"purpose": "回访", "basis": "consent"}).status_code == 303
    clerk.post(reverse("consent_withdraw", args=[Consent.objects.get().pk]))
    assert Consent.objects.get().withdrawn_at is not None
    assert clerk.post(reverse("household_found", args=[whom.pk]), {}).status_code == 303
    household = queries.households_of(whom)[0]
    child = actions.register_person(name="小露", code="C1", home=town.home, by=keeper(), now=NOW)
    add = reverse("member_add", args=[household.pk])
    assert clerk.post(add, {"person": "nobody"}).status_code == 422
    assert clerk.post(add, {"person": "C1", "relation": "女儿"}).status_code == 303
    assert "小露" in clerk.get(reverse("person", args=[whom.pk])).content.decode()
    member = household.members.get(person=child)
    assert clerk.post(reverse("member_remove", args=[member.pk])).status_code == 303


def test_accounts_are_for_those_who_edit_people_everywhere(town: Town, clerk: Client) -> None:
    whom = resident(town)
    url = reverse("account_open", args=[whom.pk])
    facts = {"username": "bailu", "password": "river-stone-9"}
    assert clerk.post(url, facts).status_code == 403
    clerk.force_login(Account.objects.create_superuser("root"))
    assert clerk.post(url, facts | {"password": "1"}).status_code == 422
    assert clerk.post(url, facts).status_code == 303
    account = Account.objects.get(username="bailu")
    new = {"password": "stone-river-7"}
    assert clerk.post(reverse("account_password", args=[account.pk]), new).status_code == 303
    clerk.post(reverse("account_close", args=[account.pk]))
    account.refresh_from_db()
    assert not account.is_active and account.check_password("stone-river-7")
    clerk.post(reverse("account_reopen", args=[account.pk]))
    account.refresh_from_db()
    assert account.is_active


def test_admin_is_for_superusers_and_changes_no_person(town: Town, clerk: Client) -> None:
    whom = resident(town)
    look = reverse("admin:people_person_change", args=[whom.pk])
    assert clerk.get(look).status_code == 302
    Account.objects.filter(username="u-周知秋").update(is_staff=True)
    assert clerk.get(look).status_code == 403
    clerk.force_login(Account.objects.create_superuser("root"))
    told = clerk.get(look)
    assert told.status_code == 200 and PHONE not in told.content.decode()
    assert clerk.post(look, {"name": "x"}).status_code == 403
    assert clerk.get(reverse("admin:people_account_changelist")).status_code == 200
    assert clerk.get(reverse("admin:people_account_add")).status_code == 200
    assert clerk.get(reverse("admin:organisations_duty_changelist")).status_code == 200
