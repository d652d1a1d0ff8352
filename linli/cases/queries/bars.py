"""The clocks of a case as its page draws them. Costs nothing where the case was read for its page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.bars import Drawing, Stretch, draw
from linli.cases.models import Case, Part, WhistleCall
from linli.cases.states import State
from linli.catalogue.models import Matter
from linli.organisations.models import Body
from linli.worktime import queries as worktime
from linli.worktime.clocks import ClockKind, Pause

OFFICE, DAYS, ALWAYS = ClockKind.OFFICE_HOURS, ClockKind.WORKING_DAYS, ClockKind.ALWAYS


@dataclass(frozen=True, slots=True)
class Bar:
    """One clock: its words, from when to when it runs, when it was stopped (``done_at``), what it looks like. ``stands``
    while a pause holds it: then ``due_at`` is of no use and ``drawing.left`` is what it will have when it goes on.
    ``over`` where the case ended without it being stopped.
    """

    name: str
    words: str | Promise
    start: datetime
    due_at: datetime
    drawing: Drawing
    done_at: datetime | None = None
    stands: bool = False
    over: bool = False

    @property
    def was_paused(self) -> bool:
        return any(piece.of is Stretch.PAUSED for piece in self.drawing.pieces)

    @property
    def tone(self) -> str:
        """done, late, stands, soon (a fifth is left) or calm: for the colour; words say it too."""
        if self.drawing.late > 0:
            return "late"
        if self.done_at is not None or self.over:
            return "done"
        if self.stands:
            return "stands"
        return "soon" if self.drawing.used >= 0.8 else "calm"


def bars_of(case: Case, now: datetime) -> list[Bar]:
    """The clocks of a case in the order in which it meets them, those that were stopped too. None for history."""
    return [] if case.from_history else list(_bars(case, now))


def _bars(case: Case, now: datetime) -> Iterator[Bar]:
    yield from _leg(case, now)
    if case.promised_from is not None:
        stood = [Pause(pause.starts_at, pause.ends_at) for pause in case.pauses.all()]
        table = case.promised.get("timetable")
        for name, words, due, done in (
            ("contact", _("首次联系"), case.contact_due_at, case.contacted_at),
            ("finish", _("办结"), case.finish_due_at, case.answered_at),
        ):
            if due is not None:
                kind = ClockKind(case.promised[name][0])
                yield _bar(case, name, words, (case.promised_from, due), kind, table, now, done, stood)
    if case.callback_due_at is not None and case.state in (State.AWAITING_CALLBACK, State.CLOSED):
        start = case.leg_from if case.state == State.AWAITING_CALLBACK else case.answered_at
        start = start or max((one.made_at for one in case.callbacks.all()), default=None)
        if start is not None and start < case.callback_due_at:
            yield _bar(
                case, "callback", _("回访"), (start, case.callback_due_at), DAYS,
                _table(case.holder_body), now, case.closed_at,
            )  # fmt: skip
    if case.outer_due_at is not None:
        yield _bar(
            case, "outer", _("来源平台时限"), (case.registered_at, case.outer_due_at), ALWAYS, None, now,
            case.answered_at or case.closed_at,
        )  # fmt: skip


def _leg(case: Case, now: datetime) -> Iterator[Bar]:
    """The holder's own clock: the intake desk's while it waits there, else that to sign."""
    if case.leg_from is None:
        return
    if case.state == State.REGISTERED and case.intake_due_at is not None:
        span = (case.leg_from, case.intake_due_at)
        yield _bar(case, "intake", _("受理"), span, OFFICE, _table(case.holder_body), now, None)
    elif case.state in (State.DISPATCHED, State.IN_PROGRESS) and case.sign_due_at is not None:
        kind, _amount = (case.matter or Matter()).limit("sign", case.urgency)
        span = (case.leg_from, case.sign_due_at)
        yield _bar(case, "sign", _("签收"), span, kind, _table(case.holder_body), now, case.signed_at)


def _table(body: Body | None) -> int | None:
    return body.timetable_id if body is not None else None


def _bar(
    case: Case,
    name: str,
    words: str | Promise,
    span: tuple[datetime, datetime],
    kind: ClockKind,
    table: int | None,
    now: datetime,
    done: datetime | None,
    pauses: Iterable[Pause] = (),
) -> Bar:
    over = done is None and case.closed_at is not None
    at = done or case.closed_at or now
    stood = [pause for pause in pauses if pause.start < at]
    stands = not over and done is None and any(pause.end is None for pause in stood)
    drawing = draw(*span, kind, worktime.calendar_of(table), at=at, pauses=stood)
    return Bar(name, words, *span, drawing, done, stands, over)


def bar_of_part(part: Part, now: datetime) -> Bar:
    """The clock of a part, which runs over the working time of the body that was asked."""
    calendar = worktime.calendar_of(_table(part.body))
    drawing = draw(part.asked_at, part.due_at, DAYS, calendar, at=part.ended_at or now)
    return Bar("part", _("协办"), part.asked_at, part.due_at, drawing, part.ended_at)


def bar_of_call(call: WhistleCall, blown_at: datetime, arrive_due_at: datetime, now: datetime) -> Bar:
    """What a called department is at: to answer first, then to arrive."""
    if call.responded_at is None and call.arrived_at is None:
        words, due, done = _("应哨"), call.respond_due_at, call.ended_at
    else:
        words, due, done = _("到场"), arrive_due_at, call.arrived_at or call.ended_at
    drawing = draw(blown_at, due, ALWAYS, worktime.calendar_of(None), at=done or now)
    return Bar("call", words, blown_at, due, drawing, done)
