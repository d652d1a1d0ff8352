"""The chart as a sheet: taken in, handed out."""

from pathlib import Path

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.kernel.pages import Request
from linli.kernel.refusals import require
from linli.kernel.sheets import Tally
from linli.kernel.sheets.pages import import_page, sheet_answer, template_answer
from linli.organisations import queries, rules
from linli.organisations.actions.ladder_sheets import import_ladders
from linli.organisations.actions.sheets import import_bodies
from linli.organisations.sheet import COLUMNS, LADDER_COLUMNS

NAME = "组织"
LADDERS = "分级处置"


@require_http_methods(["GET", "POST"])
def bodies_import(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere(rules.EDIT))

    def take(path: Path, is_dry: bool) -> Tally:
        return import_bodies(path=path, by=request.actor, now=timezone.now(), dry_run=is_dry)

    context = {
        "heading": _("导入单位、岗位和任职"),
        "back": (reverse("bodies"), _("组织")),
        "template_url": reverse("bodies_template"),
        "export_url": reverse("bodies_export") if rules.can_edit_everywhere(request.actor) else "",
        "said": [
            _(
                "一张表三种行：“单位”登记一个单位，“岗位”在单位里设一个岗位，“任职”让一个人到岗。上级写在下面也行。"
            ),
            _("已有的单位、岗位和任职不会重做；要改，请到它自己的页面。"),
        ],
    }
    return import_page(request, columns=COLUMNS, take=take, context=context)


@require_GET
def bodies_template(request: Request) -> HttpResponse:
    return template_answer(NAME, COLUMNS)


@require_GET
def bodies_export(request: Request) -> HttpResponse:
    """All bodies, seats and duties of today, without anybody's phone."""
    require(rules.can_edit_everywhere(request.actor))
    today = timezone.localdate()
    rows = queries.rows_of_chart(today)
    return sheet_answer(f"{NAME}-{today:%Y%m%d}", COLUMNS, rows, is_csv=request.GET.get("as") == "csv")


@require_http_methods(["GET", "POST"])
def ladders_import(request: Request) -> HttpResponse:
    require(request.actor.may_anywhere(rules.EDIT))

    def take(path: Path, is_dry: bool) -> Tally:
        return import_ladders(path=path, by=request.actor, now=timezone.now(), dry_run=is_dry)

    context = {
        "heading": _("导入分级处置"),
        "back": (reverse("ladder"), _("分级处置")),
        "template_url": reverse("ladders_template"),
        "export_url": reverse("ladders_export"),
        "said": [
            _("一行是一个地方、一类事项的全部步骤，导入后就按这一行；表里没有的照旧。"),
            _("只影响新来的诉求和以后往上报的；正在办的还在原来的人手里。"),
        ],
    }
    return import_page(request, columns=LADDER_COLUMNS, take=take, context=context)


@require_GET
def ladders_template(request: Request) -> HttpResponse:
    return template_answer(LADDERS, LADDER_COLUMNS)


@require_GET
def ladders_export(request: Request) -> HttpResponse:
    """Every ladder that was set. Anybody who is signed in may read them on their page."""
    name = f"{LADDERS}-{timezone.localdate():%Y%m%d}"
    is_csv = request.GET.get("as") == "csv"
    return sheet_answer(name, LADDER_COLUMNS, queries.rows_of_ladders(), is_csv=is_csv)
