"""The reporter says whether their demand may stand on the board; they are asked apart from everything else."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.board import actions, queries, redacting
from linli.cases.models import Report
from linli.cases.queries.choosing import followed_in
from linli.kernel.actor import RESIDENT
from linli.kernel.pages import Request, done, page
from linli.kernel.refusals import NotFound, Refusal


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def share(request: Request, receipt: str) -> HttpResponse:
    """Agree, or take it back. Only for a receipt whose query code was given in this session."""
    try:
        report = followed_in(request.session, receipt, now=timezone.now())
    except NotFound:
        return HttpResponseRedirect(f"{reverse('progress')}?receipt={receipt}")
    if request.method != "POST":
        return _shown(request, report)
    now = timezone.now()
    try:
        if "back" in request.POST:
            actions.withdraw_release(report_id=report.pk, by=RESIDENT, now=now)
            return done(request, _("收回了，公开栏上已经看不到这件事。"), "share", receipt)
        actions.ask_release(report_id=report.pk, by=RESIDENT, now=now)
    except Refusal as refusal:
        return _shown(request, report, refusal)
    return done(request, _("谢谢您。社区看过、去掉能认出人的内容后，才会公开。"), "share", receipt)


def _shown(request: Request, report: Report, refusal: Refusal | None = None) -> HttpResponse:
    said = report.merged_from or report.case
    found = queries.release_of_report(report)
    context = {
        "report": report,
        "release": found,
        "why_not": "" if found is not None and found.state in queries.STANDING else queries.why_not(report),
        "sample": redacting.draft(said.words, names=[report.name]),
        "back_url": f"{reverse('progress')}?receipt={report.receipt}",
    }
    return page(request, "board/share.html", context, refusal=refusal)
