"""The room's sentences: change days, change office hours."""

from linli.worktime.actions.days import (
    BATCH,
    EARLIEST,
    LATEST,
    BadDay,
    DayRow,
    NoOfficialDays,
    NoSuchDay,
    clear_day,
    fill_days,
    import_days,
    put_days,
    set_day,
    take_days,
)
from linli.worktime.actions.timetables import (
    BadSeasons,
    NameMissing,
    edit_timetable,
    starting_timetables,
)

__all__ = [
    "BATCH",
    "EARLIEST",
    "LATEST",
    "BadDay",
    "BadSeasons",
    "DayRow",
    "NameMissing",
    "NoOfficialDays",
    "NoSuchDay",
    "clear_day",
    "edit_timetable",
    "fill_days",
    "import_days",
    "put_days",
    "set_day",
    "starting_timetables",
    "take_days",
]
