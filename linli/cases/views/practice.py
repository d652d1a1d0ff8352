"""The page of the rules of practice: what each number is, on whose word, who changed it."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases import actions, rules
from linli.cases.forms.practice import PracticeForm
from linli.cases.models import Practice
from linli.cases.practice import GROUPS, RULES
from linli.cases.queries import practice as queries
from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import NotFound, Refusal


@require_safe
def practice(request: Request) -> HttpResponse:
    return _shown(request)


def _shown(
    request: Request, *, key: str = "", form: PracticeForm | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    """All rules; ``form`` is the one of ``key`` as it was typed, which stands open."""
    may_set = rules.can_set_practice(request.actor)
    rows = {
        one.rule.key: (
            one,
            (form if one.rule.key == key else PracticeForm(rule=one.rule, initial={"amount": one.amount}))
            if may_set
            else None,
            one.rule.key == key,
        )
        for one in queries.standing()
    }
    grouped = {name: [rows.pop(known) for known in keys if known in rows] for name, keys in GROUPS}
    groups = [*grouped.items(), *([(_("其他"), list(rows.values()))] if rows else [])]
    context = {"groups": groups, "form": form, "key": key, "pasts": queries.pasts() if may_set else []}
    return page(request, "cases/practice.html", context, refusal=refusal)


@require_POST
def practice_set(request: Request, key: str) -> HttpResponse:
    """Change one number."""
    if key not in RULES:
        raise NotFound

    def say(**typed: Any) -> Practice:
        return actions.set_practice(key=key, **typed)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return _shown(request, key=key, form=form, refusal=refusal)

    return answer_form(
        request,
        PracticeForm(request.POST, rule=RULES[key]),
        say,
        again=again,
        then=lambda row: done(request, _("已改好，新开始的按新的算。"), "practice"),
    )
