from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from linli.board import actions, queries, refusals
from linli.board.models import Release
from linli.board.states import RELEASE_MOVES, ReleaseState, ReleaseVerb
from linli.cases import actions as cases
from linli.cases.models import Case, DemandKind
from linli.cases.states import NoSuchMove
from linli.catalogue.models import Category, LeadKind, Matter
from linli.config.reactions import PERIODIC, REACTIONS
from linli.journal import work as deliveries
from linli.journal.models import Entry
from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.refusals import NotAllowed, NotFound
from linli.notices.models import Letter
from linli.organisations.models import Role
from tests.factories.cases import NOW, STRANGER, Scene, Walk, actor_of, make_matter, take_in
from tests.factories.journal import attached

WORDS = "3栋2单元的助餐点周末不开，周大寒 13812345678"
PUBLIC: dict[str, Any] = {"title": "周末助餐", "words": "助餐点周末能不能开。"}


@pytest.fixture
def reviewer(scene: Scene) -> Actor:
    return actor_of(scene.town.street_clerk)


def ask(scene: Scene, words: str = WORDS) -> Release:
    done = take_in(words, place=scene.town.unit)
    return actions.ask_release(report_id=done.report.pk, by=RESIDENT, now=NOW)


def tags(release: Release) -> list[str]:
    return [
        entry.tag for entry in Entry.objects.filter(subject=f"board.release:{release.pk}").order_by("seq")
    ]


def test_a_reporter_asks_and_a_reviewer_releases(scene: Scene, reviewer: Actor) -> None:
    asked = ask(scene)
    assert (asked.state, asked.title, asked.estate, asked.community) == (
        "asked", "", scene.town.estate, scene.town.community,
    )  # fmt: skip
    assert not queries.shown().exists()
    assert queries.for_reviewer(reviewer, "asked") == [asked]
    draft = queries.drafted(queries.one_for_reviewer(reviewer, asked.pk))
    assert (draft.title, "13812345678" in draft.words, "周大寒" in draft.words, "3栋" in draft.words) == (
        "meal", False, False, False,
    )  # fmt: skip
    shown = actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    assert (shown.state, shown.words, shown.decided_by_person_key) == (
        "released", PUBLIC["words"], reviewer.person_id,
    )  # fmt: skip
    assert queries.board_of(scene.town.estate).get() == shown
    assert queries.board_of(scene.town.community).get() == shown
    assert tags(shown) == ["board.asked", "board.released"]


def test_asking_twice_changes_nothing(scene: Scene) -> None:
    asked = ask(scene)
    again = actions.ask_release(report_id=asked.report_id, by=RESIDENT, now=NOW)
    assert (again, again.public_id) == (asked, asked.public_id)
    assert tags(asked) == ["board.asked"]
    with pytest.raises(NotFound):
        actions.ask_release(report_id=0, by=RESIDENT, now=NOW)


def test_a_consent_is_taken_back_as_easily_and_erases_the_words(scene: Scene, reviewer: Actor) -> None:
    asked = ask(scene)
    actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    actions.follow(public_id=asked.public_id, phone="13900001111", by=RESIDENT, now=NOW)
    gone = actions.withdraw_release(report_id=asked.report_id, by=RESIDENT, now=NOW)
    assert (gone.state, gone.title, gone.words, gone.answer, gone.follows.count()) == (
        "withdrawn",
        "",
        "",
        "",
        0,
    )
    assert not queries.shown().exists()
    assert tags(gone)[-1] == "board.withdrawn"
    with pytest.raises(NoSuchMove):
        actions.withdraw_release(report_id=asked.report_id, by=RESIDENT, now=NOW)
    anew = actions.ask_release(report_id=asked.report_id, by=RESIDENT, now=NOW)
    assert anew.state == "asked"
    assert anew.public_id != asked.public_id
    with pytest.raises(NotFound):
        actions.withdraw_release(report_id=0, by=RESIDENT, now=NOW)


@pytest.mark.parametrize("field", ["title", "words", "answer"])
@pytest.mark.parametrize("piece", ["13812345678", "3栋2单元501", "周大寒", "511102199001011234"])
def test_nothing_that_tells_who_it_was_is_released(
    scene: Scene, reviewer: Actor, field: str, piece: str
) -> None:
    asked = ask(scene)
    typed = {**PUBLIC, "answer": "", field: f"说的是{piece}那里"}
    with pytest.raises(refusals.StillRecognisable) as refused:
        actions.release(release_id=asked.pk, **typed, by=reviewer, now=NOW)
    assert refused.value.field == field
    actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    with pytest.raises(refusals.StillRecognisable):
        actions.edit_release(release_id=asked.pk, **typed, by=reviewer, now=NOW)


def _private(scene: Scene) -> None:
    Matter.objects.filter(code="meal").update(is_private=True, may_be_public=False)


def _closed_to_the_public(scene: Scene) -> None:
    Matter.objects.filter(code="meal").update(may_be_public=False)


def _dispute(scene: Scene) -> None:
    branch = Category.objects.create(code="140101", name="邻里纠纷", level=3)
    Matter.objects.filter(code="meal").update(category=branch)


def _care(scene: Scene) -> None:
    branch = Category.objects.create(code="120101", name="老人关爱", level=3)
    Matter.objects.filter(code="meal").update(category=branch)


def _accusation(scene: Scene) -> None:
    Case.objects.update(kind=DemandKind.REPORT)


def _praise(scene: Scene) -> None:
    Case.objects.update(kind=DemandKind.PRAISE)


def _nowhere(scene: Scene) -> None:
    Case.objects.update(community=None)


def _unplaced(scene: Scene) -> None:
    Case.objects.update(matter=None)


NEVER = (_private, _closed_to_the_public, _dispute, _care, _accusation, _praise, _nowhere, _unplaced)


@pytest.mark.parametrize("spoil", NEVER, ids=lambda one: one.__name__)
def test_what_never_stands_on_a_board(scene: Scene, reviewer: Actor, spoil: Callable[[Scene], None]) -> None:
    asked = ask(scene)
    done = take_in(WORDS, place=scene.town.unit)
    spoil(scene)
    with pytest.raises(refusals.NotForTheBoard):
        actions.ask_release(report_id=done.report.pk, by=RESIDENT, now=NOW)
    with pytest.raises(refusals.NotForTheBoard):
        actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    assert queries.why_not(done.report)
    assert not queries.shown().exists()


@pytest.mark.parametrize("spoil", [*NEVER[:6], _unplaced], ids=lambda one: one.__name__)
def test_what_is_found_later_to_be_private_is_gone_at_once(
    scene: Scene, reviewer: Actor, spoil: Callable[[Scene], None]
) -> None:
    asked = ask(scene)
    actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    assert queries.shown().exists()
    spoil(scene)
    assert not queries.shown().exists()


def test_what_was_taken_back_as_a_demand_is_gone_from_the_board(scene: Scene, reviewer: Actor) -> None:
    asked = ask(scene)
    actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    cases.withdraw(case_id=asked.case_id, reason="不用了", by=RESIDENT, now=NOW)
    assert not queries.shown().exists()


def test_it_is_refused_or_taken_down_with_a_reason(scene: Scene, reviewer: Actor) -> None:
    asked, other = ask(scene), ask(scene)
    with pytest.raises(refusals.WhyNeeded):
        actions.refuse_release(release_id=asked.pk, why=" ", by=reviewer, now=NOW)
    refused = actions.refuse_release(release_id=asked.pk, why="正在处理", by=reviewer, now=NOW)
    assert (refused.state, refused.why, tags(refused)[-1]) == ("refused", "正在处理", "board.refused")
    with pytest.raises(NoSuchMove):
        actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    actions.release(release_id=other.pk, **PUBLIC, by=reviewer, now=NOW)
    with pytest.raises(refusals.WhyNeeded):
        actions.take_down_release(release_id=other.pk, why="", by=reviewer, now=NOW)
    down = actions.take_down_release(release_id=other.pk, why="有误", by=reviewer, now=NOW)
    assert (down.state, down.words, tags(down)[-1]) == ("taken_down", "", "board.taken_down")
    with pytest.raises(refusals.NotOnTheBoard):
        actions.edit_release(release_id=other.pk, **PUBLIC, by=reviewer, now=NOW)
    assert not queries.shown().exists()


def test_words_are_needed(scene: Scene, reviewer: Actor) -> None:
    asked = ask(scene)
    for typed in ({**PUBLIC, "title": " "}, {**PUBLIC, "words": ""}):
        with pytest.raises(refusals.NothingToShow):
            actions.release(release_id=asked.pk, **typed, by=reviewer, now=NOW)


def test_strangers_and_holders_release_nothing(scene: Scene) -> None:
    asked = ask(scene)
    facts: dict[str, Any] = {"release_id": asked.pk, "now": NOW}
    for by in (STRANGER, scene.property, scene.grid_worker, RESIDENT):
        said: tuple[Callable[[], object], ...] = (
            partial(actions.release, **PUBLIC, by=by, **facts),
            partial(actions.edit_release, **PUBLIC, by=by, **facts),
            partial(actions.refuse_release, why="不", by=by, **facts),
            partial(actions.take_down_release, why="不", by=by, **facts),
        )
        for say in said:
            with pytest.raises(NotAllowed):
                say()
        assert queries.for_reviewer(by, "asked") == []
        with pytest.raises(NotFound):
            queries.one_for_reviewer(by, asked.pk)


def test_an_answer_waits_for_the_reviewer_and_is_never_public_by_itself(
    scene: Scene, reviewer: Actor
) -> None:
    walk = Walk(scene)
    asked = actions.ask_release(report_id=walk.report.pk, by=RESIDENT, now=NOW)
    actions.release(release_id=asked.pk, **PUBLIC, by=reviewer, now=NOW)
    walk.sign().answer()
    assert actions.propose_answer(case_id=walk.key, now=walk.now) == 1
    waiting = queries.for_reviewer(reviewer, "answers")
    assert [(row.answer, row.answer_waits) for row in waiting] == [("", True)]
    assert queries.drafted(waiting[0]).answer == "周末也开了。"
    made = actions.edit_release(
        release_id=asked.pk, **PUBLIC, answer="周末也开了。", by=reviewer, now=walk.now
    )
    assert (made.answer_waits, tags(made)[-1]) == (False, "board.answered")
    assert actions.propose_answer(case_id=walk.key, now=walk.now) == 0
    actions.edit_release(release_id=asked.pk, **PUBLIC, answer="周末也开。", by=reviewer, now=walk.now)
    assert tags(made)[-1] == "board.edited"


def test_words_stand_only_while_public(scene: Scene) -> None:
    asked = ask(scene)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=asked.pk).update(words="漏了")


def test_every_state_has_its_moves() -> None:
    ends = {ReleaseState.REFUSED, ReleaseState.TAKEN_DOWN}
    for state in ReleaseState:
        assert bool(RELEASE_MOVES.verbs_from(state)) is (state not in ends), state
    assert {verb for _state, verb in RELEASE_MOVES.moves} == set(ReleaseVerb)


def test_alike_compares_only_what_is_public(scene: Scene, reviewer: Actor) -> None:
    asked = ask(scene, "电梯停了，老人下不了楼，暗号芝麻开门")
    make_matter("lift2", LeadKind.PROPERTY, ["扶梯"])
    assert queries.alike_here("电梯停了，老人下不了楼", scene.town.home, now=NOW) == []
    words = {"title": "电梯停运", "words": "电梯停了，老人下不了楼。"}
    shown = actions.release(release_id=asked.pk, **words, by=reviewer, now=NOW)
    assert queries.alike_here("电梯又停了，老人下不了楼", scene.town.home, now=NOW) == [shown]
    assert queries.alike_here("暗号芝麻开门，芝麻开门", scene.town.home, now=NOW) == []
    assert queries.alike_here("电梯又停了，老人下不了楼", scene.town.street, now=NOW) == []
    assert queries.alike_here(" ", scene.town.home, now=NOW) == []


def letters() -> list[tuple[int, str, str]]:
    return list(Letter.objects.order_by("pk").values_list("recipient_id", "subject", "link"))


def test_the_community_hears_once_that_somebody_agreed(scene: Scene) -> None:
    asked = ask(scene)
    with attached(REACTIONS, PERIODIC):
        deliveries.work_off(NOW)
        [(recipient, subject, link)] = [row for row in letters() if "同意公开" in row[1]]
        actions.ask_release(report_id=asked.report_id, by=RESIDENT, now=NOW)
        deliveries.work_off(NOW)
    assert recipient == scene.town.community_clerk.person_id
    assert "柳岸花园" in subject and link == f"/work/board/{asked.pk}/"
    assert len([row for row in letters() if "同意公开" in row[1]]) == 1


def test_without_a_community_that_releases_the_street_hears(scene: Scene) -> None:
    role = Role.objects.get(code="community-desk")
    role.verbs = [verb for verb in role.verbs if verb != "board.release"]
    role.save()
    assert queries.desk_of_review(ask(scene)) == scene.town.street_clerk.seat


def test_nobody_hears_of_what_was_taken_back(scene: Scene) -> None:
    asked = ask(scene)
    actions.withdraw_release(report_id=asked.report_id, by=RESIDENT, now=NOW)
    with attached(REACTIONS, PERIODIC):
        deliveries.work_off(NOW)
    assert not [row for row in letters() if "同意公开" in row[1]]
