import pytest
from django.utils import timezone

from linli.board import actions, refusals
from linli.board.models import Follow, Release
from linli.cases import actions as cases
from linli.cases.models import Report
from linli.config.reactions import PERIODIC, REACTIONS
from linli.journal import work as deliveries
from linli.journal.models import Entry
from linli.kernel.actor import RESIDENT, Actor, ActorKind
from linli.kernel.refusals import NotAllowed, NotFound
from linli.notices.models import Message
from linli.people.numbers import BadPhone
from tests.board.test_releasing import PUBLIC
from tests.factories.cases import NOW, STRANGER, Scene, Walk, actor_of
from tests.factories.journal import attached

NUMBER = "13900001111"


@pytest.fixture
def walk(scene: Scene) -> Walk:
    return Walk(scene)


@pytest.fixture
def shown(scene: Scene, walk: Walk) -> Release:
    asked = actions.ask_release(report_id=walk.report.pk, by=RESIDENT, now=NOW)
    by = actor_of(scene.town.community_clerk)
    return actions.release(release_id=asked.pk, **PUBLIC, by=by, now=NOW)


def follow(shown: Release, phone: str = NUMBER) -> Follow:
    return actions.follow(public_id=shown.public_id, phone=phone, by=RESIDENT, now=NOW)


def messages() -> list[str]:
    return list(Message.objects.filter(template="board-followed").values_list("text", flat=True))


def test_a_neighbour_follows_once_with_a_number_or_without(shown: Release) -> None:
    first = follow(shown, "139 0000 1111")
    assert (first.phone, first.phone_blind != "") == (NUMBER, True)
    assert follow(shown) == first
    assert follow(shown, "").phone_blind == ""
    assert shown.follows.count() == 2
    assert Follow.objects.filter(pk=first.pk).values_list("phone").query is not None
    assert not Entry.objects.filter(facts__icontains=NUMBER).exists()


def test_what_is_refused(scene: Scene, shown: Release, walk: Walk) -> None:
    with pytest.raises(refusals.NotOnTheBoard):
        actions.follow(public_id="X", by=RESIDENT, now=NOW)
    with pytest.raises(refusals.OnlyMobiles):
        follow(shown, "0833-2123456")
    with pytest.raises(BadPhone):
        follow(shown, "12")
    walk.sign().answer()
    with pytest.raises(refusals.AlreadyOver):
        follow(shown)
    assert shown.follows.count() == 0


def test_to_stop_erases_all(shown: Release) -> None:
    one = follow(shown)
    assert actions.unfollow(token=one.token, by=RESIDENT, now=NOW) == shown.public_id
    assert not Follow.objects.exists()
    for token in (one.token, ""):
        with pytest.raises(NotFound):
            actions.unfollow(token=token, by=RESIDENT, now=NOW)


def test_a_public_answer_is_told_once_and_the_number_erased(scene: Scene, shown: Release, walk: Walk) -> None:
    one, silent = follow(shown), follow(shown, "")
    by = actor_of(scene.town.community_clerk)
    with attached(REACTIONS, PERIODIC):
        walk.sign().answer()
        deliveries.work_off(walk.now)
        assert messages() == []  # the answer is not public yet
        assert Release.objects.get(pk=shown.pk).answer_waits
        actions.edit_release(release_id=shown.pk, **PUBLIC, answer="周末也开。", by=by, now=walk.later())
        deliveries.work_off(walk.now)
        [text] = messages()
        walk.call_back()
        deliveries.work_off(walk.later())
    assert "周末助餐" in text
    assert "柳岸花园" in text
    assert len(messages()) == 1
    one.refresh_from_db()
    silent.refresh_from_db()
    assert (one.phone, one.phone_blind, one.told_at is not None, silent.told_at) == ("", "", True, None)
    assert shown.follows.count() == 2


def test_a_case_that_closes_without_a_public_answer_is_told(scene: Scene, shown: Release, walk: Walk) -> None:
    follow(shown)
    with attached(REACTIONS, PERIODIC):
        walk.sign().answer().call_back()
        deliveries.work_off(walk.later())
    assert len(messages()) == 1
    assert Release.objects.get(pk=shown.pk).answer == ""


def test_followers_are_told_by_the_case_that_it_joined(scene: Scene, shown: Release, walk: Walk) -> None:
    follow(shown)
    other = Walk(scene)
    cases.merge(case_id=walk.key, into_id=other.key, by=scene.community, now=walk.later())
    assert Report.objects.get(pk=walk.report.pk).case_id == other.key
    other.now = walk.now
    with attached(REACTIONS, PERIODIC):
        other.sign().answer().call_back()
        deliveries.work_off(other.later())
    assert len(messages()) == 1
    assert Release.objects.select_related("case__merged_into").get(pk=shown.pk).told_by == other.case


def test_numbers_go_under_a_new_key(shown: Release) -> None:
    one = follow(shown)
    service = Actor(ActorKind.SERVICE, label="test")
    with pytest.raises(NotAllowed):
        actions.rekey_follows(follow_ids=[one.pk], by=STRANGER, now=NOW)
    assert actions.rekey_follows(follow_ids=[one.pk], by=service, now=timezone.now()) == 1
    assert Follow.objects.get().phone == NUMBER
    assert Entry.objects.filter(tag="board.rekeyed").count() == 1
