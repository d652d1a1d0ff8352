"""Matching through the cache: no statement when warm, dropped on change, undone with the transaction."""

from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from linli.catalogue import actions, queries
from linli.catalogue.models import Matter
from linli.kernel.actor import importer
from linli.organisations.models import Body, BodyKind, Tree
from tests.factories.catalogue import lamp, make_categories
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
    monkeypatch.setattr(queries, "LOOK_AGAIN_AFTER", 0.0)
    assert queries.match("路灯不亮", on=TODAY).matter is None


def test_suggestions_come_however_unclear() -> None:
    actions.starting_catalogue(by=BY, now=NOW)
    found = queries.suggest("小区停车和楼道堆杂物", on=TODAY, limit=3)
    assert {"estate-parking", "common-parts"} <= {one.matter.code for one in found}
    assert len(found) <= 3


def test_a_department_that_is_not_here_is_found() -> None:
    make_categories()
    actions.add_matter(facts=lamp(), by=BY, now=NOW)
    assert [(one.level, one.where) for one in queries.findings(NOW)] == [("warning", "dept-urban-management")]
    Body.objects.create(code="dept-urban-management", name="城管局", kind=BodyKind.DEPARTMENT, tree=Tree.WORK)
    assert list(queries.findings(NOW)) == []
