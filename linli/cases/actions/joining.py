"""The same thing brought twice: a duplicate joins the case that answers for it, and is taken out again after a slip."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import clocks, queries, rules, states
from linli.cases.actions import indexing
from linli.cases.actions.moving import require_words, save, stop_asking
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Outcome, Report, UnplacedWhy
from linli.cases.queries.offers.joining import SPLIT_WITHIN
from linli.cases.states import OPEN_STATES, Verb
from linli.journal import actions as journal
from linli.journal import queries as entries
from linli.journal.actions import Step
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require


class SameCase(Refusal):
    words = _("不能并到自己这一件上，请填另一件的编号。")
    field = "into"


class SurvivorOver(Refusal):
    """What is over takes nothing in; what repeats it without anything new is declined on that ground."""

    words = _(
        "那一件已经结束，并不进去。没有新情况的，可以按“重复反映，没有新情况”不予受理；有新情况的，照常办。"
    )
    field = "into"


class InOwnHands(Refusal):
    """Whoever works on a case does not alone decide that it need not be answered."""

    words = _("这件正在您手上办，请用“申请并件”，由别人审批。")


class NotMerged(Refusal):
    words = _("这件没有并到别的件里。")


class TooLateToSplit(Refusal):
    words = _("并件超过一天了，居民已经按那一件等答复，不能再拆。")


class MergedOn(Refusal):
    words = _("那一件后来又并到别的件里了，请先拆那一件。")


@transaction.atomic
def merge(*, case_id: int, into_id: int, by: Actor, now: datetime, reason: str = "") -> Case:
    """Close a duplicate into the case that answers for it (``into_id``). Each reporter keeps receipt, code and rating,
    and gets the answer of the survivor.

    Raises NotFound, NotAllowed, NoSuchMove, InOwnHands, SameCase, SurvivorOver.
    """
    case, into = queries.locked_pair(case_id, into_id)
    require(rules.can_dispatch(by, case) and rules.can_dispatch(by, into))
    states.ensure(case, Verb.MERGE)
    if rules.must_ask_to_merge(by, case):
        raise InOwnHands
    journal.write_all(case, join(case, into, by=by, now=now, reason=reason.strip()))
    save(case)
    return case


def join(case: Case, into: Case, *, by: Actor, now: datetime, reason: str = "") -> list[Step]:
    """Close ``case`` into ``into``, both locked, and write it down at the survivor; what is to be written at ``case`` is
    returned. Raises NoSuchMove, SameCase, SurvivorOver.
    """
    states.ensure(case, Verb.MERGE)
    ensure_joins(case, into)
    stop_asking(case, now)
    moved, why = _move_reports(case, into), case.unplaced_why
    states.move(case, Verb.MERGE)
    case.outcome, case.merged_into, case.closed_at, case.unplaced_why = Outcome.DUPLICATE, into, now, ""
    journal.write(into, CaseEvent.TOOK_IN, by=by, at=now, case=case.pk, reports=len(moved), to=into.holder_id)
    facts = {"into": into.pk, "reports": moved, "to": case.holder_id, "why": why}
    return [
        Step(CaseEvent.MERGED, by, now, reason, facts),
        Step(CaseEvent.CLOSED, by, now, "", {"why": "duplicate"}),
    ]


def ensure_joins(case: Case, into: Case) -> None:
    """Raises SameCase, SurvivorOver (closed, declined, taken back or itself joined)."""
    if into.pk == case.pk:
        raise SameCase
    if into.state not in OPEN_STATES:
        raise SurvivorOver


def _move_reports(case: Case, into: Case) -> list[list[int | None]]:
    """Each report goes to the survivor and remembers the first case it came with; [key, what it remembered before]."""
    both = list(Report.objects.filter(case__in=(case, into)).order_by("pk"))
    moving = [report for report in both if report.case_id == case.pk]
    moved: list[list[int | None]] = [[report.pk, report.merged_from_id] for report in moving]
    for report in moving:
        report.case, report.merged_from_id = into, report.merged_from_id or case.pk
    Report.objects.bulk_update(moving, ["case", "merged_from"])
    indexing.index_receipts(case, [])
    indexing.index_receipts(into, both)
    return moved


@transaction.atomic
def split(*, case_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Take a case out again that was merged by a slip, within a day: its reports come back, and it goes on where it was,
    to be signed anew; what was not placed goes back to the desk. Its promise never moved.

    Raises NotFound, NotAllowed, NoSuchMove, NotMerged, MergedOn, TooLateToSplit, WordsMissing.
    """
    into_id = queries.joined_to(case_id)
    case, into = queries.locked_pair(case_id, into_id or case_id, "matter", "lead", "holder_body")
    require(rules.can_dispatch(by, case))
    verb = Verb.SPLIT if case.matter_id and case.lead_id else Verb.SPLIT_TO_INTAKE
    states.ensure(case, verb)
    if case.merged_into_id != into.pk or case.closed_at is None:
        raise NotMerged
    require(rules.can_dispatch(by, into))
    if into.merged_into_id is not None:
        raise MergedOn
    if now > case.closed_at + SPLIT_WITHIN:
        raise TooLateToSplit
    text = require_words(reason, "reason")
    was = _merging(case)
    _take_back_reports(case, into, was["reports"])
    states.move(case, verb)
    case.merged_into, case.outcome, case.closed_at, case.signed_at = None, "", None, None
    if verb is Verb.SPLIT:
        clocks.open_leg(case, now)
    else:
        case.unplaced_why = was["why"] or UnplacedWhy.NO_WORDS
        clocks.open_intake(case, now)
    facts = {"out_of": into.pk, "to": case.holder_id}
    journal.write(into, CaseEvent.GAVE_BACK, by=by, at=now, case=case.pk, to=into.holder_id)
    journal.write(case, CaseEvent.SPLIT, by=by, at=now, text=text, **facts)
    save(case)
    return case


def _merging(case: Case) -> dict[str, Any]:
    """What the last merging of the case wrote down."""
    told = [entry.facts for entry in entries.entries_of(case) if entry.tag == CaseEvent.MERGED]
    return told[-1] if told else {"reports": [], "why": ""}


def _take_back_reports(case: Case, into: Case, moved: list[list[int | None]]) -> None:
    was: dict[int | None, int | None] = {one[0]: one[1] for one in moved}
    both = list(Report.objects.filter(case=into).order_by("pk"))
    back = [report for report in both if report.pk in was]
    for report in back:
        report.case, report.merged_from_id = case, was[report.pk]
        report.answered_out_at = None  # what went back was the other case's answer
    Report.objects.bulk_update(back, ["case", "merged_from", "answered_out_at"])
    indexing.index_receipts(case, back)
    indexing.index_receipts(into, [report for report in both if report.case_id == into.pk])
