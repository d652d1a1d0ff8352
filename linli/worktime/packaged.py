"""The official days that come with the package chinesecalendar, and what can be foreseen of a year it does not know."""

from datetime import date
from importlib.metadata import version

from chinese_calendar import Holiday, constants

# 除夕, 清明, 端午, 中秋 of the next years, from the lunar and solar calendar: needed only where no notice is out yet.
_MOVING = {
    2027: ((2, 5), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 25), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 12), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 2), (4, 5), (6, 5), (9, 12)),
}
SOURCE_BEGINS = "国务院办公厅节假日安排(chinesecalendar "
SOURCE = f"{SOURCE_BEGINS}{version('chinesecalendar')})"
FORESEEN = "按《全国年节及纪念日放假办法》推算，不含调休"
SOURCES = (SOURCE, FORESEEN)  # whoever changes such a day gives a ground of their own

Row = tuple[date, bool, str]


def years() -> frozenset[int]:
    """Years whose official days the package knows."""
    return frozenset(day.year for day in constants.holidays)


def official(year: int) -> list[Row]:
    """(date, is worked, name) of every day of a year that the State Council's notice names."""
    rest = [(day, False, _name(name)) for day, name in constants.holidays.items() if day.year == year]
    work = [(day, True, f"{_name(name)}调休") for day, name in constants.workdays.items() if day.year == year]
    return sorted(rest + work)


def foreseen(year: int) -> list[Row]:
    """The statutory holidays of a year (办法 2024-11-10, Art. 2), without days in lieu: nobody can foresee those.
    A holiday that falls on another's date leaves one day.

    The moving ones are known to 2030; later years have only 元旦, 劳动节 and 国庆节.
    """
    fixed = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节"}
    fixed |= {(10, day): "国庆节" for day in (1, 2, 3)}
    rows = {date(year, *day): name for day, name in fixed.items()}
    if year in _MOVING:
        eve, tombs, boats, moon = (date(year, *day) for day in _MOVING[year])
        rows |= {date.fromordinal(eve.toordinal() + step): "春节" for step in range(4)}
        rows |= {tombs: "清明节", boats: "端午节", moon: "中秋节"}
    return [(day, False, name) for day, name in sorted(rows.items())]


def _name(words: str) -> str:
    return str(Holiday(words).chinese)
