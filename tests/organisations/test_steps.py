"""The ladder of a place: what a town has set, else the rungs of the roles."""

from datetime import date

import pytest

from linli.organisations import queries
from linli.organisations.models import Body, BodyKind, LadderStep, Reach, Role, Seat, Service, Tree
from linli.places.models import Place, PlaceKind
from tests.factories.towns import LONG_AGO, Town, make_duty, make_place, make_role, small_town

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 5)


def step(role: Role, position: int, *, area: Place | None = None, category: str = "") -> None:
    LadderStep.objects.create(area=area, category=category, position=position, role=role)


def volunteer(town: Town, code: str, area: Place, *, who: str = "") -> Seat:
    role = Role.objects.filter(code=code).first() or make_role(code, [], is_volunteer=True)
    seat = Seat.objects.create(body=town.committee, role=role, area=area, name=f"{area.name}{code}")
    if who:
        make_duty(seat, who)
    return seat


def centre_of(town: Town) -> Seat:
    role = make_role("intake", [], name="受理中心", is_desk=True, rung=5)
    return Seat.objects.create(body=town.government, role=role, area=town.county, name="受理中心")


def department_desk(town: Town) -> Seat:
    housing = Body.objects.create(
        code="housing", name="住建局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK, area=town.county
    )
    role = make_role("department-desk", [], is_desk=True, rung=4, reach=Reach.BODY)
    return Seat.objects.create(body=housing, role=role, area=town.county, name="住建局受理岗")


def test_without_steps_the_rungs_are_the_ladder(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    estate_head = volunteer(town, "estate-head", town.estate)
    unit_head = volunteer(town, "unit-head", town.unit)
    department_desk(town)
    centre = centre_of(town)
    working = [town.grid_seat, town.community_desk, town.street_desk, centre]
    with django_assert_max_num_queries(3):
        seats = queries.ladder(town.home)
        told = [(seat.role.name, seat.body.name) for seat in seats]
    assert seats == [unit_head, estate_head, *working]
    assert told[2] == ("网格员", "柳岸社区居民委员会")
    assert queries.ladder(town.home, skips=(0,)) == working
    assert queries.ladder(town.home, skips={0, 1, 3}) == [town.community_desk, centre]
    assert queries.ladder(town.street) == [town.street_desk, centre]


def test_one_street_climbs_otherwise_than_another() -> None:
    town = small_town()
    neighbour = make_role("neighbour", [], name="邻里长", is_volunteer=True)
    near = Seat.objects.create(body=town.committee, role=neighbour, area=town.estate, name="邻里长")
    volunteer(town, "building-head", town.building)
    for position, role in enumerate((neighbour, town.community_desk.role, town.street_desk.role)):
        step(role, position, area=town.street)
    assert queries.ladder(town.home) == [near, town.community_desk, town.street_desk]
    other = make_place(PlaceKind.STREET, "511102002000", "石桥街道", town.county)
    office = Body.objects.create(
        code="other", name="石桥街道", kind=BodyKind.STREET, tree=Tree.WORK, area=other
    )
    desk = Seat.objects.create(body=office, role=town.street_desk.role, area=other, name="石桥受理岗")
    assert queries.ladder(other) == [desk]


def test_the_most_specific_ladder_holds_as_a_whole() -> None:
    town = small_town()
    grid, community, street = town.grid_seat.role, town.community_desk.role, town.street_desk.role
    step(grid, 0)
    step(street, 1)
    assert queries.ladder(town.home) == [town.grid_seat, town.street_desk]
    step(community, 0, area=town.community)
    assert queries.ladder(town.home, category="0101") == [town.community_desk]
    assert queries.ladder(town.street) == [town.street_desk]
    step(street, 0, category="01")
    assert queries.ladder(town.home, category="0101") == [town.street_desk]
    assert queries.ladder(town.home, category="0201") == [town.community_desk]
    step(grid, 0, area=town.street, category="0101")
    step(community, 0, area=town.estate, category="0101")
    assert queries.ladder(town.home, category="0101") == [town.community_desk]
    assert queries.ladder(town.home, category="010102") == [town.community_desk]
    assert queries.ladder(town.home, category="01") == [town.street_desk]


def test_the_nearest_seat_of_a_step_and_only_what_stands() -> None:
    town = small_town()
    nearer = Seat.objects.create(
        body=town.committee, role=town.grid_seat.role, area=town.estate, name="小区专属"
    )
    assert queries.ladder(town.home)[0] == nearer
    Seat.objects.filter(pk=nearer.pk).update(ended_on=date(2026, 1, 1))
    assert queries.ladder(town.home)[0] == town.grid_seat
    assert queries.ladder(town.home, on=date(2025, 12, 31))[0] == nearer
    assert queries.ladder(town.home, on=TODAY)[0] == town.grid_seat


def test_a_company_may_be_a_step_where_it_serves(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    step(town.property_desk.role, 0, area=town.street)
    step(town.community_desk.role, 1, area=town.street)
    with django_assert_max_num_queries(3):
        assert queries.ladder(town.home) == [town.property_desk, town.community_desk]
    own = Body.objects.create(code="own", name="单位物业", kind=BodyKind.PROPERTY, tree=Tree.WORK)
    Service.objects.create(body=own, place=town.building, since=LONG_AGO)
    desk = Seat.objects.create(body=own, role=town.property_desk.role, name="单位物业经理")
    assert queries.ladder(town.home)[0] == desk
    assert queries.ladder(town.estate)[0] == town.property_desk
    assert queries.ladder(town.home, skips=(0,))[0] == desk
    assert queries.seat_above(desk, place=town.home) == town.community_desk
    assert queries.seats_below(town.community_desk, place=town.home) == [desk]


def test_up_goes_step_by_step_and_never_to_a_volunteer() -> None:
    town = small_town()
    head = volunteer(town, "building-head", town.building)
    centre = centre_of(town)
    desk = department_desk(town)
    assert queries.seat_above(head, place=town.home) == town.grid_seat
    assert queries.seat_above(town.grid_seat, place=town.home) == town.community_desk
    assert queries.seat_above(town.grid_seat, place=town.home, skips=(2,)) == town.street_desk
    assert queries.seat_above(town.community_desk, place=town.home) == town.street_desk
    assert queries.seat_above(town.street_desk, place=town.home) == centre
    assert queries.seat_above(town.street_desk, place=town.home, skips=(5,)) is None
    assert queries.seat_above(centre, place=town.home) is None
    assert queries.seat_above(desk, place=town.home) == town.street_desk
    assert queries.seat_above(town.property_desk, place=town.home) == town.street_desk
    assert queries.seat_above(town.property_desk, place=town.county) == centre
    Seat.objects.filter(pk=town.street_desk.pk).update(ended_on=LONG_AGO)
    assert queries.seat_above(town.property_desk, place=town.home) == centre
    assert queries.seat_above(town.community_desk, place=town.home, on=TODAY) == centre


def test_a_seat_that_a_towns_ladder_leaves_out_stands_by_its_rung() -> None:
    town = small_town()
    centre = centre_of(town)
    neighbour = volunteer(town, "building-head", town.building)
    step(neighbour.role, 0, area=town.street)
    step(town.community_desk.role, 1, area=town.street)
    step(town.street_desk.role, 2, area=town.street)
    assert queries.seat_above(town.grid_seat, place=town.home) == town.community_desk
    assert queries.seat_above(neighbour, place=town.home) == town.community_desk
    assert queries.seat_above(town.street_desk, place=town.home) == centre
    assert queries.seats_below(centre, place=town.home) == [town.street_desk, town.community_desk]
    assert queries.seats_below(town.grid_seat, place=town.home) == []


def test_down_is_nearest_first_without_volunteers() -> None:
    town = small_town()
    volunteer(town, "building-head", town.building)
    centre = centre_of(town)
    assert queries.seats_below(town.street_desk, place=town.home) == [town.community_desk, town.grid_seat]
    assert queries.seats_below(town.street_desk, place=town.home, skips=(2,)) == [town.grid_seat]
    assert queries.seats_below(centre, place=town.street) == [town.street_desk]
    assert queries.seats_below(town.grid_seat, place=town.home) == []
    assert queries.seats_below(town.property_desk, place=town.home) == []
    assert queries.seats_below(department_desk(town), place=town.home) == []


def test_the_nearest_volunteer_that_is_there_is_asked(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    assert queries.volunteer_for(town.home, on=TODAY) is None
    estate_head = volunteer(town, "estate-head", town.estate, who="吴谷雨")
    volunteer(town, "building-head", town.building)
    assert queries.volunteer_for(town.home, on=TODAY) == estate_head
    unit_head = volunteer(town, "unit-head", town.unit, who="郑小雪")
    with django_assert_max_num_queries(2):
        assert queries.volunteer_for(town.home, on=TODAY) == unit_head
    assert queries.volunteer_for(town.home, on=TODAY, skips=(0,)) is None
    assert queries.volunteer_for(town.home, on=date(2024, 12, 31)) is None
    assert queries.volunteer_for(town.building, on=TODAY) == estate_head
    lane = make_place(PlaceKind.LANE, "511102001001-L1", "三公街", town.community)
    assert queries.volunteer_for(lane, on=TODAY) is None
    lane_head = volunteer(town, "lane-head", lane, who="冯立夏")
    assert queries.volunteer_for(lane, on=TODAY) == lane_head


def test_a_ladder_without_volunteers_asks_none() -> None:
    town = small_town()
    estate_head = volunteer(town, "estate-head", town.estate, who="吴谷雨")
    step(town.community_desk.role, 0, category="05")
    assert queries.volunteer_for(town.home, category="0501", on=TODAY) is None
    assert queries.volunteer_for(town.home, category="0101", on=TODAY) == estate_head
