from django.contrib import messages
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
    """The matters by category, a search in names and words, and the try-out box (posted, so that no log keeps it)."""
    today = timezone.localdate()
    trial = forms.TryForm(request.POST or None)
    words = trial.cleaned_data["words"] if request.method == "POST" and trial.is_valid() else ""
    search = request.GET.get("q", "").strip()[:40]
    context = {
        "form": trial,
        "tried": words,
        "match": queries.match(words, on=today) if words else None,
        "suggestions": queries.suggest(words, on=today) if words else [],
        "search": forms.SearchForm(initial={"q": search}),
        "words": search,
        "groups": queries.by_category(today, search),
        "may_edit": rules.can_edit(request.actor),
    }
    return page(
        request, "catalogue/catalogue.html", context, part="tried" if request.method == "POST" else "found"
    )


@require_GET
def matter(request: Request, code: str) -> HttpResponse:
    return _card(request, code)


def _card(request: Request, code: str, *, refusal: Refusal | None = None) -> HttpResponse:
    versions = list(queries.versions(code))
    if not versions:
        raise NotFound
    shown = versions[0]
    context = {
        "matter": shown,
        "limits": queries.limits_in_words(shown),
        "department": queries.department_name(shown.department),
        "versions": versions,
        "may_edit": rules.can_edit(request.actor) and shown.valid_to is None,
        "end_form": forms.EndForm(),
    }
    return page(request, "catalogue/matter.html", context, refusal=refusal)


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
    return _written(request, forms.MatterForm(request.POST or None, facts=facts_of(standing)), standing)


def _written(request: Request, form: forms.MatterForm, standing: Matter | None) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        write = actions.add_matter if standing is None else actions.change_matter
        try:
            made = write(facts=form.facts(), by=request.actor, now=timezone.now())
            messages.success(request, _("已保存。"))
            return go(request, "matter", made.code)
        except Refusal as refused:
            refusal = refused
    return page(request, "catalogue/matter_form.html", {"form": form, "matter": standing}, refusal=refusal)


@require_http_methods(["POST"])
def matter_end(request: Request, code: str) -> HttpResponse:
    require(rules.can_edit(request.actor))
    form = forms.EndForm(request.POST)
    if not form.is_valid():
        return _card(request, code, refusal=Refusal(_("请写停用的原因。"), field="reason"))
    actions.end_matter(code=code, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now())
    messages.success(request, _("已停用。"))
    return go(request, "matter", code)
