"""The days of a year, one day of it, and a file of days."""

import tempfile
from datetime import date
from pathlib import Path
from typing import IO

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.kernel import sheets
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotFound, Refusal, require
from linli.worktime import actions, daysheet, packaged, queries, rules
from linli.worktime.actions import EARLIEST, LATEST
from linli.worktime.clocks import SHANGHAI
from linli.worktime.forms import WEEKDAY_HEADINGS, DayForm, DaysFileForm
from linli.worktime.models import DayKind
from linli.worktime.months import months_of, runs_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def days(request: Request) -> HttpResponse:
    """A year as a wall calendar, with the days that break the ordinary week and who says so."""
    now = timezone.now()
    year = _year(request.GET.get("year", ""), now.astimezone(SHANGHAI).year)
    rows = queries.days_of(year)
    context = {
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
    """Take a file of days; what was good is in, the rest is told line by line."""
    require(rules.can_edit(request.actor))
    is_post = request.method == "POST"
    form = DaysFileForm(request.POST, request.FILES) if is_post else DaysFileForm()
    tally, refusal = None, None
    if is_post and form.is_valid():
        try:
            tally = _import(request, form.cleaned_data["file"])
        except Refusal as error:
            refusal = error
    titles = {column.key: column.title for column in daysheet.COLUMNS}
    problems = (
        [(found.line, titles.get(found.field, ""), found.why) for found in tally.refused] if tally else []
    )
    context = {"form": form, "tally": tally, "problems": problems}
    return page(request, "worktime/days_import.html", context, part="import", refusal=refusal)


@require_safe
def days_template(request: Request) -> HttpResponse:
    """The Excel file to fill in."""
    response = HttpResponse(sheets.template(daysheet.COLUMNS, sheet_name="日历"), content_type=EXCEL)
    response.headers["Content-Disposition"] = 'attachment; filename="days.xlsx"'
    return response


def _import(request: Request, file: IO[bytes]) -> sheets.Tally:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "days"
        path.write_bytes(file.read())
        return actions.import_days(path=path, by=request.actor, now=timezone.now())


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
