"""Standard texts: kept, changed, retired, filled, offered on a case."""

from dataclasses import replace

import pytest

from linli.cases import actions
from linli.cases.actions import (
    NameTaken,
    TextRetired,
    UnknownGap,
    UnknownTextAct,
    UnknownTextMatter,
    WordsMissing,
)
from linli.cases.models import StandardText
from linli.cases.queries import case_for
from linli.cases.queries import texts as queries
from linli.cases.texts import ACTS, filled, unknown_gaps
from linli.journal import queries as journal
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound
from tests.factories.cases import NOW, SERVICE, STRANGER, Scene, Walk

KEEPER = Actor(ActorKind.PERSON, label="系统维护", grants=frozenset({Grant("cases.texts", Over.EVERYTHING)}))
AREA = replace(KEEPER, grants=frozenset({Grant("cases.texts", Over.AREA, 3)}))


def _keep(name: str = "已修好", words: str = "{地点}修好了。", **more: object) -> StandardText:
    facts: dict[str, object] = {"act": "answer", "matter_id": None, "by": KEEPER, "now": NOW, **more}
    return actions.keep_text(name=name, words=words, **facts)  # type: ignore[arg-type]


def _change(
    text: StandardText, name: str = "已换好", words: str = "换好了。", **more: object
) -> StandardText:
    facts: dict[str, object] = {"matter_id": None, "by": KEEPER, "now": NOW, **more}
    return actions.change_text(text_id=text.pk, name=name, words=words, **facts)  # type: ignore[arg-type]


def test_a_text_is_kept_and_written_down(db: None) -> None:
    text = _keep(by=AREA)
    (entry,) = journal.entries_of(text)
    assert (entry.tag, entry.text) == ("cases.text_kept", "已修好\n{地点}修好了。")
    assert entry.facts == {"act": "answer", "matter": None}
    assert [one.pk for one in queries.in_use()] == [text.pk]


def test_a_text_is_changed_and_its_history_stays(scene: Scene) -> None:
    text = _keep()
    _change(text, matter_id=scene.lamp.pk)
    kept = queries.text_for(text.pk)
    assert (kept.name, kept.words, kept.matter_id) == ("已换好", "换好了。", scene.lamp.pk)
    assert [entry.tag for entry in journal.entries_of(text)] == ["cases.text_kept", "cases.text_changed"]


def test_a_text_is_retired_and_offered_no_more(db: None) -> None:
    text = _keep()
    actions.retire_text(text_id=text.pk, reason="没人用", by=KEEPER, now=NOW)
    assert queries.in_use() == [] and [one.pk for one in queries.retired()] == [text.pk]
    assert journal.entries_of(text)[-1].tag == "cases.text_retired"
    with pytest.raises(TextRetired):
        _change(text)
    with pytest.raises(TextRetired):
        actions.retire_text(text_id=text.pk, reason="再停", by=KEEPER, now=NOW)
    _keep()  # the name is free again


def test_what_is_refused_changes_nothing(db: None) -> None:
    text = _keep()
    with pytest.raises(UnknownTextAct):
        _keep(act="sign")
    with pytest.raises(UnknownGap, match="诉求人"):
        _keep("别的", "{诉求人}您好")
    with pytest.raises(NameTaken):
        _keep()
    with pytest.raises(UnknownTextMatter):
        _keep("别的", matter_id=999_999)
    with pytest.raises(WordsMissing):
        _keep(" ")
    with pytest.raises(WordsMissing):
        _keep("别的", " ")
    with pytest.raises(WordsMissing):
        actions.retire_text(text_id=text.pk, reason=" ", by=KEEPER, now=NOW)
    with pytest.raises(UnknownGap):
        _change(text, words="{电话}")
    with pytest.raises(NotFound):
        actions.retire_text(text_id=999_999, reason="没有", by=KEEPER, now=NOW)
    assert StandardText.objects.count() == 1 and len(journal.entries_of(text)) == 1
    _change(text, name="已修好")  # its own name is not taken


@pytest.mark.parametrize("actor", [STRANGER, replace(KEEPER, grants=frozenset())])
def test_a_stranger_keeps_none(db: None, actor: Actor) -> None:
    text = _keep()
    with pytest.raises(NotAllowed):
        _keep("别的", by=actor)
    with pytest.raises(NotAllowed):
        _change(text, by=actor)
    with pytest.raises(NotAllowed):
        actions.retire_text(text_id=text.pk, reason="不要", by=actor, now=NOW)
    with pytest.raises(NotAllowed):
        actions.starting_texts(by=actor, now=NOW)


def test_gaps_are_filled_and_unknown_ones_stay() -> None:
    assert filled("{事项}在{地点}，{单位}", {"事项": "路灯", "地点": ""}) == "路灯在{地点}，{单位}"
    assert unknown_gaps("{事项}{谁}{}") == ["谁", ""]


def test_a_case_is_offered_its_own_texts_first(scene: Scene) -> None:
    everybody = _keep("都能用", "“{事项}”办好了，{地点}。")
    own = _keep("助餐的", "饭好了。", matter_id=scene.meal.pk)
    _keep("路灯的", "灯亮了。", matter_id=scene.lamp.pk)
    _keep("记的", "去过了。", act="note")
    case = case_for(scene.community, Walk(scene).sign().case.pk)
    found = queries.texts_for(case, {"answer", "sign"}, now=NOW)
    assert list(found) == ["answer"]
    assert [text.pk for text, _words in found["answer"]] == [own.pk, everybody.pk]
    words = found["answer"][1][1]
    assert words.startswith("“meal”办好了") and "{" not in words
    assert queries.texts_for(case, {"sign"}, now=NOW) == {}


def test_the_starting_texts_are_in_order_and_loaded_once(scene: Scene) -> None:
    loaded = actions.starting_texts(by=SERVICE, now=NOW)
    assert loaded >= 10
    assert {text.act for text in queries.in_use()} <= set(ACTS)
    assert actions.starting_texts(by=SERVICE, now=NOW) == 0
