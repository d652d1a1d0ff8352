"""Where a case may be carried: the seats above, below and beside its holder."""

from datetime import date

from linli.cases import placing
from linli.cases.models import Case
from linli.cases.queries.choosing import seats_to_choose
from linli.organisations import queries as organisations
from linli.organisations.models import Seat


def seat_above(case: Case) -> Seat | None:
    """The seat of the next step of the ladder, with the steps that the matter skips left out."""
    if case.holder is None or case.place is None or case.matter is None:
        return None
    return organisations.seat_above(
        case.holder, place=case.place, category=case.matter.category.code, skips=case.matter.skips
    )


def seats_below(case: Case) -> list[Seat]:
    """The steps below the holder, the next one first, the volunteers left out."""
    if case.holder is None or case.place is None or case.matter is None:
        return []
    return organisations.seats_below(
        case.holder, place=case.place, category=case.matter.category.code, skips=case.matter.skips
    )


def seats_to_push_down(case: Case) -> list[Seat]:
    """Those below that may be given this case (BJ-JSJB Art. 17)."""
    below = seats_below(case)
    return [seat for seat in below if placing.may_go_down(case.matter, seat, from_body=case.holder_body_id)]


def seats_to_dispatch(case: Case, *, on: date) -> list[Seat]:
    """Where a desk may send a case: what is not a community's own is not offered to it (BJ-JSJB Art. 17)."""
    seats = seats_to_choose(case, on=on)
    return [seat for seat in seats if placing.may_go_down(case.matter, seat, from_body=case.holder_body_id)]


def seats_beside(case: Case, *, on: date) -> list[Seat]:
    """Desks whose body may lead the matter, and the other seats of the holder's body."""
    if case.matter is None:
        return []
    matter = case.matter
    return [
        seat
        for seat in seats_to_choose(case, on=on)
        if seat.body_id == case.holder_body_id or (seat.role.is_desk and placing.may_lead(matter, seat.body))
    ]
