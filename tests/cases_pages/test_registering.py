"""Registering for somebody else by keyboard: consent by proxy, suggestions while typing, who is known by a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases import actions
from linli.cases.actions import ConsentMissing
from linli.cases.drafts import Draft
from linli.cases.forms import look_for, suggest
from linli.cases.models import Channel, ProxyConsent, Report
from linli.journal import queries as journal
from linli.kernel import fields
from linli.kernel.actor import RESIDENT
from linli.organisations import queries as organisations
from linli.people import numbers
from linli.people.models import Account, Person
from linli.places.models import PlaceKind
from tests.factories.pages import LIFT
from tests.factories.towns import NOW, Town, make_place

SignIn = Callable[[str], Client]
PHONE = "13911112222"


def typed(**more: Any) -> dict[str, Any]:
    return {"words": LIFT, "place_words": "柳岸花园3栋2单元", "channel": "phone", "kind": "help", "token": "t",
            "proxy_consent": "phone", **more}  # fmt: skip


def known(town: Town, *, verbs: list[str]) -> Person:
    """刘大爷 of 501, and a community desk that may do ``verbs`` besides."""
    role = town.community_desk.role
    role.verbs = [*role.verbs, *verbs]
    role.save()
    blind = fields.blind(PHONE, numbers.PHONE)
    return Person.objects.create(name="刘大爷", phone=PHONE, phone_blind=blind, home=town.home)


def test_consent_by_proxy_is_kept_told_and_printed(town: Town, sign_in: SignIn) -> None:
    client = sign_in("李春燕")
    sent = client.post(reverse("case_register"), typed(proxy_consent="family"))
    report = Report.objects.select_related("case").get()
    assert report.proxy_consent == ProxyConsent.FAMILY
    assert journal.entries_of(report.case)[0].facts["proxy_consent"] == "family"
    assert "家人替他说的" in client.get(sent.headers["Location"]).content.decode()


def test_without_consent_nothing_is_registered(town: Town, sign_in: SignIn) -> None:
    answer = sign_in("李春燕").post(reverse("case_register"), typed(proxy_consent=""))
    assert answer.status_code == 422
    assert "本人当面说的、电话里说的，还是家人替他说的" in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.parametrize("channel", [Channel.PHONE, Channel.VISIT, Channel.DOOR])
def test_the_sentence_asks_a_worker_for_consent(town: Town, channel: str) -> None:
    clerk = organisations.build_actor(Account.objects.get(person=town.community_clerk.person), now=NOW)
    draft = Draft(words=LIFT, place=town.unit, channel=channel)
    with pytest.raises(ConsentMissing):
        actions.register(draft=draft, by=clerk, now=NOW)
    actions.register(draft=draft, by=RESIDENT, now=NOW)


def test_the_way_of_the_last_entry_is_remembered(town: Town, sign_in: SignIn) -> None:
    client, address = sign_in("李春燕"), reverse("case_register")
    assert 'value="phone" id="id_channel_0" required checked' in _ordered(client.get(address))
    client.post(address, typed(channel="door", proxy_consent="present"))
    assert 'value="door" id="id_channel_2" required checked' in _ordered(client.get(address))


def _ordered(response: Any) -> str:
    html: str = response.content.decode()
    return html.replace(' class="form-check-input"', "").replace(" required checked", " required checked")


def test_matters_are_suggested_and_the_chosen_one_is_taken(town: Town, sign_in: SignIn) -> None:
    client = sign_in("李春燕")
    part = client.post(reverse("case_matters"), {"words": LIFT}, headers={"HX-Request": "true"})
    html = part.content.decode()
    assert 'name="matter"' in html and "<html" not in html
    key = html.partition('name="matter" value="')[2].partition('"')[0]
    client.post(reverse("case_register"), typed(words="又停了", matter=key))
    assert str(Report.objects.select_related("case").get().case.matter_id) == key


def test_a_matter_that_is_none_is_passed_over(town: Town, sign_in: SignIn) -> None:
    sent = sign_in("李春燕").post(reverse("case_register"), typed(matter="999999"))
    assert sent.status_code == 303


def test_who_is_known_by_the_phone_is_offered_and_taken(town: Town, sign_in: SignIn) -> None:
    person = known(town, verbs=["people.read"])
    client = sign_in("李春燕")
    part = client.post(reverse("case_known"), {"phone": "139 1111 2222"}, headers={"HX-Request": "true"})
    assert "刘大爷" in part.content.decode() and "501室" in part.content.decode()
    assert PHONE not in part.content.decode()
    client.post(reverse("case_register"), typed(phone=PHONE, place_words="", person=person.pk))
    report = Report.objects.select_related("case").get()
    assert (report.person, report.name, report.case.place) == (person, "刘大爷", town.home)


def test_who_may_not_read_people_learns_nothing_from_a_phone(town: Town, sign_in: SignIn) -> None:
    person = known(town, verbs=[])
    client = sign_in("李春燕")
    part = client.post(reverse("case_known"), {"phone": PHONE}, headers={"HX-Request": "true"})
    assert "刘大爷" not in part.content.decode()
    client.post(reverse("case_register"), typed(person=person.pk))
    assert Report.objects.get().person is None


def test_a_stranger_is_suggested_nothing(town: Town, sign_in: SignIn) -> None:
    for name in ("case_matters", "case_known"):
        assert sign_in("路人").post(reverse(name), {"words": LIFT, "phone": PHONE}).status_code == 403


def test_places_in_short(town: Town) -> None:
    for words in ("柳岸花园3-2-501", "柳岸花园3栋2单元501", "柳岸花3-2-501"):
        assert look_for(words) == [town.home], words
    assert look_for("柳岸花3栋") == [town.building]


def test_what_lies_below_a_certain_place_is_offered_too(town: Town) -> None:
    assert suggest("柳岸花园") == [town.estate, town.building]
    assert suggest("没有这地方") == []


def test_places_of_ones_own_area_come_first(town: Town) -> None:
    street = make_place(PlaceKind.STREET, "511102009000", "远街道", town.county)
    far = make_place(PlaceKind.COMMUNITY, "511102009001", "柳岸外社区", street)
    assert set(suggest("柳岸", near=[far.pk])[:1]) == {far}
    assert suggest("柳岸", near=[town.community.pk])[0] != far
