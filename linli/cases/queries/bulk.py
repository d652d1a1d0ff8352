"""Several cases at once: which of the chosen ones the reader may see, and where all of them may go."""

from collections.abc import Iterable
from datetime import date

from linli.cases import placing
from linli.cases.models import Case, Report
from linli.cases.queries.choosing import seats_to_choose
from linli.cases.queries.reading import WITH_NAMES, visible_to
from linli.kernel.actor import Actor
from linli.organisations.models import Seat

MOST = 50


def chosen(actor: Actor, keys: Iterable[int]) -> list[Case]:
    """The cases of these keys that the actor may read, in their order, at most ``MOST``."""
    wanted = list(dict.fromkeys(keys))[:MOST]
    found = visible_to(actor).select_related(*WITH_NAMES).in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def without_phone(cases: Iterable[Case]) -> set[int]:
    """Keys of those whose reporters left no number. One statement."""
    keys = {case.pk for case in cases}
    called = Report.objects.filter(case__in=keys).exclude(phone_blind="").values_list("case", flat=True)
    return keys - set(called)


def seats_for_all(cases: Iterable[Case], *, on: date) -> list[Seat]:
    """The seats to which every one of these cases may be sent; what is known of a place is read once."""
    known: dict[tuple[int, ...], list[Seat]] = {}
    common: dict[int, Seat] | None = None
    for case in cases:
        near = known.setdefault(case.area_ids(), [])
        if not near:
            near.extend(seats_to_choose(case, on=on))
        fit = {
            seat.pk: seat
            for seat in near
            if placing.may_go_down(case.matter, seat, from_body=case.holder_body_id)
        }
        common = fit if common is None else {key: seat for key, seat in common.items() if key in fit}
    return list((common or {}).values())
