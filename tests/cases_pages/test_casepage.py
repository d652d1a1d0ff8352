"""The page of one case: what comes next, clocks, keys, standard texts, taking back, the story, the link to the resident."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions
from linli.cases.actions import Registered
from linli.cases.models import Case, StandardText
from linli.cases.states import State
from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.organisations.models import Role
from tests.cases_pages.conftest import PHONE
from tests.factories.pages import DUMPLINGS, LAMP
from tests.factories.towns import Town

Demand = Callable[..., Registered]
SignIn = Callable[[str], Client]
KEEPER = Actor(ActorKind.PERSON, label="系统维护", grants=frozenset({Grant("cases.texts", Over.EVERYTHING)}))


def _html(client: Client, case: Case, query: str = "") -> str:
    return client.get(reverse("case", args=[case.pk]) + query).content.decode()


def _do(client: Client, case: Case, act: str, **typed: object) -> str:
    answer = client.post(reverse("case_act", args=[case.pk, act]), typed, follow=True)
    case.refresh_from_db()
    return answer.content.decode()


def _next(html: str) -> str:
    found = re.search(r'class="l-nextstep[^>]*>(?:<svg.*?</svg>)?([^<]*)<', html)
    assert found is not None
    return found[1]


def _text(**more: object) -> StandardText:
    facts = {"act": "answer", "name": "已修好", "words": "{地点}的{事项}修好了。", "matter_id": None, **more}
    return actions.keep_text(by=KEEPER, now=timezone.now(), **facts)  # type: ignore[arg-type]


def test_the_next_step_is_said_to_whose_turn_it_is(demand: Demand, sign_in: SignIn) -> None:
    case, manager, clerk = demand().case, sign_in("陈冬至"), sign_in("李春燕")
    assert re.fullmatch(r"请在 .* 前签收。", _next(_html(manager, case)))
    assert _next(_html(clerk, case)).startswith("等") and "签收，最晚" in _next(_html(clerk, case))
    _do(manager, case, "sign")
    assert "前联系诉求人，再记一笔" in _next(_html(manager, case))
    _do(manager, case, "note", words="去看过", contacted="on")
    assert "前办好并答复" in _next(_html(manager, case))
    assert "在办，最晚" in _next(_html(clerk, case))
    _do(manager, case, "answer", outcome="solved", answer="好了。")
    assert "前回访诉求人" in _next(_html(clerk, case))
    assert "回访诉求人，最晚" in _next(_html(manager, case))
    called = {"manner": "phone", "reached": "yes", "contacted": "yes", "solved": "yes", "satisfaction": "3"}
    _do(clerk, case, "call_back", **called)
    assert _next(_html(clerk, case)) == "已办结：已解决。"


def test_what_is_late_is_said_to_be_late(demand: Demand, sign_in: SignIn) -> None:
    case = demand().case
    long_ago = timezone.now() - timedelta(days=2)
    Case.objects.filter(pk=case.pk).update(sign_due_at=long_ago, next_at=long_ago)
    assert "请马上签收" in _next(_html(sign_in("陈冬至"), case))
    assert "已超时" in _next(_html(sign_in("李春燕"), case))


def test_the_intake_desk_is_told_to_place_it(demand: Demand, sign_in: SignIn) -> None:
    assert "前归类派单" in _next(_html(sign_in("李春燕"), demand(DUMPLINGS).case))


def test_clocks_are_drawn_with_words_beside(demand: Demand, sign_in: SignIn) -> None:
    html = _html(sign_in("陈冬至"), demand().case)
    clocks = html[html.index('id="clocks"') :]
    assert clocks.count('<svg class="l-clockbar"') == 3 and 'class="l-piece-left"' in clocks
    for words in ("签收", "首次联系", "办结", "还剩", "已用 "):
        assert words in clocks
    assert "style=" not in html


def test_each_key_stands_once_and_more_is_by_subject(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    html = _html(manager, case)
    keys = re.findall(r'data-key="(\w)"', html)
    assert {"s", "m", "i"} <= set(keys) and len(keys) == len(set(keys))
    assert not set(keys) & set("agjknprux")  # those of lists, and of the way through one
    assert html.index(">流转<") < html.index(">时限</h2>")


def test_an_objection_is_ready_to_send(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    html = _html(manager, case)
    form = html[html.index('id="do-ask_objection"') :].split("</form>")[0]
    assert "这件不是“电梯故障”，按目录应当是：" in form
    Case.objects.filter(pk=case.pk).update(lead=None)
    assert "这件不是" in _html(manager, case)


def test_a_text_is_one_tap_away_filled(demand: Demand, sign_in: SignIn) -> None:
    text, case, manager = _text(), demand().case, sign_in("陈冬至")
    _do(manager, case, "sign")
    html = _html(manager, case)
    assert f'?text={text.pk}#do-answer" data-fill="answer_answer"' in html
    assert "电梯故障修好了。" in html and "{事项}" not in html
    opened = _html(manager, case, f"?text={text.pk}")
    form = opened[opened.index('id="do-answer" open') :].split("</form>")[0]
    assert re.search(r"<textarea[^>]*>\s*\S*电梯故障修好了。</textarea>", form)
    assert 'id="do-answer" open' not in _html(manager, case, "?text=99")
    assert 'id="do-answer" open' not in _html(manager, case, "?text=x")


def test_what_was_sent_is_taken_back_until_it_is_signed(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case, clerk = demand("楼道脏,几天没人扫了。").case, sign_in("王小满")
    Case.objects.filter(pk=case.pk).update(holder=town.grid_worker.seat, rung=1)
    _do(clerk, case, "sign")
    before = case.holder_id
    html = _do(clerk, case, "hand_up", reason="要街道协调")
    undo = reverse("case_act", args=[case.pk, "pull_back"])
    message = html[html.index('id="messages"') :].split("</form>")[0]
    assert f'action="{undo}"' in message and "对方签收以前都能收回" in html
    assert case.holder_id != before
    _do(clerk, case, "pull_back", reason="点错了，马上收回")
    assert case.holder_id == before
    _do(clerk, case, "hand_up", reason="要街道协调")
    _do(sign_in("李春燕"), case, "sign")
    assert case.state == State.IN_PROGRESS
    assert f'action="{undo}"' not in _html(clerk, case)


def test_nothing_else_offers_to_be_taken_back(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    assert "对方签收以前都能收回" not in _do(manager, case, "sign")


def test_the_story_is_told_by_day_and_filtered(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    _do(manager, case, "sign")
    _do(manager, case, "note", words="打过电话", contacted="on")
    _do(manager, case, "note", words="很长的记录。" * 40, contacted="")
    story = _html(manager, case).split('id="story"')[1]
    assert "今天" in story and story.index("打过电话") < story.index(">登记<")
    assert '<details class="l-long">' in story
    talk = _html(manager, case, "?story=resident").split('id="story"')[1]
    assert "打过电话" in talk and ">签收<" not in talk
    work = _html(manager, case, "?story=work").split('id="story"')[1]
    assert "打过电话" not in work and ">签收<" in work


def test_earlier_steps_are_folded(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand().case, sign_in("陈冬至")
    _do(manager, case, "sign")
    for number in range(14):
        _do(manager, case, "note", words=f"第{number}次去看", contacted="")
    html = _html(manager, case)
    assert "更早的 5 条" in html and "第0次去看" in html


def test_the_question_to_the_resident_comes_with_its_link(demand: Demand, sign_in: SignIn) -> None:
    case, manager, reader = demand(phone="").case, sign_in("陈冬至"), sign_in("李春燕")
    _do(manager, case, "sign")
    html = _do(manager, case, "ask_info", question="几单元？")
    assert case.state == State.AWAITING_INFO
    link = re.search(r"http://testserver(/a/[^\s<]+)", html)
    assert link is not None and "前有效" in html and "几单元？" in html
    assert Client().get(link[1]).status_code == 200
    assert "/a/" in _html(reader, case)  # who dispatches there may send it too


def test_a_case_on_paper(demand: Demand, sign_in: SignIn) -> None:
    case, manager = demand("二单元电梯停了,打13812345678找我。").case, sign_in("陈冬至")
    _do(manager, case, "sign")
    _do(manager, case, "note", words="回了13812345678", contacted="on")
    _do(manager, case, "ask_extension", days="3", reason="等配件")
    paper = manager.get(reverse("case_paper", args=[case.pk])).content.decode()
    for words in (
        "诉求办理单",
        "电梯故障",
        "二单元电梯停了",
        "签收",
        "延期（申请）",
        "等配件",
        "首次联系",
        "已隐去",
    ):
        assert words in paper
    assert PHONE not in paper and "<form" not in paper and "<button" not in paper
    assert paper.index(">登记<") < paper.index(">联系诉求人<")
    assert sign_in("路人").get(reverse("case_paper", args=[case.pk])).status_code == 404


def test_the_number_is_one_tap_away_and_logged(demand: Demand, sign_in: SignIn) -> None:
    case, clerk = demand().case, sign_in("李春燕")
    html = _html(clerk, case)
    people = html[html.index('id="people"') :]
    assert 'value="联系诉求人"' in people and PHONE not in html


@pytest.fixture
def keeper(town: Town, sign_in: SignIn) -> Client:
    """The community's clerk, whose role may keep texts."""
    role = Role.objects.get(pk=town.community_clerk.seat.role_id)
    role.verbs = [*role.verbs, "cases.texts"]
    role.save()
    return sign_in("李春燕")


def test_the_page_of_texts(keeper: Client, demand: Demand, sign_in: SignIn) -> None:
    assert "新建常用语" in keeper.get(reverse("texts")).content.decode()
    bad = keeper.post(reverse("text_new"), {"act": "answer", "name": "已修好", "words": "{谁}"})
    assert bad.status_code == 422 and "没有“{谁}”这个空" in bad.content.decode()
    new = {"act": "answer", "name": "已修好", "words": "修好了。", "matter": "电梯故障"}
    assert keeper.post(reverse("text_new"), new).status_code == 303
    text = StandardText.objects.get()
    assert text.matter is not None and text.matter.code == "lift"
    html = keeper.get(reverse("texts")).content.decode()
    assert "修好了。" in html and "电梯故障" in html
    one = reverse("text", args=[text.pk])
    assert "改动记录" in keeper.get(one).content.decode()
    assert keeper.post(one, {"name": "", "words": "换了。"}).status_code == 422
    assert keeper.post(one, {"name": "已换好", "words": "换了。"}).status_code == 303
    gone = reverse("text_retire", args=[text.pk])
    assert keeper.post(gone, {"reason": ""}).status_code == 422
    assert keeper.post(gone, {"reason": "没人用"}).status_code == 303
    text.refresh_from_db()
    assert text.retired_at is not None and text.name == "已换好"
    assert "已停用" in keeper.get(one).content.decode()


def test_who_keeps_no_texts_sees_no_page_of_them(sign_in: SignIn) -> None:
    text, client = _text(), sign_in("陈冬至")
    for name, args in (("texts", []), ("text", [text.pk])):
        assert client.get(reverse(name, args=args)).status_code == 403
    for name, args in (("text_new", []), ("text", [text.pk]), ("text_retire", [text.pk])):
        assert client.post(reverse(name, args=args), {"name": "改", "words": "改"}).status_code == 403


def test_a_reviewed_answer_is_waited_for(demand: Demand, sign_in: SignIn) -> None:
    case, desk = demand(LAMP).case, sign_in("赵立秋")
    _do(desk, case, "sign")
    _do(desk, case, "answer", outcome="solved", answer="修了。")
    assert "审核答复" in _next(_html(desk, case))
    assert "请审核这份答复" in _next(_html(sign_in("李春燕"), case))


def test_a_home_is_looked_at_before_knocking(town: Town, demand: Demand, sign_in: SignIn) -> None:
    case = demand(place=town.home).case
    link = reverse("household", args=[town.home.pk])
    assert link in _html(sign_in("李春燕"), case)
    assert link not in _html(sign_in("陈冬至"), case)  # a company reads its own cases, not the homes
    assert "敲门前看一眼" not in _html(sign_in("李春燕"), demand("二单元电梯又停了", place=town.unit).case)


def test_the_whole_page_keeps_to_its_statements(
    demand: Demand,
    sign_in: SignIn,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    _text()
    case, clerk = demand("楼道脏,几天没人扫了。").case, sign_in("李春燕")
    _do(clerk, case, "sign")
    _html(clerk, case)
    with django_assert_max_num_queries(32):
        _html(clerk, case)
