"""Orders of other platforms: how their sheets are laid out, what changes there, and answers that have gone back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.cases import platforms, queries, rules
from linli.cases.actions.moving import require_words, save
from linli.cases.actions.redoing import redo
from linli.cases.events import CaseEvent
from linli.cases.models import Platform, Report
from linli.journal import actions as journal
from linli.journal import queries as entries
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require

SUBJECT = "cases.platforms"  # the chain of the journal on which every change of a layout stands
MOST_AT_ONCE = 500
REDO = "重办"  # the mark of a sheet, see sheet.mark_of
REDO_WORDS = "来源平台要求重办"


class BadLayout(Refusal):
    words = _("栏目对应填得不对：%(what)s")
    field = "columns_in"


class AnswerChanged(Refusal):
    """Between the download and the confirmation an answer was changed, or somebody else has confirmed it."""

    words = _("有 %(count)s 件在下载以后变了，请重新下载一次再报。")


class NothingSentBack(Refusal):
    words = _("这一批已经撤销，或者没有报回过。")


@transaction.atomic
def set_platform(
    *,
    code: str,
    name: str,
    columns_in: dict[str, str],
    columns_out: Sequence[tuple[str, str]],
    is_on: bool = True,
    by: Actor,
    now: datetime,
) -> Platform:
    """Make or change a platform: our keys to its headings, and its headings of what goes back.

    Raises NotAllowed, WordsMissing, BadLayout (a key that is none of ours, a heading that is empty or doubled, or one
    that cannot be left out).
    """
    require(rules.can_set_platform(by))
    pairs = [(title.strip(), key) for title, key in columns_out]
    fault = platforms.fault_of(columns_in, pairs)
    if fault:
        raise BadLayout(BadLayout.words % {"what": fault})
    row = Platform.objects.select_for_update().filter(code=code).first() or Platform(code=code)
    row.name, row.is_on = require_words(name, "name")[:60], is_on
    row.columns_in = {key: title.strip() for key, title in columns_in.items()}
    row.columns_out = [list(pair) for pair in pairs]
    row.save()
    facts: dict[str, Any] = {
        "platform": row.code,
        "is_on": row.is_on,
        "in": len(row.columns_in),
        "out": len(pairs),
    }
    journal.write(SUBJECT, CaseEvent.PLATFORM_SET, by=by, at=now, **facts)
    return row


def starting_platforms(*, by: Actor, now: datetime) -> int:
    """Those that an installation starts with, where they are not there yet; how many. Raises NotAllowed."""
    there = set(Platform.objects.values_list("code", flat=True))
    missing = [layout for layout in platforms.STARTING if layout.code not in there]
    for layout in missing:
        set_platform(
            code=layout.code,
            name=layout.name,
            columns_in=dict(layout.columns_in),
            columns_out=layout.columns_out,
            by=by,
            now=now,
        )
    return len(missing)


@transaction.atomic
def update_outer(*, report_id: int, due_at: datetime | None, mark: str, by: Actor, now: datetime) -> bool:
    """A row that came before has come again: keep its new deadline, and that the platform urges. Did anything change?

    Raises NotFound, NotAllowed.
    """
    report = queries.locked_report(report_id)
    case = report.case
    require(rules.can_exchange_case(by, case))
    moved = due_at is not None and due_at != case.outer_due_at and not case.from_history
    urged = bool(mark) and mark not in _marks_today(case.pk, now)
    if not moved and not urged:
        return False
    begins_again = mark == REDO and _begins_again(case.pk, by=by, now=now)
    if begins_again:
        case = queries.locked(case.pk)
    # Who works on it again is told that they do.
    facts: dict[str, Any] = {
        "report": report.pk, "to": None if begins_again else case.holder_id, "mark": mark
    }  # fmt: skip
    if moved and due_at is not None:
        was = case.outer_due_at
        facts |= {"due": due_at.isoformat(), "was": was.isoformat() if was is not None else None}
        case.outer_due_at = due_at
    journal.write(case, CaseEvent.OUTER_CHANGED, by=by, at=now, text=mark, **facts)
    save(case)
    return True


def _begins_again(case_id: int, *, by: Actor, now: datetime) -> bool:
    """A new round for what was closed here, where our own rules allow one; else its holder is told of the mark."""
    try:
        redo(case_id=case_id, reason=REDO_WORDS, by=by, now=now)
    except Refusal:
        return False
    return True


def _marks_today(case_id: int, now: datetime) -> set[str]:
    """The marks that came on this day (Shanghai): a sheet that comes twice a day urges once."""
    today = timezone.localdate(now)
    return {
        str(entry.facts.get("mark"))
        for entry in entries.entries_of(f"cases.case:{case_id}")
        if entry.tag == CaseEvent.OUTER_CHANGED and timezone.localdate(entry.happened_at) == today
    }


@transaction.atomic
def answers_went_out(
    *, platform: Platform, answers: Iterable[tuple[int, int]], by: Actor, now: datetime
) -> int:
    """The downloaded answers were handed in at the platform: exactly these, each named by its report and the second in
    which it was given (``queries.stamp``). All of them or none; how many.

    Raises NotAllowed, AnswerChanged.
    """
    wanted = dict(list(answers)[:MOST_AT_ONCE])
    queries.lock_cases_of(wanted)
    waiting = queries.answers_to_send(by, platform, only=wanted)
    agree = [report for report in waiting if wanted[report.pk] == queries.stamp(report)]
    if len(agree) != len(wanted):
        raise AnswerChanged(AnswerChanged.words % {"count": len(wanted) - len(agree)})
    for report in agree:
        require(rules.can_exchange_case(by, report.case))
        facts: dict[str, Any] = {"report": report.pk, "platform": platform.code}
        journal.write(report.case, CaseEvent.ANSWERED_OUT, by=by, at=now, **facts)
    Report.objects.filter(pk__in=wanted).update(answered_out_at=now)
    return len(agree)


@transaction.atomic
def undo_answers_out(*, platform: Platform, sent_at: datetime, by: Actor, now: datetime) -> int:
    """Take back that the answers confirmed at ``sent_at`` went out: they wait to be sent again; how many.

    Raises NotAllowed, NothingSentBack.
    """
    queries.lock_cases_of(queries.answers_sent(platform, at=sent_at).values_list("pk", flat=True))
    reports = list(queries.answers_sent(platform, at=sent_at))
    if not reports:
        raise NothingSentBack
    for report in reports:
        require(rules.can_exchange_case(by, report.case))
        facts: dict[str, Any] = {"report": report.pk, "platform": platform.code}
        journal.write(report.case, CaseEvent.ANSWERED_OUT_UNDONE, by=by, at=now, **facts)
    Report.objects.filter(pk__in=[report.pk for report in reports]).update(answered_out_at=None)
    return len(reports)


@transaction.atomic
def tell_of_export(*, reason: str, with_numbers: bool, count: int, by: Actor, now: datetime) -> None:
    """Keep who takes how many cases out of the system, and why, before the file is written.

    Raises NotAllowed, WordsMissing.
    """
    require(rules.can_export(by))
    text = require_words(reason, "reason")
    journal.write(
        "cases.exports",
        CaseEvent.EXPORTED,
        by=by,
        at=now,
        text=text,
        with_numbers=with_numbers,
        count=count,
    )
