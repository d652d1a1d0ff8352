"""The demo's bodies, seats and the people on them, founded by the same sentences that a page would use."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from linli.catalogue import starting
from linli.config.demo import plan
from linli.config.founding import FOUNDER
from linli.organisations import actions as organisations
from linli.organisations.models import Body, BodyKind, Duty, Founding, Role, Seat, ShiftKind
from linli.people import actions as people
from linli.people.models import Person
from linli.places.models import Place, PlaceKind
from linli.worktime.models import Timetable

SINCE = date(2024, 1, 1)
HEADED = ("dept-urban-management", "dept-housing", "dept-market")
ROSTER_DAYS = 14  # before now and after: who is on duty at night and at weekends
COMPANIES = ("安居物业", "和顺物业", "惠民物业", "金桂物业", "青石物业")
TEAMS = ("水电维修队", "家政助老队", "邻里调解队")


@dataclass
class Cast:
    """Everybody who works in the demo town, and how to take them on. ``now`` is when they begin, ``today`` when the life
    that is lived ends.
    """

    now: datetime
    today: datetime
    password: str
    names: Iterator[str] = field(default_factory=lambda: plan.names(11))
    roles: dict[str, Role] = field(default_factory=dict)
    tables: dict[str, Timetable] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    accounts: list[tuple[str, str]] = field(default_factory=list)
    duties: int = 0
    heads: Counter[str] = field(default_factory=Counter)

    def person(self) -> Person:
        self.duties += 1
        phone = f"199{self.duties:08d}"
        return people.register_person(
            name=next(self.names), phone=phone, code=f"demo-{self.duties}", by=FOUNDER, now=self.now
        )

    def body(self, code: str, name: str, kind: BodyKind, timetable: str = "", **facts: object) -> Body:
        table = self.tables.get(timetable)
        self.bodies[code] = organisations.found_body(
            code=code,
            name=name,
            kind=kind,
            timetable=table,
            by=FOUNDER,
            now=self.now,
            **facts,  # type: ignore[arg-type]
        )
        return self.bodies[code]

    def seat(
        self,
        body: Body,
        role: str,
        area: Place | None = None,
        *,
        name: str = "",
        people_on: int = 1,
        account: str = "",
    ) -> Seat:
        """A seat with so many people on it; the first gets ``account`` as user name."""
        seat = organisations.make_seat(
            body=body, role=self.roles[role], area=area, name=name, by=FOUNDER, now=self.now
        )
        for number in range(people_on):
            person = self.person()
            organisations.start_duty(
                seat=seat, person=person, starts_on=SINCE, is_lead=number == 0, by=FOUNDER, now=self.now
            )
            if account:
                username = account if number == 0 else f"{account}-{number + 1}"
                people.open_account(person=person, username=username, hashed=self.password, password=None,
                                    by=FOUNDER, now=self.now)  # fmt: skip
                self.accounts.append((username, f"{seat.name} {person.name}"))
        return seat

    def volunteer(self, body: Body, role: str, area: Place, name: str, *, is_vacant: bool = False) -> None:
        """A head of neighbours: each has an account, numbered by role, since they answer on their own phones."""
        self.heads[role] += not is_vacant
        account = "" if is_vacant else f"{role}-{self.heads[role]}"
        self.seat(body, role, area, name=name, people_on=0 if is_vacant else 1, account=account)


def settle(cast: Cast) -> None:
    """Found every body and fill the seats: some 150 people with duties."""
    cast.roles = {role.code: role for role in Role.objects.all()}
    cast.tables = {table.code: table for table in Timetable.objects.all()}
    kinds = [PlaceKind.COUNTY, PlaceKind.STREET, PlaceKind.COMMUNITY, PlaceKind.GRID, PlaceKind.LANE,
             PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT]  # fmt: skip
    cast.places = {place.code: place for place in Place.objects.filter(kind__in=kinds)}
    _county(cast)
    for number, (code, name) in enumerate(plan.STREETS, start=1):
        _street(cast, number, code, name)
    for number, (code, name, _grids) in enumerate(plan.COMMUNITIES, start=1):
        _community(cast, number, code, name)
    _companies(cast)
    _neighbours(cast)
    _rosters(cast)
    _ladders(cast)


def _county(cast: Cast) -> None:
    county = cast.places[plan.COUNTY]
    government = cast.body("gov", "青禾县人民政府", BodyKind.GOVERNMENT, "office", area=county)
    cast.seat(government, "intake", county, name="县诉求受理中心", people_on=2, account="intake")
    cast.seat(government, "keeper", None, name="系统维护岗", account="keeper")
    party = cast.body("party-county", "青禾县委社会工作部", BodyKind.PARTY_COMMITTEE, "office", area=county)
    cast.seat(party, "branch-secretary", county, name="社会工作部联络员")
    for code, name in starting.departments().items():
        department = cast.body(
            code, f"县{name}", BodyKind.DEPARTMENT, "office", parent=government, area=county
        )
        cast.seat(department, "department-desk", county, name=f"{name}受理岗", account=code)
        if code in HEADED:
            cast.seat(department, "department-head", county, name=f"{name}负责人", account=f"{code}-head")


def _street(cast: Cast, number: int, code: str, name: str) -> None:
    street = cast.places[code]
    office = cast.body(f"street-{number}", f"{name}办事处", BodyKind.STREET, "office",
                       parent=cast.bodies["gov"], area=street)  # fmt: skip
    cast.seat(office, "street-desk", street, name=f"{name}受理岗", people_on=2, account=f"street-{number}")
    cast.seat(office, "street-leader", street, name=f"{name}分管负责人", account=f"street-{number}-leader")
    party = cast.body(f"party-street-{number}", f"中共{name}工作委员会", BodyKind.PARTY_COMMITTEE, "office",
                      parent=cast.bodies["party-county"], area=street)  # fmt: skip
    cast.seat(party, "branch-secretary", street, name=f"{name}党工委组织委员")


def _community(cast: Cast, number: int, code: str, name: str) -> None:
    community = cast.places[code]
    street = plan.STREETS.index(next(row for row in plan.STREETS if row[0][:9] == code[:9])) + 1
    committee = cast.body(f"community-{number}", f"{name}居民委员会", BodyKind.COMMUNITY, "community",
                          parent=cast.bodies[f"street-{street}"], area=community)  # fmt: skip
    cast.seat(
        committee,
        "community-desk",
        community,
        name=f"{name}受理岗",
        people_on=2,
        account=f"community-{number}",
    )
    cast.seat(committee, "community-secretary", community, name=f"{name}书记", account=f"secretary-{number}")
    party = cast.body(f"party-community-{number}", f"中共{name}委员会", BodyKind.PARTY_COMMITTEE, "community",
                      parent=cast.bodies[f"party-street-{street}"], area=community)  # fmt: skip
    cast.seat(party, "branch-secretary", community, name=f"{name}党委副书记")
    grids = [
        place
        for place in cast.places.values()
        if place.kind == PlaceKind.GRID and place.code.startswith(code)
    ]
    for position, grid in enumerate(grids, start=1):
        cast.seat(
            committee, "grid-worker", grid, name=f"{grid.name}网格员", account=f"grid-{number}-{position}"
        )
    lanes = [
        place
        for place in cast.places.values()
        if place.kind == PlaceKind.LANE and place.code.startswith(code)
    ]
    for lane in lanes:
        cast.seat(committee, "lane-head", lane, name=f"{lane.name}街巷长")


def _companies(cast: Cast) -> None:
    for number, name in enumerate((*COMPANIES, "社区物业"), start=1):
        company = cast.body(
            f"property-{number}", f"{name}服务公司", BodyKind.PROPERTY, "always", phone=f"880050{number}0"
        )
        cast.seat(
            company, "property-desk", None, name=f"{name}经理", people_on=1, account=f"property-{number}"
        )
        for estate in plan.ESTATES:
            if estate.company == name:
                organisations.begin_service(
                    body=company,
                    place=cast.places[plan.estate_code(estate)],
                    since=SINCE,
                    by=FOUNDER,
                    now=cast.now,
                )
    for number, name in enumerate(TEAMS, start=1):
        team = cast.body(
            f"team-{number}", name, BodyKind.TEAM, "always", area=cast.places[plan.STREETS[0][0]]
        )
        cast.seat(team, "team-leader", None, name=f"{name}队长", account=f"team-{number}")


def _neighbours(cast: Cast) -> None:
    """Estate branches of the three ways of founding, owners' committees, and the heads who volunteer."""
    ways = (Founding.ALONE, Founding.ATTACHED, Founding.JOINED)
    for number, estate in enumerate(plan.ESTATES, start=1):
        place = cast.places[plan.estate_code(estate)]
        community = next(i for i, row in enumerate(plan.COMMUNITIES, start=1) if row[0] == estate.community)
        party, committee = cast.bodies[f"party-community-{community}"], cast.bodies[f"community-{community}"]
        way = ways[number % 3]
        joined = [committee, cast.bodies["team-1"]] if way is Founding.JOINED else []
        branch = cast.body(f"branch-{number}", f"{estate.name}党支部", BodyKind.PARTY_BRANCH, parent=party, area=place,
                           founding=way,
                           joined_by=joined)  # fmt: skip
        if number % 2:
            cast.seat(branch, "branch-secretary", place, name=f"{estate.name}支部书记")
        if estate.kind in ("commercial", "mixed"):
            owners = cast.body(f"owners-{number}", f"{estate.name}业主委员会", BodyKind.OWNERS, area=place)
            cast.seat(
                owners, "owners-head", place, name=f"{estate.name}业委会主任", people_on=number % 4 and 1
            )
        cast.seat(
            committee, "estate-head", place, name=f"{estate.name}小区长", account=f"estate-head-{number}"
        )
        _building_heads(cast, committee, estate)


def _building_heads(cast: Cast, committee: Body, estate: plan.EstatePlan) -> None:
    """Every second building has a head who volunteers, some units one of their own; every fifth seat is vacant."""
    code = plan.estate_code(estate)
    for building in range(1, estate.shape[0] + 1):
        place = cast.places[f"{code}-{building}"]
        is_vacant = building % 5 == 4
        if building % 2 == 1 or is_vacant:
            cast.volunteer(
                committee, "building-head", place, f"{estate.name}{place.name}楼栋长", is_vacant=is_vacant
            )
        if building == 1 and estate.shape[1] > 1:
            unit = cast.places[f"{code}-{building}-1"]
            cast.volunteer(committee, "unit-head", unit, f"{estate.name}{place.name}{unit.name}单元长")


def _rosters(cast: Cast) -> None:
    """Night and weekend shifts of the two street offices and the county's intake: the last two weeks and the next two."""
    today = timezone.localtime(cast.today).replace(hour=0, minute=0, second=0, microsecond=0)
    for code in ("street-1", "street-2", "gov"):
        office = cast.bodies[code]
        staff = list(Person.objects.filter(pk__in=_on_body(office)).order_by("pk"))
        for number in range(-ROSTER_DAYS, ROSTER_DAYS):
            day = today + timedelta(days=number)
            first, second = staff[number % len(staff)], staff[(number + 1) % len(staff)]
            shifts = [(ShiftKind.NIGHT, day.replace(hour=18), day.replace(hour=18) + timedelta(hours=14))]
            if day.weekday() >= 5:
                shifts.append((ShiftKind.WEEKEND, day.replace(hour=8), day.replace(hour=18)))
            for kind, begins, ends in shifts:
                organisations.set_shift(body=office, kind=kind, starts_at=begins, ends_at=ends,
                                        person=first, backup=second, by=FOUNDER, now=cast.now)  # fmt: skip


def _ladders(cast: Cast) -> None:
    """The second street goes its own way (小事不出邻里、大事不出社区): unit, building and estate heads, then grid and up; the
    first has what the roles' rungs give.
    """
    street = cast.places[plan.STREETS[1][0]]
    steps = ("unit-head", "building-head", "grid-worker", "community-desk", "street-desk", "intake")
    organisations.set_ladder(
        area=street, roles=[cast.roles[code] for code in steps], by=FOUNDER, now=cast.now
    )


def _on_body(body: Body) -> list[int]:
    return list(Duty.objects.filter(seat__body=body).values_list("person", flat=True).distinct())
