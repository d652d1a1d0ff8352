from datetime import date

import pytest

from linli.organisations import queries
from linli.organisations.models import Body, BodyKind, Duty, Seat, Service, Tree
from linli.places.models import PlaceKind
from tests.factories.towns import LONG_AGO, make_duty, make_place, make_role, small_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


def names(duties: list[Duty]) -> list[str]:
    return [duty.person.name for duty in duties]


def test_who_serves_a_door_is_one_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    head = make_role("building-head", [], name="楼栋长", is_volunteer=True)
    make_duty(
        Seat.objects.create(body=town.committee, role=head, area=town.building, name="3栋楼栋长"), "吴谷雨"
    )
    with django_assert_num_queries(1):
        ladder = queries.serving(town.home, TODAY)
        told = [
            (d.seat.role.name, d.seat.body.name, d.person.name, d.seat.area and d.seat.area.name)
            for d in ladder
        ]
    assert [name for _, _, name, _ in told] == ["吴谷雨", "王小满", "李春燕", "赵立秋", "陈冬至"]
    assert names(queries.serving(town.street, TODAY)) == ["赵立秋"]


def test_a_neighbouring_door_is_served_by_others() -> None:
    town = small_town()
    other = make_place(PlaceKind.COMMUNITY, "511102001002", "石桥社区", town.street)
    assert names(queries.serving(other, TODAY)) == ["赵立秋"]
    Service.objects.update(until=date(2026, 3, 4))
    assert "陈冬至" not in names(queries.serving(town.home, TODAY))
    Duty.objects.filter(pk=town.grid_worker.pk).update(ends_on=date(2026, 3, 4))
    assert "王小满" not in names(queries.serving(town.home, TODAY))


def test_the_seat_of_a_rung_is_the_nearest() -> None:
    town = small_town()
    assert queries.seat_for(town.home, rung=1) == town.grid_seat
    assert queries.seat_for(town.home, rung=2) == town.community_desk
    assert queries.seat_for(town.home, rung=3) == town.street_desk
    assert queries.seat_for(town.home, rung=4) is None
    assert queries.seat_for(town.street, rung=1) is None
    nearer = Seat.objects.create(
        body=town.committee, role=town.grid_seat.role, area=town.estate, name="小区专属"
    )
    assert queries.seat_for(town.home, rung=1) == nearer
    Seat.objects.filter(pk=nearer.pk).update(ended_on=date(2026, 1, 1))
    assert queries.seat_for(town.home, rung=1) == town.grid_seat
    assert queries.seat_for(town.home, rung=1, on=date(2025, 12, 31)) == nearer


def test_the_lead_is_the_body_that_the_law_names() -> None:
    town = small_town()
    assert queries.lead_for("property", place=town.home) == town.property_company
    assert queries.lead_for("community", place=town.home) == town.committee
    assert queries.lead_for("street", place=town.home) == town.street_office
    assert queries.lead_for("community", place=town.street) is None
    assert queries.lead_for("department", place=town.home, department="housing") is None
    housing = Body.objects.create(
        code="511102-housing", name="住建局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK, area=town.county
    )
    for said in ("housing", "511102-housing", "住建局"):
        assert queries.lead_for("department", place=town.home, department=said) == housing
    assert queries.lead_for("department", place=town.home) is None
    Service.objects.update(until=LONG_AGO)
    assert queries.lead_for("property", place=town.home) is None


def test_the_company_of_the_building_comes_before_that_of_the_estate() -> None:
    town = small_town()
    own = Body.objects.create(code="own", name="单位物业", kind=BodyKind.PROPERTY, tree=Tree.WORK)
    Service.objects.create(body=own, place=town.building, since=LONG_AGO)
    assert queries.lead_for("property", place=town.home) == own
    assert queries.lead_for("property", place=town.estate) == town.property_company


def test_work_comes_in_at_a_desk() -> None:
    town = small_town()
    assert queries.desk_of(town.committee.pk) == town.community_desk
    assert queries.desk_of(town.property_company.pk) == town.property_desk
    assert queries.desk_of(town.government.pk) is None
    at_estate = Seat.objects.create(
        body=town.property_company, role=town.property_desk.role, area=town.estate, name="柳岸花园项目部"
    )
    assert queries.desk_of(town.property_company.pk) == town.property_desk
    assert queries.desk_of(town.property_company.pk, place=town.home) == at_estate


def test_what_nothing_placed_goes_to_the_intake_desk(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    with django_assert_num_queries(1):
        assert queries.intake_desk(town.home) == town.community_desk
    assert queries.intake_desk(town.street) == town.street_desk
    assert queries.intake_desk(town.county) == town.street_desk
    assert queries.intake_desk(None) == town.street_desk
    intake = make_role("intake", [], name="受理中心", is_desk=True, rung=5)
    centre = Seat.objects.create(body=town.government, role=intake, name="受理中心")
    assert queries.intake_desk(None) == centre
    assert queries.intake_desk(town.county) == centre
    Seat.objects.filter(pk=town.community_desk.pk).update(ended_on=LONG_AGO)
    assert queries.intake_desk(town.home) == town.street_desk


def test_there_may_be_no_desk_at_all() -> None:
    town = small_town()
    Seat.objects.update(ended_on=LONG_AGO)
    assert queries.intake_desk(town.home) is None
