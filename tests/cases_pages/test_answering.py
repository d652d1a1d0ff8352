"""The link by which a resident answers one question, and nothing else."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from linli.cases import actions, links, work
from linli.cases.actions import Registered
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Pause, Photo
from linli.cases.states import State
from linli.journal.models import Entry
from linli.kernel.actor import Actor
from linli.notices.models import Message
from linli.organisations import queries as organisations
from linli.people.models import Account
from linli.places.models import Place
from tests.factories.photos import photo
from tests.factories.towns import Town

Demand = Callable[..., Registered]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


QUESTION = "是几号电梯？"


def _actor(name: str) -> Actor:
    return organisations.build_actor(Account.objects.get(username=f"u-{name}"), now=timezone.now())


def _asked(done: Registered) -> Pause:
    holder, now = _actor("陈冬至"), timezone.now()
    actions.sign(case_id=done.case.pk, by=holder, now=now)
    actions.note(case_id=done.case.pk, words="打过电话", contacted=True, by=holder, now=now)
    actions.ask_info(case_id=done.case.pk, question=QUESTION, by=holder, now=now)
    return Pause.objects.get(case=done.case, ends_at__isnull=True)


def test_the_link_opens_the_question_and_nothing_else(demand: Demand) -> None:
    done = demand()
    html = Client().get(links.answer_path(_asked(done))).content.decode()
    assert QUESTION in html and "安居物业公司" in html and "data-aloud" in html
    shown = (done.case.title, done.report.receipt, "张阿姨", "柳岸花园", "13812345678")
    assert not any(words in html for words in shown)


def test_the_answer_goes_to_the_handler_and_the_link_is_dead(demand: Demand) -> None:
    done = demand()
    path, client = links.answer_path(_asked(done)), Client()
    assert client.post(path, {"words": ""}).status_code == 422
    sent = client.post(path, {"words": "二号梯", "photos": SimpleUploadedFile("a.jpg", photo())})
    assert sent.status_code == 303
    assert Case.objects.get(pk=done.case.pk).state == State.IN_PROGRESS
    assert Pause.objects.get().reply == "二号梯"
    assert Photo.objects.get().token.startswith(f"r{done.report.pk}.")
    html = client.get(path).content.decode()
    assert "收到您的回答了" in html and QUESTION not in html and "二号梯" not in html
    client.post(path, {"words": "再说一遍"})
    assert Pause.objects.get().reply == "二号梯"


def test_a_link_is_bound_to_its_report_and_its_question(demand: Demand) -> None:
    done, other = demand(), demand("楼道灯坏了")
    pause = _asked(done)
    for path in (
        links.answer_path(pause, other.report.pk),
        links.answer_path(pause, 987_654),
        links.answer_path(pause)[:-3] + "/",
        "/a/nonsense/",
    ):
        answer = Client().get(path)
        assert answer.status_code == 404, path
        assert QUESTION not in answer.content.decode()


def test_the_link_ends_with_the_pause(demand: Demand) -> None:
    pause = _asked(demand())
    path = links.answer_path(pause)
    Pause.objects.filter(pk=pause.pk).update(at_most_until=timezone.now() - timedelta(minutes=1))
    assert Client().get(path).status_code == 404
    assert Client().post(path, {"words": "二号梯"}).status_code == 404
    assert Pause.objects.get().reply == ""


def test_following_the_link_does_not_follow_the_report(demand: Demand) -> None:
    done, client = demand(), Client()
    client.post(links.answer_path(_asked(done)), {"words": "二号梯"})
    html = client.get("/progress/", {"receipt": done.report.receipt}).content.decode()
    assert done.case.title not in html


def _message() -> Message:
    entry = Entry.objects.filter(tag=CaseEvent.INFO_ASKED).order_by("-pk")[0]
    work.tell_resident(entry, timezone.now())
    return Message.objects.get()


def test_the_message_carries_the_link_where_the_site_has_an_address(demand: Demand, settings: Any) -> None:
    settings.SITE_URL = "https://linli.example.cn/"
    pause = _asked(demand())
    message = _message()
    assert message.template == "case-question-link"
    assert message.text.endswith(message.params["link"])
    assert message.params["link"].startswith("https://linli.example.cn/a/")
    path = message.params["link"].removeprefix("https://linli.example.cn")
    assert QUESTION in Client().get(path).content.decode()
    assert pause.question not in message.text


def test_without_an_address_the_words_do_without_a_link(demand: Demand, settings: Any) -> None:
    settings.SITE_URL = ""
    _asked(demand())
    message = _message()
    assert message.template == "case-question"
    assert "http" not in message.text and "link" not in message.params


@pytest.mark.parametrize("number", ["0833-2123456", "12345"])
def test_the_office_may_be_called(town: Town, demand: Demand, number: str) -> None:
    Place.objects.filter(pk=town.community.pk).update(phone=number)
    html = Client().get(links.answer_path(_asked(demand()))).content.decode()
    assert f'href="tel:{number.replace("-", "")}"' in html
    assert "柳岸社区" in html
