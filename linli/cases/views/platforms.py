"""外来工单: the daily sheet of another platform in, what has to go back by when, and our answers out."""

import tempfile
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases import actions, answers, forms, queries, rules
from linli.cases.models import Platform
from linli.kernel import sheets
from linli.kernel.pages import Request, answer_form, done, go, page
from linli.kernel.refusals import Refusal, require

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _may(request: Request) -> None:
    require(request.actor.may_anywhere(rules.PLATFORM) or rules.can_set_platform(request.actor))


@require_safe
def platforms(request: Request) -> HttpResponse:
    """All platforms; the one where there is only one."""
    _may(request)
    found = queries.platforms_on()
    if len(found) == 1:
        return go(request, "platform", found[0].code)
    return page(request, "cases/platforms.html", {"platforms": found})


@require_http_methods(["GET", "HEAD", "POST"])
def platform(request: Request, code: str) -> HttpResponse:
    """What came and what has to go back; a sheet that is sent is tried or taken in, refused rows named by their line."""
    _may(request)
    found, areas = queries.platform_named(code), queries.areas_of(request.actor)
    if request.method != "POST":
        return _shown(request, found, form=forms.SheetForm(areas=areas))
    form = forms.SheetForm(request.POST, request.FILES, areas=areas)
    if not form.is_valid():
        return _shown(request, found, form=form)
    typed = form.cleaned_data
    try:
        tally = _taken_in(request, found, typed)
    except Refusal as refusal:
        return _shown(request, found, form=form, refusal=refusal)
    return _shown(request, found, form=form, tally=tally, was_dry=typed["dry_run"])


def _taken_in(request: Request, found: Platform, typed: dict[str, Any]) -> sheets.Tally:
    with tempfile.NamedTemporaryFile(suffix=".upload") as kept:
        for chunk in typed["file"].chunks():
            kept.write(chunk)
        kept.flush()
        return actions.take_in_sheet(
            platform=found,
            path=kept.name,
            within=typed["area"],
            by=request.actor,
            now=timezone.now(),
            dry_run=typed["dry_run"],
        )


def _shown(request: Request, found: Platform, *, refusal: Refusal | None = None, **more: Any) -> HttpResponse:
    tally = more.get("tally")
    titles = {column.key: column.title for column in _columns_in(found)}
    context = {
        "platform": found,
        "orders": queries.orders(request.actor, found),
        "ready": [
            (report, f"{report.pk}.{queries.stamp(report)}")
            for report in queries.answers_to_send(request.actor, found)
        ],
        "sent": queries.batches_sent(request.actor, found),
        "refused": [(one.line, titles.get(one.field, one.field), one.why) for one in tally.refused[:500]]
        if tally
        else [],
        "may_set": rules.can_set_platform(request.actor),
        "may_take_in": request.actor.may_anywhere(rules.PLATFORM),
        "now": timezone.now(),
        **more,
    }
    return page(request, "cases/platform.html", context, refusal=refusal)


def _columns_in(found: Platform) -> tuple[sheets.Column, ...]:
    return tuple(sheets.Column(key, (title,)) for key, title in found.columns_in.items())


@require_POST
def platform_answers(request: Request, code: str) -> HttpResponse:
    """The ticked answers as a sheet in the platform's columns. Nothing counts as sent before that is confirmed."""
    _may(request)
    found, now = queries.platform_named(code), timezone.now()
    wanted = dict(forms.stamps_of(request.POST.getlist("answer")))
    rows = queries.answers_to_send(request.actor, found, only=wanted) if wanted else []
    if not rows:
        return _shown(request, found, form=_blank(request), refusal=Refusal(_("没有选中要报回的答复。")))
    pairs = found.columns_out
    columns, cells = answers.columns_of(pairs), [answers.cells_of(row, pairs) for row in rows]
    if request.POST.get("as") == "csv":
        return _file(sheets.comma_separated(columns, cells), "text/csv; charset=utf-8", found, now, "csv")
    return _file(sheets.workbook([(found.name, columns, cells)]), _XLSX, found, now, "xlsx")


def _blank(request: Request) -> forms.SheetForm:
    return forms.SheetForm(areas=queries.areas_of(request.actor))


def _file(content: bytes, kind: str, found: Platform, now: datetime, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{found.code}-{timezone.localtime(now):%Y%m%d-%H%M}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
def platform_sent(request: Request, code: str) -> HttpResponse:
    """已报回: exactly the ticked answers were handed in at the platform."""
    _may(request)
    found = queries.platform_named(code)
    stamps = forms.stamps_of(request.POST.getlist("answer"))
    try:
        count = actions.answers_went_out(platform=found, answers=stamps, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        return _shown(request, found, form=_blank(request), refusal=refusal)
    return done(request, _("已记下：%s 件答复报回了。") % count, "platform", code)


@require_POST
def platform_undo(request: Request, code: str) -> HttpResponse:
    """Pressed too early: these answers wait again."""
    _may(request)
    found, form = queries.platform_named(code), forms.UndoForm(request.POST)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        refused = refusal or actions.NothingSentBack()
        return _shown(request, found, form=_blank(request), refusal=refused)

    def say(**typed: Any) -> int:
        return actions.undo_answers_out(platform=found, **typed)

    return answer_form(
        request,
        form,
        say,
        again=again,
        then=lambda count: done(request, _("已撤销，%s 件重新等着报回。") % count, "platform", code),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def platform_columns(request: Request, code: str) -> HttpResponse:
    """How the platform's sheets are laid out."""
    require(rules.can_set_platform(request.actor))
    found = queries.platform_named(code)
    form = forms.LayoutForm(request.POST if request.method == "POST" else None, platform=found)

    def say(*, by: Any, now: datetime, **typed: Any) -> Platform:
        facts = {key: typed[key] for key in ("name", "is_on", "columns_out")}
        return actions.set_platform(code=code, columns_in=form.columns_in(), by=by, now=now, **facts)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        context = {"platform": found, "form": form}
        return page(request, "cases/platform_columns.html", context, refusal=refusal)

    return answer_form(
        request,
        form,
        say,
        again=again,
        then=lambda row: done(
            request, _("栏目已改好。"), *(("platform", row.code) if row.is_on else ("platforms",))
        ),
    )
