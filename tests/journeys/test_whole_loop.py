"""Up the ladder, an extension asked and granted, an answer that did not help, and the resident who follows it all."""

import io
import re
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.factories.pages import DOOR_CODE

pytestmark = pytest.mark.journey

OpenPage = Callable[..., Page]
LookOver = Callable[[Page], None]
WORDS = "四楼楼道脏得下不去脚，堆了好些纸板，扫了又有。"


def _photo() -> FilePayload:
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "brown").save(drawn, "JPEG")
    return {"name": "楼道.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def _report(page: Page) -> tuple[str, str]:
    page.goto(f"/r/{DOOR_CODE}/")
    page.get_by_label("出了什么事").fill(WORDS)
    page.locator("input[type=file]").set_input_files([_photo()])
    page.get_by_label("您的电话").fill("13812345678")
    page.get_by_role("button", name="交上去").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    numbers = page.locator(".l-slip-numbers dd")
    return numbers.nth(0).inner_text(), numbers.nth(1).inner_text()


def _open_case(page: Page, lens: str = "mine") -> None:
    page.goto(f"/work/?lens={lens}")
    page.get_by_role("link", name=re.compile(WORDS[:6])).first.click()


def _press(page: Page, name: str) -> None:
    """An act in the open, or behind 更多."""
    button = page.locator(".l-acts summary, .l-acts button").filter(has_text=re.compile(f"^{name}"))
    if not button.first.is_visible():
        page.locator(".l-acts summary").filter(has_text="更多").click()
    button.first.click()


def _sure(page: Page, name: str) -> None:
    page.get_by_role("button", name=re.compile(f"^确定{name}")).click()


def _rise(worker: Page, look_over: LookOver) -> None:
    _open_case(worker)
    look_over(worker)
    _press(worker, "签收")
    expect(worker.get_by_text("已签收。请尽快联系诉求人。")).to_be_visible()
    _press(worker, "上报")
    worker.locator("#hand_up_reason").fill("要社区出面说几家")
    _sure(worker, "上报")
    expect(worker.get_by_text("已上报给柳岸社区受理岗。")).to_be_visible()


def _ask_for_time(clerk: Page, look_over: LookOver) -> None:
    _open_case(clerk)
    _press(clerk, "签收")
    expect(clerk.get_by_text("已签收。请尽快联系诉求人。")).to_be_visible()
    _press(clerk, "申请延期")
    clerk.locator("#ask_extension_days").fill("3")
    clerk.locator("#ask_extension_reason").fill("要等出差的那家回来")
    look_over(clerk)
    _sure(clerk, "申请延期")
    expect(clerk.get_by_text("已提交，等审批。")).to_be_visible()


def _grant(street: Page, look_over: LookOver) -> None:
    street.goto("/work/requests/")
    look_over(street)
    street.locator("main tr").filter(has_text="延期").get_by_role("link").first.click()
    _press(street, "同意")
    _sure(street, "同意")
    expect(street.get_by_text("已同意：延期。")).to_be_visible()
    look_over(street)


def _answer(clerk: Page) -> None:
    _open_case(clerk)
    _press(clerk, "答复")
    clerk.get_by_label("已解决").check()
    clerk.get_by_label("给居民的答复").fill("纸板清走了，几家说好轮流扫。")
    _sure(clerk, "答复")
    expect(clerk.get_by_text("已答复，等回访。")).to_be_visible()


def _not_solved(street: Page) -> None:
    _open_case(street, "callbacks")
    _press(street, "回访")
    for group, choice in (
        ("找到本人", "找到了"),
        ("及时联系", "有"),
        ("事情解决", "没解决"),
        ("满意吗", "不满意"),
    ):
        street.get_by_role("group", name=group).get_by_label(choice, exact=True).check()
    _sure(street, "回访")
    expect(street.get_by_text("居民说没解决，已重新派出去办。")).to_be_visible()


def test_up_with_more_time_and_back_again(
    open_page: OpenPage, sign_in: Callable[..., Page], look_over: LookOver
) -> None:
    resident = open_page()
    receipt, code = _report(resident)
    _rise(sign_in("王小满", wide=False), look_over)
    clerk, street = sign_in("李春燕"), sign_in("赵立秋")
    _ask_for_time(clerk, look_over)
    _grant(street, look_over)
    _answer(clerk)
    _not_solved(street)
    resident.goto("/progress/")
    resident.get_by_label("受理编号").fill(receipt)
    resident.get_by_label("查询码").fill(code)
    resident.get_by_role("button", name="查一查").click()
    expect(resident.get_by_text("要等出差的那家回来")).to_be_visible()
    expect(resident.get_by_role("heading", name="现在由柳岸社区居民委员会接着办")).to_be_visible()
    look_over(resident)


@pytest.mark.parametrize(
    "address", ["/work/search/?q=楼道", "/work/whistles/", "/work/rules/", "/work/parts/"]
)
@pytest.mark.parametrize("wide", [True, False], ids=["desk", "phone"])
def test_pages_of_the_loop_are_in_order(
    sign_in: Callable[..., Page], look_over: LookOver, address: str, wide: bool
) -> None:
    page = sign_in("赵立秋", wide=wide)
    page.goto(address)
    look_over(page)
