"""With the case ends what hangs on it: nobody is still at a part of a closed case, or called to it, or to decide on it."""

from datetime import datetime

from django.db.models import Exists

from linli.cases.events import CaseEvent
from linli.cases.models import IS_GOING_ON, Case, Involved, Part, Request, RequestKind, Whistle, WhistleCall
from linli.cases.states.parts import PART_MOVES, PartVerb
from linli.cases.states.requests import REQUEST_MOVES, RequestState, RequestVerb
from linli.cases.states.whistles import WHISTLE_MOVES, WhistleVerb
from linli.journal import actions as journal
from linli.journal.actions import Step
from linli.kernel.actor import TIMER

# These are asked about what is over, and outlive it.
_OUTLIVE = (RequestKind.EXCLUSION, RequestKind.APPEAL)


def end_with(case: Case) -> None:
    """Call off the open parts of a case that has just closed, and end its whistles: who has not come by then stays as
    they are, which is a fact. What was asked for it needs no decision any more. One statement where nothing hangs on it.
    """
    at = case.closed_at
    if at is None:
        return
    asked = Request.objects.filter(case=case, state=RequestState.ASKED).exclude(kind__in=_OUTLIVE)
    involved = Involved.objects.filter(case=case)
    has_helpers, has_requests = Case.objects.values_list(Exists(involved), Exists(asked)).get(pk=case.pk)
    steps = [*_parts(case, at), *_whistles(case, at)] if has_helpers else []
    if has_requests:
        steps += [_taken_back(request, at) for request in asked.order_by("id")]
    journal.write_all(case, steps)


def _taken_back(request: Request, at: datetime) -> Step:
    REQUEST_MOVES.move(request, RequestVerb.TAKE_BACK)
    request.save(update_fields=["state"])
    facts = {"request": request.pk, "kind": request.kind}
    return Step(CaseEvent.REQUEST_TAKEN_BACK, TIMER, at, facts=facts)


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
