from datetime import UTC, date, datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from linli.kernel.actor import RESIDENT, Over
from linli.organisations import actions, middleware, queries
from linli.organisations.models import Body, Duty, Reach, Seat, Service
from linli.people.models import Account
from tests.factories.organisations import keeper
from tests.factories.towns import NOW, make_duty, make_person, make_role, small_town

pytestmark = pytest.mark.django_db


def account(name: str) -> Account:
    return Account.objects.get(username=f"u-{name}")


def test_a_duty_gives_the_verbs_of_its_role_over_its_area(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    who = account("王小满")
    with django_assert_max_num_queries(1):
        actor = queries.build_actor(who, now=NOW)
    assert (actor.label, actor.person_id, actor.seats) == (
        "王小满",
        town.grid_worker.person_id,
        frozenset({town.grid_seat.pk}),
    )
    assert actor.keys("cases.work", Over.AREA) == {town.grid.pk}
    assert actor.keys("cases.work", Over.SEAT) == {town.grid_seat.pk}
    assert actor.may("cases.work", areas=town.home.area_ids())
    assert not actor.may("cases.work", areas=town.street.area_ids())
    assert not actor.may_anywhere("cases.dispatch")


def test_a_role_may_reach_over_its_body_or_everything() -> None:
    town = small_town()
    actor = queries.build_actor(account("陈冬至"), now=NOW)
    assert actor.keys("cases.work", Over.BODY) == {town.property_company.pk}
    assert not actor.keys("cases.work", Over.AREA)
    role = make_role("auditor", ["journal.read"], reach=Reach.EVERYTHING)
    seat = Seat.objects.create(body=town.government, role=role, name="审计岗")
    make_duty(seat, "陈冬至")
    assert queries.build_actor(account("陈冬至"), now=NOW).may_everywhere("journal.read")


def test_a_body_without_area_reaches_over_what_it_serves(django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    town = small_town()
    role = make_role("patrol", ["cases.read"])
    seat = Seat.objects.create(body=town.property_company, role=role, name="巡查")
    make_duty(seat, "钱立春")
    who = account("钱立春")
    with django_assert_max_num_queries(2):
        actor = queries.build_actor(who, now=NOW)
    assert actor.keys("cases.read", Over.AREA) == {town.estate.pk}
    Service.objects.update(until=date(2026, 3, 4))
    assert not queries.build_actor(who, now=NOW).keys("cases.read", Over.AREA)


@pytest.mark.parametrize(
    ("starts", "ends", "holds"),
    [
        (date(2026, 3, 5), None, True),
        (date(2026, 3, 5), date(2026, 3, 5), True),
        (date(2026, 3, 6), None, False),
        (date(2026, 1, 1), date(2026, 3, 4), False),
    ],
)
def test_only_duties_of_the_day_count(starts: date, ends: date | None, holds: bool) -> None:
    town = small_town()
    Duty.objects.filter(pk=town.grid_worker.pk).update(starts_on=starts, ends_on=ends)
    assert bool(queries.build_actor(account("王小满"), now=NOW).grants) is holds


def test_the_day_is_the_local_one() -> None:
    town = small_town()
    Duty.objects.filter(pk=town.grid_worker.pk).update(starts_on=date(2026, 3, 6))
    who = account("王小满")
    assert not queries.build_actor(who, now=datetime(2026, 3, 5, 15, 59, tzinfo=UTC)).grants
    assert queries.build_actor(who, now=datetime(2026, 3, 5, 16, 0, tzinfo=UTC)).grants


def test_nothing_is_left_of_an_ended_seat_body_or_account() -> None:
    town = small_town()
    who = account("王小满")
    Seat.objects.filter(pk=town.grid_seat.pk).update(ended_on=date(2026, 3, 4))
    assert not queries.build_actor(who, now=NOW).grants
    Seat.objects.filter(pk=town.grid_seat.pk).update(ended_on=None)
    Body.objects.filter(pk=town.committee.pk).update(ended_on=date(2026, 3, 4))
    assert not queries.build_actor(who, now=NOW).grants
    Body.objects.filter(pk=town.committee.pk).update(ended_on=None)
    who.is_active = False
    assert not queries.build_actor(who, now=NOW).seats


def test_a_substitute_has_the_grants_for_his_days() -> None:
    town = small_town()
    person = make_person("孙芒种")
    who = Account.objects.create(username="u-孙芒种", person=person)
    actions.stand_in(
        duty=town.grid_worker,
        person=person,
        starts_on=date(2026, 3, 5),
        ends_on=date(2026, 3, 7),
        by=keeper(),
        now=NOW,
    )
    assert queries.build_actor(who, now=NOW).seats == {town.grid_seat.pk}
    assert not queries.build_actor(who, now=datetime(2026, 3, 8, 2, 0, tzinfo=UTC)).seats
    assert queries.people_on([town.grid_seat.pk], date(2026, 3, 6)) == sorted(
        [person.pk, town.grid_worker.person_id]
    )


def test_a_superuser_sets_up_and_reads_no_case() -> None:
    root = Account.objects.create_superuser("root")
    actor = queries.build_actor(root, now=NOW)
    assert actor.may_everywhere("organisations.edit") and actor.may_everywhere("journal.read")
    assert not actor.may_anywhere("cases.read") and not actor.may_anywhere("people.see_number")


def test_the_actor_is_built_when_asked_for_and_not_before(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    from django.contrib.auth.models import AnonymousUser

    small_town()
    request = RequestFactory().get("/")
    request.user = account("王小满")
    seen = []

    def view(given):  # type: ignore[no-untyped-def]
        seen.append(given.actor)
        return

    with django_assert_num_queries(0):
        middleware.ActorMiddleware(view)(request)
    Duty.objects.update(ends_on=timezone.localdate())
    with django_assert_num_queries(1):
        assert seen[0].label == "王小满"
        assert seen[0].may_anywhere("cases.work")
    request.user = AnonymousUser()
    middleware.ActorMiddleware(view)(request)
    assert seen[1] == RESIDENT
