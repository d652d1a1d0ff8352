"""What concerns one reporter: their rating, and their number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import queries, rules
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import DemandKind, RatingWhy, Report
from linli.cases.states import State
from linli.journal import actions as journal
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.refusals import Refusal, require

STARS = range(1, 6)  # 政务服务"好差评": five grades (HCP)
CONTENT = 4  # from here on nobody is asked why


class NotYetAnswered(Refusal):
    words = _("还没有答复，等答复了再评价。")


class NothingToRate(Refusal):
    """Praise is passed on and never ranked."""

    words = _("表扬不用评价，谢谢您。")


class RatedBefore(Refusal):
    words = _("已经评价过了，谢谢您。")


class UnknownStars(Refusal):
    words = _("请选一颗到五颗星。")
    field = "stars"


class UnknownRatingWhy(Refusal):
    words = _("请从列出的原因里选。")
    field = "why"


class NoNumber(Refusal):
    words = _("诉求人没有留电话。")


@transaction.atomic
def rate(
    *, report_id: int, solved: bool, stars: int, words: str, now: datetime, why: Iterable[str] = ()
) -> Report:
    """The reporter rates the answer, once; a door calls it only after receipt and code agreed. ``why`` are values of
    RatingWhy; they count only where somebody is not content.

    Raises NotFound, NotYetAnswered, NothingToRate, RatedBefore, UnknownStars, UnknownRatingWhy.
    """
    report = queries.locked_report(report_id)
    if report.case.state not in (State.AWAITING_CALLBACK, State.CLOSED):
        raise NotYetAnswered
    if report.case.kind == DemandKind.PRAISE:
        raise NothingToRate
    if report.rated_at is not None:
        raise RatedBefore
    if stars not in STARS:
        raise UnknownStars
    reasons = sorted(set(why))
    if not set(reasons) <= set(RatingWhy.values):
        raise UnknownRatingWhy
    report.solved, report.stars, report.rated_at = solved, stars, now
    report.save(update_fields=["solved", "stars", "rated_at"])
    facts: dict[str, Any] = {"report": report.pk, "solved": solved, "stars": stars}
    if reasons and not (solved and stars >= CONTENT):
        facts["why"] = reasons
    journal.write(report.case, CaseEvent.RATED, by=RESIDENT, at=now, text=words.strip(), **facts)
    return report


@transaction.atomic
def see_number(*, report_id: int, reason: str, by: Actor, now: datetime) -> str:
    """The reporter's number, shown for a reason that is written down.

    Raises NotFound, NotAllowed, NoNumber, WordsMissing.
    """
    report = queries.locked_report(report_id)
    require(rules.can_see_reporter(by, report.case, report))
    text = require_words(reason, "reason")
    if not report.phone:
        raise NoNumber
    journal.write(report.case, CaseEvent.NUMBER_SEEN, by=by, at=now, text=text, report=report.pk)
    return report.phone
