"""What goes back to another platform about one answer: its cells, by our keys."""

from datetime import datetime

from django.utils.translation import gettext as _

from linli.cases import receipts
from linli.cases.models import CallBack, Case, Outcome, Report
from linli.cases.states import State
from linli.kernel.sheets import Column

_SATISFACTION = {3: "满意", 2: "基本满意", 1: "不满意"}  # the words of the sheet, not of our pages


def columns_of(pairs: list[list[str]]) -> tuple[Column, ...]:
    """The columns of a platform's answers: each title over our key. A key may stand under several titles."""
    return tuple(Column(f"{place}", (title,)) for place, (title, _key) in enumerate(pairs))


def cells_of(report: Report, pairs: list[list[str]]) -> dict[str, object]:
    """The cells of one answer under ``columns_of(pairs)``. Its case's lead, matter and call-backs were fetched."""
    known = _known(report)
    return {f"{place}": known.get(key) for place, (_title, key) in enumerate(pairs)}


def _known(report: Report) -> dict[str, object]:
    case, said = report.case, _last_said(report.case)
    return {
        "number": report.outer_number,
        "receipt": receipts.shown(report.receipt),
        "matter": case.matter.name if case.matter is not None else "",
        "lead": case.lead.name if case.lead is not None else "",
        "role": "主办",
        "registered_at": case.registered_at,
        "signed_at": case.signed_at,
        "due_at": case.outer_due_at,
        "contacted_at": case.contacted_at,
        "outcome": _outcome(case),
        "answer": case.answer,
        "finished_at": _finished_at(case),
        "is_valid_callback": None if said is None else said.is_reached,
        "was_contacted": said.was_contacted if said is not None else None,
        "is_solved": _solved(case, said),
        "satisfaction": _SATISFACTION.get((said.satisfaction if said is not None else None) or 0, "未评价"),
        "returns": case.returns,
    }


def _last_said(case: Case) -> CallBack | None:
    """The last call-back that was meant to reach somebody."""
    said = [one for one in case.callbacks.all() if one.is_applicable]
    return max(said, key=lambda one: (one.made_at, one.pk), default=None)


def _finished_at(case: Case) -> datetime | None:
    return case.answered_at or case.closed_at


def _outcome(case: Case) -> str:
    if case.state == State.DECLINED:
        return _("不予受理：%s") % case.get_declined_why_display()
    return str(Outcome(case.outcome).label) if case.outcome else ""


def _solved(case: Case, said: CallBack | None) -> str:
    """解决, 部分解决 or 未解决: what the resident said, or "" where nobody was reached."""
    if said is None or said.is_solved is None:
        return ""
    if not said.is_solved:
        return "未解决"
    return "部分解决" if case.outcome == Outcome.PARTLY else "解决"
