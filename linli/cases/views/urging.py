"""催办: a resident who follows a demand asks where it stands, once a day."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.cases import actions, forms
from linli.cases.views.following import address_of, followed, told
from linli.kernel.pages import Request, go
from linli.kernel.refusals import Refusal


@login_not_required
def progress_urge(request: Request, receipt: str) -> HttpResponse:
    """Who holds the case is told that the resident waits. Receipt and code were checked in this session."""
    report = followed(request, receipt)
    if request.method != "POST":
        return go(request, address_of(report))
    form = forms.UrgeForm(request.POST)
    if not form.is_valid():
        return told(request, receipt, form=form, urge_form=form)
    try:
        actions.urge(report_id=report.pk, words=form.cleaned_data["words"], now=timezone.now())
    except Refusal as refusal:
        return told(request, receipt, form=form, refusal=refusal)
    messages.success(request, _("已经替您催了，办理的人会马上收到。"))
    return go(request, address_of(report))
