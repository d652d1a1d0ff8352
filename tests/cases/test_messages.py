"""Short messages to residents and words for work groups: who hears of what, and that nothing personal leaves the house."""

from datetime import timedelta

from linli.cases import actions, telling, work
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.config.reactions import REACTIONS
from linli.journal import work as deliveries
from linli.journal.models import Entry
from linli.notices import actions as notices
from linli.notices.models import Channel, Message
from tests.factories.cases import NOW, PHONE, SERVICE, Scene, Walk, take_in
from tests.factories.journal import attached


def _tell(tag: CaseEvent) -> None:
    entry = Entry.objects.filter(tag=tag).order_by("-pk")[0]
    work.tell_resident(entry, NOW)
    work.tell_resident(entry, NOW)


def test_an_answer_is_told_once_by_its_receipt_alone(scene: Scene) -> None:
    walk = Walk(scene).sign().answer()
    _tell(CaseEvent.ANSWERED)
    message = Message.objects.get()
    assert (message.channel, message.address, message.is_urgent) == (Channel.SMS, PHONE, False)
    assert walk.report.receipt in message.text.replace(" ", "")
    assert not any(words in message.text for words in ("周大寒", "助餐", PHONE, "周末也开了"))


def test_an_answer_under_review_is_not_told_before_it_is_approved(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign().answer()
    _tell(CaseEvent.ANSWERED)
    assert not Message.objects.exists()
    walk.approve()
    _tell(CaseEvent.APPROVED)
    assert Message.objects.count() == 1


def test_without_a_number_nothing_is_sent(scene: Scene) -> None:
    Walk(scene, phone="").sign().answer()
    _tell(CaseEvent.ANSWERED)
    assert not Message.objects.exists()


def test_a_declined_demand_says_where_to_look(scene: Scene) -> None:
    held = take_in("说不清的一件事情", place=scene.town.street).case
    actions.decline(case_id=held.pk, ground="statutory", words="请起诉", by=scene.street, now=NOW)
    _tell(CaseEvent.DECLINED)
    assert Message.objects.get().template == "case-declined"


def test_every_template_stands_for_a_tag_that_is_told() -> None:
    for tag in work.TO_RESIDENTS:
        assert work.tell_resident in REACTIONS[tag.value], tag
    for tag in work.TELLING:
        assert work.tell_holder in REACTIONS[tag.value], tag


def test_a_group_hears_what_and_roughly_where(scene: Scene) -> None:
    notices.set_route(
        body=scene.department, name="城管群", channel=Channel.WEBHOOK, url="json://127.0.0.1:9/x", kinds=[],
        by=SERVICE, now=NOW,
    )  # fmt: skip
    case = take_in("路灯不亮", place=scene.town.home).case
    work.tell_holder(Entry.objects.filter(tag=CaseEvent.DISPATCHED).order_by("-pk")[0], NOW)
    text = Message.objects.get().text
    assert "lamp" in text and "柳岸花园" in text
    assert not any(words in text for words in ("501室", "3栋", "周大寒", PHONE, "不亮"))
    assert case.title not in text


def test_in_brief_stops_at_the_estate(scene: Scene) -> None:
    case = Case.objects.get(pk=take_in("路灯不亮", place=scene.town.home).case.pk)
    assert telling.in_brief(case) == "【lamp】柳岸花园"


def test_the_worker_queues_them(scene: Scene) -> None:
    with attached({CaseEvent.ANSWERED.value: (work.tell_resident,)}):
        Walk(scene).sign().answer()
        deliveries.work_off(NOW + timedelta(hours=3))
    assert Message.objects.count() == 1
