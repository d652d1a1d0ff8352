"""What a reviewer looks through before it is public, and takes down again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from linli.board import actions, forms, queries, telling
from linli.board.models import Release
from linli.board.states import ReleaseState
from linli.kernel.actor import Actor
from linli.kernel.pages import Request, answer_form, done, page
from linli.kernel.refusals import Refusal, require
from linli.people import numbers

TABS = {
    "asked": gettext_lazy("等您看"),
    "answers": gettext_lazy("等写公开答复"),
    "shown": gettext_lazy("已公开"),
    "kept": gettext_lazy("没公开、撤下的"),
}
CLOSED_STATES = (ReleaseState.REFUSED, ReleaseState.TAKEN_DOWN, ReleaseState.WITHDRAWN)


@require_GET
def releases(request: Request) -> HttpResponse:
    """What waits, what stands on the board with how many follow it, what was kept back."""
    require(queries.may_release(request.actor))
    kind = request.GET.get("show", "asked")
    kind = kind if kind in TABS else "asked"
    now = timezone.now()
    context = {
        "tabs": list(TABS.items()),
        "kind": kind,
        "waiting": queries.waiting_counts(request.actor),
        "rows": [(row, telling.told(row, now)) for row in queries.for_reviewer(request.actor, kind)],
        "now": now,
    }
    return page(request, "board/releases.html", context)


@require_GET
def release(request: Request, release_id: int) -> HttpResponse:
    """One of them: what was said beside a draft without what tells who it was."""
    return _shown(request, queries.one_for_reviewer(request.actor, release_id))


def _shown(
    request: Request, found: Release, *, form: Form | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    draft = queries.drafted(found)
    initial = {"title": draft.title, "words": draft.words, "answer": draft.answer}
    is_release_form = form is None or isinstance(form, forms.ReleaseForm)
    context = {
        "release": found,
        # Who may read the reporter's numbers reads them on the page of the case.
        "said": numbers.redact(found.case.words),
        "answered": numbers.redact(found.told_by.answer),
        "told": telling.told(found, timezone.now()),
        "form": form,
        "release_form": form if form is not None and is_release_form else forms.ReleaseForm(initial=initial),
        "why_form": forms.WhyForm() if is_release_form else form,
        "is_closed": found.state in CLOSED_STATES,
        "is_shown": found.state == queries.RELEASED,
    }
    return page(request, "board/release.html", context, refusal=refusal)


def _decided(
    request: Request, release_id: int, form: Form, sentence: Callable[..., Release], words: str
) -> HttpResponse:
    """One of the forms of the page: its sentence, then the list."""
    found = queries.one_for_reviewer(request.actor, release_id)

    def say(*, by: Actor, now: datetime, **typed: Any) -> Release:
        return sentence(release_id=release_id, by=by, now=now, **typed)

    def again(*, form: Any, refusal: Refusal | None) -> HttpResponse:
        return _shown(request, found, form=form, refusal=refusal)

    return answer_form(request, form, say, again=again, then=lambda _made: done(request, words, "releases"))


@require_POST
def release_show(request: Request, release_id: int) -> HttpResponse:
    """Make it public, or change what stands there."""
    is_shown = queries.one_for_reviewer(request.actor, release_id).state == queries.RELEASED
    sentence = actions.edit_release if is_shown else actions.release
    words = _("改好了。") if is_shown else _("公开了，本小区的人都能看到。")
    return _decided(request, release_id, forms.ReleaseForm(request.POST), sentence, words)


@require_POST
def release_refuse(request: Request, release_id: int) -> HttpResponse:
    """Keep it back, or take it down, with the reason that the reporter reads."""
    is_shown = queries.one_for_reviewer(request.actor, release_id).state == queries.RELEASED
    sentence = actions.take_down_release if is_shown else actions.refuse_release
    words = _("撤下了。") if is_shown else _("没有公开，理由已告诉反映人。")
    return _decided(request, release_id, forms.WhyForm(request.POST), sentence, words)
