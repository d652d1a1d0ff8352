"""The sentences: what they do, what they refuse, and to whom."""

from datetime import date, timedelta
from typing import Any

import pytest

from linli.catalogue import actions, queries, starting
from linli.catalogue import refusals as refused
from linli.catalogue.models import Category, DutyList, LeadKind, Matter
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import importer
from linli.kernel.refusals import NotAllowed, NotFound, Refusal
from linli.organisations.models import Body, BodyKind, Tree
from tests.factories.catalogue import EDITOR, STRANGER, lamp, make_categories
from tests.factories.towns import NOW

TODAY = date(2026, 3, 5)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def categories() -> None:
    make_categories()


def add(**other: Any) -> Matter:
    return actions.add_matter(facts=lamp(**other), by=EDITOR, now=NOW)


def test_a_new_matter_holds_from_today_and_is_written_down() -> None:
    matter = add()
    assert (matter.version, matter.valid_from, matter.valid_to) == (1, TODAY, None)
    assert queries.current(TODAY) == [matter]
    assert queries.current(TODAY - timedelta(days=1)) == []
    told = list(journal.entries_of(matter))
    assert [(one.tag, one.facts["code"]) for one in told] == [("catalogue.matter_added", "lamp")]


def test_a_change_ends_a_version_and_begins_the_next() -> None:
    old = add()
    later = NOW + timedelta(days=10)
    new = actions.change_matter(facts=lamp(name="路灯坏了"), by=EDITOR, now=later)
    old.refresh_from_db()
    assert (old.valid_to, new.version, new.valid_from) == (date(2026, 3, 15), 2, date(2026, 3, 15))
    assert [m.pk for m in queries.current(date(2026, 3, 14))] == [old.pk]
    assert [m.pk for m in queries.current(date(2026, 3, 15))] == [new.pk]
    entry = list(journal.entries_of(new))[-1]
    assert (entry.tag, entry.facts["changed"]) == ("catalogue.matter_changed", ["name"])


def test_two_changes_on_one_day_leave_one_version_that_holds() -> None:
    add()
    actions.change_matter(facts=lamp(name="二"), by=EDITOR, now=NOW)
    actions.change_matter(facts=lamp(name="三"), by=EDITOR, now=NOW)
    assert [m.name for m in queries.current(TODAY)] == ["三"]
    assert [m.version for m in queries.versions("lamp")] == [3, 2, 1]


def test_an_ended_matter_holds_no_longer_but_keeps_its_past() -> None:
    add()
    later = NOW + timedelta(days=1)
    ended = actions.end_matter(code="lamp", reason="并入别的事项", by=EDITOR, now=later)
    assert queries.by_code("lamp") is None
    assert queries.by_code("lamp", on=TODAY) == ended
    assert next(iter(reversed(list(journal.entries_of(ended))))).text == "并入别的事项"
    with pytest.raises(NotFound):
        actions.end_matter(code="lamp", by=EDITOR, now=later)
    with pytest.raises(refused.CodeTaken):
        add()


def test_changes_are_matched_at_once() -> None:
    add()
    found = queries.match("路灯不亮", on=TODAY).matter
    assert found is not None
    actions.change_matter(facts=lamp(words=("街灯灭了",)), by=EDITOR, now=NOW)
    assert queries.match("路灯不亮", on=TODAY).matter is None
    assert queries.match("街灯灭了", on=TODAY).matter is not None


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"category": "9"}, refused.UnknownCategory),
        ({"department": "dept-nobody"}, refused.UnknownDepartment),
        ({"department": ""}, refused.UnknownDepartment),
        ({"lead": LeadKind.STREET}, refused.DepartmentNotAsked),
        ({"lead": LeadKind.COMMUNITY, "department": ""}, refused.CommunityMayNotLead),
        ({"lead": LeadKind.COMMUNITY, "category": "910101"}, refused.CommunityMayNotLead),
        (
            {"lead": LeadKind.COMMUNITY, "department": "", "category": "910101", "national_code": "01037"},
            refused.CommunityMayNotLead,
        ),
        (
            {
                "lead": LeadKind.COMMUNITY,
                "department": "",
                "category": "910101",
                "duty_list": DutyList.ASSIST,
            },
            refused.CommunityMayNotLead,
        ),
        ({"lead": "nobody"}, refused.UnknownValue),
        ({"urgency": "soon"}, refused.UnknownValue),
        ({"first_rung": 5}, refused.UnknownValue),
        ({"limits": {"ordinary": {"finish": ("always", 0)}}}, refused.BadLimits),
        ({"limits": {"ordinary": {"finish": ("weeks", 1)}}}, refused.BadLimits),
        ({"limits": {"ordinary": {"answer": ("always", 1)}}}, refused.BadLimits),
        ({"words": ()}, refused.NoWords),
        ({"words": ("灯",)}, refused.UnreadableWords),
        ({"is_private": True}, refused.PrivateNeverPublic),
        ({"is_private": True, "may_be_public": False, "first_rung": 0}, refused.PrivateNeverPublic),
        ({"national_code": "1037"}, refused.BadNationalCode),
        ({"national_code": "11001"}, refused.UnknownNationalKind),
        ({"national_code": "35010211001"}, refused.UnknownNationalKind),
        ({"national_code": "A1", "national_system": "GB/T 30428.2-2013"}, refused.BadNationalCode),
        ({"limits": {"soon": {"finish": ("always", 1)}}}, refused.BadLimits),
        ({"skips": (7,)}, refused.UnknownValue),
        ({"first_rung": 0, "skips": (0,)}, refused.FirstRungSkipped),
        ({"co_handlers": ("neighbours",)}, refused.UnknownValue),
        ({"co_handlers": ("department",)}, refused.UnknownValue),
        ({"co_handlers": ("department:dept-nobody",)}, refused.UnknownDepartment),
        ({"co_handlers": ("street", "street")}, refused.CoHandlerTwice),
        ({"co_handlers": ("department:dept-urban-management",)}, refused.CoHandlerTwice),
        ({"code": "public"}, refused.CodeTaken),
    ],
)
def test_what_does_not_hold_is_refused_and_changes_nothing(
    other: dict[str, Any], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        add(**other)
    assert not Matter.objects.exists()
    assert not Entry.objects.exists()


def test_a_community_leads_what_is_its_own() -> None:
    assert add(lead=LeadKind.COMMUNITY, department="", category="910101").lead == LeadKind.COMMUNITY


def test_a_department_founded_here_may_lead() -> None:
    Body.objects.create(code="our-lamps", name="路灯所", kind=BodyKind.DEPARTMENT, tree=Tree.WORK)
    assert add(department="our-lamps").department == "our-lamps"


def test_the_same_facts_are_no_change() -> None:
    add()
    with pytest.raises(refused.NothingChanged):
        actions.change_matter(facts=lamp(), by=EDITOR, now=NOW)


@pytest.mark.parametrize(
    "national",
    [
        {"national_code": "01037"},
        {"national_code": "35010201037"},
        {"national_code": "0112", "national_system": "GB/T 30428.2-2013"},
    ],
)
def test_codes_of_this_and_of_older_systems_are_kept(national: dict[str, str]) -> None:
    matter = add(**national, is_local=False)
    assert matter.national_code == national["national_code"]


def test_a_planned_version_holds_from_its_day() -> None:
    old = add()
    day = date(2026, 4, 1)
    new = actions.change_matter(facts=lamp(name="四月起"), since=day, by=EDITOR, now=NOW)
    assert queries.by_code("lamp", on=date(2026, 3, 31)) == old
    assert queries.by_code("lamp", on=day) == new
    assert queries.shown("lamp", TODAY) == (old, new)
    assert queries.shown("lamp", day) == (new, None)
    with pytest.raises(refused.NotYetBegun):
        actions.change_matter(facts=lamp(name="三月"), by=EDITOR, now=NOW)
    with pytest.raises(refused.NotYetBegun):
        actions.end_matter(code="lamp", by=EDITOR, now=NOW)


def test_a_planned_version_is_taken_back_and_the_one_before_holds_on() -> None:
    old = add()
    actions.change_matter(facts=lamp(name="四月起"), since=date(2026, 4, 1), by=EDITOR, now=NOW)
    assert queries.by_code("lamp", on=date(2026, 5, 1)) != old
    back = actions.take_back_matter(code="lamp", reason="写错了", by=EDITOR, now=NOW)
    assert queries.by_code("lamp", on=date(2026, 5, 1)) == old
    assert queries.by_code("lamp") == old
    told = list(journal.entries_of(back))[-1]
    assert (told.tag, told.text) == ("catalogue.matter_taken_back", "写错了")
    again = actions.change_matter(facts=lamp(name="五月起"), since=date(2026, 5, 1), by=EDITOR, now=NOW)
    assert again.version == 3


def test_plans_are_taken_back_one_after_the_other() -> None:
    old = add()
    day = date(2026, 4, 1)
    first = actions.change_matter(facts=lamp(name="一"), since=day, by=EDITOR, now=NOW)
    actions.change_matter(facts=lamp(name="二"), since=day, by=EDITOR, now=NOW)
    actions.take_back_matter(code="lamp", by=EDITOR, now=NOW)
    assert queries.by_code("lamp", on=day) == first
    actions.take_back_matter(code="lamp", by=EDITOR, now=NOW)
    assert queries.by_code("lamp", on=day) == old


def test_a_plan_that_was_taken_back_stays_back() -> None:
    old = add()
    day = date(2026, 4, 1)
    for name in ("一", "二"):
        actions.change_matter(facts=lamp(name=name), since=day, by=EDITOR, now=NOW)
        actions.take_back_matter(code="lamp", by=EDITOR, now=NOW)
    assert queries.by_code("lamp", on=day) == old


def test_a_planned_new_matter_that_is_taken_back_never_holds() -> None:
    actions.add_matter(facts=lamp(), since=date(2026, 4, 1), by=EDITOR, now=NOW)
    actions.take_back_matter(code="lamp", by=EDITOR, now=NOW)
    assert queries.current(date(2026, 4, 2)) == []


def test_what_has_begun_is_not_taken_back_nor_the_past_changed() -> None:
    add()
    with pytest.raises(refused.NothingPlanned):
        actions.take_back_matter(code="lamp", by=EDITOR, now=NOW)
    with pytest.raises(refused.ChangesThePast):
        actions.change_matter(facts=lamp(name="昨天"), since=TODAY - timedelta(days=1), by=EDITOR, now=NOW)
    with pytest.raises(NotFound):
        actions.take_back_matter(code="nothing", by=EDITOR, now=NOW)


def test_nothing_is_changed_before_it_began() -> None:
    actions.add_matter(facts=lamp(), by=EDITOR, now=NOW, since=date(2027, 1, 1))
    with pytest.raises(refused.NotYetBegun):
        actions.end_matter(code="lamp", by=EDITOR, now=NOW)


def test_the_stranger_changes_nothing() -> None:
    add()
    with pytest.raises(NotAllowed):
        actions.add_matter(facts=lamp(code="other"), by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.change_matter(facts=lamp(name="别的"), by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.end_matter(code="lamp", by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.take_back_matter(code="lamp", by=STRANGER, now=NOW)
    with pytest.raises(NotAllowed):
        actions.starting_catalogue(by=STRANGER, now=NOW)
    assert Matter.objects.count() == 1


def test_the_starting_catalogue_is_loaded_once_in_one_entry() -> None:
    by = importer("起始目录")
    count = actions.starting_catalogue(by=by, now=NOW)
    assert count == Matter.objects.count() >= 170
    assert actions.starting_catalogue(by=by, now=NOW) == 0
    assert Entry.objects.filter(tag="catalogue.loaded").count() == 1
    assert Category.objects.get(code="140101").community_may_lead
    assert not Category.objects.get(code="010301").community_may_lead


def test_what_the_town_changed_is_not_loaded_again() -> None:
    by = importer("起始目录")
    actions.starting_catalogue(by=by, now=NOW)
    actions.end_matter(code="heating", by=EDITOR, now=NOW, reason="南方没有集中供暖")
    assert actions.starting_catalogue(by=by, now=NOW) == 0
    assert queries.by_code("heating") is None


def test_every_starting_matter_passes_the_checks_of_a_new_one() -> None:
    actions.starting_catalogue(by=importer("起始目录"), now=NOW)
    for facts in starting.matters():
        queries.category_for(facts)
