"""A recording on the pages: sent with a report, alone or beside words, and heard by nobody else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.cases.models import Case, Report, VoiceNote
from linli.cases.states import State
from linli.places.models import DoorCode
from tests.factories.pages import LIFT
from tests.factories.photos import photo
from tests.factories.sounds import WEBM

SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _report(client: Client, door: DoorCode, *, raw: bytes = WEBM, words: str = LIFT, **more: Any) -> Any:
    address = reverse("report", args=[door.code])
    token = re.search(r'name="token" value="(\w+)"', client.get(address).content.decode())
    assert token
    voice = SimpleUploadedFile("voice", raw, "audio/webm")
    typed = {"words": words, "token": token[1], "voice": voice, "voice_seconds": "12", **more}
    return client.post(address, typed)


def test_it_comes_with_the_report_and_the_holder_hears_it(door: DoorCode, sign_in: SignIn) -> None:
    client = Client()
    assert _report(client, door).status_code == 303
    note, report = VoiceNote.objects.get(), Report.objects.select_related("case").get()
    assert note.seconds == 12 and report.case.words == LIFT
    staff = sign_in("陈冬至")
    address = reverse("case_voice", args=[report.case_id, note.pk])
    page = staff.get(reverse("case", args=[report.case_id])).content.decode()
    assert f'src="{address}"' in page and "12&nbsp;秒" in page
    answer = staff.get(address)
    assert answer.status_code == 200 and b"".join(answer.streaming_content) == WEBM  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "audio/webm"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == "inline"
    assert answer.headers["Cache-Control"].startswith("private")
    assert sign_in("路人").get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_the_reporter_hears_it_and_nobody_else(door: DoorCode) -> None:
    client = Client()
    _report(client, door)
    note, report = VoiceNote.objects.get(), Report.objects.get()
    address = reverse("progress_voice", args=[report.receipt, note.pk])
    assert client.get(address).status_code == 200
    assert client.get(reverse("progress_voice", args=[report.receipt, note.pk + 1])).status_code == 404
    assert Client().get(address).status_code == 404


def test_a_part_of_it_is_given_where_a_part_is_asked_for(door: DoorCode) -> None:
    """Safari plays nothing that comes only as a whole."""
    client = Client()
    _report(client, door)
    note, report = VoiceNote.objects.get(), Report.objects.get()
    address = reverse("progress_voice", args=[report.receipt, note.pk])
    assert address in client.get(reverse("progress"), {"receipt": report.receipt}).content.decode()
    for asked, kept in (("bytes=0-1", WEBM[:2]), ("bytes=4-9", WEBM[4:10]), ("bytes=10-", WEBM[10:])):
        answer = client.get(address, headers={"Range": asked})
        assert (answer.status_code, answer.content) == (206, kept)
        assert answer.headers["Content-Range"].endswith(f"/{len(WEBM)}")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for odd in ("bytes=9999999-", "bytes=-5", "bytes=5-2", "lines=1-2"):
        assert client.get(address, headers={"Range": odd}).status_code == 200


@pytest.mark.parametrize("words", ["", "坏"])
def test_a_recording_alone_is_enough_and_somebody_listens(door: DoorCode, words: str) -> None:
    assert _report(Client(), door, words=words).status_code == 303
    case = Case.objects.get()
    assert case.title.startswith("语音诉求（待听）") and case.words.endswith(words)
    assert case.state == State.REGISTERED and case.unplaced_why == "no_words" and case.holder_id is not None
    assert VoiceNote.objects.get().case_id == case.pk


def test_without_words_a_recording_must_be_one(door: DoorCode) -> None:
    answer = _report(Client(), door, words="", raw=photo())
    assert answer.status_code == 422 and "录音打不开" in answer.content.decode()
    assert not Case.objects.exists()
    answer = _report(Client(), door, words="", raw=b"")
    assert "请写一写出了什么事" in answer.content.decode()


def test_sent_again_it_is_kept_once(door: DoorCode) -> None:
    client = Client()
    _report(client, door)
    token = Report.objects.get().outer_number
    _report(client, door, token=token)
    assert (Report.objects.count(), VoiceNote.objects.count()) == (1, 1)


@pytest.mark.parametrize(("said", "kept"), [("", 0), ("x", 0), ("-5", 0), ("9999", 60), ("²", 0)])
def test_seconds_are_only_believed_so_far(door: DoorCode, said: str, kept: int) -> None:
    _report(Client(), door, voice_seconds=said)
    assert VoiceNote.objects.get().seconds == kept


def test_it_is_taken_away_for_a_reason(door: DoorCode, sign_in: SignIn, media: Path) -> None:
    _report(Client(), door)
    note = VoiceNote.objects.get()
    address = reverse("case_voice_remove", args=[note.case_id, note.pk])
    desk = sign_in("李春燕")
    assert address in desk.get(reverse("case", args=[note.case_id])).content.decode()
    assert "为什么删" in desk.post(address, {"reason": ""}, follow=True).content.decode()
    assert sign_in("路人").post(address, {"reason": "不要"}).status_code == 404
    other = reverse("case_voice_remove", args=[note.case_id + 1, note.pk])
    assert desk.post(other, {"reason": "不要"}).status_code == 404
    desk.post(address, {"reason": "说到了别人家"})
    assert not VoiceNote.objects.exists()


def test_a_file_that_is_gone_is_not_found(door: DoorCode, sign_in: SignIn, media: Path) -> None:
    _report(Client(), door)
    note = VoiceNote.objects.get()
    (media / note.name).unlink()
    address = reverse("case_voice", args=[note.case_id, note.pk])
    assert sign_in("陈冬至").get(address).status_code == 404
    assert sign_in("陈冬至").get(reverse("case_voice", args=[note.case_id + 1, note.pk])).status_code == 404
