"""Photos: kept one by one, so that a bad one loses nothing else, and shown only to who may see the case."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from linli.cases import actions, forms, pictures, queries
from linli.cases.forms.photos import PhotoFile
from linli.cases.models import PhotoOf, Report
from linli.cases.queries.choosing import followed_report
from linli.cases.views import slips
from linli.cases.views.media import inline
from linli.cases.views.ways import may_add_photos
from linli.kernel import uploads
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.pages import Request, go
from linli.kernel.refusals import NotFound, Refusal


def keep(
    request: HttpRequest,
    files: Iterable[PhotoFile],
    *,
    case_id: int,
    of: str,
    by: Actor,
    now: datetime,
    report_id: int | None = None,
) -> None:
    """Keep each photo and say what came of it. The same photo sent again is kept once."""
    kept, refused = 0, [str(pictures.PhotoTooBig.words)] * len(uploads.passed_over(request))
    for place, file in enumerate(files, start=1):
        token = hashlib.file_digest(file, "sha256").hexdigest()[:40]
        file.seek(0)
        try:
            actions.add_photo(
                case_id=case_id,
                file=file,
                token=token if report_id is not None else f"c{case_id}.{token}",
                of=of,
                by=by,
                now=now,
                report_id=report_id,
            )
            kept += 1
        except Refusal as refusal:
            refused.append(_("第 %(place)s 张：%(why)s") % {"place": place, "why": refusal})
    if kept:
        messages.success(request, ngettext("收下 %s 张照片。", "收下 %s 张照片。", kept) % kept)
    for why in refused:
        messages.warning(request, _("有照片没收下，文字已经收到，不用重写。%s") % why)


def keep_with_report(request: HttpRequest, files: Iterable[PhotoFile], token: str, *, now: datetime) -> None:
    """The photos that came with a report, once it is registered: its slip knows which it is."""
    slip = slips.find(request, token, now=now)
    if slip is not None and (files or uploads.passed_over(request)):
        report = followed_report(slip.report_id)
        keep_of_report(request, report, files, now=now)


def keep_of_report(
    request: HttpRequest, report: Report, files: Iterable[PhotoFile], *, now: datetime
) -> None:
    keep(request, files, case_id=report.case_id, of=PhotoOf.BEFORE, by=RESIDENT, now=now, report_id=report.pk)


@require_POST
def case_photos(request: Request, case_id: int) -> HttpResponse:
    """A worker adds photos of the work or of what was done."""
    case = queries.case_for(request.actor, case_id)
    form = forms.WorkPhotosForm(request.POST, request.FILES)
    if form.is_valid():
        typed = form.cleaned_data
        keep(
            request,
            typed["photos"],
            case_id=case.pk,
            of=typed["of"],
            by=request.actor,
            now=timezone.now(),
        )
    else:
        messages.warning(request, _("请选照片，再选拍的是什么时候。"))
    return go(request, f"{reverse('case', args=[case_id])}#photos")


@require_POST
def case_photo_remove(request: Request, case_id: int, photo_id: int) -> HttpResponse:
    """Take a photo away, for a reason."""
    photo = queries.photo_for(request.actor, photo_id)
    form = forms.RemovePhotoForm(request.POST)
    if photo.case_id != case_id:
        raise NotFound
    if not form.is_valid():
        messages.warning(request, _("请写一句为什么删。"))
    else:
        actions.remove_photo(
            photo_id=photo_id, reason=form.cleaned_data["reason"], by=request.actor, now=timezone.now()
        )
        messages.success(request, _("照片已删去。"))
    return go(request, f"{reverse('case', args=[case_id])}#photos")


@require_safe
def case_photo(request: Request, case_id: int, photo_id: int) -> HttpResponseBase:
    photo = queries.photo_for(request.actor, photo_id)
    if photo.case_id != case_id:
        raise NotFound
    return inline(request, photo.name, "image/jpeg")


@login_not_required
@require_safe
def progress_photo(request: Request, receipt: str, photo_id: int) -> HttpResponseBase:
    """For the browser in which receipt and query code were given."""
    return inline(request, queries.photo_of_report(_followed(request, receipt), photo_id).name, "image/jpeg")


@login_not_required
@require_POST
def progress_photos(request: Request, receipt: str) -> HttpResponse:
    """The reporter adds photos that they forgot, or that did not come through."""
    report = _followed(request, receipt)
    form = forms.MorePhotosForm(request.POST, request.FILES, left=may_add_photos(report))
    if form.is_valid() or uploads.passed_over(request):
        keep_of_report(request, report, form.cleaned_data.get("photos", []), now=timezone.now())
    else:
        messages.warning(request, _("请先选照片。"))
    return go(request, f"{reverse('progress')}?receipt={report.receipt}")


def _followed(request: Request, receipt: str) -> Report:
    report_id = slips.followed(request, receipt)
    if report_id is None:
        raise NotFound
    return followed_report(report_id)
