"""Photos of a case: kept once, shown to whoever may see it, removed with a reason."""

import io
from pathlib import Path
from typing import Any

import pytest

from linli.cases import actions, pictures, queries
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Photo, PhotoOf
from linli.journal import queries as journal
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.cases import NOW, STRANGER, Scene, Walk, take_in
from tests.factories.photos import photo


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def add(
    case: Case, by: Actor, *, raw: bytes = b"", token: str = "t1", of: str = "after", **more: Any
) -> Photo:
    file = io.BytesIO(raw or photo())
    return actions.add_photo(case_id=case.pk, file=file, token=token, of=of, by=by, now=NOW, **more)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _tags(case: Case) -> list[str]:
    return [entry.tag for entry in journal.entries_of(case)]


def test_a_photo_is_kept_under_a_name_nobody_guesses(scene: Scene, media: Path) -> None:
    case = Walk(scene).case
    kept = add(case, scene.grid_worker)
    (path,) = _files(media)
    assert kept.name == str(path.relative_to(media)).replace("\\", "/")
    assert kept.name.startswith(f"cases/{NOW:%Y/%m}/") and len(path.stem) >= 32
    assert (kept.width, kept.height, kept.of) == (800, 600, PhotoOf.AFTER)
    assert kept.by_person_key == scene.grid_worker.person_id
    assert path.stat().st_mode & 0o077 == 0
    last = list(journal.entries_of(case))[-1]
    assert (last.tag, last.facts["photo"], last.facts["of"]) == (CaseEvent.PHOTO_ADDED, kept.pk, "after")


def test_sent_twice_it_is_kept_once(scene: Scene, media: Path) -> None:
    case = Walk(scene).case
    assert add(case, scene.grid_worker) == add(case, scene.grid_worker)
    assert Photo.objects.count() == len(_files(media)) == 1
    assert _tags(case).count(CaseEvent.PHOTO_ADDED) == 1


def test_a_reporter_shows_what_is_wrong(scene: Scene, media: Path) -> None:
    taken = take_in("助餐点关门了", place=scene.town.unit)
    case = taken.case
    for number in range(actions.MOST_OF_REPORT):
        add(case, RESIDENT, token=f"t{number}", of="before", report_id=taken.report.pk)
    with pytest.raises(actions.TooManyPhotos):
        add(case, RESIDENT, token="t9", of="before", report_id=taken.report.pk)
    assert len(_files(media)) == actions.MOST_OF_REPORT
    with pytest.raises(NotFound):
        add(take_in("电梯停了", place=scene.town.unit).case, RESIDENT, report_id=taken.report.pk)
    with pytest.raises(NotAllowed):
        add(case, RESIDENT)
    with pytest.raises(NotAllowed):
        add(case, scene.grid_worker, report_id=taken.report.pk)


@pytest.mark.parametrize("raw", [b"nothing", bytes(100)])
def test_what_is_no_photo_leaves_nothing(scene: Scene, media: Path, raw: bytes) -> None:
    case = Walk(scene).case
    with pytest.raises(pictures.NotAPhoto):
        add(case, scene.grid_worker, raw=raw)
    assert not Photo.objects.exists() and not _files(media)


def test_strangers_add_nothing_and_nobody_after_the_end(scene: Scene, media: Path) -> None:
    walk = Walk(scene)
    for by in (STRANGER, scene.property, scene.bureau):
        with pytest.raises(NotAllowed):
            add(walk.case, by)
    with pytest.raises(NotFound):
        actions.add_photo(
            case_id=9_999_999, file=io.BytesIO(photo()), token="x", of="after", by=scene.street, now=NOW
        )
    desk = scene.community
    walk.sign().answer().call_back(by=desk)
    with pytest.raises(actions.AlreadyOver):
        add(walk.case, scene.street)
    assert not _files(media)


def test_a_photo_is_removed_with_a_reason(
    scene: Scene, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    case = Walk(scene).case
    kept = add(case, scene.grid_worker)
    with pytest.raises(NotAllowed):
        actions.remove_photo(photo_id=kept.pk, reason="不清楚", by=STRANGER, now=NOW)
    with pytest.raises(actions.WordsMissing):
        actions.remove_photo(photo_id=kept.pk, reason=" ", by=scene.grid_worker, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_photo(photo_id=kept.pk, reason="拍到了别人家", by=scene.grid_worker, now=NOW)
    assert not Photo.objects.exists() and not _files(media)
    last = list(journal.entries_of(case))[-1]
    assert (last.tag, last.text) == (CaseEvent.PHOTO_REMOVED, "拍到了别人家")
    with pytest.raises(NotFound):
        actions.remove_photo(photo_id=kept.pk, reason="再删", by=scene.grid_worker, now=NOW)


def test_a_reporter_sees_their_own_photos_and_what_was_done(scene: Scene) -> None:
    walk = Walk(scene)
    mine = add(walk.case, RESIDENT, token="a", of="before", report_id=walk.report.pk)
    others = add(walk.case, scene.grid_worker, token="b", of="before")
    done = add(walk.case, scene.grid_worker, token="c", of="after")
    report = walk.report
    report.refresh_from_db()
    assert queries.album_of_report(report).before == [mine] and not queries.album_of_report(report).after
    walk.sign().answer()
    report = type(report).objects.get(pk=report.pk)
    assert queries.album_of_report(report).after == [done]
    assert queries.photo_of_report(report, done.pk) == done
    with pytest.raises(NotFound):
        queries.photo_of_report(report, others.pk)
    assert queries.photo_for(scene.community, others.pk) == others
    with pytest.raises(NotFound):
        queries.photo_for(STRANGER, mine.pk)
