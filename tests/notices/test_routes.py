from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings

from linli.journal import queries as journal
from linli.journal.models import Delivery
from linli.kernel.actor import TIMER, Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound, Refusal
from linli.notices import actions, queries, rules
from linli.notices.events import NoticeEvent
from linli.notices.models import Channel, Kind, Message, Route
from tests.factories.notices import KEEPER, make_route, queue_sms
from tests.factories.organisations import STRANGER
from tests.factories.towns import NOW, Town, small_town

pytestmark = pytest.mark.django_db

ROBOT = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abc-1"
OTHER_KEYS = f"k9:{'A' * 43}="


@pytest.fixture
def town() -> Town:
    return small_town()


def over(kind: Over, key: int) -> Actor:
    return Actor(ActorKind.PERSON, grants=frozenset({Grant(rules.ROUTES, kind, key)}))


def add(town: Town, **extra: Any) -> Route:
    values = {
        "body": town.committee,
        "name": "工作群",
        "channel": Channel.WECOM,
        "url": ROBOT,
        "by": KEEPER,
        **extra,
    }
    return actions.set_route(**values, now=NOW)


def test_a_group_is_added_and_its_token_kept_from_everybody(town: Town) -> None:
    route = add(town, name=" 工作群 ", kinds=["work", "danger"])
    route.refresh_from_db()
    assert (route.body, route.name, route.channel, route.url) == (town.committee, "工作群", "wecom", ROBOT)
    assert (route.kinds, route.is_on) == (["danger", "work"], True)
    (told,) = journal.entries_of(route)
    assert (told.tag, told.subject) == (NoticeEvent.ROUTE_SET, f"notices.route:{route.pk}")
    assert told.facts == {
        "body": town.committee.pk, "channel": "wecom", "kinds": ["danger", "work"], "is_on": True,
        "has_new_address": True,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT url FROM notices_route")
        assert "abc-1" not in cursor.fetchone()[0]


def test_a_change_without_an_address_keeps_it(town: Town) -> None:
    route = add(town)
    add(town, route_id=route.pk, url="", name="新名字", kinds=["news"], is_on=False)
    route.refresh_from_db()
    assert (route.url, route.name, route.kinds, route.is_on) == (ROBOT, "新名字", ["news"], False)
    assert journal.entries_of(route)[-1].facts["has_new_address"] is False


@pytest.mark.parametrize(
    ("extra", "refusal"),
    [
        ({"name": " "}, actions.NameMissing),
        ({"kinds": ["gossip"]}, actions.BadKinds),
        ({"url": ""}, actions.BadAddress),
        ({"url": "http://example.cn"}, actions.BadAddress),
        ({"channel": "sms"}, actions.BadAddress),
        ({"channel": "pigeon"}, actions.BadAddress),
        ({"channel": "dingtalk"}, actions.BadAddress),
        ({"by": STRANGER}, NotAllowed),
        ({"by": TIMER}, NotAllowed),
        ({"route_id": 999}, NotFound),
    ],
)
def test_what_is_refused_changes_nothing(town: Town, extra: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        add(town, **extra)
    assert not Route.objects.exists()


def test_a_body_has_a_name_once(town: Town) -> None:
    first = add(town)
    with pytest.raises(actions.AlreadyThere):
        add(town)
    add(town, body=town.street_office)
    add(town, route_id=first.pk)


def test_a_group_is_turned_off_and_on(town: Town) -> None:
    route = make_route(town.committee)
    actions.turn_route(route_id=route.pk, is_on=False, by=KEEPER, now=NOW)
    actions.turn_route(route_id=route.pk, is_on=False, by=KEEPER, now=NOW)
    route.refresh_from_db()
    assert not route.is_on
    (told,) = journal.entries_of(route)
    assert (told.tag, told.facts) == (NoticeEvent.ROUTE_TURNED, {"is_on": False})


def test_a_trial_goes_the_way_of_every_message_and_at_once(town: Town) -> None:
    route = make_route(town.committee, kinds=["news"])
    message = actions.try_route(route_id=route.pk, by=KEEPER, now=NOW)
    assert (message.route, message.is_urgent, message.channel) == (route, True, "wecom")
    assert [told.tag for told in journal.entries_of(route)] == [NoticeEvent.ROUTE_TRIED]
    assert Delivery.objects.get().entry.subject == f"notices.message:{message.pk}"
    assert actions.try_route(route_id=route.pk, by=KEEPER, now=NOW).pk != message.pk


def test_a_group_that_is_off_is_not_tried(town: Town) -> None:
    route = make_route(town.committee, is_on=False)
    with pytest.raises(actions.RouteIsOff):
        actions.try_route(route_id=route.pk, by=KEEPER, now=NOW)
    assert not Message.objects.exists()


def test_a_group_is_removed_and_its_messages_stay(town: Town) -> None:
    route = make_route(town.committee)
    message = actions.try_route(route_id=route.pk, by=KEEPER, now=NOW)
    actions.remove_route(route_id=route.pk, by=KEEPER, now=NOW)
    assert not Route.objects.exists()
    message.refresh_from_db()
    assert message.route is None
    assert [told.tag for told in journal.entries_of(f"notices.route:{route.pk}")][
        -1
    ] == NoticeEvent.ROUTE_REMOVED


def test_a_stranger_neither_turns_nor_tries_nor_removes(town: Town) -> None:
    route = make_route(town.committee)
    for sentence in (actions.try_route, actions.remove_route):
        with pytest.raises(NotAllowed):
            sentence(route_id=route.pk, by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.turn_route(route_id=route.pk, is_on=False, by=STRANGER, now=NOW)
    assert Route.objects.get().is_on and not Message.objects.exists()


def test_what_is_listed_is_what_may_be_set(town: Town) -> None:
    for body in (town.government, town.street_office, town.committee, town.property_company):
        make_route(body)
    actors = [
        KEEPER, STRANGER, over(Over.AREA, town.county.pk), over(Over.AREA, town.street.pk),
        over(Over.AREA, town.community.pk), over(Over.AREA, town.estate.pk),
        over(Over.BODY, town.property_company.pk), over(Over.BODY, town.committee.pk),
    ]  # fmt: skip
    seen = []
    for actor in actors:
        listed = set(queries.routes_for(actor))
        assert listed == {route for route in Route.objects.all() if rules.can_set_route(actor, route.body)}
        seen.append(len(listed))
    assert seen == [4, 0, 3, 2, 1, 0, 1, 1]


def test_nobody_gives_a_group_to_a_body_that_is_not_his(town: Town) -> None:
    mine = over(Over.BODY, town.committee.pk)
    route = add(town, by=mine)
    with pytest.raises(NotAllowed):
        add(town, by=mine, route_id=route.pk, body=town.street_office)
    with pytest.raises(NotFound):
        queries.route_by_id(over(Over.BODY, town.street_office.pk), route.pk)


def test_who_sets_some_bodies_sees_only_what_went_to_their_groups(town: Town) -> None:
    mine, other = make_route(town.committee), make_route(town.street_office)
    for route in (mine, other):
        actions.try_route(route_id=route.pk, by=KEEPER, now=NOW)
    queue_sms()
    assert [row.to for row in queries.messages(KEEPER).rows] == [
        "138****5678", "临江街道办事处 · 工作群", "柳岸社区居民委员会 · 工作群",
    ]  # fmt: skip
    seen = queries.messages(over(Over.BODY, town.committee.pk)).rows
    assert [row.to for row in seen] == ["柳岸社区居民委员会 · 工作群"]
    assert queries.messages(STRANGER).rows == []


def test_messages_are_paged(town: Town) -> None:
    for key in range(60):
        queue_sms(entry_key=key)
    sizes, after, seen = [], "", set()
    while True:
        part = queries.messages(KEEPER, after)
        sizes.append(len(part.rows))
        seen |= {row.message.pk for row in part.rows}
        after = part.next
        if not after:
            break
    assert (sizes, len(seen)) == ([25, 25, 10], 60)
    assert len(queries.messages(KEEPER, "x²").rows) == 25


# What the doctor finds


def found() -> list[str]:
    return [finding.what for finding in queries.findings(NOW)]


def test_a_sound_room_has_no_findings(town: Town) -> None:
    add(town)
    queue_sms(now=NOW - timedelta(hours=23))
    assert found() == []


def test_messages_that_wait_for_a_day_are_found(town: Town) -> None:
    for key in range(2):
        queue_sms(entry_key=key, now=NOW - timedelta(hours=25))
    (finding,) = queries.findings(NOW)
    assert (finding.level, finding.room) == ("warning", "notices")
    assert "有 2 条消息等了一天以上还没发出" in finding.what


def test_routes_that_lead_nowhere_are_found(town: Town) -> None:
    make_route(town.committee, url="pigeon://roof")
    make_route(town.street_office, name="关着的群", url="pigeon://roof", is_on=False)
    make_route(town.government, name="旧的群")
    town.government.ended_on = date(2026, 1, 1)
    town.government.save()
    assert found() == [
        "柳岸社区居民委员会 工作群：地址用不了，请重新填写", "嘉禾区政府 旧的群：单位已经撤销，群通知还开着",
    ]  # fmt: skip


def test_a_lost_key_is_found_and_the_list_still_opens(town: Town) -> None:
    make_route(town.committee)
    queue_sms()
    with override_settings(LINLI_KEYS=OTHER_KEYS):
        assert any("不在 LINLI_KEYS 里" in what for what in found())
        assert len(list(queries.routes_for(KEEPER))) == 1
        assert [row.to for row in queries.messages(KEEPER).rows] == [""]


def test_old_keys_are_left_behind(town: Town) -> None:
    route = make_route(town.committee)
    queue_sms()
    message = Message.objects.get()
    service = Actor(ActorKind.SERVICE)
    with override_settings(LINLI_KEYS=f"{OTHER_KEYS},{settings.LINLI_KEYS}"):
        assert found() == ["2 个地址和号码还在旧密钥下，请运行 linli rekey"]
        with pytest.raises(NotAllowed):
            actions.rekey_routes(route_ids=[route.pk], by=KEEPER, now=NOW)
        with pytest.raises(NotAllowed):
            actions.rekey_messages(message_ids=[message.pk], by=KEEPER, now=NOW)
        assert actions.rekey_routes(route_ids=[route.pk], by=service, now=NOW) == 1
        assert actions.rekey_messages(message_ids=[message.pk], by=service, now=NOW) == 1
        assert found() == []
        assert [told.tag for told in journal.entries_of("notices.keys")] == [NoticeEvent.REKEYED] * 2
    with override_settings(LINLI_KEYS=OTHER_KEYS):
        route.refresh_from_db()
        message.refresh_from_db()
        assert (route.url, message.address) == ("wecombot://abc-1/", "13812345678")


def test_every_kind_and_channel_has_words() -> None:
    assert all(str(choice.label) for choice in (*Kind, *Channel))
