"""Several cases of a list at once: looked over first, then one sentence for each, each in a transaction of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from linli.cases import actions, forms, queries, rules
from linli.cases.forms.bulk import FinishForm, NudgeForm
from linli.cases.models import Case
from linli.cases.queries import bulk
from linli.cases.queries.offers import carrying, straight
from linli.cases.states import OPEN_STATES
from linli.cases.views import filtering
from linli.cases.views.rows import Row, rows_of
from linli.kernel.actor import Actor
from linli.kernel.pages import Request, page
from linli.kernel.refusals import NotFound, Refusal

Say = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Bulk:
    """One act for several cases. ``verbs``: who has one of them anywhere is offered it; ``stands`` foresees for one case
    whether its sentence will be allowed, the sentence alone decides.
    """

    words: str | Promise
    done: str | Promise
    verbs: tuple[str, ...]
    stands: Callable[[Case, Actor, datetime], bool]
    make: Callable[[list[Case], datetime, Any], django_forms.Form]
    say: Say
    picture: str
    undo: str = ""


def _plain(form: type[django_forms.Form]) -> Callable[[list[Case], datetime, Any], django_forms.Form]:
    return lambda cases, now, data: form(data)


def _seats(cases: list[Case], now: datetime, data: Any) -> django_forms.Form:
    return forms.DispatchForm(data, seats=bulk.seats_for_all(cases, on=timezone.localdate(now)))


def _may_nudge(case: Case, actor: Actor, now: datetime) -> bool:
    waits = case.wakes_at is None and case.holder_id is not None and case.holder_id not in actor.seats
    return case.state in OPEN_STATES and waits and rules.can_nudge(actor, case)


def _dispatch(*, case_id: int, seat: int, reason: str, by: Actor, now: datetime) -> object:
    return actions.dispatch(case_id=case_id, to_seat_id=seat, reason=reason, by=by, now=now)


def _pull_back(*, case_id: int, by: Actor, now: datetime) -> object:
    return actions.pull_back(case_id=case_id, reason=_("派错了，撤回"), by=by, now=now)


class HasPhone(Refusal):
    words = gettext_lazy("留了电话，要先联系本人再办结，请打开这一件回访。")


def _finish(*, case_id: int, words: str, by: Actor, now: datetime) -> object:
    """Closed without a call only where nobody left a number."""
    case = next(iter(bulk.chosen(by, [case_id])), None)
    if case is None:
        raise NotFound
    if not bulk.without_phone([case]):
        raise HasPhone
    return actions.call_back(
        case_id=case_id, manner="phone", is_reached=False, was_contacted=None, is_solved=None,
        satisfaction=None, words=words, by=by, now=now,
    )  # fmt: skip


BULK: dict[str, Bulk] = {
    "nudge": Bulk(
        gettext_lazy("提醒"), gettext_lazy("已提醒"), (rules.SUPERVISE, rules.DISPATCH), _may_nudge, _plain(NudgeForm),
        actions.nudge, picture="bell",
    ),
    "dispatch": Bulk(
        gettext_lazy("派单"), gettext_lazy("已派单"), (rules.DISPATCH,), straight.OFFERS["dispatch"], _seats, _dispatch,
        picture="send", undo="pull_back",
    ),
    "sign": Bulk(
        gettext_lazy("签收"), gettext_lazy("已签收"), (rules.WORK,), straight.OFFERS["sign"], _plain(forms.PressForm),
        actions.sign, picture="check2-circle",
    ),
    "approve": Bulk(
        gettext_lazy("审核通过"), gettext_lazy("审核通过"), (rules.REVIEW,), straight.OFFERS["approve"], _plain(forms.PressForm),
        actions.approve, picture="clipboard-check",
    ),
    "finish": Bulk(
        gettext_lazy("办结（没留电话的）"), gettext_lazy("已办结"), (rules.CALL_BACK,), straight.OFFERS["call_back"],
        _plain(FinishForm), _finish, picture="check2",
    ),
    "pull_back": Bulk(
        gettext_lazy("撤回派单"), gettext_lazy("已撤回"), (), carrying.OFFERS["pull_back"], _plain(forms.PressForm), _pull_back,
        picture="arrow-counterclockwise",
    ),
}  # fmt: skip


def offered(actor: Actor) -> list[tuple[str, Bulk]]:
    """What the bar of a list offers."""
    return [(name, one) for name, one in BULK.items() if any(map(actor.may_anywhere, one.verbs))]


@require_POST
def worklist_bulk(request: Request) -> HttpResponse:
    """What was chosen is shown first; confirmed, it is done case by case, and what was refused is named with why."""
    name, now = request.POST.get("act", ""), timezone.now()
    if name not in BULK:
        raise NotFound
    act, back = BULK[name], _back(request.POST.get("back", ""))
    keys = [int(key) for key in request.POST.getlist("case") if key.isdecimal() and len(key) < 18]
    cases = bulk.chosen(request.actor, keys)
    stands = {case.pk for case in cases if act.stands(case, request.actor, now)}
    if act.say is _finish:
        stands &= bulk.without_phone(cases)
    is_sent = request.POST.get("confirmed") == "1"
    form = act.make([case for case in cases if case.pk in stands], now, request.POST if is_sent else None)
    context: dict[str, Any] = {
        "act": act, "name": name, "form": form, "back": back, "back_query": back.partition("?")[2], "now": now, "most": bulk.MOST,
        "unseen": len(set(keys)) - len(cases), "undo": BULK.get(act.undo),
    }  # fmt: skip
    if is_sent and form.is_valid():
        done, refused = _each(cases, act, form.cleaned_data, request.actor, now)
        return page(
            request, "cases/bulk_done.html", {**context, "form": None, **_told(cases, done, refused, now)}
        )
    rows = rows_of(cases, now)
    context |= {
        "standing": [row for row in rows if row.key in stands],
        "others": [row for row in rows if row.key not in stands],
    }
    return page(request, "cases/bulk.html", context)


def _each(
    cases: list[Case], act: Bulk, typed: dict[str, Any], by: Actor, now: datetime
) -> tuple[set[int], dict[int, str]]:
    """One sentence a case, each in a transaction of its own: what one refuses keeps no other."""
    done: set[int] = set()
    refused: dict[int, str] = {}
    for case in cases:
        try:
            act.say(case_id=case.pk, by=by, now=now, **typed)
        except Refusal as refusal:
            refused[case.pk] = str(refusal)
        else:
            done.add(case.pk)
    return done, refused


def _told(cases: list[Case], done: set[int], refused: dict[int, str], now: datetime) -> dict[str, Any]:
    rows: list[Row] = rows_of(cases, now)
    return {
        "done": [row for row in rows if row.key in done],
        "refused": [(row, refused[row.key]) for row in rows if row.key in refused],
    }


def _back(said: str) -> str:
    """The list from which the cases were chosen, written anew from what makes sense in it."""
    asked = QueryDict(said[:400])
    lens = asked.get("lens", "")
    query = filtering.written(lens if lens in queries.LENSES else "mine", filtering.read(asked))
    return f"{reverse('worklist')}?{query}"
