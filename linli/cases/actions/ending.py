"""With the case ends what hangs on it: nobody is still at a part of a closed case, or still called to it."""

from datetime import datetime

from linli.cases.events import CaseEvent
from linli.cases.models import IS_GOING_ON, Case, Involved, Part, Whistle, WhistleCall
from linli.cases.states.parts import PART_MOVES, PartVerb
from linli.cases.states.whistles import WHISTLE_MOVES, WhistleVerb
from linli.journal import actions as journal
from linli.journal.actions import Step
from linli.kernel.actor import TIMER


def end_with(case: Case) -> None:
    """Call off the open parts of a case that has just closed, and end its whistles: who has not come by then stays as
    they are, which is a fact. One statement where nobody was ever involved.
    """
    at = case.closed_at
    if at is None or not Involved.objects.filter(case=case).exists():
        return
    steps = [*_parts(case, at), *_whistles(case, at)]
    journal.write_all(case, steps)


def _parts(case: Case, at: datetime) -> list[Step]:
    steps = []
    for part in Part.objects.filter(IS_GOING_ON, case=case).order_by("id"):
        PART_MOVES.move(part, PartVerb.CALL_OFF)
        part.ended_at = at
        part.save(force_update=True)
        facts = {"part": part.pk, "to": part.seat_id}
        steps.append(Step(CaseEvent.PART_CALLED_OFF, TIMER, at, facts=facts))
    return steps


def _whistles(case: Case, at: datetime) -> list[Step]:
    calls = WhistleCall.objects.filter(whistle__case=case, whistle__ended_at__isnull=True)
    seats: dict[Whistle, list[int]] = {}
    for call in calls.select_related("whistle").order_by("id"):
        seats.setdefault(call.whistle, []).append(call.seat_id)
    steps = []
    for whistle, called in seats.items():
        WHISTLE_MOVES.move(whistle, WhistleVerb.END)
        whistle.ended_at = at
        whistle.save(force_update=True)
        WhistleCall.objects.filter(IS_GOING_ON, whistle=whistle).update(ended_at=at)
        facts = {"whistle": whistle.pk, "also": called}
        steps.append(Step(CaseEvent.WHISTLE_ENDED, TIMER, at, facts=facts))
    return steps
