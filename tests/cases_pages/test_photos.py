"""Photos on the pages: sent with a report, added by who works on it, shown to nobody else."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from linli.cases.actions import Registered
from linli.cases.models import Case, Photo, Report
from linli.kernel import uploads
from linli.places.models import DoorCode
from tests.factories.pages import LIFT
from tests.factories.photos import photo

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _file(raw: bytes | None = None, **how: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile("IMG_0001.jpg", photo(**how) if raw is None else raw, "image/jpeg")


def _report(client: Client, door: DoorCode, *files: SimpleUploadedFile, **more: Any) -> Any:
    address = reverse("report", args=[door.code])
    token = re.search(r'name="token" value="(\w+)"', client.get(address).content.decode())
    assert token
    typed = {"words": LIFT, "name": "张阿姨", "phone": "13812345678", "token": token[1], **more}
    return client.post(address, {**typed, "photos": list(files)})


def test_the_form_takes_photos_without_forcing_the_camera(door: DoorCode) -> None:
    html = Client().get(reverse("report", args=[door.code])).content.decode()
    field = re.search(r'<input[^>]*name="photos"[^>]*>', html)
    assert field and 'accept="image/*"' in field[0] and "multiple" in field[0]
    assert "capture" not in field[0] and "required" not in field[0]
    assert 'enctype="multipart/form-data"' in html


def test_photos_come_with_the_report_and_the_reporter_sees_them(door: DoorCode, media: Path) -> None:
    client = Client()
    sent = _report(client, door, _file(), _file(colour="blue"))
    assert sent.status_code == 303 and Photo.objects.count() == 2
    report = Report.objects.get()
    page = client.get(reverse("progress"), {"receipt": report.receipt}).content.decode()
    first = Photo.objects.order_by("id")[0]
    address = reverse("progress_photo", args=[report.receipt, first.pk])
    assert address in page
    answer = client.get(address)
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Cache-Control"].startswith("private")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert b"Telephone" not in b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("raw", [b"no photo", b"GIF89a"])
def test_a_photo_that_fails_loses_no_word(door: DoorCode, raw: bytes) -> None:
    client = Client()
    sent = _report(client, door, _file(raw), _file())
    assert sent.status_code == 303
    html = client.get(sent.headers["Location"]).content.decode()
    assert "第 1 张" in html and "这不是照片" in html and "不用重写" in html
    assert Case.objects.get().words == LIFT
    assert Photo.objects.count() == 1


def test_more_than_nine_are_left_out(door: DoorCode) -> None:
    _report(Client(), door, *(_file(width=100 + number) for number in range(11)))
    assert Photo.objects.count() == 9


def test_a_file_that_is_far_too_big_is_passed_over(door: DoorCode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_OF_FILE", 70_000)
    client = Client()
    sent = _report(client, door, _file(bytes(200_000)), _file())
    assert "照片太大" in client.get(sent.headers["Location"]).content.decode()
    assert (Case.objects.count(), Photo.objects.count()) == (1, 1)


def test_a_refused_form_keeps_the_words_and_says_to_choose_again(door: DoorCode) -> None:
    answer = _report(Client(), door, _file(), phone="12")
    html = answer.content.decode()
    assert answer.status_code == 422 and LIFT in html and "再选一次" in html
    assert not Photo.objects.exists()


def test_the_reporter_adds_a_photo_later(door: DoorCode) -> None:
    client = Client()
    _report(client, door)
    report = Report.objects.get()
    address = reverse("progress_photos", args=[report.receipt])
    client.post(address, {"photos": [_file()]})
    client.post(address, {"photos": [_file()]})  # the same again
    assert Photo.objects.count() == 1
    assert client.post(address, {}).status_code == 303
    assert Client().post(address, {"photos": [_file()]}).status_code == 404


def test_who_holds_the_case_shows_what_was_done(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    client = sign_in("陈冬至")
    page = client.get(reverse("case", args=[case.pk])).content.decode()
    assert reverse("case_photos", args=[case.pk]) in page
    client.post(reverse("case_photos", args=[case.pk]), {"of": "after", "photos": [_file()]})
    kept = Photo.objects.get()
    address = reverse("case_photo", args=[case.pk, kept.pk])
    assert address in client.get(reverse("case", args=[case.pk])).content.decode()
    assert client.get(address).status_code == 200
    assert sign_in("路人").get(address).status_code == 404
    assert Client().get(address).status_code == 302
    other = demand().case
    assert client.get(reverse("case_photo", args=[other.pk, kept.pk])).status_code == 404
    remove = reverse("case_photo_remove", args=[case.pk, kept.pk])
    client.post(remove, {"reason": ""})
    assert Photo.objects.count() == 1
    client.post(remove, {"reason": "拍错了"})
    assert not Photo.objects.exists()
    assert client.get(address).status_code == 404


def test_a_bad_file_of_a_worker_is_named(demand: Demand, sign_in: SignIn) -> None:
    case, client = demand().case, sign_in("陈冬至")
    address = reverse("case_photos", args=[case.pk])
    answer = client.post(address, {"of": "after", "photos": [_file(b"no")]}, follow=True)
    assert "这不是照片" in answer.content.decode()
    assert "请选照片" in client.post(address, {}, follow=True).content.decode()


def test_evidence_that_the_matter_asks_for_is_shown(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    assert case.matter is not None
    case.matter.evidence = "维修单和检验合格照片"
    case.matter.save()
    assert "维修单和检验合格照片" in sign_in("陈冬至").get(reverse("case", args=[case.pk])).content.decode()


def test_a_file_that_is_gone_is_not_found(demand: Demand, sign_in: SignIn, media: Path) -> None:
    case, client = demand().case, sign_in("陈冬至")
    client.post(reverse("case_photos", args=[case.pk]), {"of": "during", "photos": [_file()]})
    kept = Photo.objects.get()
    (media / kept.name).unlink()
    assert client.get(reverse("case_photo", args=[case.pk, kept.pk])).status_code == 404
