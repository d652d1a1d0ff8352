"""提醒 by who coordinates, and the views that somebody keeps."""

from datetime import timedelta

import pytest

from linli.cases import actions, queries
from linli.cases.events import CaseEvent
from linli.cases.models import Case, SavedView
from linli.journal import queries as journal
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.cases import NOW, STRANGER, Scene, Walk


def test_who_holds_a_case_is_reminded_once_a_day(scene: Scene) -> None:
    walk = Walk(scene)
    case = actions.nudge(case_id=walk.key, words="老人等着", by=scene.street, now=NOW)
    told = journal.entries_of(case)[-1]
    assert (told.tag, told.text, told.facts) == (CaseEvent.NUDGED, "老人等着", {"to": case.holder_id})
    with pytest.raises(actions.NudgedToday):
        actions.nudge(case_id=walk.key, words="", by=scene.street, now=NOW + timedelta(hours=1))
    actions.nudge(case_id=walk.key, words="", by=scene.street, now=NOW + timedelta(days=1))
    assert walk.case.state == "dispatched"


def test_who_may_not_remind_and_what_is_not_reminded(scene: Scene) -> None:
    walk = Walk(scene)
    for by in (scene.property, scene.bureau, STRANGER):
        with pytest.raises(NotAllowed):
            actions.nudge(case_id=walk.key, words="", by=by, now=NOW)
    own = Walk(scene, "有人占道摆摊")
    with pytest.raises(actions.OwnHands):
        actions.nudge(case_id=own.key, words="", by=scene.street, now=NOW)
    Case.objects.filter(pk=walk.key).update(wakes_at=NOW + timedelta(days=1))
    with pytest.raises(actions.NobodyToNudge):
        actions.nudge(case_id=walk.key, words="", by=scene.street, now=NOW)
    closed = Walk(scene).sign().answer().call_back()
    with pytest.raises(actions.AlreadyOver):
        actions.nudge(case_id=closed.key, words="", by=scene.street, now=NOW)
    with pytest.raises(NotFound):
        actions.nudge(case_id=0, words="", by=scene.street, now=NOW)


def test_a_view_is_kept_shared_renamed_and_deleted(scene: Scene) -> None:
    own = actions.save_view(name=" 电梯 ", query="lens=area", is_shared=False, by=scene.street, now=NOW)
    shared = actions.save_view(name="全街道", query="lens=late", is_shared=True, by=scene.street, now=NOW)
    assert own.name == "电梯" and own.body_id is None and shared.body_id == scene.town.street_desk.body_id
    assert [one.name for one in queries.views_for(scene.street)] == ["全街道", "电梯"]
    assert not queries.views_for(scene.community).exists() and not queries.views_for(STRANGER).exists()
    actions.rename_view(view_id=own.pk, name="电梯停了", by=scene.street, now=NOW)
    assert actions.drop_view(view_id=own.pk, by=scene.street, now=NOW) == "电梯停了"
    assert SavedView.objects.get() == shared


def test_what_is_refused_of_views(scene: Scene) -> None:
    own = actions.save_view(name="电梯", query="lens=area", is_shared=False, by=scene.street, now=NOW)
    with pytest.raises(actions.NameMissing):
        actions.save_view(name="  ", query="", is_shared=False, by=scene.street, now=NOW)
    with pytest.raises(actions.ViewNameTaken):
        actions.save_view(name="电梯", query="", is_shared=True, by=scene.street, now=NOW)
    with pytest.raises(NotAllowed):
        actions.save_view(name="看看", query="", is_shared=False, by=STRANGER, now=NOW)
    with pytest.raises(NotFound):
        actions.drop_view(view_id=own.pk, by=scene.community, now=NOW)
    SavedView.objects.filter(pk=own.pk).update(body=scene.town.community_desk.body_id)
    with pytest.raises(NotAllowed):  # theirs to use, not to change
        actions.rename_view(view_id=own.pk, name="我的", by=scene.community, now=NOW)
    for number in range(19):
        actions.save_view(name=f"第{number}个", query="", is_shared=False, by=scene.street, now=NOW)
    with pytest.raises(actions.TooManyViews):
        actions.save_view(name="还要", query="", is_shared=False, by=scene.street, now=NOW)
