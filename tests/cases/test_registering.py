"""Registering: placed and dispatched with its promise, or held by an intake desk with the reason."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from linli.cases import actions, queries, receipts
from linli.cases.drafts import Draft, NothingSaid, TooManyWords
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Report, UnplacedWhy
from linli.cases.states import State
from linli.catalogue.models import LeadKind
from linli.journal import queries as journal
from linli.kernel.actor import RESIDENT
from linli.kernel.ids import digits_agree
from linli.kernel.refusals import NotAllowed
from linli.organisations.models import Body, Seat
from linli.places.models import PlaceKind
from tests.factories.cases import NOW, PHONE, SERVICE, STRANGER, Scene, hours, make_matter, take_in
from tests.factories.towns import make_place


def tags(case: Case) -> list[str]:
    return [entry.tag for entry in journal.entries_of(case)]


def test_a_community_matter_goes_to_the_grid_worker_of_the_door(scene: Scene) -> None:
    case = take_in("助餐点关门了", place=scene.town.home).case
    case.refresh_from_db()
    assert (case.state, case.matter, case.lead) == (State.DISPATCHED, scene.meal, scene.town.committee)
    assert (case.holder, case.holder_body, case.rung) == (scene.town.grid_seat, scene.town.committee, 1)
    assert tags(case) == [CaseEvent.REGISTERED, CaseEvent.DISPATCHED]
    assert case.matched_words
    assert case.unplaced_why == ""


def test_each_lead_gets_its_own_desk(scene: Scene) -> None:
    town = scene.town
    wanted = [
        ("电梯停了", town.property_company, town.property_desk),
        ("有人占道摆摊", town.street_office, town.street_desk),
        ("路灯不亮", scene.department, scene.department_desk),
    ]
    for words, lead, holder in wanted:
        case = take_in(words, place=town.unit).case
        assert (case.state, case.lead, case.holder) == (State.DISPATCHED, lead, holder), words


def test_the_case_lies_where_its_place_lies(scene: Scene) -> None:
    case = take_in("电梯停了", place=scene.town.home).case
    assert case.areas() == scene.town.home.areas()
    assert case.place == scene.town.home


def test_the_promise_is_made_at_once_by_the_matter(scene: Scene) -> None:
    limits = {"danger": {"sign": ["always", 30], "contact": ["always", 60], "finish": ["calendar_days", 3]}}
    make_matter("fire", LeadKind.STREET, ["消防通道"], limits=limits, urgency="danger")
    case = take_in("消防通道堵了", place=scene.town.unit).case
    assert case.urgency == "danger"
    assert case.contact_due_at == NOW + hours(1)
    assert case.sign_due_at == case.next_at == NOW + timedelta(minutes=30)
    assert case.finish_due_at is not None and case.finish_due_at > NOW + timedelta(days=3)
    assert case.promised_from == NOW


def test_a_matter_without_limits_falls_back_on_its_tier(scene: Scene) -> None:
    case = take_in("路灯不亮", place=scene.town.unit).case
    assert case.contact_due_at == NOW + hours(24)
    assert case.finish_due_at is not None and case.finish_due_at.date().isoformat() == "2026-03-12"


def test_a_place_is_found_in_the_words(scene: Scene) -> None:
    assert take_in("柳岸花园的电梯停了").case.estate == scene.town.estate
    assert take_in("电梯停了", place_words="柳岸花园3栋").case.estate == scene.town.estate


def test_without_a_place_the_intake_desk_holds_it(scene: Scene) -> None:
    case = take_in("电梯停了").case
    assert (case.state, case.unplaced_why) == (State.REGISTERED, UnplacedWhy.NO_PLACE)
    assert case.matter == scene.lift
    assert case.holder is not None
    assert case.next_at == case.intake_due_at
    assert case.promised_from is None
    assert tags(case) == [CaseEvent.REGISTERED, CaseEvent.HELD]


def test_unknown_words_go_to_the_desk_of_the_community(scene: Scene) -> None:
    case = take_in("说不清的一件事情", place=scene.town.unit).case
    assert (case.state, case.unplaced_why) == (State.REGISTERED, UnplacedWhy.NO_WORDS)
    assert case.holder == scene.town.community_desk
    assert case.intake_due_at == NOW + hours(2)  # from 10:00 to the end of the morning


def test_a_street_alone_is_no_place_for_what_a_company_does(scene: Scene) -> None:
    for words in ("电梯停了", "助餐点关门了"):
        case = take_in(words, within=scene.town.street).case
        assert (case.unplaced_why, case.place) == (UnplacedWhy.NO_PLACE, scene.town.street)
        assert case.holder == scene.town.street_desk
    placed = take_in("路灯不亮", within=scene.town.street).case
    assert (placed.state, placed.holder) == (State.DISPATCHED, scene.department_desk)


def test_an_estate_without_a_company_is_the_streets_to_look_after(scene: Scene) -> None:
    other = make_place(PlaceKind.ESTATE, "E9", "无名院子", scene.town.community)
    case = take_in("电梯停了", place=other).case
    assert (case.unplaced_why, case.lead) == ("", scene.town.street_office)
    assert case.holder == scene.town.street_desk


def test_a_matter_whose_department_is_not_here_has_no_lead(scene: Scene) -> None:
    Body.objects.filter(pk=scene.department.pk).update(ended_on=NOW.date())
    case = take_in("路灯不亮", place=scene.town.unit).case
    assert (case.unplaced_why, case.lead) == (UnplacedWhy.NO_LEAD, None)
    assert case.holder == scene.town.community_desk


def test_a_lead_without_a_desk_leaves_the_work_to_the_street(scene: Scene) -> None:
    Seat.objects.filter(pk=scene.department_desk.pk).update(ended_on=NOW.date())
    case = take_in("路灯不亮", place=scene.town.unit).case
    assert (case.lead, case.holder) == (scene.department, scene.town.street_desk)


def test_no_words_make_a_community_lead_what_is_not_its_own(scene: Scene) -> None:
    for words in ("电梯停了", "有人占道摆摊", "路灯不亮", "说不清的一件事情"):
        assert take_in(words, place=scene.town.unit).case.lead != scene.town.committee


def test_the_receipt_checks_itself_and_the_code_is_not_kept(scene: Scene) -> None:
    taken = take_in("电梯停了", place=scene.town.unit)
    assert digits_agree(taken.report.receipt)
    assert taken.report.receipt.startswith("260305")
    assert taken.query_code not in str(Report.objects.filter(pk=taken.report.pk).values())
    found = queries.by_receipt(receipts.shown(taken.report.receipt), f" {taken.query_code.lower()} ")
    assert found == taken.report


@pytest.mark.parametrize("spoil", ["digit", "code", "nothing", "words"])
def test_a_wrong_receipt_or_code_finds_nothing(scene: Scene, spoil: str) -> None:
    taken = take_in("电梯停了", place=scene.town.unit)
    receipt = taken.report.receipt
    wrong = {
        "digit": (f"{receipt[:-1]}{(int(receipt[-1]) + 1) % 10}", taken.query_code),
        "code": (receipt, "AAAAAAAA"),
        "nothing": (receipt, ""),
        "words": ("²³我的编号", taken.query_code),
    }
    assert queries.by_receipt(*wrong[spoil]) is None


def test_a_receipt_that_is_taken_is_drawn_anew(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    first = take_in("电梯停了", place=scene.town.unit).report.receipt
    drawn = iter([first, first, receipts.new_receipt(NOW)])
    monkeypatch.setattr(receipts, "new_receipt", lambda at: next(drawn))
    assert take_in("电梯又停了", place=scene.town.unit).report.receipt != first


def test_numbers_are_kept_encrypted_and_out_of_titles(scene: Scene) -> None:
    taken = take_in("我的电话13812345678,电梯停了", place=scene.town.unit)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM cases_report WHERE id = %s", [taken.report.pk])
        assert PHONE not in cursor.fetchone()[0]
    assert PHONE not in taken.case.title
    assert PHONE in taken.case.words
    assert taken.report.phone == PHONE


def test_a_demand_of_another_system_comes_in_once(scene: Scene) -> None:
    take_in("电梯停了", place=scene.town.unit, source="12345", outer_number="A1", by=SERVICE)
    with pytest.raises(actions.AlreadyRegistered):
        take_in("电梯停了", place=scene.town.unit, source="12345", outer_number="A1", by=SERVICE)
    assert Case.objects.count() == Report.objects.count() == 1


def test_a_chosen_matter_needs_no_words(scene: Scene) -> None:
    case = take_in("快来看看", place=scene.town.unit, matter_id=scene.stall.pk).case
    assert (case.matter, case.state) == (scene.stall, State.DISPATCHED)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (Draft(words="  \n "), NothingSaid),
        (Draft(words="长" * 20_001), TooManyWords),
        (Draft(words="电梯", happened_at=datetime(2027, 1, 1, tzinfo=UTC)), actions.HappensLater),
    ],
)
def test_what_cannot_be_registered_is_refused(scene: Scene, draft: Draft, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.register(draft=draft, by=RESIDENT, now=NOW)
    assert not Case.objects.exists()


def test_a_stranger_with_an_account_does_not_register_for_others(scene: Scene) -> None:
    for place in (None, scene.town.unit):
        with pytest.raises(NotAllowed):
            take_in("电梯停了", place=place, by=STRANGER)
    assert take_in("电梯停了", place=scene.town.unit, by=scene.grid_worker).report.taken_by_person_key


def test_history_keeps_its_times_and_promises_nothing(scene: Scene) -> None:
    past = datetime(2019, 2, 28, 3, 0, tzinfo=UTC)
    draft = Draft(words="电梯停了", place=scene.town.unit, happened_at=past)
    case = actions.register_history(draft=draft, reply="已经修好", by=SERVICE, now=NOW).case
    assert (case.registered_at, case.happened_at, case.from_history) == (past, past, True)
    assert case.state == State.DISPATCHED
    assert [case.next_at, case.contact_due_at, case.finish_due_at, case.sign_due_at] == [None] * 4
    assert tags(case) == [CaseEvent.REGISTERED, CaseEvent.EARLIER_REPLY]
    assert journal.entries_of(case)[1].text == "已经修好"
    assert not case.answer


def test_history_that_was_closed_is_closed(scene: Scene) -> None:
    past = datetime(2019, 2, 28, 3, 0, tzinfo=UTC)
    draft = Draft(words="电梯停了", place=scene.town.unit, happened_at=past)
    case = actions.register_history(
        draft=draft, reply="已经修好", closed_at=past + hours(5), by=SERVICE, now=NOW
    ).case
    assert (case.state, case.closed_at, case.answer) == (State.CLOSED, past + hours(5), "已经修好")
    with pytest.raises(actions.HappensLater):
        actions.register_history(draft=draft, closed_at=past - hours(1), by=SERVICE, now=NOW)
