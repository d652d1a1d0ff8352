"""What the pages of this room show."""

from linli.desk.queries.days import Day, Line, day_of
from linli.desk.queries.handovers import note_of, seats_held
from linli.desk.queries.homes import HomeCard, home_card, home_for, homes_found

__all__ = [
    "Day",
    "HomeCard",
    "Line",
    "day_of",
    "home_card",
    "home_for",
    "homes_found",
    "note_of",
    "seats_held",
]
