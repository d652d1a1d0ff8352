"""The page 查找: by words, by receipt, and by the reporter's phone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from linli.cases import actions, forms, grams, queries, rules
from linli.cases.models import Case
from linli.cases.views.rows import Row, rows_of
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import Refusal
from linli.people import numbers

AROUND = 40  # characters shown on each side of what was found
Pieces = list[tuple[str, bool]]


@require_safe
def search(request: Request) -> HttpResponse:
    """What fits the words; a whole receipt number leads straight to its case."""
    context: dict[str, Any] = _about(request)
    if "q" not in request.GET:
        return page(request, "cases/search.html", {**context, "search_form": forms.SearchForm()})
    form = forms.SearchForm(request.GET)
    context |= {"search_form": form, "form": form}
    if not form.is_valid():
        return page(request, "cases/search.html", context)
    sought = form.sought
    exact = queries.by_number(request.actor, sought.words)
    if exact is not None:
        return go(request, "case", exact.pk)
    found = queries.find(request.actor, sought, after=request.GET.get("after", ""))
    context |= {
        "slice": found,
        "rows": _rows(found.rows, grams.sought_words(sought.words), context["now"]),
        "has_number": numbers.redact(sought.words) != sought.words,
    }
    return page(request, "cases/search.html", context)


def search_phone(request: Request) -> HttpResponse:
    """The cases of a phone. The number is sent, never put into an address; the reason is written down."""
    if request.method != "POST":
        return go(request, "search")
    form = forms.PhoneSearchForm(request.POST)
    context = {**_about(request), "search_form": forms.SearchForm(), "phone_form": form, "form": form}
    if not form.is_valid():
        return page(request, "cases/search.html", context)
    try:
        found = actions.seek_by_phone(**form.cleaned_data, by=request.actor, now=timezone.now())
    except Refusal as refusal:
        refusal.field = "number" if isinstance(refusal, numbers.BadPhone) else refusal.field
        return page(request, "cases/search.html", context, refusal=refusal)
    return page(
        request, "cases/search.html", {**context, "by_phone": True, "rows": _rows(found, [], context["now"])}
    )


def _about(request: Request) -> dict[str, Any]:
    may_seek = rules.can_seek_by_phone(request.actor)
    return {"now": timezone.now(), "phone_form": forms.PhoneSearchForm() if may_seek else None}


def _rows(cases: Sequence[Case], words: Sequence[str], now: datetime) -> list[Row]:
    """The rows of the worklist, with what was looked for marked in the title and in a passage of the words or the answer."""
    return rows_of(
        cases,
        now,
        title=lambda case: _marked(grams.cut_at(case.title, words)),
        passage=lambda case: _marked(_passage(case, words)),
    )


def _marked(pieces: Pieces) -> SafeString:
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", piece) if is_hit else piece,) for piece, is_hit in pieces)
    )


def _passage(case: Case, words: Sequence[str]) -> Pieces:
    """A passage around the first word that stands in the demand or the answer; numbers of people are taken out."""
    for text in (case.words, case.answer):
        plain = " ".join(numbers.redact(text).split())
        if plain == case.title:  # the title says it all
            continue
        at = min(
            (place for place in (plain.lower().find(word.lower()) for word in words) if place >= 0),
            default=-1,
        )
        if at >= 0:
            begin = max(0, at - AROUND)
            cut = plain[begin : at + 2 * AROUND]
            return grams.cut_at(
                f"{'…' if begin else ''}{cut}{'…' if at + 2 * AROUND < len(plain) else ''}", words
            )
    return []
