"""The days of a year, one day of it, and a file of days."""

from datetime import date
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.kernel import sheets
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotFound, Refusal, require
from linli.kernel.sheets.pages import import_page, sheet_answer, template_answer
from linli.worktime import actions, daysheet, packaged, queries, rules
from linli.worktime.actions import EARLIEST, LATEST
from linli.worktime.clocks import SHANGHAI
from linli.worktime.forms import WEEKDAY_HEADINGS, DayForm
from linli.worktime.models import DayKind
from linli.worktime.months import months_of, runs_of


@require_safe
def days(request: Request) -> HttpResponse:
    """A year as a wall calendar, with the days that break the ordinary week and who says so."""
    now = timezone.now()
    year = _year(request.GET.get("year", ""), now.astimezone(SHANGHAI).year)
    rows = queries.days_of(year)
    context: dict[str, Any] = {
        "year": year,
        "before": year - 1 if year > EARLIEST.year else None,
        "after": year + 1 if year < LATEST.year else None,
        "months": months_of(year, rows),
        "runs": runs_of(rows),
        "is_official": year in queries.official_years(),
        "missing": queries.years_without_official_days(now),
        "weekdays": WEEKDAY_HEADINGS,
        "can_edit": rules.can_edit(request.actor),
    }
    context["pasts"] = queries.pasts_of_days() if context["can_edit"] else []
    return page(request, "worktime/days.html", context, part="year")


@require_http_methods(["GET", "HEAD", "POST"])
def day(request: Request, day: str) -> HttpResponse:
    """Say what one day is, and on whose word."""
    require(rules.can_edit(request.actor))
    on = _date(day)
    row = queries.days_of(on.year).get(on)
    shown = {
        "kind": row.kind if row else (DayKind.WORK if on.weekday() < 5 else DayKind.REST),
        "name": row.name if row else "",
        "source": row.source if row and row.source not in packaged.SOURCES else "",
        "is_official": row.is_official if row else True,
    }
    is_post = request.method == "POST"
    form = DayForm(request.POST if is_post else None, initial=shown)
    refusal = None
    if is_post and form.is_valid():
        try:
            actions.set_day(day=on, by=request.actor, now=timezone.now(), **form.cleaned_data)
            return go(request, _days_url(on.year))
        except Refusal as error:
            refusal = error
    context = {"form": form, "date": on, "row": row, "year": on.year}
    return page(request, "worktime/day.html", context, part="day", refusal=refusal)


@require_POST
def day_clear(request: Request, day: str) -> HttpResponse:
    """Let a day follow the ordinary week again."""
    on = _date(day)
    actions.clear_day(day=on, by=request.actor, now=timezone.now())
    return go(request, _days_url(on.year))


@require_POST
def days_foresee(request: Request) -> HttpResponse:
    """Fill a year that has no official days with what can be foreseen of it."""
    year = _year(request.POST.get("year", ""), timezone.now().astimezone(SHANGHAI).year)
    actions.fill_days(by=request.actor, now=timezone.now(), first=year, last=year, foresee=True)
    return go(request, _days_url(year))


@require_http_methods(["GET", "HEAD", "POST"])
def days_import(request: Request) -> HttpResponse:
    """Take a file of days, or try it; what was good is in, the rest is told line by line."""
    require(rules.can_edit(request.actor))

    def take(path: Path, is_dry: bool) -> sheets.Tally:
        return actions.import_days(path=path, by=request.actor, now=timezone.now(), dry_run=is_dry)

    context = {
        "heading": _("导入放假安排"),
        "back": (reverse("days"), _("日历")),
        "template_url": reverse("days_template"),
        "export_url": reverse("days_export"),
        "said": [_("每年国务院办公厅发布放假安排后，把放假和调休上班的日子一天一行填进模板，导入一次就行。")],
    }
    return import_page(request, columns=daysheet.COLUMNS, take=take, context=context)


@require_safe
def days_template(request: Request) -> HttpResponse:
    """The Excel file to fill in."""
    return template_answer("日历", daysheet.COLUMNS)


@require_safe
def days_export(request: Request) -> HttpResponse:
    """The official days of ``?year=``, or of this year and after, in the columns that the import reads."""
    this = timezone.localdate().year
    year = _year(request.GET.get("year", ""), 0)
    rows = queries.days_to_hand_out(first=year or this, last=year or LATEST.year)
    return sheet_answer(f"日历-{year or this}", daysheet.COLUMNS, rows, is_csv=request.GET.get("as") == "csv")


def _days_url(year: int) -> str:
    return f"{reverse('days')}?year={year}"


def _year(words: str, otherwise: int) -> int:
    if words.isascii() and words.isdecimal() and EARLIEST.year <= int(words[:9]) <= LATEST.year:
        return int(words)
    return otherwise


def _date(words: str) -> date:
    """Raises NotFound for what is no date that the table can hold."""
    try:
        on = date.fromisoformat(words)
    except ValueError as error:
        raise NotFound from error
    if not EARLIEST <= on <= LATEST:
        raise NotFound
    return on
