"""What may be shown and said of a case: to its reporter on paper, to a work group. Pure reckoning, nothing is read.

The whole story on the progress page is ``story.tell``.
"""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import story
from linli.cases.models import Case, DemandKind, Outcome, Pause
from linli.cases.states import State
from linli.cases.story import handler, signer

__all__ = ["for_the_group", "handler", "in_brief", "is_answered", "may_rate", "sentences", "signer"]


def sentences(
    case: Case,
    *,
    can_be_reached: bool,
    now: datetime,
    pause: Pause | None = None,
    extended: str = "",
    neighbour: str = "",
    joined_at: datetime | None = None,
    together: Sequence[str] = (),
) -> list[str]:
    """What happened and what comes next, by when, in sentences, as a slip shows it; see ``story.Known``."""
    known = story.Known(can_be_reached, pause, extended, neighbour, joined_at, together)
    return story.tell(case, known, now).sentences()


def is_answered(case: Case) -> bool:
    """Has the answer gone to the resident, so that it may be shown and rated?"""
    return case.state in (State.AWAITING_CALLBACK, State.CLOSED, State.DECLINED) and bool(case.answer)


def may_rate(case: Case) -> bool:
    is_answered = case.state in (State.AWAITING_CALLBACK, State.CLOSED)
    return is_answered and case.outcome != Outcome.DUPLICATE and case.kind != DemandKind.PRAISE


def in_brief(case: Case) -> str:
    """What and roughly where, for a work group: no name, no number, no words of the reporter, nothing finer than an
    estate.
    """
    what = case.matter.name if case.matter is not None else str(case.get_kind_display())
    where = case.estate or case.community or case.street
    return _("【%(what)s】%(where)s") % {"what": what, "where": where.name if where else _("地点待核")}


def for_the_group(case: Case, *, receipt: str, link: str) -> str:
    """A short text to copy into a work group: ``in_brief`` with the receipt, whose it is, by when, and the link."""
    said = _("%(brief)s，编号 %(receipt)s，现在%(state)s，在%(who)s手上") % {
        "brief": in_brief(case),
        "receipt": receipt,
        "state": case.get_state_display(),
        "who": handler(case),
    }
    if case.next_at is not None:
        said += _("，%(at)s 前要办") % {"at": timezone.localtime(case.next_at).strftime("%m-%d %H:%M")}
    return f"{said}。{link}"
