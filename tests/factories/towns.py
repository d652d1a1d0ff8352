"""A small town that most tests stand on: one county, street, community, estate, building, unit, home, with its bodies."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from linli.organisations.models import Body, BodyKind, Duty, Reach, Role, Seat, Service, Tree
from linli.people.models import Account, Person
from linli.places.models import (
    EstateFacts,
    EstateKind,
    GridFacts,
    GridKind,
    Place,
    PlaceKind,
)

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # Thursday, 10:00 in Shanghai
LONG_AGO = date(2025, 1, 1)


def make_place(kind: PlaceKind, code: str, name: str, parent: Place | None = None, **extra: object) -> Place:
    """One place under ``parent``; the ancestor columns are filled in."""
    place = Place(kind=kind, code=code, name=name, parent=parent, **extra)
    if parent is not None:
        for column, key in parent.areas().items():
            if getattr(place, f"{column}_id") is None:
                setattr(place, f"{column}_id", key)
    place.save()
    if kind.value in place.areas():
        setattr(place, kind.value, place)
        place.save()
    return place


def make_person(name: str, **extra: object) -> Person:
    return Person.objects.create(name=name, **extra)


def make_duty(seat: Seat, name: str, *, since: date = LONG_AGO, until: date | None = None) -> Duty:
    """A person of that name, with an account "u-<name>", on the seat."""
    person = Person.objects.filter(name=name).first() or make_person(name)
    Account.objects.get_or_create(username=f"u-{name}", defaults={"person": person})
    return Duty.objects.create(seat=seat, person=person, starts_on=since, ends_on=until)


def make_role(code: str, verbs: list[str], *, name: str = "", **extra: object) -> Role:
    return Role.objects.create(code=code, name=name or code, verbs=verbs, **extra)


@dataclass
class Town:
    county: Place
    street: Place
    community: Place
    grid: Place
    estate: Place
    building: Place
    unit: Place
    home: Place
    government: Body
    street_office: Body
    committee: Body
    property_company: Body
    grid_seat: Seat
    community_desk: Seat
    street_desk: Seat
    property_desk: Seat
    grid_worker: Duty
    community_clerk: Duty
    street_clerk: Duty
    property_manager: Duty


WORK_VERBS = ["cases.read", "cases.register", "cases.work"]
DESK_VERBS = [
    *WORK_VERBS,
    "cases.dispatch",
    "cases.review",
    "cases.call_back",
    "cases.hand_over",
    "cases.decide",
]


def small_town(prefix: str = "511102") -> Town:
    county = make_place(PlaceKind.COUNTY, f"{prefix}000000", "嘉禾区")
    street = make_place(PlaceKind.STREET, f"{prefix}001000", "临江街道", county)
    community = make_place(PlaceKind.COMMUNITY, f"{prefix}001001", "柳岸社区", street)
    grid = make_place(PlaceKind.GRID, f"{prefix}001001001", "柳岸第一网格", community)
    GridFacts.objects.create(place=grid, kind=GridKind.RESIDENTS)
    estate = make_place(PlaceKind.ESTATE, f"{prefix}001001-E1", "柳岸花园", community, grid=grid)
    EstateFacts.objects.create(place=estate, kind=EstateKind.OLD)
    building = make_place(PlaceKind.BUILDING, f"{prefix}001001-E1-3", "3栋", estate)
    unit = make_place(PlaceKind.UNIT, f"{prefix}001001-E1-3-2", "2单元", building)
    home = make_place(PlaceKind.HOME, f"{prefix}001001-E1-3-2-501", "501室", unit, floor=5)

    work = Tree.WORK
    government = Body.objects.create(
        code=f"{prefix}-gov", name="嘉禾区政府", kind=BodyKind.GOVERNMENT, tree=work, area=county
    )
    street_office = Body.objects.create(
        code=f"{prefix}-street",
        name="临江街道办事处",
        kind=BodyKind.STREET,
        tree=work,
        area=street,
        parent=government,
    )
    committee = Body.objects.create(
        code=f"{prefix}-community",
        name="柳岸社区居民委员会",
        kind=BodyKind.COMMUNITY,
        tree=work,
        area=community,
        parent=street_office,
    )
    property_company = Body.objects.create(
        code=f"{prefix}-property", name="安居物业公司", kind=BodyKind.PROPERTY, tree=work
    )
    Service.objects.create(body=property_company, place=estate, since=LONG_AGO)

    grid_role = make_role("grid-worker", WORK_VERBS, name="网格员", rung=1)
    community_role = make_role("community-desk", DESK_VERBS, name="社区受理岗", rung=2, is_desk=True)
    street_role = make_role("street-desk", DESK_VERBS, name="街道受理岗", rung=3, is_desk=True)
    property_role = make_role(
        "property-desk", ["cases.work"], name="物业经理", is_desk=True, reach=Reach.BODY
    )

    grid_seat = Seat.objects.create(body=committee, role=grid_role, area=grid, name="柳岸第一网格网格员")
    community_desk = Seat.objects.create(
        body=committee, role=community_role, area=community, name="柳岸社区受理岗"
    )
    street_desk = Seat.objects.create(
        body=street_office, role=street_role, area=street, name="临江街道受理岗"
    )
    property_desk = Seat.objects.create(body=property_company, role=property_role, name="安居物业经理")
    return Town(
        county, street, community, grid, estate, building, unit, home,
        government, street_office, committee, property_company,
        grid_seat, community_desk, street_desk, property_desk,
        make_duty(grid_seat, "王小满"), make_duty(community_desk, "李春燕"),
        make_duty(street_desk, "赵立秋"), make_duty(property_desk, "陈冬至"),
    )  # fmt: skip
