"""催办: a resident who follows a demand asks where it stands, once a day."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from linli.cases import actions, forms
from linli.cases.models import Report
from linli.cases.views.following import answered
from linli.kernel.pages import Request


@login_not_required
def progress_urge(request: Request, receipt: str) -> HttpResponse:
    """Who holds the case is told that the resident waits. Receipt and code were checked in this session."""

    def say(report: Report, **typed: Any) -> object:
        return actions.urge(report_id=report.pk, **typed)

    words = _("已经替您催了，办理的人会马上收到。")
    return answered(request, receipt, forms.UrgeForm, say, name="urge_form", words=words)
