"""Search: words of two characters, rights, pages, what may be kept of what people wrote, and the index kept whole."""

import random
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.cases import actions, grams, queries
from linli.cases.actions import WordsMissing
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Channel
from linli.cases.queries import Sought
from linli.journal.models import Entry, EntryText
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed
from linli.people.numbers import BadPhone
from linli.places.models import PlaceKind
from tests.factories.cases import NOW, PHONE, STRANGER, Scene, Walk, take_in
from tests.factories.towns import make_place

LEAD_IN = "也不知道该找谁说，想了很久还是写下来，请帮忙看一看，谢谢，"  # so that what follows stands behind the title


def _keys(actor: Actor, words: str, **more: object) -> list[int]:
    return [case.pk for case in queries.find(actor, Sought(words, **more)).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words",
    [
        "电梯",
        "梯停",
        "电梯停",
        "停",
        "了",
        "下不了楼",
        "3栋",
        "柳岸花园3栋2单元",
        "wifi",
        "WIFI坏",
        "二单元 老人",
        "临江街道",
        "老",
    ],
)
def test_what_stands_in_a_case_is_found(scene: Scene, words: str) -> None:
    case = take_in("二单元电梯停了，老人下不了楼，WiFi坏了", place=scene.town.unit).case
    assert _keys(scene.street, words) == [case.pk]


@pytest.mark.parametrize("words", ["梯电", "13栋", "单车", "老人 单车", "楼了", "", "，。", "wifis"])
def test_what_does_not_stand_there_is_not_found(scene: Scene, words: str) -> None:
    take_in("二单元电梯停了，老人下不了楼，WiFi坏了", place=scene.town.unit)
    assert _keys(scene.street, words) == []


@pytest.mark.parametrize(
    "words",
    ['"电梯', "电梯*", "title:电梯", "电梯 OR", "NOT 电梯", "(电梯", "电梯')--", "{title} : 电梯", "^电梯", "a' | 'b", "\\", "'",
     "电梯:*A", "%s", "NEAR(电梯 老人)", "电梯 + -", "电" * 3000, "<->", "&|!", "\x00电梯"],
)  # fmt: skip
def test_no_sign_in_a_search_is_an_operator(scene: Scene, words: str) -> None:
    take_in("电梯停了", place=scene.town.unit)
    queries.find(scene.street, Sought(words))


def test_answers_receipts_and_outer_numbers_are_found(scene: Scene) -> None:
    walk = Walk(scene).sign().answer()
    assert _keys(scene.street, "周末也开") == [walk.key]
    assert _keys(scene.street, walk.report.receipt) == [walk.key]
    assert _keys(scene.street, walk.report.receipt[:9]) == [walk.key]
    outer = take_in(
        "说不清的一件事",
        channel=Channel.PLATFORM,
        source="12345",
        outer_number="LS-2026-00817",
        place=scene.town.unit,
    )
    typed = take_in("说不清的又一件", source="page", outer_number="SECRETTOKEN", place=scene.town.unit)
    assert _keys(scene.street, "LS-2026-00817") == [outer.case.pk]
    assert _keys(scene.street, "SECRETTOKEN") == []
    assert (
        queries.by_number(scene.street, f" {typed.report.receipt[:6]} {typed.report.receipt[6:]} ")
        == typed.case
    )
    assert queries.by_number(STRANGER, typed.report.receipt) is None
    assert queries.by_number(scene.street, "26030548291376") is None


def test_numbers_of_people_are_not_kept_in_the_index(scene: Scene) -> None:
    case = take_in("有人占道摆摊，打13912345678找老李，身份证511102199001011234", place=scene.town.unit).case
    for words in ("13912345678", "1391234", "511102199001011234", "5111021990", "电话", "证件"):
        assert _keys(scene.street, words) == []
    assert _keys(scene.street, "老李") == [case.pk]


def test_a_title_comes_first_then_the_newest(scene: Scene) -> None:
    place = scene.town.unit
    one = take_in("路灯坏了好几天", place=place).case
    two = take_in(
        LEAD_IN + "楼下一直很黑，走路都看不见，绊倒过两回，也没有人来看过，说是路灯坏了",
        place=place,
    ).case
    three = take_in("路灯又坏了", place=place).case
    assert _keys(scene.street, "路灯") == [three.pk, one.pk, two.pk]


def test_search_filters_by_state_and_day(scene: Scene) -> None:
    place = scene.town.unit
    old = take_in("占道摆摊堵路", place=place, now=NOW - timedelta(days=3)).case
    new = take_in("占道摆摊吵人", place=place).case
    actions.withdraw(case_id=old.pk, reason="好了", by=scene.street, now=NOW)
    assert _keys(scene.street, "摆摊", is_open=True) == [new.pk]
    assert _keys(scene.street, "摆摊", is_open=False) == [old.pk]
    assert _keys(scene.street, "摆摊", first=date(2026, 3, 5)) == [new.pk]
    assert _keys(scene.street, "摆摊", last=date(2026, 3, 4)) == [old.pk]
    assert _keys(scene.street, "摆摊", first=date(2026, 3, 2), last=date(2026, 3, 2)) == [old.pk]


def test_pages_follow_one_another_in_few_statements(scene: Scene) -> None:
    place = scene.town.unit
    short = "占道摆摊堵路"
    long = LEAD_IN + "路口很乱，天天堵得走不动，老人小孩都绕着走，前前后后反映过好几回，都是占道摆摊闹的"
    keys = [take_in(short if number % 2 else long, place=place).case.pk for number in range(61)]
    seen: list[int] = []
    after = ""
    while True:
        with CaptureQueriesContext(connection) as caught:
            part = queries.find(scene.street, Sought("摆摊"), after=after)
        assert len(caught) <= 3
        seen += [case.pk for case in part.rows]
        if not (after := part.next):
            break
    assert sorted(seen) == keys and len(set(seen)) == 61
    assert seen == sorted(keys[1::2], reverse=True) + sorted(keys[0::2], reverse=True)
    for spoilt in ("x", "1-x", "9-5", "0-" + "9" * 30, "-", "1-"):
        assert len(queries.find(scene.street, Sought("摆摊"), after=spoilt).rows) == 50


def test_only_what_may_be_read_is_found(scene: Scene) -> None:
    lift = take_in("电梯停了，占道", place=scene.town.unit).case
    stall = take_in("占道摆摊", place=scene.town.unit).case
    other = make_place(PlaceKind.STREET, "511102002000", "山背街道", scene.town.county)
    clerk = Actor(ActorKind.PERSON, grants=frozenset({Grant("cases.read", Over.AREA, other.pk)}))
    assert _keys(scene.street, "占道") == [stall.pk, lift.pk]
    assert _keys(scene.property, "占道") == [lift.pk]
    for actor in (clerk, STRANGER):
        assert _keys(actor, "占道") == []
    everywhere = Actor(ActorKind.PERSON, grants=frozenset({Grant("cases.read", Over.EVERYTHING)}))
    assert _keys(everywhere, "占道") == [stall.pk, lift.pk]


@pytest.mark.parametrize("seed", range(4))
def test_every_piece_of_a_text_finds_it(seed: int, scene: Scene) -> None:
    """Property: any two or more neighbouring characters of the words find the case, and nothing is found by chance."""
    dice = random.Random(seed)
    text = "".join(dice.choice("电梯停水管道路灯坏了不亮楼上漏12a，。 ") for _sign in range(60))
    case = take_in(f"开头{text}", place=scene.town.unit).case
    words = Case.objects.get(pk=case.pk).words
    for _piece in range(40):
        at, length = dice.randrange(len(words)), dice.randrange(2, 8)
        piece = words[at : at + length]
        if all("\u4e00" <= sign <= "\u9fff" for sign in piece):
            assert _keys(scene.street, piece) == [case.pk], piece


def test_a_new_place_is_found_and_the_old_one_is_not(scene: Scene) -> None:
    case = take_in("说不清的一件事情", place=scene.town.unit).case
    actions.place_by_hand(
        case_id=case.pk, matter_id=scene.stall.pk, place_id=scene.town.street.pk, by=scene.street, now=NOW
    )
    assert _keys(scene.street, "临江街道") == [case.pk]
    assert _keys(scene.street, "柳岸花园") == []


def test_the_row_goes_with_its_case_and_the_check_finds_what_is_missing(scene: Scene) -> None:
    case = take_in("电梯停了", place=scene.town.unit).case
    assert not [one for one in queries.findings(NOW) if one.where == "cases.search"]
    bare = Case.objects.create(title="件", words="路灯不亮", happened_at=NOW, registered_at=NOW, holder=scene.town.street_desk,
                               holder_body=scene.town.street_office, next_at=NOW)  # fmt: skip
    found = [one for one in queries.findings(NOW) if one.where == "cases.search"]
    assert [one.level for one in found] == ["fault"] and "1 cases" in found[0].what
    out = StringIO()
    call_command("reindex", "--missing", stdout=out)
    assert "1 件" in out.getvalue()
    assert [row.pk for row in queries.find(scene.street, Sought("路灯")).rows] in ([], [bare.pk])
    bare.delete()
    assert not list(queries.indexed_alone()) and not list(queries.unindexed())
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_search")
    assert list(queries.unindexed()) == [case.pk]
    call_command("reindex", stdout=out)
    assert _keys(scene.street, "电梯") == [case.pk] and _keys(scene.street, "柳岸") == [case.pk]


def _phone_clerk(scene: Scene, *verbs: str) -> Actor:
    area = scene.town.community.pk
    grants = {Grant(verb, Over.AREA, area) for verb in ("cases.read", *verbs)}
    return Actor(ActorKind.PERSON, label="李春燕", person_id=7, grants=frozenset(grants))


@pytest.mark.parametrize("verb", ["cases.see_reporter", "people.see_number"])
@pytest.mark.parametrize(
    ("typed", "is_end"),
    [("138-1234 5678", False), ("+86 13812345678", False), ("5678", True), ("５６７８", True)],
)
def test_a_phone_finds_its_cases_and_the_reason_is_written_down(
    scene: Scene, verb: str, typed: str, is_end: bool
) -> None:
    here = take_in("电梯停了", place=scene.town.unit).case
    take_in("电梯停了", place=scene.town.street)  # not in the community
    take_in("电梯停了", place=scene.town.unit, phone="13900000000")
    found = actions.seek_by_phone(number=typed, reason="他打电话来问", by=_phone_clerk(scene, verb), now=NOW)
    assert found == [here]
    entry = Entry.objects.get(tag=CaseEvent.SOUGHT)
    assert entry.facts == {"last_four": is_end, "found": [here.pk]}
    assert EntryText.objects.get(entry=entry).text == "他打电话来问"
    assert PHONE not in str(entry.facts)


def test_a_phone_is_not_sought_without_right_or_reason(scene: Scene) -> None:
    take_in("电梯停了", place=scene.town.unit)
    clerk = _phone_clerk(scene, "cases.see_reporter")
    for actor in (STRANGER, _phone_clerk(scene), scene.property):
        with pytest.raises(NotAllowed):
            actions.seek_by_phone(number=PHONE, reason="问", by=actor, now=NOW)
    with pytest.raises(WordsMissing):
        actions.seek_by_phone(number=PHONE, reason=" ", by=clerk, now=NOW)
    for number in ("", "56", "abcd", "1381234567890"):
        with pytest.raises(BadPhone):
            actions.seek_by_phone(number=number, reason="问", by=clerk, now=NOW)
    assert not Entry.objects.filter(tag=CaseEvent.SOUGHT).exists()
    assert actions.seek_by_phone(number="9999", reason="问", by=clerk, now=NOW) == []


def test_texts_are_cut_and_compared() -> None:
    assert grams.tokens("电梯停了，3栋WiFi") == ["电梯", "梯停", "停了", "了", "3", "栋", "wifi"]
    assert grams.share(grams.pairs_of("电梯停了"), grams.pairs_of("电梯停了")) == 1.0
    assert grams.share(grams.pairs_of("电梯停了"), grams.pairs_of("楼道很脏")) == 0.0
    assert grams.cut_at("电梯wifi坏", ["WIFI", "坏"]) == [("电梯", False), ("wifi", True), ("坏", True)]


def test_an_answer_that_did_not_stand_is_not_found(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign().answer()
    assert walk.key in _keys(scene.street, "周末也开了")
    actions.send_back(case_id=walk.key, reason="再看", by=scene.street, now=walk.later())
    assert walk.key not in _keys(scene.street, "周末也开了")
