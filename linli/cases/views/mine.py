"""我的诉求: all demands of one number, proven by a code that was sent to it; and those this browser follows anyway."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from linli.cases import actions, queries, receipts, story
from linli.cases.forms.mine import CodeOfMineForm, NumberOfMineForm
from linli.cases.models import Report
from linli.cases.queries.mine import to_list
from linli.cases.queries.phones import to_call
from linli.cases.story import Known, Story
from linli.cases.views import slips
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal
from linli.people import numbers


@dataclass(frozen=True, slots=True)
class Row:
    report: Report
    receipt: str
    title: str
    told: Story
    is_over: bool


@login_not_required
@never_cache
def mine(request: Request) -> HttpResponse:
    """The demands of the number that was proven; before that, ask for the number and send a code to it."""
    now = timezone.now()
    proven = slips.of_number(request, now=now)
    if request.method == "POST" and settings.SENDS_SMS:
        return _send(request, now)
    context = _context(request, now)
    if proven is not None:
        return page(request, "cases/mine.html", {**context, "rows": _rows(proven, now), "is_proven": True})
    return page(request, "cases/mine.html", {**context, "form": NumberOfMineForm()})


def _context(request: Request, now: datetime) -> dict[str, Any]:
    return {
        "followed": _rows(slips.all_followed(request, now=now), now),
        "sends_sms": settings.SENDS_SMS,
        "calls": to_call(None),
        "now": now,
    }


def _send(request: Request, now: datetime) -> HttpResponse:
    form, refusal = NumberOfMineForm(request.POST), None
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            actions.send_code(phone=phone, address=request.META.get("REMOTE_ADDR", ""), now=now)
        except Refusal as refused:
            refusal = refused
        else:
            slips.ask_number(request, phone, now=now)
            return go(request, "mine_code")
    return page(request, "cases/mine.html", {**_context(request, now), "form": form}, refusal=refusal)


@login_not_required
@never_cache
def mine_code(request: Request) -> HttpResponse:
    """The code that was sent; right, it opens the list."""
    now = timezone.now()
    phone = slips.asked_number(request, now=now)
    if not phone:
        return go(request, "mine")
    form, refusal = CodeOfMineForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            found = actions.prove_number(phone=phone, code=form.cleaned_data["code"], now=now)
        except Refusal as refused:
            refusal = refused
        else:
            slips.follow_number(request, found, now=now)
            return go(request, "mine")
    context = {"form": form, "masked": numbers.mask_phone(phone), "calls": to_call(None)}
    return page(request, "cases/mine_code.html", context, refusal=refusal)


@login_not_required
@require_POST
def mine_leave(request: Request) -> HttpResponse:
    """This browser follows nothing any more."""
    slips.leave(request)
    messages.success(request, _("已经退出，这台手机上看不到您的诉求了。"))
    return go(request, "progress")


def _rows(report_ids: list[int], now: datetime) -> list[Row]:
    """What waits for the reader first, then what is being done, then what is over."""
    rows = [_row(report, now) for report in to_list(report_ids)] if report_ids else []
    return sorted(rows, key=lambda row: (row.is_over, row.told.tone != "asks"))


def _row(report: Report, now: datetime) -> Row:
    case, said = report.case, report.merged_from or report.case
    known = Known(can_be_reached=bool(report.phone_blind), neighbour=queries.asked_first(case))
    told = story.tell(case, known, now)
    return Row(report, receipts.shown(report.receipt), said.title, told, case.closed_at is not None)
