"""Photos of what is wrong, of work on it, of what was done. Cleaning a photo needs no lock and comes before BEGIN."""

from datetime import datetime
from typing import IO

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases import pictures, queries, rules, storing
from linli.cases.actions.handling import AlreadyOver
from linli.cases.actions.moving import require_words
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Photo, PhotoOf, Report
from linli.cases.queries.photos import token_of
from linli.cases.states import OPEN_STATES
from linli.journal import actions as journal
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.refusals import NotFound, Refusal, require

MOST_OF_REPORT = 9
MOST_OF_CASE = 40


class TooManyPhotos(Refusal):
    words = _("照片够多了，不能再传。")
    field = "photos"


def add_photo(
    *,
    case_id: int,
    file: IO[bytes],
    token: str,
    of: str,
    by: Actor,
    now: datetime,
    report_id: int | None = None,
) -> Photo:
    """Keep a photo, cleaned of its metadata. ``token`` was made by whoever sends it: sent twice, it is kept once.

    A reporter, whose door has checked receipt and code, names their ``report_id`` and shows what is wrong.
    Raises NotFound, NotAllowed, AlreadyOver, TooManyPhotos, pictures.NotAPhoto, pictures.PhotoTooBig, pictures.HeicPhoto.
    """
    token = token_of(report_id, token)
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound
    _may(case, report_id, by=by)
    before = Photo.objects.filter(token=token, case=case).first()
    if before is not None:
        return before
    _can(case, report_id)  # before the photo is opened, and again under the lock
    picture = pictures.clean(file)
    name = storing.new_name(now, ".jpg")
    storing.write(name, picture.data)
    photo = Photo(
        case_id=case_id, token=token, of=PhotoOf(of), name=name, width=picture.width, height=picture.height,
        added_at=now, by_person_key=by.person_id if by.kind is ActorKind.PERSON else None,
    )  # fmt: skip
    try:
        return _keep(photo=photo, report_id=report_id, by=by, now=now)
    except BaseException:
        storing.remove(name)
        raise


def _may(case: Case, report_id: int | None, *, by: Actor) -> None:
    if report_id is None:
        require(rules.can_add_photo(by, case))
        return
    require(by.kind is ActorKind.RESIDENT)
    if not Report.objects.filter(pk=report_id, case=case).exists():
        raise NotFound


def _can(case: Case, report_id: int | None) -> None:
    if case.state not in OPEN_STATES:
        raise AlreadyOver
    kept = Photo.objects.filter(case=case)
    mine = kept.filter(token__startswith=token_of(report_id, "")) if report_id is not None else kept.none()
    if kept.count() >= MOST_OF_CASE or mine.count() >= MOST_OF_REPORT:
        raise TooManyPhotos


@transaction.atomic
def _keep(*, photo: Photo, report_id: int | None, by: Actor, now: datetime) -> Photo:
    case = queries.locked(photo.case_id)
    twin = Photo.objects.filter(token=photo.token, case=case).first()
    if twin is not None:  # sent twice at once
        storing.remove(photo.name)
        return twin
    _may(case, report_id, by=by)
    _can(case, report_id)
    photo.save(force_insert=True)
    journal.write(
        case, CaseEvent.PHOTO_ADDED, by=by, at=now, photo=photo.pk, of=str(photo.of), report=report_id
    )
    return photo


@transaction.atomic
def remove_photo(*, photo_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Take a photo away, row and file, with the reason. Whoever added it, and who dispatches or reviews there.

    Raises NotFound, NotAllowed, WordsMissing.
    """
    case_id = Photo.objects.filter(pk=photo_id).values_list("case", flat=True).first()
    if case_id is None:
        raise NotFound
    case = queries.locked(case_id)
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:  # taken away twice at once
        raise NotFound
    require(rules.can_remove_photo(by, case, photo))
    text = require_words(reason, "reason")
    journal.write(case, CaseEvent.PHOTO_REMOVED, by=by, at=now, text=text, photo=photo.pk, of=str(photo.of))
    name = photo.name
    photo.delete()
    transaction.on_commit(lambda: storing.remove(name))
    return case
