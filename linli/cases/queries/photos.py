"""The photos of a case, for who may read it and for the reporter who follows it."""

from dataclasses import dataclass, field

from linli.cases import rules, telling
from linli.cases.models import Case, Photo, PhotoOf, Report
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class Album:
    """Photos by the end of the case at which they were taken, oldest first."""

    before: list[Photo] = field(default_factory=list)
    during: list[Photo] = field(default_factory=list)
    after: list[Photo] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.before or self.during or self.after)


def token_of(report_id: int | None, token: str) -> str:
    """The token under which a photo is kept: a reporter's begins with the key of their report."""
    return f"r{report_id}.{token}"[:64] if report_id is not None else token[:64]


def album(case: Case) -> Album:
    """All photos; costs nothing where they were fetched with the case."""
    return _sorted(list(case.photos.all()))


def album_of_report(report: Report) -> Album:
    """What this reporter sent, and once the answer stands what was done. What other reporters sent stays with them."""
    rows = list(Photo.objects.filter(case__in={report.case_id, report.merged_from_id or report.case_id}))
    mine = [photo for photo in rows if photo.token.startswith(token_of(report.pk, ""))]
    done = [photo for photo in rows if photo.of == PhotoOf.AFTER] if telling.is_answered(report.case) else []
    return _sorted(mine + done)


def _sorted(photos: list[Photo]) -> Album:
    found = Album()
    for photo in sorted(photos, key=lambda one: one.pk):
        {PhotoOf.BEFORE: found.before, PhotoOf.DURING: found.during, PhotoOf.AFTER: found.after}[
            PhotoOf(photo.of)
        ].append(photo)
    return found


def photo_for(actor: Actor, photo_id: int) -> Photo:
    """A photo for who may read its case. Raises NotFound."""
    photo = Photo.objects.select_related("case").filter(pk=photo_id).first()
    if photo is None or not rules.can_read(actor, photo.case):
        raise NotFound
    return photo


def photo_of_report(report: Report, photo_id: int) -> Photo:
    """A photo for the reporter who follows ``report``. Raises NotFound."""
    found = album_of_report(report)
    photo = next((one for one in (*found.before, *found.after) if one.pk == photo_id), None)
    if photo is None:
        raise NotFound
    return photo
