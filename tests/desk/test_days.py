"""The day's log: from the journal, for whoever worked the day and nobody else."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions as cases
from linli.desk import queries
from tests.factories.cases import NOW, PHONE, Scene, Walk, actor_of, take_in

SignIn = Callable[[str], Client]
TODAY = timezone.localdate(NOW)


def test_a_day_is_told_in_counts_and_with_its_times(scene: Scene) -> None:
    walk = Walk(scene).sign()
    second = Walk(scene)
    second.now = walk.now
    second.sign()
    cases.note(
        case_id=walk.key, words=f"打了 {PHONE}", contacted=True, by=scene.grid_worker, now=walk.later()
    )
    walk.answer()
    day = queries.day_of(scene.grid_worker, scene.town.grid_worker.person_id, TODAY)
    assert day.told == "签收 2 件，联系居民 1 次，答复 1 件"
    assert [line.at for line in day.lines] == sorted(line.at for line in day.lines)
    assert day.cases == 2
    assert all(PHONE not in line.words for line in day.lines)


def test_other_days_and_other_people_are_not_in_it(scene: Scene) -> None:
    Walk(scene).sign()
    person = scene.town.grid_worker.person_id
    assert queries.day_of(scene.grid_worker, person, TODAY - timedelta(days=1)).lines == []
    assert queries.day_of(scene.community, scene.town.community_clerk.person_id, TODAY).lines == []


def test_a_day_costs_three_statements(scene: Scene) -> None:
    Walk(scene).sign()
    actor = actor_of(scene.town.grid_worker)
    with CaptureQueriesContext(connection) as seen:
        queries.day_of(actor, scene.town.grid_worker.person_id, TODAY)
    assert len(seen) <= 3


def test_the_page_shows_ones_own_day_and_has_no_address_for_anothers(scene: Scene, sign_in: SignIn) -> None:
    now = timezone.now()
    case = take_in("助餐点关门了", place=scene.town.home, now=now).case
    cases.sign(case_id=case.pk, by=scene.grid_worker, now=now)
    address = reverse("day_log")
    assert "签收 1 件" in sign_in("王小满").get(address).content.decode()
    person = scene.town.grid_worker.person_id
    for who in ("李春燕", "赵立秋"):
        for query in ({}, {"person": person}, {"of": person}):
            assert "签收 1 件" not in sign_in(who).get(address, query).content.decode()
    assert sign_in("路人").get(address).status_code == 403


def test_days_to_come_and_nonsense_are_today(scene: Scene, sign_in: SignIn) -> None:
    client = sign_in("王小满")
    for day in ("2999-01-01", "2026-13-45", "x"):
        assert "今天还没有登记什么" in client.get(reverse("day_log"), {"day": day}).content.decode()
