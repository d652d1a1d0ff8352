import base64
from datetime import UTC, datetime

import pytest
from django.contrib.auth.hashers import make_password
from django.db import connection

from linli.journal.models import Entry, EntryText
from linli.kernel import fields
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotAllowed, NotFound
from linli.people import actions, queries
from linli.people.events import PersonEvent
from linli.people.models import Account, Basis, Consent, Person
from linli.people.numbers import BadIdentity, BadPhone
from tests.factories.organisations import STRANGER, editor_of, keeper
from tests.factories.towns import NOW, make_place, small_town

pytestmark = pytest.mark.django_db
GOOD_ID = "11010519491231002X"


def tags(person: Person) -> list[str]:
    return list(
        Entry.objects.filter(subject=f"people.person:{person.pk}")
        .order_by("seq")
        .values_list("tag", flat=True)
    )


def test_a_person_is_registered_with_numbers_sealed_and_findable() -> None:
    town = small_town()
    person = actions.register_person(
        name=" 周知秋 ", phone="138-1234-5678", identity=GOOD_ID, home=town.home, by=keeper(), now=NOW
    )
    assert (person.name, person.phone, str(person.born_on)) == ("周知秋", "13812345678", "1949-12-31")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, identity FROM people_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()
    assert "13812345678" not in stored[0] and GOOD_ID not in stored[1]
    assert list(queries.find_by_phone("+8613812345678")) == [person]
    assert queries.find_by_identity(GOOD_ID) == person
    assert list(queries.search(keeper(), "5678")) == [person]
    assert list(queries.search(keeper(), "知秋")) == [person]
    assert list(queries.search(keeper(), "13812345678")) == [person]
    assert tags(person) == [PersonEvent.REGISTERED]
    assert "13812345678" not in str(Entry.objects.latest("pk").facts)


def test_bad_numbers_and_doubles_are_refused() -> None:
    by = keeper()
    actions.register_person(name="甲", identity=GOOD_ID, code="P1", by=by, now=NOW)
    for facts, refusal in (
        ({"name": "乙", "phone": "123456789012"}, BadPhone),
        ({"name": "乙", "identity": "110105194912310021"}, BadIdentity),
        ({"name": "乙", "identity": GOOD_ID}, actions.IdentityTaken),
        ({"name": "乙", "code": "P1"}, actions.CodeTaken),
    ):
        with pytest.raises(refusal):
            actions.register_person(**facts, by=by, now=NOW)  # type: ignore[arg-type]
    assert Person.objects.count() == 1


def test_a_stranger_registers_changes_and_sees_nobody() -> None:
    town = small_town()
    person = actions.register_person(name="甲", phone="13812345678", home=town.home, by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.register_person(name="乙", by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change_person(person=person, name="丙", by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.see_number(person=person, reason="要打电话", by=STRANGER, now=NOW)
    with pytest.raises(NotFound):
        queries.person_for(STRANGER, person.pk)


def test_rights_end_at_the_edge_of_the_area() -> None:
    town = small_town()
    other = make_place(town.community.kind, "511102001002", "石桥社区", town.street)  # type: ignore[arg-type]
    clerk = editor_of(town.community, "people.read", "people.edit")
    mine = actions.register_person(name="甲", home=town.home, by=clerk, now=NOW)
    theirs = actions.register_person(name="乙", home=other, by=keeper(), now=NOW)
    assert list(queries.visible_to(clerk)) == [mine]
    with pytest.raises(NotAllowed):
        actions.change_person(person=theirs, name="丙", home=other, by=clerk, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change_person(person=mine, name="甲", home=other, by=clerk, now=NOW)


def test_a_change_is_named_without_its_values() -> None:
    town = small_town()
    person = actions.register_person(name="甲", phone="13812345678", home=town.home, by=keeper(), now=NOW)
    changed = actions.change_person(
        person=person, name="甲", phone="13912345678", home=town.home, by=keeper(), now=NOW
    )
    assert changed.phone == "13912345678"
    assert Entry.objects.latest("pk").facts["fields"] == ["phone"]
    assert not queries.find_by_phone("13812345678").exists()
    actions.change_person(person=person, name="甲", home=town.home, by=keeper(), now=NOW)
    assert tags(person) == [PersonEvent.REGISTERED, PersonEvent.CHANGED]
    actions.change_person(person=person, name="甲", phone="", home=town.home, by=keeper(), now=NOW)
    assert not queries.search(keeper(), "5678").exists()


def test_seeing_a_number_leaves_its_reason() -> None:
    person = actions.register_person(name="甲", phone="13812345678", by=keeper(), now=NOW)
    with pytest.raises(actions.NoReason):
        actions.see_number(person=person, reason=" ", by=keeper(), now=NOW)
    number = actions.see_number(person=person, reason="约时间上门", by=keeper(), now=NOW)
    assert number == "13812345678"
    entry = Entry.objects.latest("pk")
    assert (entry.tag, entry.facts) == (PersonEvent.NUMBER_SEEN, {"which": "phone"})
    assert EntryText.objects.get(entry=entry).text == "约时间上门"
    with pytest.raises(actions.NoNumber):
        actions.see_number(person=person, reason="约时间上门", which="identity", by=keeper(), now=NOW)


def test_an_account_is_opened_once_and_closed(client) -> None:  # type: ignore[no-untyped-def]
    person = actions.register_person(name="甲", by=keeper(), now=NOW)
    other = actions.register_person(name="乙", by=keeper(), now=NOW)
    with pytest.raises(actions.BadPassword):
        actions.open_account(person=person, username="jia", password="12345678", by=keeper(), now=NOW)
    account = actions.open_account(
        person=person, username="jia", password="river-stone-9", by=keeper(), now=NOW
    )
    assert account.check_password("river-stone-9")
    with pytest.raises(actions.HasAccount):
        actions.open_account(person=person, username="jia2", by=keeper(), now=NOW)
    with pytest.raises(actions.UsernameTaken):
        actions.open_account(person=other, username="jia", by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.open_account(person=other, username="yi", by=STRANGER, now=NOW)
    hashed = make_password("river-stone-9")
    made = actions.open_account(person=other, username="yi", hashed=hashed, by=keeper(), now=NOW)
    assert made.password == hashed
    actions.set_password(account=made, password="stone-river-7", by=keeper(), now=NOW)
    assert Account.objects.get(pk=made.pk).check_password("stone-river-7")
    assert not actions.close_account(account=account, by=keeper(), now=NOW).is_active
    assert actions.reopen_account(account=account, by=keeper(), now=NOW).is_active
    assert tags(person) == [
        PersonEvent.REGISTERED,
        PersonEvent.ACCOUNT_OPENED,
        PersonEvent.ACCOUNT_CLOSED,
        PersonEvent.ACCOUNT_REOPENED,
    ]
    root = Account.objects.create_superuser("root")
    with pytest.raises(NotAllowed):
        actions.close_account(account=root, by=keeper(), now=NOW)


def test_consent_is_withdrawn_as_easily_as_given() -> None:
    person = actions.register_person(name="甲", by=keeper(), now=NOW)
    himself = Actor(ActorKind.PERSON, person_id=person.pk)
    given = actions.give_consent(person=person, purpose="回访", how="当面", by=himself, now=NOW)
    again = actions.give_consent(person=person, purpose="回访", by=himself, now=NOW)
    assert given == again and queries.has_consent(person.pk, "回访")
    later = datetime(2026, 4, 1, tzinfo=UTC)
    withdrawn = actions.withdraw_consent(consent=given, by=himself, now=later)
    assert withdrawn.withdrawn_at == later and not queries.has_consent(person.pk, "回访")
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw_consent(consent=given, by=himself, now=later)
    with pytest.raises(NotAllowed):
        actions.give_consent(person=person, purpose="回访", by=STRANGER, now=NOW)
    with pytest.raises(actions.NoPurpose):
        actions.give_consent(person=person, purpose=" ", basis=Basis.DUTY, by=himself, now=NOW)
    assert Consent.objects.count() == 1
    assert tags(person)[1:] == [PersonEvent.CONSENT_GIVEN, PersonEvent.CONSENT_WITHDRAWN]


def test_a_household_has_members_once() -> None:
    town = small_town()
    by = editor_of(town.community, "people.edit")
    head = actions.register_person(name="甲", home=town.home, by=by, now=NOW)
    child = actions.register_person(name="小甲", home=town.home, by=by, now=NOW)
    household = actions.found_household(home=town.home, head=head, by=by, now=NOW)
    assert household.name == "甲家"
    member = actions.add_member(household=household, person=child, relation="女儿", by=by, now=NOW)
    with pytest.raises(actions.AlreadyMember):
        actions.add_member(household=household, person=child, by=by, now=NOW)
    with pytest.raises(actions.NotAHome):
        actions.found_household(home=town.unit, head=head, by=by, now=NOW)
    with pytest.raises(NotAllowed):
        actions.add_member(household=household, person=child, by=STRANGER, now=NOW)
    assert [m.person.name for m in queries.households_of(child)[0].members.all()] == ["甲", "小甲"]
    actions.remove_member(member=member, by=by, now=NOW)
    assert tags(child) == [PersonEvent.REGISTERED, PersonEvent.MEMBER_ADDED, PersonEvent.MEMBER_LEFT]
    with pytest.raises(NotAllowed):
        actions.found_household(home=town.home, head=head, by=STRANGER, now=NOW)


def test_a_phone_is_found_under_an_old_key_too(settings) -> None:  # type: ignore[no-untyped-def]
    def key(sign: bytes) -> str:
        return base64.urlsafe_b64encode(sign * 32).decode()

    settings.LINLI_KEYS = f"a:{key(b'a')}"
    person = actions.register_person(name="甲", phone="13812345678", by=keeper(), now=NOW)
    settings.LINLI_KEYS = f"b:{key(b'b')},a:{key(b'a')}"
    assert list(queries.find_by_phone("13812345678")) == [person]
    assert list(queries.search(keeper(), "5678")) == [person]
    assert list(queries.under_old_keys()) == [person]
    assert [finding.level for finding in queries.findings(NOW)] == ["warning"]
    actions.rekey_people(person_ids=[person.pk], by=keeper(), now=NOW)
    assert not queries.under_old_keys().exists()
    settings.LINLI_KEYS = f"b:{key(b'b')}"
    assert queries.find_by_phone("13812345678").get().phone == "13812345678"
    settings.LINLI_KEYS = f"c:{key(b'c')}"
    assert [finding.level for finding in queries.findings(NOW)] == ["fault"]
    with pytest.raises(fields.UnknownKey):
        Person.objects.get(pk=person.pk)


@pytest.mark.parametrize(("name", "surname"), [("王小满", "王"), ("欧阳春燕", "欧阳"), ("", "")])
def test_a_card_at_the_door_shows_the_surname(name: str, surname: str) -> None:
    assert Person(name=name).surname == surname
