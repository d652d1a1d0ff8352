"""Heads, coordinators, who is on duty now, departments."""

from datetime import UTC, date, datetime

import pytest

from linli.organisations import queries
from linli.organisations.models import Body, BodyKind, Duty, Reach, Role, Seat, Shift, ShiftKind, Tree
from linli.people.models import Person
from tests.factories.towns import LONG_AGO, Town, make_duty, make_person, make_role, small_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)
NIGHT = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)  # 22:00 in Shanghai


def department(town: Town, code: str = "housing", name: str = "住建局") -> Body:
    return Body.objects.create(
        code=code, name=name, kind=BodyKind.DEPARTMENT, tree=Tree.WORK, area=town.county
    )


def desk_in(body: Body) -> Seat:
    role = Role.objects.filter(code="department-desk").first() or make_role(
        "department-desk", [], is_desk=True, rung=4, reach=Reach.BODY
    )
    return Seat.objects.create(body=body, role=role, name=f"{body.name}受理岗")


def centre_of(town: Town) -> Seat:
    role = make_role("intake", [], name="受理中心", is_desk=True, rung=5)
    return Seat.objects.create(body=town.government, role=role, area=town.county, name="受理中心")


def shift(body: Body, person: Person, backup: Person | None = None) -> None:
    Shift.objects.create(
        body=body,
        kind=ShiftKind.NIGHT,
        starts_at=datetime(2026, 3, 5, 10, 0, tzinfo=UTC),
        ends_at=datetime(2026, 3, 6, 0, 0, tzinfo=UTC),
        person=person,
        backup=backup,
    )


def test_a_body_answers_through_its_head_else_through_its_desk(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    assert queries.head_of(town.committee.pk, TODAY) == [town.community_clerk.person_id]
    role = make_role("community-secretary", [], is_head=True)
    secretary = Seat.objects.create(body=town.committee, role=role, name="书记")
    assert queries.head_of(town.committee.pk, TODAY) == [town.community_clerk.person_id]
    second = make_duty(secretary, "钱大寒")
    Duty.objects.filter(pk=second.pk).update(is_lead=False)
    first = make_duty(secretary, "孙小寒")
    with django_assert_num_queries(1):
        assert queries.head_of(town.committee.pk, TODAY) == [first.person_id, second.person_id]
    assert queries.head_of(town.committee.pk, date(2024, 1, 1)) == []
    assert queries.head_of(town.government.pk, TODAY) == []


def test_the_street_coordinates_below_and_the_county_above() -> None:
    town = small_town()
    bureau = desk_in(department(town))
    assert queries.coordinator_desk(town.street_desk, place=town.home) is None
    centre = centre_of(town)
    for seat in (town.grid_seat, town.community_desk, town.property_desk):
        assert queries.coordinator_desk(seat, place=town.home) == town.street_desk
    for seat in (town.street_desk, bureau):
        assert queries.coordinator_desk(seat, place=town.home) == centre
        assert queries.coordinator_desk(seat, place=None) == centre
    assert queries.coordinator_desk(centre, place=town.home) is None
    assert queries.coordinator_desk(town.grid_seat, place=None) == town.street_desk
    assert queries.coordinator_desk(town.property_desk, place=None) == centre
    party = Body.objects.create(code="p", name="支部", kind=BodyKind.PARTY_BRANCH, tree=Tree.PARTY)
    beside = Seat.objects.create(body=party, role=make_role("branch-secretary", []), name="书记")
    assert queries.coordinator_desk(beside, place=town.home) is None
    Seat.objects.filter(pk=town.street_desk.pk).update(ended_on=LONG_AGO)
    assert queries.coordinator_desk(town.grid_seat, place=town.home) == centre


def test_those_on_shift_are_told_first_then_their_backups(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    ann, bea, cao, far = (make_person(name) for name in ("安", "白", "曹", "远"))
    shift(town.street_office, ann, bea)
    shift(town.committee, cao)
    shift(department(town), far)
    with django_assert_max_num_queries(2):
        assert queries.on_duty_now(town.home, NIGHT) == [cao.pk, ann.pk, bea.pk]
    assert queries.on_duty_now(town.street, NIGHT) == [ann.pk, bea.pk]
    shift(town.government, far)
    assert queries.on_duty_now(None, NIGHT) == [far.pk]
    assert queries.on_duty_now(town.home, NIGHT) == [cao.pk, ann.pk, far.pk, bea.pk]


def test_by_day_the_intake_desk_is_told(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    shift(town.committee, make_person("曹"))
    day = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
    with django_assert_max_num_queries(2):
        assert queries.on_duty_now(town.home, day) == [town.community_clerk.person_id]
    Duty.objects.filter(pk=town.community_clerk.pk).update(ends_on=LONG_AGO)
    assert queries.on_duty_now(town.home, day) == [town.street_clerk.person_id]
    assert queries.on_duty_now(None, day) == []
    clerk = make_duty(centre_of(town), "褚清明")
    assert queries.on_duty_now(None, day) == [clerk.person_id]


def test_departments_that_can_be_called_have_a_desk(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    housing, ended = department(town), department(town, "old", "旧局")
    department(town, "empty", "没有受理岗的局")
    desk, old = desk_in(housing), desk_in(ended)
    Body.objects.filter(pk=ended.pk).update(ended_on=LONG_AGO)
    with django_assert_num_queries(1):
        assert queries.departments(TODAY) == [housing]
    with django_assert_num_queries(1):
        found = queries.desks_of([housing.pk, ended.pk, town.committee.pk, town.government.pk])
    assert found == {housing.pk: desk, town.committee.pk: town.community_desk}
    assert old.pk not in {seat.pk for seat in found.values()}
