import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.journal.models import Delivery
from linli.notices.models import Message, Route
from linli.organisations.models import Reach, Seat
from linli.people.models import Account
from tests.factories.notices import RECEIVED, make_route, queue_sms
from tests.factories.towns import Town, make_duty, make_role, small_town

pytestmark = pytest.mark.django_db

TYPED = {
    "body": "511102-community", "name": "柳岸工作群", "channel": "wecom", "kinds": ["work"], "is_on": "on",
    "url": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-1",
}  # fmt: skip


@pytest.fixture
def town() -> Town:
    return small_town()


@pytest.fixture
def keeper(town: Town) -> Client:
    """Signed in as the keeper of the system."""
    role = make_role("keeper", ["notices.routes"], reach=Reach.EVERYTHING)
    make_duty(Seat.objects.create(body=town.government, role=role, name="系统维护岗"), "周维护")
    return signed_in("u-周维护")


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(Account.objects.get(username=username))
    return client


def test_the_page_says_when_there_is_nothing(keeper: Client) -> None:
    html = keeper.get(reverse("routes")).content.decode()
    assert "还没有群" in html and "还没有发过" in html


def test_groups_stand_under_their_body_without_their_address(keeper: Client, town: Town) -> None:
    make_route(town.committee, name="<b>工作群", kinds=["work"])
    make_route(town.street_office, is_on=False)
    html = keeper.get(reverse("routes")).content.decode()
    assert "柳岸社区居民委员会" in html and "&lt;b&gt;工作群" in html and "新到的工作" in html
    assert "已关闭" in html and "abc-1" not in html


def test_the_words_to_register_with_the_operator_are_listed(keeper: Client) -> None:
    html = keeper.get(reverse("routes")).content.decode()
    assert RECEIVED in html and "受理编号%(receipt)s" in html


def test_the_fate_of_messages_is_told_in_words(keeper: Client) -> None:
    waiting, sent, failed, parked = [queue_sms(entry_key=key) for key in range(4)]
    assert waiting and sent and failed and parked
    Message.objects.filter(pk=sent.pk).update(sent_at=timezone.now())
    Message.objects.filter(pk=failed.pk).update(failed_why="群已经删除")
    Delivery.objects.filter(entry__subject=f"notices.message:{parked.pk}").update(
        parked_at=timezone.now(), last_error="linli.notices.gateways.Refused: no such template"
    )
    html = keeper.get(reverse("routes")).content.decode()
    for words in (
        "等待发送",
        "已发出",
        "不再发送：群已经删除",
        "多次没发出：no such template",
        "138****5678",
    ):
        assert words in html
    assert "13812345678" not in html and "去处理" not in html


def test_a_silent_operator_is_told_in_words(keeper: Client) -> None:
    queue_sms()
    Delivery.objects.update(
        parked_at=timezone.now(), last_error="linli.notices.gateways.Silent: no answer within 15 s"
    )
    assert "多次没发出：对方没有应答" in keeper.get(reverse("routes")).content.decode()


def test_who_may_see_parked_deliveries_is_led_there(town: Town) -> None:
    role = make_role("boss", ["notices.routes", "journal.read"], reach=Reach.EVERYTHING)
    make_duty(Seat.objects.create(body=town.government, role=role, name="负责人"), "吴负责")
    queue_sms()
    Delivery.objects.update(parked_at=timezone.now(), last_error="x")
    assert (
        reverse("parked") in signed_in("u-吴负责").get(reverse("routes")).content.decode().split("sent")[-1]
    )


def test_a_group_is_added_changed_and_removed(keeper: Client, town: Town) -> None:
    assert keeper.get(reverse("route_add")).status_code == 200
    answer = keeper.post(reverse("route_add"), TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("routes"))
    route = Route.objects.get()
    assert (route.body, route.name, route.kinds, route.is_on) == (
        town.committee,
        "柳岸工作群",
        ["work"],
        True,
    )
    html = keeper.get(reverse("route", args=[route.pk])).content.decode()
    assert "511102-community" in html and "abc-1" not in html
    changed = {**TYPED, "url": "", "name": "新名字", "body": "柳岸社区居民委员会"}
    assert keeper.post(reverse("route", args=[route.pk]), changed).status_code == 303
    route.refresh_from_db()
    assert (route.name, route.url) == ("新名字", TYPED["url"])
    assert keeper.post(reverse("route_remove", args=[route.pk])).status_code == 303
    assert not Route.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"url": "http://example.cn"}, "这个地址不对"),
        ({"url": ""}, "必填"),
        ({"body": "没有的单位"}, "没有找到这个单位"),
        ({"channel": "sms"}, "sms"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    keeper: Client, wrong: dict[str, str], words: str
) -> None:
    answer = keeper.post(reverse("route_add"), {**TYPED, **wrong})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert words in html and "柳岸工作群" in html
    assert not Route.objects.exists()


def test_a_group_is_turned_off_and_tried(keeper: Client, town: Town) -> None:
    route = make_route(town.committee)
    assert keeper.post(reverse("route_try", args=[route.pk])).status_code == 303
    assert Message.objects.get().route == route
    assert keeper.post(reverse("route_turn", args=[route.pk]), {"is_on": "0"}).status_code == 303
    route.refresh_from_db()
    assert not route.is_on
    refused = keeper.post(reverse("route_try", args=[route.pk]))
    assert refused.status_code == 422 and "通知关着" in refused.content.decode()
    assert keeper.post(reverse("route_turn", args=[route.pk]), {"is_on": "1"}).status_code == 303
    route.refresh_from_db()
    assert route.is_on


def test_others_neither_see_nor_change(town: Town) -> None:
    route = make_route(town.committee)
    clerk = signed_in("u-李春燕")
    assert clerk.get(reverse("routes")).status_code == 403
    assert clerk.get(reverse("route_add")).status_code == 403
    assert clerk.get(reverse("route", args=[route.pk])).status_code == 404
    assert clerk.post(reverse("route_add"), TYPED).status_code == 403
    for name in ("route_try", "route_turn", "route_remove"):
        assert clerk.post(reverse(name, args=[route.pk])).status_code == 403
    assert Route.objects.count() == 1 and not Message.objects.exists()
