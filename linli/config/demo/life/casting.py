"""Who acts in the demo's life: the people on each seat as Actors, built once, and the desks by what they look after."""

from dataclasses import dataclass, field
from datetime import datetime

from linli.kernel.actor import Actor
from linli.organisations import queries as organisations
from linli.organisations.models import Duty, Seat
from linli.people.models import Account
from linli.places.models import Place

STREET_RUNG = 3


@dataclass
class Casting:
    """Seats, and their people as Actors; duties do not change while the demo lives."""

    now: datetime
    seats: dict[int, Seat] = field(init=False)
    _accounts: dict[int, list[Account]] = field(init=False)
    _at: dict[tuple[str, int], int] = field(init=False)
    _built: dict[int, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = Seat.objects.select_related("role", "body").filter(ended_on__isnull=True).order_by("pk")
        self.seats = {seat.pk: seat for seat in rows}
        self._at = {(seat.role.code, seat.area_id or 0): seat.pk for seat in rows}
        accounts = {one.person_id: one for one in Account.objects.filter(person__isnull=False)}
        self._accounts = {}
        for duty in Duty.objects.order_by("pk"):
            if duty.person_id in accounts:
                self._accounts.setdefault(duty.seat_id, []).append(accounts[duty.person_id])

    def on(self, seat_id: int | None, number: int = 0) -> Actor | None:
        """One of the people on the seat, the same for the same number; None where nobody there has an account."""
        people = self._accounts.get(seat_id or 0)
        return self._actor(people[number % len(people)]) if people else None

    def _actor(self, account: Account) -> Actor:
        if account.pk not in self._built:
            self._built[account.pk] = organisations.build_actor(account, now=self.now)
        return self._built[account.pk]

    def everybody(self) -> list[Actor]:
        """Everybody with a seat and an account."""
        return [self._actor(one) for people in self._accounts.values() for one in people]

    def rung(self, seat_id: int | None) -> int:
        return self.seats[seat_id].role.rung if seat_id in self.seats else 0

    def body_kind(self, seat_id: int | None) -> str:
        return self.seats[seat_id].body.kind if seat_id in self.seats else ""

    def desk(self, place: Place | None) -> int | None:
        """The intake desk of a place: of its community, else its street, else the county."""
        if place is not None:
            for role, area in (("community-desk", place.community_id), ("street-desk", place.street_id)):
                if area and (role, area) in self._at:
                    return self._at[role, area]
        return next((key for (role, _area), key in self._at.items() if role == "intake"), None)

    def street_desk(self, place: Place | None) -> int | None:
        return self._at.get(("street-desk", place.street_id or 0)) if place is not None else None

    def at(self, role: str, area: int | None) -> int | None:
        """The seat of a role over an area."""
        return self._at.get((role, area or 0))
