"""The page of the standard texts: what stands ready for which act, new ones, changes, what happened to each."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.cases import actions, rules
from linli.cases.forms.texts import NewTextForm, RetireTextForm, TextForm
from linli.cases.models import StandardText
from linli.cases.queries import texts as queries
from linli.cases.texts import ACTS
from linli.catalogue import queries as catalogue
from linli.catalogue.models import Matter
from linli.journal import queries as journal
from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import Refusal, require


def _matters() -> list[Matter]:
    return catalogue.current(timezone.localdate(timezone.now()))


def _shown(
    request: Request, *, form: NewTextForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    found: dict[str, list[StandardText]] = {}
    for text in queries.in_use():
        found.setdefault(text.act, []).append(text)
    context = {
        "acts": [(ACTS[act][0], some) for act, some in found.items() if act in ACTS],
        "retired": queries.retired(),
        "form": form or NewTextForm(matters=_matters()),
        "is_open": form is not None,
        "now": timezone.now(),
    }
    return page(request, "cases/texts.html", context, refusal=refusal)


@require_safe
def texts(request: Request) -> HttpResponse:
    """All standard texts by act."""
    require(rules.can_keep_texts(request.actor))
    return _shown(request)


@require_POST
def text_new(request: Request) -> HttpResponse:
    require(rules.can_keep_texts(request.actor))

    def say(**typed: Any) -> StandardText:
        typed["matter_id"] = typed.pop("matter")
        return actions.keep_text(**typed)

    return answer_form(
        request,
        NewTextForm(request.POST, matters=_matters()),
        say,
        again=lambda form, refusal: _shown(request, form=form, refusal=refusal),
        then=lambda text: done(request, _("已存好，办件时就能点。"), "texts"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def text(request: Request, text_id: int) -> HttpResponse:
    """One text: change it, see what it was."""
    require(rules.can_keep_texts(request.actor))
    found = queries.text_for(text_id)
    start = {"name": found.name, "words": found.words, "matter": found.matter.name if found.matter else ""}

    def say(**typed: Any) -> StandardText:
        typed["matter_id"] = typed.pop("matter")
        return actions.change_text(text_id=text_id, **typed)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return _one(request, found, form=form, refusal=refusal)

    return answer_form(
        request,
        TextForm(request.POST if request.method == "POST" else None, initial=start, matters=_matters()),
        say,
        again=again,
        then=lambda changed: done(request, _("已改好。"), "texts"),
    )


def _one(
    request: Request, found: StandardText, *, form: Any, retire: Any = None, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "text": found,
        "act": ACTS[found.act][0] if found.act in ACTS else found.act,
        "form": form,
        "retire": retire or RetireTextForm(auto_id="retire_%s"),
        "history": journal.entries_of(found)[::-1],
        "now": timezone.now(),
    }
    return page(request, "cases/text.html", context, refusal=refusal)


@require_POST
def text_retire(request: Request, text_id: int) -> HttpResponse:
    require(rules.can_keep_texts(request.actor))
    found = queries.text_for(text_id)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return _one(request, found, form=form, retire=form, refusal=refusal)

    return answer_form(
        request,
        RetireTextForm(request.POST, auto_id="retire_%s"),
        lambda **typed: actions.retire_text(text_id=text_id, **typed),
        again=again,
        then=lambda gone: done(request, _("已停用。"), "texts"),
    )
