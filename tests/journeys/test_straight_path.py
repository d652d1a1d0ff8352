"""The straight path of a demand in a browser: from the code at the door to the rating, with scripts and without."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories.pages import DOOR_CODE, DUMPLINGS, LAMP, LIFT

pytestmark = pytest.mark.journey

OpenPage = Callable[..., Page]
LookOver = Callable[[Page], None]


def _report(page: Page, words: str) -> tuple[str, str]:
    """Report by the door code; gives receipt and query code."""
    page.goto(f"/r/{DOOR_CODE}/")
    page.get_by_label("出了什么事").fill(words)
    page.get_by_label("怎么称呼您").fill("张阿姨")
    page.get_by_label("您的电话").fill("138 1234 5678")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    numbers = page.locator(".l-slip-numbers dd")
    return numbers.nth(0).inner_text(), numbers.nth(1).inner_text()


def _open_case(page: Page, words: str) -> None:
    page.goto("/work/")
    page.get_by_role("link", name=re.compile(words[:6])).first.click()


def _act(page: Page, name: str) -> None:
    page.locator(".l-acts summary, .l-acts button").filter(has_text=name).first.click()


def _work(page: Page, words: str, answer: str) -> None:
    _open_case(page, words)
    _act(page, "签收")
    expect(page.get_by_text("已签收。请尽快联系诉求人。")).to_be_visible()
    _act(page, "答复")
    page.get_by_label("已解决").check()
    page.get_by_label("给居民的答复").fill(answer)
    page.get_by_role("button", name="确定答复").click()


def _call_back(page: Page, words: str) -> None:
    page.goto("/work/?lens=callbacks")
    page.get_by_role("link", name=re.compile(words[:6])).first.click()
    _act(page, "回访")
    for group, choice in (
        ("找到本人", "找到了"),
        ("及时联系", "有"),
        ("事情解决", "解决了"),
        ("满意吗", "满意"),
    ):
        page.get_by_role("group", name=group).get_by_label(choice, exact=True).check()
    page.get_by_role("button", name="确定回访").click()
    expect(page.get_by_text("已回访办结。")).to_be_visible()


def _progress(page: Page, receipt: str, code: str) -> None:
    page.goto("/progress/")
    page.get_by_label("受理编号").fill(receipt)
    page.get_by_label("查询码").fill(code.lower())
    page.get_by_role("button", name="查一查").click()
    expect(page.get_by_role("heading", name="办到哪一步了")).to_be_visible()


def test_from_the_door_to_the_rating(
    open_page: OpenPage, sign_in: Callable[..., Page], look_over: LookOver
) -> None:
    resident = open_page()
    receipt, code = _report(resident, LIFT)
    look_over(resident)
    manager = sign_in("陈冬至")
    look_over(manager)
    _work(manager, LIFT, "换了电路板,已恢复运行。")
    expect(manager.get_by_text("已答复，等回访。")).to_be_visible()
    look_over(manager)
    clerk = sign_in("李春燕", wide=False)
    _call_back(clerk, LIFT)
    look_over(clerk)
    other = open_page()
    _progress(other, receipt, code)
    expect(other.get_by_text("换了电路板,已恢复运行。")).to_be_visible()
    other.get_by_role("group", name="事情解决了吗").get_by_label("解决了", exact=True).check()
    other.get_by_label("很满意", exact=True).check()
    look_over(other)
    other.get_by_role("button", name="交评价").click()
    expect(other.get_by_text("您说：解决了。")).to_be_visible()


def test_the_same_without_javascript(open_page: OpenPage, sign_in: Callable[..., Page]) -> None:
    resident = open_page(scripts=False)
    receipt, code = _report(resident, LAMP)
    desk = sign_in("赵立秋", scripts=False)
    _work(desk, LAMP, "换了灯泡。")
    expect(desk.get_by_text("已提交审核。")).to_be_visible()
    clerk = sign_in("李春燕", scripts=False)
    clerk.goto("/work/?lens=review")
    clerk.get_by_role("link", name=re.compile(LAMP[:6])).first.click()
    _act(clerk, "审核通过")
    expect(clerk.get_by_text("审核通过，等回访。")).to_be_visible()
    _call_back(clerk, LAMP)
    _progress(resident, receipt, code)
    expect(resident.get_by_text("换了灯泡。")).to_be_visible()


def test_a_wrong_answer_stays_in_place(open_page: OpenPage, sign_in: Callable[..., Page]) -> None:
    """By htmx a refused form comes back open, with what was typed, and the page around it stands."""
    _report(open_page(), LIFT)
    manager = sign_in("陈冬至")
    _open_case(manager, LIFT)
    _act(manager, "签收")
    _act(manager, "答复")
    manager.get_by_label("给居民的答复").fill("写了一半")
    manager.get_by_role("button", name="确定答复").click()
    expect(manager.get_by_label("给居民的答复")).to_have_value("写了一半")
    expect(manager.locator(".l-problems")).to_be_visible()


def test_an_unplaced_demand_is_placed_in_the_queue(
    open_page: OpenPage, sign_in: Callable[..., Page], look_over: LookOver
) -> None:
    _report(open_page(), DUMPLINGS)
    clerk = sign_in("李春燕")
    clerk.goto("/work/unplaced/")
    look_over(clerk)
    clerk.get_by_label("是什么事项").fill("楼道清扫")
    clerk.get_by_label("在哪里").fill("柳岸花园3栋2单元")
    clerk.get_by_role("button", name="归类，看下一件").click()
    expect(clerk.get_by_text("已归类：")).to_be_visible()


def test_registering_by_keyboard(sign_in: Callable[..., Page], look_over: LookOver) -> None:
    clerk = sign_in("李春燕")
    clerk.goto("/cases/new/")
    look_over(clerk)
    clerk.keyboard.type("楼道脏,三天没人扫了")
    clerk.get_by_label("在哪里").focus()
    clerk.keyboard.type("柳岸花园3栋")
    expect(clerk.get_by_role("listbox")).to_contain_text("3栋")
    clerk.keyboard.press("Enter")
    expect(clerk.get_by_label("在哪里")).to_have_value(re.compile("3栋$"))
    clerk.get_by_label("本人在电话里说的").focus()
    clerk.keyboard.press("Space")
    clerk.keyboard.press("Control+Enter")
    expect(clerk.get_by_role("heading", name="已登记")).to_be_visible()
    look_over(clerk)


@pytest.mark.parametrize("address", ["/", "/report/", f"/r/{DOOR_CODE}/", "/r/NOSUCHCODE/", "/progress/"])
def test_pages_of_residents_fit_a_phone(open_page: OpenPage, look_over: LookOver, address: str) -> None:
    page = open_page()
    page.goto(address)
    look_over(page)
