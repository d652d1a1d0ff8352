from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from linli.catalogue import actions, forms, queries, rules
from linli.catalogue.facts import facts_of
from linli.catalogue.models import Matter
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotFound, Refusal, require


@require_http_methods(["GET", "POST"])
def catalogue(request: Request) -> HttpResponse:
    """The matters by our categories or the national ones, a search in names and words, and the try-out box (posted, so
    that no log keeps it)."""
    today = timezone.localdate()
    trial = forms.TryForm(request.POST or None)
    words = trial.cleaned_data["words"] if request.method == "POST" and trial.is_valid() else ""
    search, is_national = _search(request), request.GET.get("by") == "national"
    context = {
        "form": trial,
        "tried": words,
        "match": queries.match(words, on=today) if words else None,
        "suggestions": queries.suggest(words, on=today) if words else [],
        "search": forms.SearchForm(initial={"q": search, "by": "national" if is_national else ""}),
        "words": search,
        "is_national": is_national,
        "shelves": queries.by_national(today, search) if is_national else queries.by_category(today, search),
        "components": queries.components() if is_national and not search else [],
        "may_edit": (may_edit := rules.can_edit(request.actor)),
        "lost": list(queries.findings(timezone.now())) if may_edit and not search else [],
        "is_open": bool(search) or request.GET.get("all") == "1",
    }
    return page(
        request, "catalogue/catalogue.html", context, part="tried" if request.method == "POST" else "found"
    )


@login_not_required
@require_GET
def catalogue_public(request: Request) -> HttpResponse:
    """What residents are told: who answers for what, from which rung, on what ground, in what time."""
    today, search = timezone.localdate(), _search(request)
    context = {
        "search": forms.SearchForm(initial={"q": search}),
        "words": search,
        "shelves": queries.published(today, search),
        "today": today,
    }
    return page(request, "catalogue/public.html", context, part="found")


def _search(request: Request) -> str:
    return request.GET.get("q", "").strip()[:40]


@require_GET
def matter(request: Request, code: str) -> HttpResponse:
    return _card(request, code)


def _card(request: Request, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    today = timezone.localdate()
    shown, planned = queries.shown(code, today)
    stands = planned or (shown if shown.valid_to is None else None)
    context = {
        "matter": shown,
        "planned": stands if stands is not None and stands.valid_from > today else None,
        "limits": queries.limits_in_words(shown),
        "others": [
            (queries.urgency_name(urgency), queries.limits_in_words(shown, urgency))
            for urgency in shown.limits
            if urgency != shown.urgency
        ],
        "department": queries.department_name(shown.department),
        "co_handlers": queries.co_handlers_in_words(shown),
        "skipped": queries.rungs_in_words(shown.skips),
        "is_over": shown.valid_to is not None and shown.valid_to <= today,
        "may_edit": rules.can_edit(request.actor) and stands is not None,
        "end_form": forms.EndForm(),
        "take_back_form": forms.TakeBackForm(prefix="back"),
    }
    return page(request, "catalogue/matter.html", context, refusal=refusal)


@require_GET
def matter_history(request: Request, code: str) -> HttpResponse:
    """Every version, who made it and what it changed; with two numbers, what changed between those."""
    told = queries.history(code)
    if not told:
        raise NotFound
    by_number = {one.matter.version: one.matter for one in told}
    form = forms.CompareForm(request.GET or None, versions=list(by_number))
    changes = None
    if request.GET and form.is_valid():
        changes = queries.differences(
            by_number[form.cleaned_data["old"]], by_number[form.cleaned_data["new"]]
        )
    context = {"told": told, "matter": told[0].matter, "form": form, "changes": changes,
               "may_edit": rules.can_edit(request.actor) and told[0].matter.valid_to is None}  # fmt: skip
    return page(request, "catalogue/history.html", context)


@require_http_methods(["GET", "POST"])
def matter_add(request: Request) -> HttpResponse:
    require(rules.can_edit(request.actor))
    return _written(request, forms.MatterForm(request.POST or None), None)


@require_http_methods(["GET", "POST"])
def matter_edit(request: Request, code: str) -> HttpResponse:
    require(rules.can_edit(request.actor))
    standing = queries.versions(code).filter(valid_to=None).first()
    if standing is None:
        raise NotFound
    form = forms.MatterForm(request.POST or None, facts=facts_of(_begun_from(request, standing)))
    if standing.valid_from > timezone.localdate():
        form.initial["since"] = standing.valid_from  # a plan is changed from its own day
    return _written(request, form, standing)


def _begun_from(request: Request, standing: Matter) -> Matter:
    """The version the form begins with: the one that stands, or an earlier one that is to hold again (``?version=``)."""
    asked = request.GET.get("version", "")
    earlier = (
        queries.versions(standing.code).filter(version=int(asked))
        if asked.isdecimal() and len(asked) < 6
        else ()
    )
    return next(iter(earlier), standing)


def _written(request: Request, form: forms.MatterForm, standing: Matter | None) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        write = actions.add_matter if standing is None else actions.change_matter
        since: date | None = form.cleaned_data["since"]
        try:
            made = write(facts=form.facts(), since=since, by=request.actor, now=timezone.now())
            messages.success(request, _("已保存。"))
            return go(request, "matter", made.code)
        except Refusal as refused:
            refusal = refused
    context = {"form": form, "matter": standing}
    return page(request, "catalogue/matter_form.html", context, refusal=refusal)


@require_http_methods(["POST"])
def matter_end(request: Request, code: str) -> HttpResponse:
    require(rules.can_edit(request.actor))
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        return _card(request, code, refusal=Refusal(_("请写停用的原因。"), field="reason"))
    actions.end_matter(code=code, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now())
    messages.success(request, _("已停用。"))
    return go(request, "matter", code)


@require_http_methods(["POST"])
def matter_take_back(request: Request, code: str) -> HttpResponse:
    require(rules.can_edit(request.actor))
    form = forms.TakeBackForm(request.POST, prefix="back")
    if not form.is_valid():
        return _card(request, code, refusal=Refusal(_("请写收回的原因。"), field="reason"))
    try:
        actions.take_back_matter(
            code=code, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        )
    except Refusal as refused:
        return _card(request, code, refusal=refused)
    messages.success(request, _("已收回，原来的版本继续有效。"))
    return go(request, "matter", code)
