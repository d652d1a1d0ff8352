"""Taking a demand in: registered, placed and dispatched in one transaction, or held by an intake desk with the reason."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from linli.cases import clocks, drafts, placing, receipts, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.neighbours import ask_neighbour, ends_asking_at
from linli.cases.drafts import Draft
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Channel, DemandKind, Report, UnplacedWhy
from linli.cases.placing import Memory, Placing
from linli.cases.states import Verb
from linli.catalogue.models import Urgency
from linli.journal import actions as journal
from linli.kernel import fields, rows
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import Refusal, require
from linli.organisations.models import Seat
from linli.people import numbers

CATALOGUE = Actor(ActorKind.SERVICE, label=gettext_noop("事项目录"))  # dispatches at once what it can place
_MOST_TRIES = 20
_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


class AlreadyRegistered(Refusal):
    """A demand with this number of that system is here already."""

    words = _("这个编号的诉求已经登记过了。")
    field = "outer_number"


class HappensLater(Refusal):
    words = _("发生的时间还没有到，请检查日期。")
    field = "happened_at"


class ConsentMissing(Refusal):
    """Entered for somebody else (代录) without saying how they agreed to it (无障碍环境建设法, PIPL Art. 13)."""

    words = _("替别人登记，要写明是谁说的、怎么说的。")
    field = "proxy_consent"


# A worker enters what came by these for somebody else; who follows a case up was asked before.
FOR_OTHERS = (Channel.PHONE, Channel.VISIT, Channel.DOOR)


@dataclass(frozen=True, slots=True)
class Registered:
    """What was taken in. ``query_code`` is given out once, here: afterwards nobody can read it again."""

    case: Case
    report: Report
    query_code: str


@dataclass(frozen=True, slots=True)
class _Ready:
    """All that could be found out before the transaction."""

    draft: Draft
    placing: Placing
    holder: Seat | None
    title: str
    words: str
    phone: str
    code: str
    at: datetime
    path: str
    neighbour: Seat | None = None


def register(
    *, draft: Draft, by: Actor, now: datetime, reply: str = "", memory: Memory | None = None
) -> Registered:
    """Register a demand. Placed, it is dispatched at once by the catalogue (BJ-JSJB Art. 11) with its promise; where the
    reporter wishes it and the matter allows, the nearest neighbour who volunteers is asked first, and the desk holds it
    meanwhile; else the intake desk of its place holds it under a clock of its own, with the reason in ``unplaced_why``.
    ``reply`` is what another system has said so far; ``memory`` spares a batch from asking again who leads where.

    Raises NotAllowed, NothingSaid, TooManyWords, HappensLater, ConsentMissing, AlreadyRegistered.
    """
    if (
        by.kind is ActorKind.PERSON
        and draft.channel in FOR_OTHERS
        and not (draft.proxy_consent or draft.follows_id)
    ):
        raise ConsentMissing
    ready = _make_ready(draft, by=by, now=now, memory=memory or placing.memory_at_hand())
    neighbour = placing.neighbour_for(ready.placing, draft, on=timezone.localdate(now))
    if neighbour is not None:
        ready = replace(ready, neighbour=neighbour, holder=placing.desk_to_hold(ready.placing.place))
    return _hand_out(_case_of(ready, registered_at=now), ready, by=by, now=now, reply=reply)


def register_history(
    *,
    draft: Draft,
    reply: str = "",
    closed_at: datetime | None = None,
    by: Actor,
    now: datetime,
    memory: Memory | None = None,
) -> Registered:
    """Register a demand of former days, as an import brings it: it keeps its own time, promises nothing, starts no
    clock and no letter, and is never late. ``reply`` is what the former system answered; it closes the case only
    where ``closed_at`` says when. ``memory`` spares a batch from asking again who leads where.

    Raises as ``register`` does, and HappensLater for a ``closed_at`` before the demand or after ``now``.
    """
    ready = _make_ready(draft, by=by, now=now, memory=memory)
    if closed_at is not None and not ready.at <= closed_at <= now + _CLOCKS_MAY_DIFFER:
        raise HappensLater(_("办结时间不对：早于来电时间，或者还没有到。"), field="closed_at")
    case = _case_of(ready, registered_at=ready.at, from_history=True)
    return _hand_over_history(case, ready, reply=reply, closed_at=closed_at, by=by)


def _make_ready(draft: Draft, *, by: Actor, now: datetime, memory: Memory | None) -> _Ready:
    require(rules.can_register(by, draft.place))
    at = draft.happened_at or now
    if at > now + _CLOCKS_MAY_DIFFER:
        raise HappensLater
    title, words = drafts.title_of(draft), drafts.words_of(draft)
    phone = numbers.normalise_phone(draft.phone) if draft.phone else ""
    placed = placing.place_draft(replace(draft, words=words), on=timezone.localdate(now), memory=memory)
    if draft.kind == DemandKind.PRAISE:
        placed = replace(placed, why=UnplacedWhy.PRAISE, lead=None)
    desk = placing.desk_to_hold(placed.place, memory) if placed.why else placed.holder
    path = placing.path_of(placed.place, memory)
    return _Ready(draft, placed, desk, title, words, phone, receipts.new_code(), at, path)


def _case_of(ready: _Ready, *, registered_at: datetime, from_history: bool = False) -> Case:
    found, draft = ready.placing, ready.draft
    case = Case(
        kind=draft.kind,
        title=ready.title,
        words=ready.words,
        matter=found.matter,
        matched_words=list(found.words),
        unplaced_why=found.why,
        lead=found.lead,
        place_words=draft.place_words.strip()[:200],
        happened_at=ready.at,
        registered_at=registered_at,
        from_history=from_history,
        asks_neighbours=draft.asks_neighbours,
        outer_due_at=draft.outer_due_at,
        follows_id=draft.follows_id,
    )
    if found.matter is not None:
        case.urgency = found.matter.urgency
    case.lies_at(found.place)
    case.goes_to(ready.holder)
    return case


def _hand_out(case: Case, ready: _Ready, *, by: Actor, now: datetime, reply: str) -> Registered:
    """Into the hands of the holder, of a neighbour, or of the intake desk, which keeps it."""
    first, to = CaseEvent.DISPATCHED, case.holder_id
    if ready.placing.why:
        first = CaseEvent.HELD
        clocks.open_intake(case)
    else:
        clocks.promise(case)
        if ready.neighbour is not None:
            first, to = CaseEvent.NEIGHBOUR_ASKED, ready.neighbour.pk
            case.wakes_at = ends_asking_at(now)
        else:
            clocks.open_leg(case, now)
            states.move(case, Verb.DISPATCH)
    clocks.set_next(case)
    moved = {"to": to, "why": case.unplaced_why, "lead": case.lead_id, "taken_by": _taken_by(by)}
    then = [journal.Step(first, CATALOGUE, now, facts=moved)]
    if case.urgency == Urgency.DANGER:
        then.append(journal.Step(CaseEvent.DANGER_TOLD, CATALOGUE, now))
    if reply:
        then.append(journal.Step(CaseEvent.EARLIER_REPLY, by, now, text=reply))
    return _keep(case, ready, by=by, at=now, then=then)


def _hand_over_history(
    case: Case, ready: _Ready, *, reply: str, closed_at: datetime | None, by: Actor
) -> Registered:
    if closed_at is None and not ready.placing.why:
        states.move(case, Verb.DISPATCH)
    elif closed_at is not None:
        states.move(case, Verb.CLOSE_HISTORY)
        case.closed_at = case.answered_at = closed_at
        case.answer = reply
    then = []
    if reply:
        then.append(journal.Step(CaseEvent.EARLIER_REPLY, by, closed_at or ready.at, reply))
    if closed_at is not None:
        then.append(journal.Step(CaseEvent.CLOSED, by, closed_at, facts={"is_history": True}))
    more = {"is_history": True, "to": case.holder_id, "why": case.unplaced_why}
    return _keep(case, ready, by=by, at=ready.at, then=then, **more)


def _facts(case: Case, report: Report) -> dict[str, Any]:
    """What the journal keeps of a registration: keys and plain values, no word that a person typed."""
    consent = {"proxy_consent": str(report.proxy_consent)} if report.proxy_consent else {}
    return {
        **consent,
        "report": report.pk,
        "channel": str(report.channel),
        "kind": str(case.kind),
        "matter": case.matter_id,
        "place": case.place_id,
        "lead": case.lead_id,
    }


def _taken_by(by: Actor) -> int | None:
    return by.person_id if by.kind is ActorKind.PERSON else None


def _report_of(case: Case, ready: _Ready, *, by: Actor) -> Report:
    draft = ready.draft
    return Report(
        query_blind=receipts.code_blind(ready.code),
        channel=draft.channel,
        name=draft.name.strip()[:60],
        phone=ready.phone,
        phone_blind=fields.blind(ready.phone, numbers.PHONE),
        phone_last4_blind=fields.blind(numbers.last4(ready.phone), numbers.LAST4),
        is_secret=draft.is_secret,
        source=draft.source[:60],
        outer_number=draft.outer_number,
        received_at=case.registered_at,
        taken_by_person_key=_taken_by(by),
        proxy_consent=draft.proxy_consent,
        person_id=draft.person_id,
    )


def _keep(
    case: Case, ready: _Ready, *, by: Actor, at: datetime, then: list[journal.Step], **more: Any
) -> Registered:
    """Case, report and entries in one transaction, as short as can be: everything is ready before it begins. A receipt
    number that is taken already is drawn anew.
    """
    report, new_case = _report_of(case, ready, by=by), rows.Ready(case)
    words = indexing.prepared(case, path=ready.path)
    for _try in range(_MOST_TRIES):
        report.receipt = receipts.new_receipt(case.registered_at)
        new_report = rows.Ready(report)
        try:
            with transaction.atomic():
                new_case.insert()
                new_report.insert(case_id=case.pk)
                indexing.put(case, words, [report])
                if ready.neighbour is not None:
                    ask_neighbour(case, ready.neighbour, at)
                first = journal.Step(CaseEvent.REGISTERED, by, at, facts={**_facts(case, report), **more})
                journal.write_all(case, [first, *then], is_new=True)
        except IntegrityError:
            if _is_here(report):
                raise AlreadyRegistered from None
            if not Report.objects.filter(receipt=report.receipt).exists():
                raise
        else:
            report.case = case
            return Registered(case, report, ready.code)
    raise RuntimeError("no free receipt number")


def _is_here(report: Report) -> bool:
    """Is a report with this number of that system here already?"""
    known = Report.objects.filter(source=report.source, outer_number=report.outer_number)
    return report.outer_number is not None and known.exists()
