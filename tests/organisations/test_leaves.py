"""Leave: asked for by a worker, decided by a head, set at once by who keeps the chart, taken back."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.journal import queries as journal
from linli.journal import work as deliveries
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, NotFound
from linli.notices.models import Letter
from linli.organisations import actions, queries
from linli.organisations.actions.bodies import EndsBeforeItBegins
from linli.organisations.actions.duties import SamePerson
from linli.organisations.actions.leaves import AskedAlready, DaysGone, NothingToTakeBack, NotWaiting
from linli.organisations.events import BodyEvent
from linli.organisations.models import Duty, LeaveAsk, LeaveState, Seat
from linli.people.models import Account, Person
from tests.factories.cases import STRANGER, actor_of
from tests.factories.towns import NOW, Town, make_duty, make_role, small_town

FIRST, LAST = date(2026, 3, 9), date(2026, 3, 11)


@dataclass
class Office:
    town: Town
    worker: Actor
    head: Actor
    keeper: Actor
    substitute: Person


@pytest.fixture
def office(db: None) -> Office:
    town = small_town()
    role = make_role("secretary", ["cases.read"], name="社区主任", is_head=True)
    head = make_duty(Seat.objects.create(body=town.committee, role=role, name="柳岸社区主任"), "吴谷雨")
    desk = town.street_desk.role
    desk.verbs = [*desk.verbs, "organisations.edit"]
    desk.save()
    return Office(
        town, actor_of(town.grid_worker), actor_of(head), actor_of(town.street_clerk),
        town.community_clerk.person,
    )  # fmt: skip


def ask(office: Office, *, by: Actor | None = None, person: Person | None = None,
        first: date = FIRST, last: date = LAST) -> LeaveAsk | Duty:  # fmt: skip
    return actions.go_away(
        duty=office.town.grid_worker, person=person or office.substitute, starts_on=first, ends_on=last,
        by=by or office.worker, now=NOW,
    )  # fmt: skip


def tags(office: Office) -> list[str]:
    return [entry.tag for entry in journal.entries_of(office.town.committee)]


def test_a_worker_asks_and_a_head_agrees(office: Office) -> None:
    asked = ask(office)
    assert isinstance(asked, LeaveAsk)
    assert not Duty.objects.filter(stands_in_for__isnull=False).exists()
    assert queries.leaves_to_decide(office.head, FIRST) == [asked]
    duty = actions.grant_leave(ask=asked, by=office.head, now=NOW)
    assert (duty.person, duty.stands_in_for, duty.starts_on, duty.ends_on) == (
        office.substitute, office.town.grid_worker, FIRST, LAST)  # fmt: skip
    asked.refresh_from_db()
    assert (asked.state, asked.decider_key) == (LeaveState.GRANTED, office.head.person_id)
    assert tags(office) == [BodyEvent.LEAVE_ASKED, BodyEvent.STOOD_IN]
    then = NOW + timedelta(days=4)
    stands_in = queries.build_actor(Account.objects.get(person=office.substitute), now=then)
    assert office.town.grid_seat.pk in stands_in.seats
    with pytest.raises(NotWaiting):
        actions.grant_leave(ask=asked, by=office.head, now=NOW)


def test_who_keeps_the_chart_sets_it_at_once(office: Office) -> None:
    assert isinstance(ask(office, by=office.keeper), Duty)
    assert tags(office) == [BodyEvent.STOOD_IN]


def test_a_head_refuses(office: Office) -> None:
    asked = ask(office)
    assert isinstance(asked, LeaveAsk)
    actions.refuse_leave(ask=asked, by=office.head, now=NOW)
    assert LeaveAsk.objects.get().state == LeaveState.REFUSED
    assert not Duty.objects.filter(stands_in_for__isnull=False).exists()
    assert tags(office) == [BodyEvent.LEAVE_ASKED, BodyEvent.LEAVE_REFUSED]


def test_who_asked_takes_it_back(office: Office) -> None:
    asked = ask(office)
    assert isinstance(asked, LeaveAsk)
    with pytest.raises(NotAllowed):
        actions.take_leave_back(ask=asked, by=office.head, now=NOW)
    actions.take_leave_back(ask=asked, by=office.worker, now=NOW)
    assert LeaveAsk.objects.get().state == LeaveState.TAKEN_BACK
    assert tags(office)[-1] == BodyEvent.LEAVE_TAKEN_BACK
    with pytest.raises(NotWaiting):
        actions.take_leave_back(ask=asked, by=office.worker, now=NOW)


def test_nobody_decides_on_their_own_leave_nor_a_stranger_on_any(office: Office) -> None:
    asked = ask(office)
    assert isinstance(asked, LeaveAsk)
    for who in (office.worker, actor_of(office.town.property_manager), STRANGER):
        for say in (actions.grant_leave, actions.refuse_leave):
            with pytest.raises(NotAllowed):
                say(ask=asked, by=who, now=NOW)
    with pytest.raises(NotAllowed):
        ask(office, by=STRANGER)


def test_what_cannot_be_asked(office: Office) -> None:
    with pytest.raises(EndsBeforeItBegins):
        ask(office, first=LAST, last=FIRST)
    with pytest.raises(DaysGone):
        ask(office, first=date(2026, 3, 1), last=date(2026, 3, 2))
    with pytest.raises(SamePerson):
        ask(office, person=office.town.grid_worker.person)
    ask(office)
    with pytest.raises(AskedAlready):
        ask(office, first=LAST, last=LAST)
    assert LeaveAsk.objects.count() == 1


def test_back_early_and_never_gone(office: Office) -> None:
    duty = ask(office, by=office.keeper)
    assert isinstance(duty, Duty)
    with pytest.raises(NotAllowed):
        actions.come_back(substitute=duty, by=STRANGER, now=NOW)
    actions.come_back(substitute=duty, by=office.worker, now=NOW + timedelta(days=5))
    duty.refresh_from_db()
    assert duty.ends_on == FIRST
    assert tags(office)[-1] == BodyEvent.CAME_BACK
    with pytest.raises(NothingToTakeBack):
        actions.come_back(substitute=duty, by=office.worker, now=NOW + timedelta(days=9))
    later = ask(office, by=office.keeper, first=LAST, last=LAST)
    assert isinstance(later, Duty)
    actions.come_back(substitute=later, by=office.head, now=NOW)
    assert not Duty.objects.filter(pk=later.pk).exists()
    with pytest.raises(NotFound):
        actions.come_back(substitute=office.town.grid_worker, by=office.keeper, now=NOW)


def test_letters_go_to_who_must_know(office: Office, django_capture_on_commit_callbacks: object) -> None:
    asked = ask(office)
    assert isinstance(asked, LeaveAsk)
    deliveries.work_off(timezone.now() + timedelta(minutes=1))
    letter = Letter.objects.get()
    assert (letter.recipient_id, letter.link) == (office.head.person_id, reverse("away"))
    actions.grant_leave(ask=asked, by=office.head, now=NOW)
    deliveries.work_off(timezone.now() + timedelta(minutes=1))
    letter = Letter.objects.exclude(pk=letter.pk).get()
    assert letter.recipient_id == office.substitute.pk
    assert "请您顶岗" in letter.subject and reverse("handover_note") in letter.link


def test_the_page(office: Office) -> None:
    def browser(name: str) -> Client:
        client = Client()
        client.force_login(Account.objects.get(username=f"u-{name}"))
        return client

    worker, today = browser("王小满"), timezone.localdate()
    typed = {"duty": office.town.grid_worker.pk, "person": office.substitute.pk,
             "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=2)).isoformat()}  # fmt: skip
    assert worker.post(reverse("away"), typed).status_code == 303
    assert "等答复" in worker.get(reverse("away")).content.decode()
    asked = LeaveAsk.objects.get()
    head = browser("吴谷雨")
    assert "王小满" in head.get(reverse("away")).content.decode()
    assert worker.post(reverse("leave_grant", args=[asked.pk])).status_code == 403
    assert head.post(reverse("leave_grant", args=[asked.pk])).status_code == 303
    html = browser("李春燕").get(reverse("away")).content.decode()
    assert "替王小满顶岗" in html and reverse("handover_note") in html
    note = browser("李春燕").get(reverse("handover_note"), {"seat": office.town.grid_seat.pk})
    assert note.status_code == 200
    duty = Duty.objects.get(stands_in_for=office.town.grid_worker)
    assert worker.post(reverse("away_back", args=[duty.pk])).status_code == 303
    assert worker.post(reverse("away"), {**typed, "person": ""}).status_code == 422
