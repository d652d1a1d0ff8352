from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from linli.journal.models import Entry
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.kernel.refusals import NotAllowed, NotFound
from linli.organisations import queries as organisations
from linli.organisations.models import Role
from linli.people.models import Account
from linli.places import actions, queries, refusals
from linli.places.models import Bulletin, Place, PlaceKind
from tests.factories.towns import NOW, Town, make_place, small_town

pytestmark = pytest.mark.django_db
STRANGER = Actor(ActorKind.PERSON, label="陌生人")
HOUR = timedelta(hours=1)


@pytest.fixture
def town() -> Town:
    return small_town()


def teller(place: Place) -> Actor:
    grants = frozenset({Grant("places.announce", Over.AREA, place.pk)})
    return Actor(ActorKind.PERSON, label="李", person_id=7, grants=grants)


def publish(town: Town, place: Place, *, begins: float = -1, lasts: float = 4, **more: str) -> Bulletin:
    facts = {"kind": "water", "words": "检修水箱，请先存水。", **more}
    return actions.publish_bulletin(
        place_id=place.pk, starts_at=NOW + begins * HOUR, ends_at=NOW + (begins + lasts) * HOUR,
        by=teller(town.community), now=NOW, **facts,
    )  # fmt: skip


def tags(bulletin: Bulletin) -> list[str]:
    return [entry.tag for entry in Entry.objects.filter(subject=f"places.bulletin:{bulletin.pk}")]


def test_a_notice_holds_for_its_place_and_all_below(town: Town) -> None:
    made = publish(town, town.estate)
    assert (made.head, made.where, made.is_outage, made.made_by_person_key) == ("停水", "柳岸花园", True, 7)
    assert tags(made) == ["places.bulletin_published"]
    for place in (town.estate, town.building, town.unit, town.home):
        assert queries.bulletins_at(place, NOW) == [made]
    for place in (town.community, town.grid, town.street):
        assert queries.bulletins_at(place, NOW) == []
        assert queries.bulletins_around(place, NOW) == [made]


def test_what_has_begun_comes_first_and_what_is_far_off_or_over_not_at_all(town: Town) -> None:
    soon = publish(town, town.building, begins=47, kind="lift")
    far = publish(town, town.estate, begins=49)
    running = publish(town, town.community, kind="power")
    over = publish(town, town.estate, begins=-1, lasts=2)
    assert queries.bulletins_at(town.home, NOW) == [running, over, soon]
    assert queries.bulletins_at(town.home, NOW + HOUR) == [running, soon, far]
    assert soon.where == "柳岸花园 3栋"


def test_reading_takes_two_statements_at_most(town: Town) -> None:
    for _number in range(5):
        publish(town, town.unit)
    with CaptureQueriesContext(connection) as seen:
        assert [one.where for one in queries.bulletins_at(town.home, NOW)] == ["柳岸花园 3栋2单元"] * 5
    assert len(seen) <= 2


def test_a_new_end_and_the_end_of_it(town: Town) -> None:
    made, by = publish(town, town.estate), teller(town.estate)
    actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW + 9 * HOUR, by=by, now=NOW)
    assert queries.bulletin(made.pk).ends_at == NOW + 9 * HOUR
    with pytest.raises(refusals.NothingChanged):
        actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW + 9 * HOUR, by=by, now=NOW)
    with pytest.raises(refusals.BulletinBackwards):
        actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW - 2 * HOUR, by=by, now=NOW)
    with pytest.raises(refusals.BulletinInThePast):
        actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW - HOUR / 2, by=by, now=NOW)
    with pytest.raises(refusals.BulletinTooLong):
        actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW + timedelta(days=400), by=by, now=NOW)
    actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW, by=by, now=NOW)
    assert queries.bulletins_at(town.estate, NOW) == []
    assert tags(made) == [
        "places.bulletin_published",
        "places.bulletin_changed",
        "places.bulletin_changed",
    ]
    with pytest.raises(refusals.BulletinOver):
        actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW + HOUR, by=by, now=NOW)


def test_a_withdrawn_one_is_gone_for_good(town: Town) -> None:
    made, by = publish(town, town.estate), teller(town.community)
    actions.withdraw_bulletin(bulletin_id=made.pk, by=by, now=NOW, reason="改期")
    assert queries.bulletins_at(town.estate, NOW) == []
    assert tags(made)[-1] == "places.bulletin_withdrawn"
    again: Callable[[], object]
    for again in (
        lambda: actions.withdraw_bulletin(bulletin_id=made.pk, by=by, now=NOW),
        lambda: actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW + 9 * HOUR, by=by, now=NOW),
    ):
        with pytest.raises(refusals.BulletinOver):
            again()


def test_what_is_refused(town: Town) -> None:
    with pytest.raises(refusals.BulletinBackwards):
        publish(town, town.estate, lasts=0)
    with pytest.raises(refusals.BulletinInThePast):
        publish(town, town.estate, begins=-5, lasts=4)
    with pytest.raises(refusals.BulletinTooLong):
        publish(town, town.estate, lasts=24 * 367)
    with pytest.raises(refusals.NotAtHomes):
        publish(town, town.home)
    Place.objects.filter(pk=town.unit.pk).update(closed_on=NOW.date())
    with pytest.raises(refusals.PlaceClosed):
        publish(town, town.unit)
    with pytest.raises(NotAllowed):
        publish(town, town.street)  # above the community of the teller
    with pytest.raises(NotFound):
        actions.withdraw_bulletin(bulletin_id=0, by=teller(town.street), now=NOW)
    assert not Entry.objects.filter(tag="places.bulletin_published").exists()


def test_a_stranger_tells_nothing(town: Town) -> None:
    made = publish(town, town.estate)
    say: Callable[[], object]
    for say in (
        lambda: actions.publish_bulletin(place_id=town.estate.pk, kind="gas", words="", starts_at=NOW,
                                         ends_at=NOW + HOUR, by=STRANGER, now=NOW),
        lambda: actions.change_bulletin(bulletin_id=made.pk, ends_at=NOW + 9 * HOUR, by=STRANGER, now=NOW),
        lambda: actions.withdraw_bulletin(bulletin_id=made.pk, by=STRANGER, now=NOW),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            say()
    assert not queries.may_announce(STRANGER)


def test_a_property_manager_tells_where_the_company_serves_and_nowhere_else(town: Town) -> None:
    Role.objects.filter(code="property-desk").update(verbs=["cases.work", "places.announce"])
    by = organisations.build_actor(Account.objects.get(username="u-陈冬至"), now=NOW)
    other = make_place(PlaceKind.ESTATE, f"{town.estate.code}-2", "望江苑", town.community)
    facts: dict[str, Any] = {
        "kind": "lift",
        "words": "",
        "starts_at": NOW,
        "ends_at": NOW + HOUR,
        "by": by,
        "now": NOW,
    }
    made = actions.publish_bulletin(place_id=town.building.pk, **facts)
    assert queries.places_to_announce(by) == [town.estate]
    assert queries.announced_by(by, NOW).running == [made]
    with pytest.raises(NotAllowed):
        actions.publish_bulletin(place_id=other.pk, **facts)
    assert not by.may("cases.work", areas=[town.estate.pk])


def test_who_tells_sees_what_is_theirs(town: Town) -> None:
    running, coming = publish(town, town.estate), publish(town, town.building, begins=100)
    gone = publish(town, town.community)
    actions.withdraw_bulletin(bulletin_id=gone.pk, by=teller(town.community), now=NOW)
    found = queries.announced_by(teller(town.community), NOW)
    assert (found.running, found.coming, found.past) == ([running], [coming], [gone])
    assert queries.announced_by(teller(town.unit), NOW).running == []
    assert [place.name for place in queries.places_to_announce(teller(town.street))] == [
        "临江街道", "柳岸社区", "柳岸花园",
    ]  # fmt: skip


def test_a_part_is_found_as_people_call_it(town: Town) -> None:
    assert queries.part_named(town.estate, "3栋") == town.building
    assert queries.part_named(town.estate, " ３栋2单元 ") == town.unit
    assert queries.part_named(town.estate, "9栋") is None
