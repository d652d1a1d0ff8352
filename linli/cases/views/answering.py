"""One question, answered from the link in a short message: no number to type, and nothing else of the case is shown."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from linli.cases import actions, forms, telling
from linli.cases.queries import phones
from linli.cases.queries.answering import Question, question_of
from linli.cases.views import photos
from linli.kernel.actor import RESIDENT
from linli.kernel.pages import Request, go, page
from linli.kernel.refusals import NotFound, Refusal


class LinkOver(NotFound):
    """Said alike of a link that was never right and of one whose time is over."""

    words = _("这个链接已经用不了了：可能已经回答过，也可能过了时间。")


@login_not_required
@never_cache
def answer_link(request: Request, token: str) -> HttpResponse:
    """Show the question and take the answer; afterwards say that it has arrived."""
    asked = question_of(token, timezone.now())
    if asked is not None and asked.was_answered:
        return page(request, "cases/answer_done.html", {"calls": phones.to_call(asked.report.case)})
    if asked is None or not asked.is_open:
        return page(request, "cases/answer_over.html", refusal=LinkOver())
    form = forms.AnswerLinkForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _asked(request, asked, form)
    now, typed = timezone.now(), form.cleaned_data
    try:
        actions.give_info(case_id=asked.pause.case_id, words=typed["words"], by=RESIDENT, now=now)
    except Refusal as refusal:
        return _asked(request, asked, form, refusal)
    if typed["photos"]:
        photos.keep_of_report(request, asked.report, typed["photos"], now=now)
    return go(request, "answer_link", token)


def _asked(
    request: Request, asked: Question, form: forms.AnswerLinkForm, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "question": asked.pause.question,
        "who": telling.handler(asked.pause.case),
        "until": asked.pause.at_most_until,
        "calls": phones.to_call(asked.pause.case),
        "now": timezone.now(),
    }
    return page(request, "cases/answer.html", context, refusal=refusal)
