from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.urls import get_resolver

from linli.journal.models import Entry
from linli.kernel import verbs
from linli.kernel.actor import RESIDENT, importer
from linli.kernel.refusals import NotAllowed
from linli.organisations import actions, queries, rules
from linli.organisations.actions import bodies, duties, roles, rosters, seats
from linli.organisations.events import BodyEvent, RoleEvent
from linli.organisations.models import Body, BodyKind, Duty, Founding, Reach, Role, Seat, Tree
from linli.organisations.names import BadName, TooLong
from linli.organisations.queries.acting import SETUP_VERBS
from linli.organisations.starting import STARTING_ROLES
from linli.places.models import PlaceKind
from tests.factories.organisations import STRANGER, editor_of, keeper
from tests.factories.towns import NOW, make_person, make_place, make_role, small_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


def last_tag(body: Body) -> str:
    return Entry.objects.filter(subject=f"organisations.body:{body.pk}").order_by("seq").last().tag  # type: ignore[union-attr]


def found(**facts: Any) -> Body:
    given: dict[str, Any] = {"by": keeper(), "now": NOW}
    return actions.found_body(**(given | facts))


def test_bodies_are_founded_in_two_trees() -> None:
    town = small_town()
    committee = found(name="街道党工委", kind=BodyKind.PARTY_COMMITTEE, area=town.street)
    alone = found(name="网格支部", kind=BodyKind.PARTY_BRANCH, parent=committee, founding=Founding.ALONE)
    joined = found(
        name="联合支部",
        kind=BodyKind.PARTY_BRANCH,
        parent=committee,
        founding=Founding.JOINED,
        joined_by=[town.property_company, town.committee],
    )
    attached = found(
        name="物业支部", kind=BodyKind.PARTY_BRANCH, parent=alone, founding=Founding.ATTACHED, code="B9"
    )
    assert {committee.tree, alone.tree, joined.tree, attached.tree} == {Tree.PARTY}
    assert set(joined.joined_by.all()) == {town.property_company, town.committee}
    assert attached.code == "B9" and len({committee.code, alone.code, joined.code}) == 3
    assert last_tag(joined) == BodyEvent.FOUNDED


def test_what_cannot_be_founded() -> None:
    town = small_town()
    party = found(name="党工委", kind=BodyKind.PARTY_COMMITTEE, area=town.street)
    for facts, refusal in (
        ({"name": "支部", "kind": BodyKind.PARTY_BRANCH, "parent": town.committee}, bodies.OtherTree),
        ({"name": "服务队", "kind": BodyKind.TEAM, "parent": party}, bodies.OtherTree),
        ({"name": "支部", "kind": BodyKind.PARTY_BRANCH, "founding": Founding.ATTACHED}, bodies.FoundingMissing),
        (
            {"name": "支部", "kind": BodyKind.PARTY_BRANCH, "founding": Founding.JOINED,
             "joined_by": [town.committee, town.committee]},
            bodies.FoundingMissing,
        ),
        ({"name": "队", "kind": BodyKind.TEAM, "founding": Founding.ALONE}, bodies.FoundingMissing),
        ({"name": "队", "kind": BodyKind.TEAM, "code": town.committee.code}, bodies.CodeTaken),
        ({"name": " ", "kind": BodyKind.TEAM}, BadName),
        ({"name": "a\x00b", "kind": BodyKind.TEAM}, BadName),
        ({"name": "长" * 81, "kind": BodyKind.TEAM}, TooLong),
        ({"name": "队", "kind": BodyKind.TEAM, "by": STRANGER}, NotAllowed),
        ({"name": "队", "kind": BodyKind.TEAM, "by": RESIDENT}, NotAllowed),
        ({"name": "队", "kind": BodyKind.TEAM, "by": editor_of(town.community), "area": town.street}, NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            found(**facts)
    before = Body.objects.count()
    found(name="队", kind=BodyKind.TEAM, by=editor_of(town.community), area=town.estate)
    found(name="队", kind=BodyKind.TEAM, by=importer("bodies.xlsx"))
    assert Body.objects.count() == before + 2


def test_a_body_may_not_stand_under_itself() -> None:
    town = small_town()

    def under(body: Body, parent: Body) -> None:
        actions.change_body(body=body, name=body.name, parent=parent, area=body.area, by=keeper(), now=NOW)

    with pytest.raises(bodies.Circle):
        under(town.government, town.committee)
    with pytest.raises(bodies.Circle):
        under(town.committee, town.committee)
    under(town.property_company, town.committee)
    assert last_tag(town.property_company) == BodyEvent.CHANGED
    party = found(name="党工委", kind=BodyKind.PARTY_COMMITTEE)
    with pytest.raises(bodies.OtherTree):
        under(town.committee, party)
    with pytest.raises(NotAllowed):
        actions.change_body(body=town.committee, name="x", by=STRANGER, now=NOW)


def test_a_new_area_takes_the_right_over_it() -> None:
    town = small_town()
    other = make_place(PlaceKind.COMMUNITY, "511102001002", "石桥社区", town.street)
    with pytest.raises(NotAllowed):
        actions.change_body(body=town.committee, name="x", area=other, by=editor_of(town.community), now=NOW)


def test_seats_duties_and_services_end_with_their_body() -> None:
    town = small_town()
    with pytest.raises(bodies.StillParent):
        actions.end_body(body=town.street_office, ended_on=TODAY, by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.end_body(body=town.committee, ended_on=TODAY, by=STRANGER, now=NOW)
    actions.end_body(body=town.committee, ended_on=TODAY, by=keeper(), now=NOW)
    assert Duty.objects.get(pk=town.grid_worker.pk).ends_on == TODAY
    assert Seat.objects.get(pk=town.grid_seat.pk).ended_on == TODAY
    assert last_tag(town.committee) == BodyEvent.ENDED
    assert town.committee not in queries.bodies(on=TODAY + timedelta(days=1))
    assert town.committee in queries.bodies(on=TODAY)


def test_a_service_begins_once_and_ends() -> None:
    town = small_town()
    with pytest.raises(bodies.AlreadyServes):
        actions.begin_service(
            body=town.property_company, place=town.estate, since=TODAY, by=keeper(), now=NOW
        )
    service = actions.begin_service(
        body=town.property_company, place=town.unit, since=TODAY, by=editor_of(town.estate), now=NOW
    )
    with pytest.raises(NotAllowed):
        actions.begin_service(body=town.property_company, place=town.home, since=TODAY, by=STRANGER, now=NOW)
    with pytest.raises(bodies.EndsBeforeItBegins):
        actions.end_service(service=service, until=date(2026, 3, 4), by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.end_service(service=service, until=TODAY, by=STRANGER, now=NOW)
    actions.end_service(service=service, until=TODAY, by=editor_of(town.estate), now=NOW)
    assert last_tag(town.property_company) == BodyEvent.SERVICE_ENDED


def test_a_seat_is_made_once_and_opened_again() -> None:
    town = small_town()
    role = make_role("mediator", [], name="调解员")

    def make(**facts: Any) -> Seat:
        given: dict[str, Any] = {"body": town.committee, "role": role, "by": keeper(), "now": NOW}
        return actions.make_seat(**(given | facts))

    seat = make(area=town.estate)
    assert seat.name == "柳岸花园调解员" and last_tag(town.committee) == BodyEvent.SEAT_MADE
    with pytest.raises(seats.SeatThere):
        make(area=town.estate)
    with pytest.raises(NotAllowed):
        make(by=STRANGER)
    actions.end_seat(seat=seat, ended_on=TODAY, by=keeper(), now=NOW)
    assert make(area=town.estate, name="调解").pk == seat.pk
    with pytest.raises(seats.StillHeld):
        actions.end_seat(seat=town.grid_seat, ended_on=TODAY, by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.end_seat(seat=seat, ended_on=TODAY, by=STRANGER, now=NOW)
    Body.objects.filter(pk=town.committee.pk).update(ended_on=date(2026, 3, 4))
    with pytest.raises(seats.BodyEnded):
        make()


def test_nobody_gives_away_more_than_he_has() -> None:
    town = small_town()
    street, estate = editor_of(town.street), editor_of(town.estate)
    everything = make_role("all", ["journal.erase"], reach=Reach.EVERYTHING)
    own_body = make_role("own", ["cases.work"], reach=Reach.BODY)
    for by, body, role, area in (
        (street, town.committee, everything, None),
        (estate, town.committee, town.grid_seat.role, None),
        (estate, town.committee, own_body, town.estate),
        (estate, town.government, own_body, town.estate),
        (estate, town.committee, town.grid_seat.role, town.community),
        (street, town.committee, town.grid_seat.role, town.county),
    ):
        with pytest.raises(NotAllowed):
            actions.make_seat(body=body, role=role, area=area, by=by, now=NOW)
    actions.make_seat(body=town.committee, role=own_body, by=street, now=NOW)
    actions.make_seat(body=town.committee, role=town.grid_seat.role, area=town.building, by=estate, now=NOW)
    actions.make_seat(body=town.property_company, role=own_body, by=street, now=NOW)
    assert not rules.can_edit_body(estate, town.committee)


def test_one_lead_at_a_time_and_nobody_twice() -> None:
    town = small_town()
    person = make_person("孙芒种")

    def start(**facts: Any) -> Duty:
        given: dict[str, Any] = {
            "seat": town.grid_seat,
            "person": person,
            "starts_on": TODAY,
            "by": keeper(),
            "now": NOW,
        }
        return actions.start_duty(**(given | facts))

    with pytest.raises(duties.LeadTaken):
        start()
    with pytest.raises(duties.AlreadyOnSeat):
        start(person=town.grid_worker.person)
    with pytest.raises(bodies.EndsBeforeItBegins):
        start(ends_on=date(2026, 3, 4))
    with pytest.raises(NotAllowed):
        start(by=STRANGER)
    behind = start(is_lead=False)
    assert not behind.is_lead and last_tag(town.committee) == BodyEvent.DUTY_STARTED
    actions.end_duty(duty=behind, ends_on=TODAY, by=keeper(), now=NOW)
    actions.end_duty(duty=town.grid_worker, ends_on=TODAY, by=keeper(), now=NOW)
    assert last_tag(town.committee) == BodyEvent.DUTY_ENDED
    start(starts_on=TODAY + timedelta(days=1))
    Seat.objects.filter(pk=town.community_desk.pk).update(ended_on=TODAY)
    with pytest.raises(seats.SeatEnded):
        start(seat=town.community_desk, is_lead=False)


def test_a_duty_ends_once() -> None:
    town = small_town()
    with pytest.raises(bodies.EndsBeforeItBegins):
        actions.end_duty(duty=town.grid_worker, ends_on=date(2024, 1, 1), by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.end_duty(duty=town.grid_worker, ends_on=TODAY, by=STRANGER, now=NOW)
    actions.end_duty(duty=town.grid_worker, ends_on=TODAY, by=keeper(), now=NOW)
    with pytest.raises(duties.DutyOver):
        actions.end_duty(duty=town.grid_worker, ends_on=TODAY + timedelta(days=9), by=keeper(), now=NOW)


def test_a_hand_over_leaves_no_day_without_somebody() -> None:
    town = small_town()
    person = make_person("孙芒种")
    away = make_person("代班")
    on = date(2026, 4, 1)
    actions.stand_in(
        duty=town.grid_worker, person=away, starts_on=date(2026, 3, 30), ends_on=date(2026, 4, 3),
        by=keeper(), now=NOW,
    )  # fmt: skip
    new = actions.hand_over(duty=town.grid_worker, person=person, on=on, by=keeper(), now=NOW)
    old = Duty.objects.get(pk=town.grid_worker.pk)
    assert (old.ends_on, new.starts_on, new.seat_id) == (date(2026, 3, 31), on, old.seat_id)
    assert Duty.objects.get(stands_in_for=old).ends_on == date(2026, 3, 31)
    assert queries.people_on([town.grid_seat.pk], on) == [person.pk]
    entry = Entry.objects.latest("pk")
    assert entry.tag == BodyEvent.HANDED_OVER
    assert (entry.facts["left_person"], entry.facts["person"]) == (old.person_id, person.pk)


def test_what_cannot_be_handed_over() -> None:
    town = small_town()
    person = make_person("孙芒种")
    substitute = actions.stand_in(
        duty=town.grid_worker, person=person, starts_on=TODAY, ends_on=TODAY, by=keeper(), now=NOW
    )

    def hand(**facts: Any) -> Duty:
        given: dict[str, Any] = {
            "duty": town.grid_worker,
            "person": make_person("另一人"),
            "on": TODAY,
            "by": keeper(),
            "now": NOW,
        }
        return actions.hand_over(**(given | facts))

    for facts, refusal in (
        ({"person": town.grid_worker.person}, duties.SamePerson),
        ({"on": date(2025, 1, 1)}, duties.TooEarly),
        ({"duty": substitute}, duties.IsSubstitute),
        ({"by": STRANGER}, NotAllowed),
    ):
        with pytest.raises(refusal):
            hand(**facts)


def test_what_cannot_be_stood_in() -> None:
    town = small_town()
    person = make_person("孙芒种")
    Duty.objects.filter(pk=town.grid_worker.pk).update(ends_on=date(2026, 12, 31))

    def stand(**facts: Any) -> Duty:
        given: dict[str, Any] = {
            "duty": town.grid_worker, "person": person, "starts_on": TODAY, "ends_on": TODAY,
            "by": keeper(), "now": NOW,
        }  # fmt: skip
        return actions.stand_in(**(given | facts))

    first = stand()
    assert first.stands_in_for_id == town.grid_worker.pk and last_tag(town.committee) == BodyEvent.STOOD_IN
    for facts, refusal in (
        ({}, duties.AlreadyOnSeat),
        ({"person": town.grid_worker.person}, duties.SamePerson),
        ({"ends_on": date(2027, 1, 1)}, duties.OutsideDuty),
        ({"starts_on": date(2024, 1, 1)}, duties.OutsideDuty),
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, bodies.EndsBeforeItBegins),
        ({"duty": first, "person": make_person("又一人")}, duties.IsSubstitute),
        ({"by": STRANGER}, NotAllowed),
    ):
        with pytest.raises(refusal):
            stand(**facts)


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def test_a_roster_refuses_conflicts() -> None:
    town = small_town()
    one, two = make_person("甲"), make_person("乙")

    def put(**facts: Any) -> Any:
        given: dict[str, Any] = {
            "body": town.committee, "kind": "night", "starts_at": at(5, 10), "ends_at": at(5, 22),
            "person": one, "backup": two, "by": keeper(), "now": NOW,
        }  # fmt: skip
        return actions.set_shift(**(given | facts))

    shift = put()
    assert queries.roster_now(town.committee, at(5, 10)) == [shift]
    assert queries.roster_now(town.committee, at(5, 22)) == []
    assert last_tag(town.committee) == BodyEvent.SHIFT_SET
    for facts, refusal in (
        ({"body": town.street_office}, rosters.OnShiftAlready),
        ({"person": make_person("丙")}, rosters.OnShiftAlready),
        ({"person": two, "backup": None}, rosters.OnShiftAlready),
        ({"person": make_person("丁"), "backup": one}, rosters.OnShiftAlready),
        ({"backup": one}, rosters.SameTwice),
        ({"ends_at": at(5, 10)}, rosters.ShiftTimes),
        ({"ends_at": at(9, 10)}, rosters.ShiftTimes),
        ({"by": STRANGER}, NotAllowed),
    ):
        with pytest.raises(refusal):
            put(**facts)
    put(starts_at=at(5, 22), ends_at=at(6, 2))
    with pytest.raises(NotAllowed):
        actions.remove_shift(shift=shift, by=STRANGER, now=NOW)
    actions.remove_shift(shift=shift, by=keeper(), now=NOW)
    assert queries.shifts_between(town.committee, at(5, 0), at(6, 0)).count() == 1


def test_starting_roles_name_verbs_that_rooms_declare() -> None:
    assert get_resolver().url_patterns  # every room is there once the addresses are
    named = {verb for facts in STARTING_ROLES for verb in facts["verbs"]}
    assert named | set(SETUP_VERBS) <= set(verbs.known())


def test_starting_roles_are_made_once_and_kept_as_edited() -> None:
    made = actions.starting_roles(by=keeper(), now=NOW)
    assert {"grid-worker", "community-desk", "street-desk", "department-desk", "property-desk",
            "intake", "building-head", "unit-head", "estate-head", "lane-head", "mediator"} <= {
        role.code for role in made
    }  # fmt: skip
    assert Entry.objects.filter(tag=RoleEvent.MADE).count() == len(made)
    volunteers = [role for role in made if role.is_volunteer]
    assert all(role.rung == 0 and role.verbs == ["cases.neighbour"] for role in volunteers)
    role = Role.objects.get(code="grid-worker")
    verbs = [*role.verbs, rules.EDIT]
    actions.edit_role(role=role, name="专职网格员", verbs=verbs, reach="area", rung=1, by=keeper(), now=NOW)
    assert actions.starting_roles(by=keeper(), now=NOW) == []
    edited = Role.objects.get(code="grid-worker")
    assert (edited.name, edited.verbs) == ("专职网格员", sorted(verbs))
    with pytest.raises(NotAllowed):
        actions.starting_roles(by=STRANGER, now=NOW)


def test_a_role_grants_only_what_is_known() -> None:
    town = small_town()

    def edit(**facts: Any) -> Role:
        given: dict[str, Any] = {
            "role": town.grid_seat.role,
            "name": "网格员",
            "verbs": [],
            "reach": "area",
            "by": keeper(),
            "now": NOW,
        }
        return actions.edit_role(**(given | facts))

    for facts, refusal in (
        ({"verbs": ["cases.fly"]}, roles.UnknownVerb),
        ({"is_volunteer": True, "rung": 1}, roles.VolunteerOnRung),
        ({"by": editor_of(town.county)}, NotAllowed),
    ):
        with pytest.raises(refusal):
            edit(**facts)
    actions.make_role(code="new", name="新岗", verbs=[rules.EDIT], by=keeper(), now=NOW)
    with pytest.raises(roles.RoleCodeTaken):
        actions.make_role(code="new", name="新岗", verbs=[], by=keeper(), now=NOW)
    with pytest.raises(NotAllowed):
        actions.make_role(code="newer", name="新岗", verbs=[], by=STRANGER, now=NOW)


def test_vacancies_and_cross_appointments_are_seen(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    assert list(queries.vacancies(TODAY)) == []
    role = make_role("owners-head", [], name="业委会主任")
    owners = found(name="业委会", kind=BodyKind.OWNERS, area=town.estate)
    seat = actions.make_seat(body=owners, role=role, by=keeper(), now=NOW)
    assert list(queries.vacancies(TODAY)) == [seat]
    assert list(queries.vacancies(TODAY, under=town.community)) == [seat]
    assert list(queries.vacancies(TODAY, under=town.home)) == []
    actions.start_duty(seat=seat, person=town.grid_worker.person, starts_on=TODAY, by=keeper(), now=NOW)
    with django_assert_max_num_queries(6):
        card = queries.body_card(owners, TODAY)
    assert [duty.seat for duty in card.elsewhere[town.grid_worker.person_id]] == [town.grid_seat]
    assert card.posts[0].holding[0].person == town.grid_worker.person


def test_what_is_wrong_is_found() -> None:
    town = small_town()
    before = {finding.where for finding in queries.findings(NOW)}
    assert before == set()
    Duty.objects.create(seat=town.grid_seat, person=make_person("另一人"), starts_on=TODAY)
    Seat.objects.filter(pk=town.street_desk.pk).update(ended_on=date(2026, 3, 1))
    Body.objects.filter(pk=town.government.pk).update(parent=town.committee)
    party = found(name="支部", kind=BodyKind.PARTY_BRANCH)
    Body.objects.filter(pk=party.pk).update(parent=town.property_company)
    levels = {(finding.where.split(":")[0], finding.level) for finding in queries.findings(NOW)}
    wheres = {finding.where for finding in queries.findings(NOW)}
    assert f"seat:{town.grid_seat.pk}" in wheres
    assert f"body:{town.street_office.code}" in wheres
    assert f"duty:{town.street_clerk.pk}" in wheres
    assert f"body:{party.code}" in wheres
    assert ("body", "fault") in levels
    assert len(wheres) == 5
