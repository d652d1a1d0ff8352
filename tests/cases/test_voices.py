"""Voice notes of a report: recognised, kept once, heard by whoever may see the case, taken away with a reason."""

import io
from pathlib import Path
from typing import Any

import pytest

from linli.cases import actions, queries, recordings
from linli.cases.actions import Registered
from linli.cases.events import CaseEvent
from linli.cases.models import VoiceNote
from linli.journal import queries as journal
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.cases import NOW, STRANGER, Scene, Walk, take_in
from tests.factories.photos import photo
from tests.factories.sounds import MP4, OGG, WEBM


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def taken(scene: Scene) -> Registered:
    return take_in("助餐点关门了", place=scene.town.unit)


def add(
    taken: Registered, *, raw: bytes = WEBM, token: str = "t1", by: Actor = RESIDENT, seconds: int = 7
) -> VoiceNote:
    return actions.add_voice_note(
        report_id=taken.report.pk, file=io.BytesIO(raw), token=token, seconds=seconds, by=by, now=NOW
    )


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("raw", "kind", "suffix"),
    [(WEBM, "audio/webm", ".webm"), (OGG, "audio/ogg", ".ogg"), (MP4, "audio/mp4", ".m4a")],
)
def test_a_recording_is_known_by_its_first_bytes_and_kept_as_it_came(
    taken: Registered, media: Path, raw: bytes, kind: str, suffix: str
) -> None:
    note = add(taken, raw=raw)
    (path,) = _files(media)
    assert note.name == str(path.relative_to(media)) and note.name.startswith(f"cases/{NOW:%Y/%m}/")
    assert path.suffix == suffix and len(path.stem) >= 32 and path.read_bytes() == raw
    assert path.stat().st_mode & 0o077 == 0
    assert (note.kind, note.seconds, note.case_id) == (kind, 7, taken.case.pk)
    last = list(journal.entries_of(taken.case))[-1]
    assert last.tag == CaseEvent.VOICE_ADDED
    assert (last.facts["voice"], last.facts["seconds"], last.facts["report"]) == (note.pk, 7, taken.report.pk)


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"nothing", bytes(100), photo(), b"RIFF\x00\x00\x00\x00WAVEfmt ", b"ID3\x04" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg'>webm", b"\x1aE\xdf\xa3\x42\x82\x88matroska" + bytes(100),
        b"OggS\x00\x02" + bytes(20) + b"\x80theora", b"\x00\x00\x00\x18ftypheic" + bytes(100), b"MZ" + WEBM,
    ],
)  # fmt: skip
def test_what_is_no_recording_leaves_nothing(taken: Registered, media: Path, raw: bytes) -> None:
    with pytest.raises(recordings.NotARecording):
        add(taken, raw=raw)
    assert not VoiceNote.objects.exists() and not _files(media)


def test_what_is_too_big_leaves_nothing(taken: Registered, media: Path) -> None:
    with pytest.raises(recordings.RecordingTooBig):
        add(taken, raw=WEBM + bytes(recordings.MOST_BYTES))
    assert not VoiceNote.objects.exists() and not _files(media)


def test_sent_twice_it_is_kept_once(taken: Registered, media: Path) -> None:
    assert add(taken) == add(taken)
    assert VoiceNote.objects.count() == len(_files(media)) == 1
    tags = [entry.tag for entry in journal.entries_of(taken.case)]
    assert tags.count(CaseEvent.VOICE_ADDED) == 1


def test_three_are_enough_and_seconds_are_held_to_a_minute(taken: Registered, media: Path) -> None:
    assert [add(taken, token=f"t{number}", seconds=999 - number * 999).seconds for number in range(3)] == [
        60, 0, 0
    ]  # fmt: skip
    with pytest.raises(actions.TooManyVoiceNotes):
        add(taken, token="t9")
    assert len(_files(media)) == actions.MOST_VOICES_OF_REPORT


def test_only_the_reporter_s_door_adds_one_and_nobody_after_the_end(
    scene: Scene, taken: Registered, media: Path
) -> None:
    for by in (STRANGER, scene.grid_worker, scene.community):
        with pytest.raises(NotAllowed):
            add(taken, by=by)
    with pytest.raises(NotFound):
        actions.add_voice_note(
            report_id=9_999_999, file=io.BytesIO(WEBM), token="x", seconds=1, by=RESIDENT, now=NOW
        )
    walk = Walk(scene)
    walk.sign().answer().call_back(by=scene.community)
    with pytest.raises(actions.AlreadyOver):
        actions.add_voice_note(
            report_id=walk.report.pk, file=io.BytesIO(WEBM), token="x", seconds=1, by=RESIDENT, now=NOW
        )
    assert not _files(media)


def test_it_is_taken_away_with_a_reason_by_who_dispatches_there(
    scene: Scene, taken: Registered, media: Path, django_capture_on_commit_callbacks: Any
) -> None:
    note = add(taken)
    for by in (STRANGER, RESIDENT):
        with pytest.raises(NotAllowed):
            actions.remove_voice_note(voice_id=note.pk, reason="不清楚", by=by, now=NOW)
    with pytest.raises(actions.WordsMissing):
        actions.remove_voice_note(voice_id=note.pk, reason=" ", by=scene.community, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_voice_note(voice_id=note.pk, reason="说的是别人家", by=scene.community, now=NOW)
    assert not VoiceNote.objects.exists() and not _files(media)
    last = list(journal.entries_of(taken.case))[-1]
    assert (last.tag, last.text) == (CaseEvent.VOICE_REMOVED, "说的是别人家")
    with pytest.raises(NotFound):
        actions.remove_voice_note(voice_id=note.pk, reason="再删", by=scene.community, now=NOW)


def test_who_may_hear_it(scene: Scene, taken: Registered) -> None:
    note = add(taken)
    other = take_in("电梯停了", place=scene.town.unit)
    assert queries.voices(taken.case) == queries.voices_of_report(taken.report) == [note]
    assert queries.voice_for(scene.community, note.pk) == note
    assert queries.voice_of_report(taken.report, note.pk) == note
    for actor, key in ((STRANGER, note.pk), (scene.community, note.pk + 1)):
        with pytest.raises(NotFound):
            queries.voice_for(actor, key)
    with pytest.raises(NotFound):
        queries.voice_of_report(other.report, note.pk)
