"""Plain calendars for the clocks: 2026 as the State Council's notice has it, under three kinds of office hours."""

from datetime import date, datetime, timedelta

from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.worktime.clocks import SHANGHAI, Calendar, Days, Hours
from linli.worktime.rules import EDIT

MORNING = (8 * 60, 12 * 60)
USUAL = (MORNING, (14 * 60, 18 * 60))
SUMMER = (MORNING, (14 * 60 + 30, 18 * 60 + 30))
LONG = ((8 * 60 + 30, 12 * 60), (13 * 60 + 30, 19 * 60))


def _from_to(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=step) for step in range((end - start).days + 1)}


HOLIDAYS_2026 = (
    _from_to("2026-01-01", "2026-01-03")
    | _from_to("2026-02-15", "2026-02-23")
    | _from_to("2026-04-04", "2026-04-06")
    | _from_to("2026-05-01", "2026-05-05")
    | _from_to("2026-06-19", "2026-06-21")
    | _from_to("2026-09-25", "2026-09-27")
    | _from_to("2026-10-01", "2026-10-07")
)
WORKED_2026 = {date(2026, *day) for day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))}
DAYS_2026 = Days(
    works=dict.fromkeys(HOLIDAYS_2026, False) | dict.fromkeys(WORKED_2026, True),
    holidays=frozenset(HOLIDAYS_2026),
)

OFFICE = Calendar(DAYS_2026, (Hours(USUAL),))
SEASONAL = Calendar(DAYS_2026, (Hours(USUAL, (10, 1), (5, 31)), Hours(SUMMER, (6, 1), (9, 30))))
COMMUNITY = Calendar(DAYS_2026, (Hours(LONG, weekdays=frozenset({2, 3, 4, 5, 6, 7})),))
PROPERTY = Calendar(DAYS_2026, is_always_open=True)
CALENDARS = {"office": OFFICE, "seasonal": SEASONAL, "community": COMMUNITY, "property": PROPERTY}


def local(words: str, year: int = 2026) -> datetime:
    """ "02-14 17:00" in Shanghai's time; 24:00 is the midnight after."""
    day, _, clock = words.partition(" ")
    midnight = datetime.fromisoformat(f"{year}-{day}").replace(tzinfo=SHANGHAI)
    hours, minutes = clock.split(":")
    return midnight + timedelta(hours=int(hours), minutes=int(minutes))


SETTER = Actor(ActorKind.PERSON, label="设置", person_id=1, grants=frozenset({Grant(EDIT, Over.EVERYTHING)}))
STRANGER = Actor(ActorKind.PERSON, label="路人", person_id=2)
SETUP = Actor(ActorKind.SERVICE, label="setup")
