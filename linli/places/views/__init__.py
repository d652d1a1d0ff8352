import tempfile
from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from linli.kernel.pages import Request, done, go, page
from linli.kernel.refusals import NotFound, Refusal, require
from linli.kernel.sheets import Tally, read, take_in, template
from linli.places import actions, changes, forms, lines, queries, rules
from linli.places.actions.bulk.sheet import Intake
from linli.places.models import DoorCodeKind, Place, PlaceKind

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FOUND = 50  # places shown of a search


@require_GET
def places_home(request: Request) -> HttpResponse:
    """The tree from the county down to the estates, or what a search found."""
    words = request.GET.get("q", "").strip()[:60]
    found = list(queries.search(words)[:FOUND]) if words else []
    ways = queries.paths(found)
    context = {
        "search": forms.SearchForm(initial={"q": words}),
        "words": words,
        "found": [(place, ways[place.pk]) for place in found],
        "tree": [] if words else queries.outline(),
        "may_edit": rules.can_edit_everywhere(request.actor),
        "may_import": request.actor.may_anywhere(rules.EDIT),
    }
    return page(request, "places/home.html", context)


@require_GET
def place(request: Request, place_id: int) -> HttpResponse:
    """One place: its facts, what lies under it, its codes, and what may be changed."""
    shown = queries.by_id(place_id)
    children = queries.children_slice(shown, after=request.GET.get("after", ""))
    may_edit = rules.can_edit(request.actor, shown) and shown.closed_on is None
    is_courtyard = queries.holds_for_estate(shown)
    context = {
        "place": shown,
        "way": queries.way_up(shown),
        "slice": children,
        "floors": queries.floors(shown) if shown.kind == PlaceKind.BUILDING else None,
        "facts": forms.lane_start(shown) if shown.kind == PlaceKind.LANE else None,
        "estate": getattr(shown, "estate_facts", None),
        "grid": getattr(shown, "grid_facts", None),
        "codes": queries.door_codes(shown)[:FOUND] if shown.kind in _HANGS else [],
        "has_doors": shown.kind in _HANGS,
        "changes": changes.offered(shown.kind) if may_edit else {},
        "below": changes.below(shown.kind, is_courtyard=is_courtyard) if may_edit else [],
        "may_edit": may_edit,
        "pasts": queries.pasts_of_place(shown) if rules.can_edit(request.actor, shown) else [],
    }
    return page(request, "places/place.html", context, part="children")


_HANGS = (PlaceKind.ESTATE, PlaceKind.BUILDING, PlaceKind.UNIT, PlaceKind.LANE, PlaceKind.SHOP,
          PlaceKind.INSTITUTION, PlaceKind.COMMUNITY)  # fmt: skip


@require_http_methods(["GET", "POST"])
def place_add(request: Request, kind: str, parent_id: int | None = None) -> HttpResponse:
    """Add a place of ``kind`` under another, or at the top."""
    parent = queries.by_id(parent_id) if parent_id else None
    require(rules.can_edit(request.actor, parent))
    if kind not in PlaceKind:
        raise NotFound
    form = forms.AddForm(request.POST or None, kind=kind, parent=parent)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, form, kind, parent)
        except Refusal as refused:
            refusal = refused
    context = {"form": form, "place": parent, "title": _("新增%s") % PlaceKind(kind).label}
    return page(request, "places/form.html", context, refusal=refusal)


def _added(request: Request, form: forms.AddForm, kind: str, parent: Place | None) -> HttpResponse:
    """All the names that were written, or none: one that is refused takes the others back."""
    with transaction.atomic():
        made = [
            actions.add_place(
                kind=kind, name=name, code=form.cleaned_data["code"], parent=parent,
                by=request.actor, now=timezone.now(), **form.facts(),
            )
            for name in form.names()
        ]  # fmt: skip
    if len(made) == 1 or parent is None:
        return done(request, _("已新增。"), "place", made[0].pk)
    words = ngettext("新增了 %(count)s 个。", "新增了 %(count)s 个。", len(made)) % {"count": len(made)}
    return done(request, words, "place", parent.pk)


Say = Callable[[Request, Place, dict[str, Any]], object]
Make = Callable[[Any, Place], django_forms.Form]


def _say_codes(request: Request, place: Place, typed: dict[str, Any]) -> object:
    return actions.make_door_codes(place_ids=[place.pk], by=request.actor, now=timezone.now(), **typed)


def _say_grid(request: Request, place: Place, typed: dict[str, Any]) -> object:
    key = typed["grid"].pk if typed["grid"] else None
    return actions.set_grid(place_id=place.pk, grid_id=key, by=request.actor, now=timezone.now())


def _plain(sentence: Callable[..., object]) -> Say:
    return lambda request, place, typed: sentence(
        place_id=place.pk, by=request.actor, now=timezone.now(), **typed
    )


def _kind_here(place: Place) -> str:
    return DoorCodeKind.UNIT if place.kind == PlaceKind.UNIT else DoorCodeKind.POINT


_CHANGES: dict[str, tuple[Make, Say]] = {
    "rename": (lambda data, p: forms.NameForm(data, initial={"name": p.name}), _plain(actions.rename_place)),
    "estate": (lambda data, p: forms.EstateForm(data, initial=forms.estate_start(p)),
               _plain(actions.set_estate_facts)),
    "lane": (lambda data, p: forms.LaneForm(data, initial=forms.lane_start(p)), _plain(actions.set_lane)),
    "grid": (lambda data, p: forms.GridForm(data, place=p, initial={"grid": p.grid_id}), _say_grid),
    "address": (lambda data, p: forms.AddressForm(data, initial={"road": p.road, "number": p.road_number}),
                _plain(actions.set_address)),
    "phone": (lambda data, p: forms.PhoneForm(data, initial={"phone": p.phone}), _plain(actions.set_phone)),
    "codes": (lambda data, p: forms.CodeForm(data, initial={"kind": _kind_here(p)}), _say_codes),
    "close": (lambda data, p: forms.ReasonForm(data), _plain(actions.close_place)),
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def place_change(request: Request, place_id: int, what: str) -> HttpResponse:
    """One change of one place: its form, then its sentence."""
    changed = queries.by_id(place_id)
    require(rules.can_edit(request.actor, changed))
    offered = changes.offered(changed.kind)
    if what not in offered:
        raise NotFound
    make, say = _CHANGES[what]
    form = make(request.POST or None, changed)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            say(request, changed, form.cleaned_data)
            messages.success(request, _("已保存。"))
            return go(request, "place", place_id)
        except Refusal as refused:
            refusal = refused
    return page(
        request, "places/form.html", {"form": form, "place": changed, "title": offered[what]}, refusal=refusal
    )


@require_POST
def door_code_retire(request: Request, code_id: int) -> HttpResponse:
    code = actions.retire_door_code(door_code_id=code_id, by=request.actor, now=timezone.now())
    messages.success(request, _("码已停用。"))
    return go(request, "place", code.place_id)


@require_http_methods(["GET", "POST"])
def places_import(request: Request) -> HttpResponse:
    """Take a sheet in, or try it: every row that is refused is named with its line."""
    require(request.actor.may_anywhere(rules.EDIT))
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    tally, refusal = None, None
    if request.method == "POST" and form.is_valid():
        try:
            tally = _taken_in(request, form.cleaned_data)
        except Refusal as caught:
            refusal = caught
    titles = {column.key: column.title for column in lines.COLUMNS}
    refused = [(one.line, titles.get(one.field, ""), one.why) for one in tally.refused[:500]] if tally else []
    context = {"form": form, "tally": tally, "refused": refused,
               "was_dry": tally is not None and form.cleaned_data["dry_run"]}  # fmt: skip
    return page(request, "places/import.html", context, refusal=refusal)


def _taken_in(request: Request, typed: dict[str, Any]) -> Tally:
    root = queries.by_code(typed["place"])
    if typed["place"] and root is None:
        raise NotFound(_("没有这个地点：%s") % typed["place"], field="place")
    file: UploadedFile[bytes] = typed["file"]
    intake = Intake(root=root, source=str(file.name), by=request.actor, now=timezone.now())
    with tempfile.NamedTemporaryFile(suffix=".upload") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
        kept.flush()
        rows = intake.arrange(read(kept.name, lines.COLUMNS))
        return take_in(rows, intake.take_batch, batch=500, dry_run=typed["dry_run"])


@require_GET
def places_template(request: Request) -> HttpResponse:
    response = HttpResponse(template(lines.COLUMNS, sheet_name="地点"), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="linli-places.xlsx"'
    return response
