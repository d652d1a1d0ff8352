"""Whose turn it would be: a place and a sentence of a resident, placed as a demand would be. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from linli.cases import placing
from linli.cases.drafts import Draft
from linli.cases.queries.ladder_preview import seats_on_way
from linli.catalogue.models import Matter
from linli.organisations import queries as organisations
from linli.organisations.models import Body, Seat
from linli.people.models import Person
from linli.places.models import Place


@dataclass(frozen=True, slots=True)
class Turn:
    """One seat on the way up, and who is on it today. ``is_first``: here a demand begins."""

    seat: Seat
    people: Sequence[Person]
    is_first: bool
    is_asked: bool  # a neighbour, asked first where the reporter wishes it


@dataclass(frozen=True, slots=True)
class Tried:
    """The matter the words mean (None: none for certain), who leads, and the seats in their order."""

    place: Place
    matter: Matter | None
    lead: Body | None
    why: str
    turns: Sequence[Turn]


def try_ladder(place: Place, words: str, on: date) -> Tried:
    """Where a demand of these words at ``place`` begins and where it goes from there."""
    placed = placing.place_draft(Draft(words=words, place=place), on=on) if words.strip() else None
    matter = placed.matter if placed is not None else None
    holder = placed.holder if placed is not None else None
    steps = seats_on_way(matter, place, holder, on)
    people = _people(steps, on)
    first = holder.pk if holder is not None else 0
    turns = [Turn(seat, people.get(seat.pk, ()), seat.pk == first, seat.role.is_volunteer) for seat in steps]
    return Tried(place, matter, placed.lead if placed else None, placed.why if placed else "", turns)


def _people(seats: Sequence[Seat], on: date) -> dict[int, list[Person]]:
    by_seat = organisations.people_by_seat([seat.pk for seat in seats], on)
    known = Person.objects.in_bulk({key for keys in by_seat.values() for key in keys})
    return {seat: [known[key] for key in keys] for seat, keys in by_seat.items()}
