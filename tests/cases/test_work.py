"""What happens by itself: letters to those who must act, and clocks reckoned anew."""

from datetime import date, timedelta

from linli.cases import actions, work
from linli.cases.drafts import Draft
from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.journal import queries as journal
from linli.journal.models import Entry
from linli.kernel.actor import TIMER
from linli.notices.models import Letter
from linli.worktime import queries as worktime
from linli.worktime.models import Day, DayKind
from tests.factories.cases import NOW, SERVICE, Scene, Walk, take_in
from tests.factories.towns import make_duty


def _tell(tag: str) -> list[Letter]:
    entry = Entry.objects.filter(tag=tag).latest("pk")
    for _again in range(2):
        work.tell_holder(entry, NOW)
    return list(Letter.objects.filter(entry_key=entry.pk).order_by("recipient__name"))


def test_everybody_on_the_seat_is_told_once(scene: Scene) -> None:
    make_duty(scene.town.grid_seat, "吴谷雨")
    key = Walk(scene).key
    letters = _tell(CaseEvent.DISPATCHED)
    assert [letter.recipient.name for letter in letters] == ["吴谷雨", "王小满"]
    assert letters[0].link == f"/cases/{key}/" or str(key) in letters[0].link
    assert "请签收" in letters[0].subject


def test_who_did_it_is_not_told(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign().answer()
    actions.send_back(case_id=walk.key, reason="再看", by=scene.community, now=NOW)
    assert [letter.recipient.name for letter in _tell(CaseEvent.SENT_BACK)] == ["陈冬至"]
    assert [letter.recipient.name for letter in _tell(CaseEvent.ANSWERED)] == ["李春燕"]
    take_in("说不清的一件事情", place=scene.town.unit, by=scene.community)
    assert _tell(CaseEvent.HELD) == []


def test_every_telling_entry_names_a_seat(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign().answer().approve()
    walk.call_back(is_solved=False)
    take_in("说不清的一件事情", place=scene.town.unit)
    for tag in work.TELLING:
        for entry in Entry.objects.filter(tag=tag):
            assert entry.facts["to"], tag
            work.tell_holder(entry, NOW)


def test_history_wakes_nobody(scene: Scene) -> None:
    draft = Draft(words="电梯停了", place=scene.town.unit, happened_at=NOW - timedelta(days=900))
    case = actions.register_history(draft=draft, reply="修好了", by=SERVICE, now=NOW).case
    assert not {entry.tag for entry in journal.entries_of(case)} & set(work.TELLING)


def _a_day_off(day: date) -> None:
    Day.objects.update_or_create(
        date=day, defaults={"kind": DayKind.REST, "name": "临时放假", "source": "通知"}
    )
    worktime.forget()


def test_a_changed_calendar_reckons_anew_and_says_so(scene: Scene) -> None:
    walk = Walk(scene)
    closed = Walk(scene).sign().answer().call_back()
    old = walk.case.finish_due_at
    assert old is not None
    _a_day_off(date(2026, 3, 12))
    assert actions.reckon_deadlines(by=TIMER, now=NOW) == 1
    case = walk.case
    assert case.finish_due_at is not None and case.finish_due_at > old
    entry = journal.entries_of(case)[-1]
    assert entry.tag == CaseEvent.PROMISE_RECKONED
    assert entry.facts["finish_due_at"] == [old.isoformat(), case.finish_due_at.isoformat()]
    assert journal.entries_of(closed.case)[-1].tag == CaseEvent.CLOSED
    assert actions.reckon_deadlines(by=TIMER, now=NOW) == 0


def test_history_and_what_did_not_change_stay_as_they_are(scene: Scene) -> None:
    draft = Draft(words="电梯停了", place=scene.town.unit, happened_at=NOW)
    actions.register_history(draft=draft, by=SERVICE, now=NOW)
    Walk(scene)
    before = list(Case.objects.order_by("pk").values())
    work.reckon_anew(Entry.objects.latest("pk"), NOW)
    assert list(Case.objects.order_by("pk").values()) == before
