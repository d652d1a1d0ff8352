from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings

from linli.journal import queries as journal
from linli.journal import work
from linli.journal.models import Delivery, Entry
from linli.kernel.fields import decrypt
from linli.notices import actions, gateways
from linli.notices import work as notices
from linli.notices.events import NoticeEvent
from linli.notices.models import Channel, Kind, Message
from tests.factories.notices import NUMBER, RECEIPT, RECEIVED, lines_in, listening, make_route, queue_sms
from tests.factories.towns import NOW, Town, make_person, small_town

pytestmark = pytest.mark.django_db

NIGHT = NOW.replace(hour=15)  # 23:00 in Shanghai
MORNING = datetime.fromisoformat("2026-03-06T07:30:00+08:00")


@pytest.fixture
def town() -> Town:
    return small_town()


def stumble(number: str, template: str, params: object) -> str:
    raise gateways.Refused("no such template")


def hang(number: str, template: str, params: object) -> str:
    raise TimeoutError


def to_groups(town: Town, *, entry_key: int = 1, words: str = "新派来一件", **extra: object) -> int:
    values: dict[str, object] = {"link": "/cases/7/", "urgent": False, "now": NOW, **extra}
    bodies = [town.committee.pk]
    return actions.send_to_groups(entry_key=entry_key, body_ids=bodies, words=words, **values)  # type: ignore[arg-type]


# Queued


def test_a_short_message_is_queued_with_its_entry_and_owes_its_sending() -> None:
    ann = make_person("王小满")
    message = queue_sms(number="138-1234-5678", recipient=ann)
    assert message is not None
    message.refresh_from_db()
    assert (message.address, message.text) == (NUMBER, f"您的诉求已登记，受理编号{RECEIPT}。")
    assert (message.channel, message.template, message.params) == ("sms", RECEIVED, {"receipt": RECEIPT})
    assert (message.recipient, message.queued_at, message.sent_at, message.is_done) == (ann, NOW, None, False)
    (told,) = journal.entries_of(message)
    assert (told.tag, told.subject) == (NoticeEvent.MESSAGE_QUEUED, f"notices.message:{message.pk}")
    assert told.facts == {"about": 1, "channel": "sms", "template": RECEIVED, "route": None}
    assert [row.reaction for row in Delivery.objects.all()] == ["notices.send"]


def test_a_number_stands_nowhere_in_the_clear() -> None:
    queue_sms()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_message")
        row = dict(zip([column.name if hasattr(column, "name") else column[0] for column in cursor.description],
                       cursor.fetchone(), strict=True))  # fmt: skip
        cursor.execute("SELECT facts FROM journal_entry")
        facts = str(cursor.fetchall())
    assert decrypt(row.pop("address")) == NUMBER
    assert NUMBER not in str(row) and "5678" not in facts


def test_a_reaction_that_runs_again_queues_nothing_twice() -> None:
    assert queue_sms() is not None
    assert queue_sms(number="+86 138 1234 5678") is None
    assert queue_sms(number="13912345678") is not None
    assert queue_sms(entry_key=2) is not None
    assert Message.objects.count() == 3


def test_a_key_put_in_front_does_not_make_it_go_twice() -> None:
    queue_sms()
    from django.conf import settings

    with override_settings(LINLI_KEYS=f"k9:{'A' * 43}=,{settings.LINLI_KEYS}"):
        assert queue_sms() is None


def test_two_messages_to_one_number_cannot_be_told_by_their_marks() -> None:
    queue_sms()
    queue_sms(entry_key=2)
    first, second = Message.objects.values_list("address_mark", flat=True)
    assert first != second


@pytest.mark.parametrize("number", ["", "0833-2123456", "12345", "没有电话"])
def test_where_nobody_reads_short_messages_none_is_queued(number: str) -> None:
    assert queue_sms(number=number) is None
    assert not Message.objects.exists() and not Entry.objects.exists()


def test_groups_that_want_it_are_told_once(town: Town) -> None:
    wants = make_route(town.committee, name="工作群", kinds=[Kind.WORK])
    make_route(town.committee, name="急事群", kinds=[Kind.DANGER])
    make_route(town.committee, name="关着的群", is_on=False)
    make_route(town.street_office)
    everything = make_route(town.committee, name="全部")
    with override_settings(SITE_URL="https://linli.example.cn/"):
        assert to_groups(town, words=" 新派来一件，电话 13812345678 ") == 2
        assert to_groups(town) == 0
    messages = list(Message.objects.order_by("pk"))
    assert [message.route for message in messages] == [wants, everything]
    assert {message.text for message in messages} == {
        "新派来一件，电话 [电话]\nhttps://linli.example.cn/cases/7/"
    }
    assert [told.facts["route"] for told in journal.entries_of(messages[0])] == [wants.pk]


def test_without_an_address_of_the_site_there_is_no_link(town: Town) -> None:
    make_route(town.committee)
    with override_settings(SITE_URL=""):
        to_groups(town)
    assert Message.objects.get().text == "新派来一件"


def test_a_message_leads_nowhere_else(town: Town) -> None:
    make_route(town.committee)
    with pytest.raises(ValueError, match="only to this site"):
        to_groups(town, link="https://elsewhere.example/")


# Given to a gateway


def test_the_worker_gives_it_to_the_gateway_once(sent: Path) -> None:
    message = queue_sms()
    assert message is not None
    work.work_off(NOW)
    message.refresh_from_db()
    assert [line["number"] for line in lines_in(sent)] == [NUMBER]
    assert (message.sent_at, message.outer_id) == (NOW, lines_in(sent)[0]["id"])
    assert not Delivery.objects.exists()
    notices.send(Entry.objects.get(), NOW)
    assert len(lines_in(sent)) == 1


def test_a_group_is_told(town: Town) -> None:
    with listening(b"") as (host, heard):
        make_route(town.committee, channel=Channel.WEBHOOK, url=f"json://{host}/x")
        to_groups(town)
        work.work_off(NOW)
    assert [one["message"] for one in heard] == ["新派来一件"]
    assert Message.objects.get().sent_at == NOW


def test_at_night_only_what_is_urgent_goes_out(sent: Path) -> None:
    calm = queue_sms()
    queue_sms(entry_key=2, number="13912345678", urgent=True)
    assert calm is not None
    work.work_off(NIGHT)
    assert [line["number"] for line in lines_in(sent)] == ["13912345678"]
    row = Delivery.objects.get()
    assert (row.next_try_at, row.attempts, row.last_error, row.lease_by) == (MORNING, 0, "", "")
    work.work_off(MORNING)
    assert len(lines_in(sent)) == 2
    calm.refresh_from_db()
    assert calm.sent_at == MORNING


def test_without_quiet_hours_nothing_waits(sent: Path) -> None:
    queue_sms()
    with override_settings(QUIET_HOURS=""):
        work.work_off(NIGHT)
    assert len(lines_in(sent)) == 1


def test_a_refusal_is_tried_again_later(sent: Path) -> None:
    message = queue_sms()
    assert message is not None
    with override_settings(SMS_GATEWAY=f"{__name__}.stumble"):
        work.work_off(NOW)
    row = Delivery.objects.get()
    assert (row.attempts, "no such template" in row.short_error) == (1, True)
    assert NUMBER not in row.last_error
    message.refresh_from_db()
    assert not message.is_done
    Delivery.objects.update(next_try_at=NOW)
    work.work_off(NOW)
    assert len(lines_in(sent)) == 1


def test_while_nobody_answers_the_others_wait_and_count_no_attempt(sent: Path) -> None:
    for number in ("13812345678", "13912345678", "13712345678"):
        queue_sms(number=number)
    with override_settings(SMS_GATEWAY=f"{__name__}.hang"):
        work.work_off(NOW)
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    work.work_off(NOW)
    assert lines_in(sent) == []
    Delivery.objects.update(next_try_at=NOW)
    work.work_off(NOW + gateways.REST)
    assert len(lines_in(sent)) == 3


def test_a_group_that_refuses_is_left_alone_for_a_minute(town: Town) -> None:
    with listening(b"", status=500) as (host, heard):
        make_route(town.committee, name="一", channel=Channel.WEBHOOK, url=f"json://{host}/x?retry=3")
        for key in range(3):
            to_groups(town, entry_key=key)
        work.work_off(NOW)
        assert len(heard) == 1
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert "500" in Delivery.objects.get(attempts=1).short_error


def test_a_refused_number_does_not_hold_up_the_next() -> None:
    queue_sms()
    queue_sms(number="13912345678")
    with override_settings(SMS_GATEWAY=f"{__name__}.stumble"):
        work.work_off(NOW)
    assert list(Delivery.objects.values_list("attempts", flat=True)) == [1, 1]


def test_what_has_no_use_any_more_is_given_up(town: Town) -> None:
    gone, off = make_route(town.committee, name="一"), make_route(town.committee, name="二")
    to_groups(town)
    for route in (gone, off):
        assert Message.objects.filter(route=route).exists()
    gone.delete()
    off.is_on = False
    off.save()
    work.work_off(NOW)
    assert list(Message.objects.order_by("pk").values_list("failed_why", "sent_at")) == [
        ("群已经删除", None), ("群通知已关闭", None),
    ]  # fmt: skip
    assert not Delivery.objects.exists()
    given_up = Entry.objects.filter(tag=NoticeEvent.MESSAGE_GIVEN_UP).values_list("facts__why", flat=True)
    assert sorted(given_up) == ["群已经删除", "群通知已关闭"]


def test_an_entry_whose_message_is_gone_wakes_nobody(sent: Path) -> None:
    queue_sms()
    Message.objects.all().delete()
    work.work_off(NOW)
    assert lines_in(sent) == [] and not Delivery.objects.exists()


def test_no_transaction_stands_around_the_gateway() -> None:
    """So that nobody waits for a lock while the other side thinks, and only the one in flight may go twice."""
    from linli.journal import reacting

    assert reacting.is_alone("notices.send")


# Kept for some days


def test_numbers_are_erased_a_week_after_sending(sent: Path) -> None:
    queue_sms()
    work.work_off(NOW)
    week = NOW + timedelta(days=7)
    assert not notices.RETENTION.is_due(week - timedelta(seconds=1))
    assert notices.RETENTION.is_due(week)
    notices.RETENTION.run(week)
    message = Message.objects.get()
    assert (message.address, message.text) == ("", f"您的诉求已登记，受理编号{RECEIPT}。")
    (told,) = journal.entries_of("notices.retention")
    assert (told.tag, told.facts) == (NoticeEvent.ADDRESSES_ERASED, {"messages": 1})
    assert not notices.RETENTION.is_due(week)
    assert queue_sms() is None  # its mark stays


def test_what_waits_for_a_month_is_given_up_with_its_number(sent: Path) -> None:
    queue_sms()
    month = NOW + timedelta(days=30)
    assert not notices.RETENTION.is_due(month - timedelta(seconds=1))
    notices.RETENTION.run(month)
    message = Message.objects.get()
    assert (message.address, message.failed_why) == ("", "一个月没有发出，不再发送")
    work.work_off(month)
    assert lines_in(sent) == []


def test_messages_to_groups_have_nothing_to_erase(town: Town) -> None:
    make_route(town.committee)
    to_groups(town)
    assert not notices.RETENTION.is_due(NOW + timedelta(days=400))
