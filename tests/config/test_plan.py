from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from linli.cases.models import Channel, DeclineGround, DemandKind
from linli.catalogue import starting
from linli.config.demo import plan, shares, talk, times
from linli.config.demo.plots import Plot, plots
from linli.places import codes

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
SINCE = NOW - timedelta(days=60)


@cache
def drawn(demands: int = 1500, seed: int = 1) -> tuple[Plot, ...]:
    return tuple(plots(seed=seed, demands=demands, since=SINCE, now=NOW))


def test_the_demo_town_has_the_size_that_it_promises() -> None:
    kinds = Counter(row.kind for row in plan.place_rows())
    assert (kinds["street"], kinds["community"], kinds["estate"]) == (2, 5, 20)
    assert 5_500 <= kinds["home"] <= 6_500
    grids = Counter(row.facts["grid_kind"] for row in plan.place_rows() if row.kind == "grid")
    assert grids == {"residents": 16, "dedicated": 6}


def test_every_place_of_the_plan_stands_once_and_under_its_parent() -> None:
    seen: set[str] = set()
    for row in plan.place_rows():
        assert row.code not in seen
        assert not row.parent or row.parent in seen
        seen.add(row.code)


def test_grid_codes_are_codes_of_their_community() -> None:
    for row in plan.place_rows():
        if row.kind == "grid":
            assert codes.is_grid(row.code, row.parent)


def test_names_do_not_come_twice() -> None:
    names = plan.names(11)
    some = [next(names) for _ in range(1000)]
    assert len(set(some)) == 1000
    assert some == [name for name, _ in zip(plan.names(11), range(1000), strict=False)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_says_what_another_said(seed: int) -> None:
    """No two of the default demo's demands share more than half of the smaller one's character trigrams."""
    said = [talk.grams(one.words) for one in drawn(seed=seed)]
    assert len(said) == 1500
    users: dict[str, list[int]] = defaultdict(list)
    for number, grams in enumerate(said):
        shared = Counter(other for gram in grams for other in users[gram])
        for other, count in shared.items():
            assert count <= min(len(grams), len(said[other])) / 2, (number, other)
        for gram in grams:
            users[gram].append(number)


def test_topics_are_whole() -> None:
    known = {matter.code for matter in starting.matters()} | {""}
    keys = [topic.key for topic in talk.topics()]
    assert len(keys) == len(set(keys))
    for topic in talk.topics():
        assert topic.matter in known, topic.key
        assert topic.kind in DemandKind.values and 1 <= topic.weight <= 5, topic.key
        assert topic.place in ("home", "unit", "building", "estate", "community", "lane", "street"), topic.key
        assert topic.ground in ("", *DeclineGround.values), topic.key
        assert len(topic.says) >= 4 and topic.notes and topic.answers, topic.key
        assert topic.unsolved or topic.ground, topic.key
        assert topic.explains or topic.ground, topic.key
    assert {topic.ground for topic in talk.topics()} == {"", *DeclineGround.values}


def test_every_word_is_of_a_length_and_has_known_slots() -> None:
    for topic in talk.topics():
        for says in topic.says:
            assert 20 <= len(says) <= 140, says
        others = (topic.notes, topic.answers, topic.explains, topic.rises, topic.objects, topic.whistles)
        for words in (*topic.says, *topic.holds, *topic.unsolved, *(one for some in others for one in some)):
            assert talk.slots_in(words) <= talk.SLOTS and words == words.strip() != "", words


def test_what_is_said_comes_once_and_then_with_other_slots() -> None:
    there_is = sum(len(topic.says) for topic in talk.topics())
    assert there_is > 1500
    many = drawn(there_is + 500)
    says = Counter((one.topic.key, one.words) for one in many)
    assert len(many) == there_is + 500 and max(says.values()) == 2
    assert not {slot for one in many for slot in talk.slots_in(one.words)}


def test_the_plots_are_the_same_for_a_seed() -> None:
    assert drawn() == tuple(plots(seed=1, demands=1500, since=SINCE, now=NOW))
    assert drawn() != drawn(seed=2)


def test_proportions_are_those_of_the_table() -> None:
    count = 1500
    turns = Counter(one.turn for one in drawn())
    for turn in shares.TURNS:
        expected = shares.amount(turn) * count
        assert abs(turns[turn] - expected) <= 4 * max(expected, 1) ** 0.5, turn
    late = sum(one.is_late for one in drawn())
    assert abs(late - shares.amount("late") * count) <= 4 * (shares.amount("late") * count) ** 0.5
    not_taken_in = sum(bool(one.topic.ground) for one in drawn())
    assert 0.01 * count <= not_taken_in <= 0.025 * count
    assert set(shares.CHANNELS) <= set(Channel.values)


def test_the_ways_in_change_as_the_code_on_the_door_becomes_known() -> None:
    """systems.md A1: letters, visits and the hotline fall."""
    half = SINCE + (NOW - SINCE) / 2
    early = Counter(one.channel for one in drawn() if one.at < half)
    late = Counter(one.channel for one in drawn() if one.at >= half)
    assert late["code"] / late.total() > early["code"] / early.total()
    assert late["platform"] / late.total() < early["platform"] / early.total()
    assert all(sum(pair) for pair in zip(*shares.CHANNELS.values(), strict=True))


def test_people_speak_by_day_and_on_mondays() -> None:
    local = [one.at.astimezone(SHANGHAI) for one in drawn()]
    by_day, by_hour = Counter(at.weekday() for at in local), Counter(at.hour for at in local)
    assert by_day[0] > by_day[2] > by_day[6]
    assert sum(by_hour[hour] for hour in range(7)) < 0.05 * len(local) < by_hour[9] + by_hour[10]
    assert all(SINCE <= one.at < NOW for one in drawn())
    assert [one.at for one in drawn()] == sorted(one.at for one in drawn())


def test_offices_work_by_day() -> None:
    dice = drawn()[0].dice
    night = datetime(2026, 11, 17, 15, tzinfo=UTC)  # 23:00 on a Tuesday in Shanghai
    morning = times.at_work(night, dice).astimezone(SHANGHAI)
    assert (morning.day, morning.weekday()) == (18, 2) and 8 <= morning.hour <= 10
    noon = datetime(2026, 11, 17, 4, tzinfo=UTC)
    assert times.at_work(noon, dice) == noon
