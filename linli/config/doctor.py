"""Asks every room what it finds wrong with itself."""

from collections.abc import Callable, Iterator
from datetime import datetime

from linli.cases import queries as cases
from linli.catalogue import queries as catalogue
from linli.journal import queries as journal
from linli.kernel.findings import Finding
from linli.notices import queries as notices
from linli.organisations import queries as organisations
from linli.people import queries as people
from linli.places import queries as places
from linli.worktime import queries as worktime

# A room joins with one line: its ``queries.findings(now)``.
ROOMS: tuple[Callable[[datetime], Iterator[Finding]], ...] = (
    journal.findings,
    lambda now: worktime.findings(now, deadlines=cases.open_deadlines(after=now)),
    places.findings,
    people.findings,
    organisations.findings,
    catalogue.findings,
    notices.findings,
    cases.findings,
)


def findings(now: datetime) -> Iterator[Finding]:
    for room in ROOMS:
        yield from room(now)
