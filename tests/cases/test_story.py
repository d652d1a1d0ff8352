"""What the reporter is told: a sentence for each state and each entry, promises and late promises, and nobody's name."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from linli.cases import actions, past, story
from linli.cases.events import CaseEvent
from linli.cases.models import Case, DemandKind, Pause, Report, Request, RequestKind
from linli.cases.past import Happening
from linli.cases.queries.happenings import happenings
from linli.cases.states import State
from linli.cases.story import Known, Story
from linli.organisations.models import Body
from tests.factories.cases import NOW, Scene, Walk, hours, take_in

SOON, GONE = NOW + hours(4), NOW - hours(1)
OFFICE = Body(name="柳岸社区居民委员会")


def _case(state: State, **facts: Any) -> Case:
    closed = NOW if state in story.ENDED else None
    return Case(
        state=state, title="灯坏了", words="灯坏了", registered_at=NOW - hours(5), happened_at=NOW - hours(5),
        holder_body=OFFICE, closed_at=closed, **facts,
    )  # fmt: skip


def _told(case: Case, now: datetime = NOW, **known: Any) -> Story:
    return story.tell(case, Known(**{"can_be_reached": True, **known}), now)


@pytest.mark.parametrize(
    ("state", "facts", "headline", "by_when", "tone"),
    [
        (State.REGISTERED, {"intake_due_at": SOON}, "柳岸社区居民委员会正在看这件事该由谁来办", "预计今天 14:00 前派出去。", "calm"),
        (State.REGISTERED, {"intake_due_at": GONE}, "柳岸社区居民委员会正在看这件事该由谁来办", "本该今天 09:00 前派出去，已经迟了。",
         "late"),
        (State.DISPATCHED, {"sign_due_at": SOON}, "已派给柳岸社区居民委员会，等他们接单", "预计今天 14:00 前接单。", "calm"),
        (State.DISPATCHED, {"sign_due_at": GONE}, "已派给柳岸社区居民委员会，等他们接单", "本该今天 09:00 前接单，已经迟了。", "late"),
        (State.DISPATCHED, {"reopened": 1}, "现在由柳岸社区居民委员会接着办，等他们接单", "", "calm"),
        (State.IN_PROGRESS, {"finish_due_at": SOON}, "柳岸社区居民委员会已接单，正在办", "最晚今天 14:00 前答复您。", "calm"),
        (State.IN_PROGRESS, {"finish_due_at": GONE}, "柳岸社区居民委员会已接单，正在办", "说好今天 09:00 前答复您，已经迟了。", "late"),
        (State.IN_REVIEW, {"finish_due_at": SOON}, "已经办完，正在核对", "最晚今天 14:00 前答复您。", "calm"),
        (State.AWAITING_INFO, {"wakes_at": SOON}, "有一件事要请您补充，请在下面回答",
         "最晚等到今天 14:00；到时没有回答，我们按现有情况接着办。", "asks"),
        (State.ON_HOLD, {"wakes_at": SOON}, "要等一段时间才能接着办", "3月5日起接着办，办结时间到时重新算好告诉您。", "calm"),
        (State.AWAITING_CALLBACK, {}, "已经答复，请您说说解决了没有", "", "asks"),
        (State.CLOSED, {"outcome": "solved"}, "这件事已办结：已解决", "", "good"),
        (State.CLOSED, {}, "这件事已办结", "", "good"),
        (State.DECLINED, {}, "这件事我们办不了，原因和去处写在下面", "", "over"),
        (State.WITHDRAWN, {}, "这件诉求已经撤回", "", "over"),
    ],
)  # fmt: skip
def test_where_it_stands_and_by_when(
    state: State, facts: dict[str, Any], headline: str, by_when: str, tone: str
) -> None:
    told = _told(_case(state, **facts))
    assert (told.headline, told.by_when, told.tone) == (headline, by_when, tone)


def test_a_neighbour_is_named_by_the_role_and_silence_by_its_hour() -> None:
    told = _told(_case(State.REGISTERED, wakes_at=SOON), neighbour="楼栋长")
    assert told.headline == "已请楼栋长先帮忙看看"
    assert told.by_when == "今天 14:00 前没有回音，就转给柳岸社区居民委员会接着办。"


def test_a_hold_says_why_and_in_whose_words() -> None:
    request = Request(kind=RequestKind.HOLD, ground="season", reason="开春才能刷漆")
    told = _told(_case(State.ON_HOLD), pause=Pause(at_most_until=SOON, request=request))
    assert told.headline == "要等一段时间才能接着办：季节施工"
    assert "开春才能刷漆" in told.notes


def test_midnight_is_said_as_the_end_of_the_day() -> None:
    midnight = NOW + hours(14)
    assert "今天 24:00" in _told(_case(State.IN_PROGRESS, finish_due_at=midnight)).by_when


@pytest.mark.parametrize(
    ("facts", "known", "words"),
    [
        ({"redone": 1}, {}, "之前办结过一次"),
        ({"extension_days": 3}, {"extended": "配件没到"}, "办结时间延长了3个工作日。配件没到"),
        ({}, {"together": ["城管局", "供水公司"]}, "城管局、供水公司也在一起办这件事。"),
        ({}, {"joined_at": GONE}, "已经并在一起办"),
    ],
)
def test_what_is_worth_knowing_beside(facts: dict[str, Any], known: dict[str, Any], words: str) -> None:
    told = _told(_case(State.IN_PROGRESS, **facts), **known)
    assert any(words in note for note in told.notes)
    assert any(words in line for line in told.sentences())


def _marks(told: Story) -> list[str]:
    return [moment.mark for moment in told.moments]


def test_the_past_the_present_and_what_lies_ahead() -> None:
    case = _case(State.DISPATCHED, sign_due_at=SOON, contact_due_at=SOON, finish_due_at=GONE)
    told = _told(case)
    assert _marks(told) == ["done", "here", "ahead", "ahead", "ahead", "ahead"]
    ahead = [moment for moment in told.moments if moment.mark == "ahead"]
    assert ahead[0].words == "预计今天 14:00 前联系您。" and not ahead[0].is_late
    assert ahead[1].words == "说好今天 09:00 前答复您，已经迟了。" and ahead[1].is_late
    assert not any("联系您" in moment.words for moment in _told(case, can_be_reached=False).moments)
    case.contacted_at = NOW
    assert not any("前联系您" in moment.words for moment in _told(case).moments)


def test_late_contact_is_said_to_be_late() -> None:
    told = _told(_case(State.IN_PROGRESS, contact_due_at=GONE))
    assert [moment.words for moment in told.moments if moment.is_late] == [
        "说好今天 09:00 前联系您，已经迟了。"
    ]


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_one_present_and_stages(state: State) -> None:
    told = _told(_case(state))
    assert _marks(told).count("here") == 1
    assert told.headline and told.stages[0].words == "登记"
    if state in story.ENDED:
        assert _marks(told)[-1] == "here"
    if state is not State.CLOSED:
        assert [stage.mark for stage in told.stages].count("here") == 1


def test_praise_is_only_passed_on() -> None:
    on_way = _told(_case(State.REGISTERED, kind=DemandKind.PRAISE))
    assert (on_way.headline, on_way.by_when) == ("谢谢您的表扬，我们会转达。", "")
    assert _marks(on_way) == ["done", "here"]
    passed = _told(_case(State.CLOSED, kind=DemandKind.PRAISE))
    assert passed.headline == "您的表扬已经转达，谢谢您。" and _marks(passed) == ["done", "here"]


@pytest.mark.parametrize("tag", list(past.SENTENCES))
def test_each_entry_has_a_sentence_with_and_without_a_body(tag: CaseEvent) -> None:
    named = past.sentence(Happening(tag, NOW, "楼栋长", days=3))
    assert named and "%" not in named
    names_a_body = "%(who)s" in str(past.SENTENCES[tag])
    assert ("楼栋长" in named) is names_a_body
    assert tag in past.UNNAMED or tag in past.CARRIED or not names_a_body
    assert "楼栋长" not in past.sentence(Happening(tag, NOW, days=3))


def test_carried_on_within_one_body_is_no_news() -> None:
    way = [
        Happening(CaseEvent.REGISTERED, GONE),
        Happening(CaseEvent.DISPATCHED, GONE, "社区"),
        Happening(CaseEvent.HANDED_DOWN, GONE, "社区"),
        Happening(CaseEvent.HANDED_UP, GONE, "街道"),
        Happening(CaseEvent.HANDED_DOWN, GONE, "社区"),
    ]
    words = [moment.words for moment in _told(_case(State.DISPATCHED), happenings=way).moments]
    assert words[:4] == ["您的诉求已登记。", "已派给社区。", "转到街道接着办。", "转到社区接着办。"]


def test_without_a_journal_the_times_on_the_case_are_told() -> None:
    told = _told(_case(State.CLOSED, signed_at=GONE, contacted_at=GONE, answered_at=GONE))
    assert told.sentences() == [
        "今天 05:00 您的诉求已登记。",
        "今天 09:00 柳岸社区居民委员会已接单。",
        "今天 09:00 已和您联系过。",
        "今天 09:00 柳岸社区居民委员会已答复您。",
        "今天 10:00 这件事已办结。",
    ]


def _words(report: Report) -> list[str]:
    return [past.sentence(one) for one in happenings(report)]


def test_the_journal_is_told_with_bodies_and_without_names(scene: Scene) -> None:
    walk = Walk(scene, "电梯停了").sign()
    actions.note(case_id=walk.key, words="业主态度不好", contacted=False, by=walk.holder(), now=walk.later())
    actions.note(case_id=walk.key, words="打过电话", contacted=True, by=walk.holder(), now=walk.later())
    walk.answer()
    report = Report.objects.get(pk=walk.report.pk)
    way = ["您的诉求已登记。", "已派给安居物业公司。", "安居物业公司已接单。", "安居物业公司已和您联系过。"]
    assert _words(report) == way
    walk.approve()
    assert _words(report) == [*way, "已核对好，答复您了。"]
    assert not any("陈冬至" in one.who + one.text or "态度" in one.text for one in happenings(report))


def test_urging_is_told_to_whoever_urged_and_a_joined_reporter_reads_nothing_of_the_first(
    scene: Scene,
) -> None:
    walk = Walk(scene)
    other = take_in("助餐点周末关门", place=scene.town.unit)
    actions.merge(case_id=other.case.pk, into_id=walk.key, by=scene.street, now=walk.later())
    walk.sign()
    actions.note(case_id=walk.key, words="打过电话", contacted=True, by=walk.holder(), now=walk.later())
    actions.urge(report_id=walk.report.pk, words="", now=walk.later())
    first = _words(Report.objects.get(pk=walk.report.pk))
    second = _words(Report.objects.get(pk=other.report.pk))
    assert "您催办了，办理的人已经收到。" in first and "别的居民也反映了这件事，并在一起办。" in first
    assert second[0] == "您的诉求已登记。" and "柳岸社区居民委员会已接单。" in second
    private: Sequence[str] = ("催办", "联系过", "别的居民")
    assert not any(word in line for word in private for line in second)
