"""Voice notes: kept with a report, played only to who may see the case or follows the report, taken away for a reason."""

import hashlib
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from linli.cases import actions, forms, queries
from linli.cases.forms.photos import PhotoFile
from linli.cases.queries.choosing import followed_report
from linli.cases.views import slips
from linli.cases.views.media import inline
from linli.kernel.actor import RESIDENT
from linli.kernel.pages import Request, done, go
from linli.kernel.refusals import NotFound, Refusal


def keep_with_report(
    request: HttpRequest, file: PhotoFile | None, seconds: int, token: str, *, now: datetime
) -> None:
    """The recording that came with a report, once it is registered: its slip knows which it is."""
    slip = slips.find(request, token, now=now)
    if slip is None or file is None:
        return
    mark = hashlib.file_digest(file, "sha256").hexdigest()[:40]
    file.seek(0)
    try:
        actions.add_voice_note(
            report_id=slip.report_id, file=file, token=mark, seconds=seconds, by=RESIDENT, now=now
        )
    except Refusal as refusal:
        messages.warning(request, _("录音没收下，文字已经收到，不用重写。%s") % refusal)
    else:
        messages.success(request, _("录音收到了。"))


@require_safe
def case_voice(request: Request, case_id: int, voice_id: int) -> HttpResponseBase:
    note = queries.voice_for(request.actor, voice_id)
    if note.case_id != case_id:
        raise NotFound
    return inline(request, note.name, note.kind)


@require_POST
def case_voice_remove(request: Request, case_id: int, voice_id: int) -> HttpResponse:
    """Take a recording away, for a reason."""
    note = queries.voice_for(request.actor, voice_id)
    if note.case_id != case_id:
        raise NotFound
    back, form = f"{reverse('case', args=[case_id])}#voice", forms.RemovePhotoForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("请写一句为什么删。"))
        return go(request, back)
    reason = form.cleaned_data["reason"]
    actions.remove_voice_note(voice_id=voice_id, reason=reason, by=request.actor, now=timezone.now())
    return done(request, _("录音已删去。"), back)


@login_not_required
@require_safe
def progress_voice(request: Request, receipt: str, voice_id: int) -> HttpResponseBase:
    """For the browser in which receipt and query code were given."""
    report_id = slips.followed(request, receipt)
    if report_id is None:
        raise NotFound
    note = queries.voice_of_report(followed_report(report_id), voice_id)
    return inline(request, note.name, note.kind)
