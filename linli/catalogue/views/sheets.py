"""The catalogue as a sheet: taken in, handed out."""

from pathlib import Path

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.catalogue import queries, rules, sheet
from linli.catalogue.actions.departments import found_departments
from linli.catalogue.actions.sheets import import_matters
from linli.catalogue.facts import facts_of
from linli.kernel.pages import Request, done
from linli.kernel.refusals import require
from linli.kernel.sheets import Tally
from linli.kernel.sheets.pages import import_page, sheet_answer, template_answer

NAME = "事项目录"


@require_http_methods(["GET", "POST"])
def matters_import(request: Request) -> HttpResponse:
    require(rules.can_edit(request.actor))

    def take(path: Path, is_dry: bool) -> Tally:
        return import_matters(path=path, by=request.actor, now=timezone.now(), dry_run=is_dry)

    context = {
        "heading": _("导入事项目录"),
        "back": (reverse("catalogue"), _("事项目录")),
        "template_url": reverse("matters_template"),
        "export_url": reverse("matters_export"),
        "said": [_("编码没用过的，新增；已有的，内容不同就出新版本，从今天起算；表里没有的，照旧有效。")],
    }
    return import_page(request, columns=sheet.COLUMNS, take=take, context=context)


@require_POST
def departments_found(request: Request) -> HttpResponse:
    """Found every department that the catalogue names and that is not here."""
    made = found_departments(by=request.actor, now=timezone.now())
    words = ngettext(
        "登记了 %(count)s 个部门，各设了一个受理岗。",
        "登记了 %(count)s 个部门，各设了一个受理岗。",
        len(made),
    )
    return done(request, words % {"count": len(made)}, "catalogue")


@require_GET
def matters_template(request: Request) -> HttpResponse:
    return template_answer(NAME, sheet.COLUMNS)


@require_GET
def matters_export(request: Request) -> HttpResponse:
    """The matters that hold today, in the columns that the import reads."""
    today = timezone.localdate()
    rows = [sheet.cells_of(facts_of(matter)) for matter in queries.current(today)]
    name = f"{NAME}-{today:%Y%m%d}"
    return sheet_answer(name, sheet.COLUMNS, rows, is_csv=request.GET.get("as") == "csv")
