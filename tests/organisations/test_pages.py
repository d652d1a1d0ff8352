from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.organisations import queries
from linli.organisations.models import Body, Duty, Role, Seat, Service, Shift
from linli.people import actions as people
from linli.people.models import Account
from tests.factories.organisations import keeper
from tests.factories.towns import NOW, Town, make_role, small_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    town = small_town()
    people.register_person(name="孙芒种", phone="13812345678", code="P1", by=keeper(), now=NOW)
    return town


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(Account.objects.create_superuser("root"))
    return client


def looks(town: Town) -> list[str]:
    return [
        reverse("bodies"),
        reverse("body", args=[town.committee.pk]),
        reverse("body", args=[town.property_company.pk]),
        reverse("seat", args=[town.grid_seat.pk]),
        reverse("duty", args=[town.grid_worker.pk]),
        reverse("person_duties", args=[town.grid_worker.person_id]),
        reverse("serving") + f"?place={town.home.code}",
        reverse("serving"),
        reverse("vacancies"),
        reverse("roles"),
        reverse("role", args=[town.grid_seat.role_id]),
        reverse("roster"),
        reverse("roster") + f"?body={town.committee.pk}",
    ]


def edits(town: Town) -> list[str]:
    return [
        reverse("body_found"),
        reverse("body_edit", args=[town.committee.pk]),
        reverse("role_make"),
    ]


def test_the_chart_is_read_by_all_who_sign_in_and_changed_by_few(town: Town, client: Client) -> None:
    for url in [*looks(town), *edits(town)]:
        assert client.get(url).status_code == 302
    client.force_login(Account.objects.get(username="u-王小满"))
    for url in looks(town):
        assert client.get(url).status_code == 200, url
    for url in edits(town):
        assert client.get(url).status_code == 403, url
    today = str(timezone.localdate())
    for name, key, facts in (
        ("body_end", town.committee.pk, {"day": today}),
        ("service_begin", town.committee.pk, {"place": town.home.code, "since": today}),
        ("service_end", Service.objects.get().pk, {}),
        ("seat_make", town.committee.pk, {"role": town.grid_seat.role_id}),
        ("seat_end", town.grid_seat.pk, {"day": today}),
        ("duty_start", town.grid_seat.pk, {"person": "P1", "starts_on": today}),
        ("duty_end", town.grid_worker.pk, {"day": today}),
        ("duty_hand_over", town.grid_worker.pk, {"person": "P1", "on": today}),
        ("duty_stand_in", town.grid_worker.pk, {"person": "P1", "starts_on": today, "ends_on": today}),
        ("role", town.grid_seat.role_id, {"name": "x", "reach": "area", "rung": "1"}),
    ):
        assert client.post(reverse(name, args=[key]), facts).status_code == 403, name
    shift = {"kind": "night", "day": today, "starts": "18:00", "ends": "08:00", "person": "P1"}
    assert client.post(reverse("shift_set", args=[town.committee.pk]), shift).status_code == 403
    assert Duty.objects.count() == 4 and Seat.objects.count() == 4


def test_those_who_edit_see_every_page_with_its_forms(town: Town, root: Client) -> None:
    for url in [*looks(town), *edits(town)]:
        assert root.get(url).status_code == 200, url
    assert root.get(reverse("body", args=[0])).status_code == 404


def test_a_body_is_founded_filled_and_ended(town: Town, root: Client) -> None:
    bad = {"kind": "party_branch", "name": "小区支部", "parent": town.committee.code}
    refused = root.post(reverse("body_found"), bad)
    assert refused.status_code == 422 and "小区支部" in refused.content.decode()
    root.post(reverse("body_found"), {"kind": "team", "name": "红马甲", "area": town.estate.code})
    team = Body.objects.get(name="红马甲")
    role = make_role("leader", [], name="队长")
    seat_make = reverse("seat_make", args=[team.pk])
    assert root.post(seat_make, {"role": ""}).status_code == 422
    made = root.post(seat_make, {"role": role.pk, "area": town.estate.code})
    seat = Seat.objects.get(body=team)
    assert made["Location"] == reverse("seat", args=[seat.pk])
    assert seat.name in root.get(reverse("vacancies")).content.decode()
    today = timezone.localdate()
    start = reverse("duty_start", args=[seat.pk])
    assert root.post(start, {"person": "99999999999", "starts_on": today}).status_code == 422
    assert root.post(start, {"person": "13812345678", "starts_on": today, "is_lead": "on"}).status_code == 303
    again = root.post(start, {"person": "P1", "starts_on": today, "is_lead": "on"})
    assert again.status_code == 422
    assert "孙芒种" in root.get(reverse("body", args=[team.pk])).content.decode()
    edit = {"name": "红马甲服务队", "area": town.estate.code}
    assert root.post(reverse("body_edit", args=[team.pk]), edit).status_code == 303
    assert root.post(reverse("body_end", args=[team.pk]), {"day": today}).status_code == 303
    team.refresh_from_db()
    assert (team.name, team.ended_on) == ("红马甲服务队", today)


def test_a_duty_is_handed_over_stood_in_for_and_ended(town: Town, root: Client) -> None:
    today = timezone.localdate()
    stand = {"person": "P1", "starts_on": today, "ends_on": today}
    assert root.post(reverse("duty_stand_in", args=[town.grid_worker.pk]), stand).status_code == 303
    ladder = root.get(reverse("serving"), {"place": town.home.code}).content.decode()
    assert "顶岗" in ladder and "138****5678" in ladder and "13812345678" not in ladder
    hand = {"person": "P1", "on": today + timedelta(days=1)}
    assert root.post(reverse("duty_hand_over", args=[town.grid_worker.pk]), hand).status_code == 303
    new = Duty.objects.get(seat=town.grid_seat, ends_on=None)
    assert root.post(reverse("duty_end", args=[new.pk]), {"day": date(2020, 1, 1)}).status_code == 422
    assert root.post(reverse("duty_end", args=[new.pk]), {"day": new.starts_on}).status_code == 303
    told = root.get(reverse("person_duties", args=[new.person_id])).content.decode()
    assert "柳岸社区居民委员会" in told


def test_own_phone_is_shown_whole(town: Town, client: Client) -> None:
    person = town.grid_worker.person
    people.change_person(person=person, name=person.name, phone="13912345678", by=keeper(), now=NOW)
    client.force_login(Account.objects.get(username="u-王小满"))
    assert "13912345678" in client.get(reverse("serving"), {"place": town.home.code}).content.decode()


def test_an_unknown_door_is_said_to_be_unknown(town: Town, root: Client) -> None:
    assert root.get(reverse("serving"), {"place": "nowhere"}).status_code == 404
    choices = root.get(reverse("serving"), {"place": "501"}).content.decode()
    assert town.home.code in choices and "王小满" not in choices
    assert "王小满" in root.get(reverse("serving"), {"place": "柳岸花园"}).content.decode()


def test_a_company_serves_a_place_until_today(town: Town, root: Client) -> None:
    begin = reverse("service_begin", args=[town.property_company.pk])
    today = timezone.localdate()
    assert root.post(begin, {"place": town.estate.code, "since": today}).status_code == 422
    assert root.post(begin, {"place": town.street.code, "since": today}).status_code == 303
    service = Service.objects.get(place=town.street)
    assert root.post(reverse("service_end", args=[service.pk])).status_code == 303
    assert queries.service_by_id(service.pk).until == today


def test_a_role_is_ticked_in_plain_words(town: Town, root: Client) -> None:
    role = town.grid_seat.role
    url = reverse("role", args=[role.pk])
    assert "维护单位、岗位和任职" in root.get(url).content.decode()
    facts = {"name": "网格员", "reach": "area", "rung": "1", "verbs": ["organisations.edit", "cases.work"]}
    assert root.post(url, facts).status_code == 303
    assert Role.objects.get(pk=role.pk).verbs == ["cases.work", "organisations.edit"]
    assert root.post(url, facts | {"verbs": ["cases.fly"]}).status_code == 422
    assert root.post(url, facts | {"is_volunteer": "on"}).status_code == 422
    new = facts | {"code": "grid-worker"}
    assert root.post(reverse("role_make"), new).status_code == 422
    assert root.post(reverse("role_make"), new | {"code": "second"}).status_code == 303


def test_a_week_of_the_roster(town: Town, root: Client) -> None:
    url = reverse("shift_set", args=[town.committee.pk])
    facts = {"kind": "night", "day": "2026-03-05", "starts": "18:00", "ends": "08:00", "person": "P1"}
    assert root.post(url, facts | {"person": ""}).status_code == 422
    made = root.post(url, facts)
    assert made.status_code == 303 and "week=2026-03-05" in made["Location"]
    shift = Shift.objects.get()
    assert shift.ends_at - shift.starts_at == timedelta(hours=14)
    assert root.post(url, facts).status_code == 422
    week = reverse("roster") + f"?body={town.committee.pk}&week=2026-03-07"
    assert "孙芒种" in root.get(week).content.decode()
    assert root.post(reverse("shift_remove", args=[shift.pk])).status_code == 303
    assert not Shift.objects.exists()
    assert root.get(reverse("roster") + f"?body={town.committee.pk}&week=2026-13-77").status_code == 200


def test_a_page_tells_its_editors_what_was_changed(town: Town, root: Client, client: Client) -> None:
    url = reverse("body_edit", args=[town.committee.pk])
    facts = {
        "name": town.committee.name,
        "parent": "",
        "area": town.street.code,
        "founding": "",
        "phone": "1",
    }
    assert root.post(url, facts).status_code == 303
    role = town.grid_seat.role
    ticked = {"name": role.name, "reach": "area", "rung": "2", "verbs": ["cases.work"]}
    assert root.post(reverse("role", args=[role.pk]), ticked).status_code == 303
    told = root.get(reverse("body", args=[town.committee.pk])).context["pasts"]
    assert [
        (str(change.name), change.before, change.after)
        for change in told[0].changes
        if change.name == "负责区域"
    ] == [("负责区域", town.community.name, town.street.name)]
    rung = [(change.before, change.after) for change in queries.pasts_of_role(role)[0].changes][-1]
    assert rung == (1, 2)
    client.force_login(Account.objects.get(username="u-王小满"))
    assert "改动记录" not in client.get(reverse("role", args=[role.pk])).content.decode()
