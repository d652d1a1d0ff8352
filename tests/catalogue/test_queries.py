"""Matching through the cache: no statement when warm, dropped on change, undone with the transaction."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict
from pytest_django import DjangoAssertNumQueries

from linli.catalogue import actions, queries, starting
from linli.catalogue import refusals as refused
from linli.catalogue.facts import MatterFacts
from linli.catalogue.models import Matter
from linli.catalogue.queries import finding
from linli.catalogue.sheet import cells_of
from linli.kernel.actor import importer
from linli.kernel.refusals import NotAllowed, Refusal
from linli.organisations.models import Body, BodyKind, Tree
from tests.factories.catalogue import EDITOR, STRANGER, lamp, make_categories
from tests.factories.towns import NOW

BY = importer("目录")
TODAY = date(2026, 3, 5)
pytestmark = pytest.mark.django_db


def test_a_message_finds_its_matter_and_says_why() -> None:
    actions.starting_catalogue(by=BY, now=NOW)
    found = queries.match("3栋的电梯坏了两天,老人下不了楼", on=TODAY)
    assert found.matter is not None
    assert found.matter.code == "lift-fault"
    assert found.why == ""
    assert any("电梯" in word for word in found.words)


def test_nothing_clear_is_said_as_no_words() -> None:
    actions.starting_catalogue(by=BY, now=NOW)
    found = queries.match("你好,在吗", on=TODAY)
    assert (found.matter, found.why, found.others) == (None, "no_words", ())


def test_an_empty_catalogue_places_nothing() -> None:
    assert queries.match("停水了", on=TODAY).why == "no_words"


def test_warm_matching_takes_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    actions.starting_catalogue(by=BY, now=NOW)
    queries.match("停水了", on=TODAY)
    with django_assert_num_queries(0):
        assert queries.match("整栋楼停水了", on=TODAY).matter is not None


def test_what_is_undone_is_forgotten() -> None:
    with transaction.atomic():
        actions.starting_catalogue(by=BY, now=NOW)
        assert queries.current(TODAY)
        transaction.set_rollback(True)
    queries.forget()
    assert queries.current(TODAY) == []


def test_another_process_is_noticed_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    make_categories()
    actions.add_matter(facts=lamp(), by=BY, now=NOW)
    assert queries.match("路灯不亮", on=TODAY).matter is not None
    Matter.objects.update(valid_to=TODAY)  # as another process would, without a word to this one
    monkeypatch.setattr(finding, "LOOK_AGAIN_AFTER", 0.0)
    assert queries.match("路灯不亮", on=TODAY).matter is None


def test_suggestions_come_however_unclear() -> None:
    actions.starting_catalogue(by=BY, now=NOW)
    found = queries.suggest("小区停车和楼道堆杂物", on=TODAY, limit=3)
    assert {"estate-parking", "common-parts"} <= {one.matter.code for one in found}
    assert len(found) <= 3


def form_of(facts: MatterFacts) -> QueryDict:
    """What the form of a matter sends."""
    data = QueryDict(mutable=True)
    for key, value in cells_of(facts).items():
        if isinstance(value, bool):
            if value:
                data[key] = "on"
        else:
            data[key] = str(value)
    data.setlist("co_handlers", list(facts.co_handlers))
    data.setlist("skips", [str(one) for one in facts.skips])
    del data["code"]
    return data


def test_the_facts_of_a_form_are_those_that_would_be_kept() -> None:
    actions.starting_catalogue(by=BY, now=NOW)
    for facts in starting.matters():
        assert queries.facts_from_form(form_of(facts), by=EDITOR, code=facts.code) == facts


def test_a_form_that_does_not_hold_is_refused_by_name() -> None:
    make_categories()
    data = form_of(lamp())
    with pytest.raises(NotAllowed):
        queries.facts_from_form(data, by=STRANGER, code="lamp")
    data["finish"] = "五天"
    with pytest.raises(Refusal) as unread:
        queries.facts_from_form(data, by=EDITOR, code="lamp")
    assert unread.value.field == "finish"
    data["finish"], data["words"] = "5天", ""
    with pytest.raises(refused.NoWords):
        queries.facts_from_form(data, by=EDITOR, code="lamp")


def test_words_are_tried_before_they_are_kept() -> None:
    make_categories()
    actions.add_matter(facts=lamp(), by=BY, now=NOW)
    tried = queries.phrasebook_with(on=TODAY, instead=lamp(words=("街灯灭了",)))
    found = tried.match("街灯灭了").matter
    assert found is not None
    assert found.code == "lamp"
    assert tried.match("路灯不亮").why == "no_words"
    assert queries.match("街灯灭了", on=TODAY).matter is None


def test_a_new_matter_is_tried_beside_the_others() -> None:
    make_categories()
    actions.add_matter(facts=lamp(), by=BY, now=NOW)
    tried = queries.phrasebook_with(on=TODAY, instead=lamp(code="well", words=("古井塌了",)))
    assert [tried.match(text).matter.code for text in ("古井塌了", "路灯不亮")] == ["well", "lamp"]  # type: ignore[union-attr]
    same = queries.phrasebook_with(on=TODAY, instead=lamp())
    for text in ("路灯不亮", "路灯又坏了", "你好"):
        assert same.match(text).words == queries.match(text, on=TODAY).words


@pytest.mark.parametrize(
    ("other", "asks"),
    [
        ({}, True),
        ({"skips": [0]}, False),
        ({"skips": [1]}, True),
        ({"is_private": True}, False),
        ({"urgency": "danger"}, False),
    ],
)
def test_volunteers_are_asked_only_where_they_may(other: dict[str, Any], asks: bool) -> None:
    assert Matter(**other).asks_volunteers() is asks


def test_a_limit_is_that_of_the_urgency_asked_for() -> None:
    matter = Matter(urgency="ordinary", limits={"danger": {"finish": ["always", 60]}})
    assert matter.limit("finish", "danger") == ("always", 60)
    assert matter.limit("sign", "danger") == ("always", 15)
    assert matter.limit("finish") == ("calendar_days", 7)


def test_a_department_that_is_not_here_is_found() -> None:
    make_categories()
    actions.add_matter(facts=lamp(), by=BY, now=NOW)
    assert [(one.level, one.where) for one in queries.findings(NOW)] == [("warning", "dept-urban-management")]
    Body.objects.create(code="dept-urban-management", name="城管局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK)
    assert list(queries.findings(NOW)) == []
