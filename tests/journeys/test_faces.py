"""What makes the faces a pleasure, tried as those do who need it: entry for somebody else, 长辈版, my demands by a code,
many cases at once by keyboard. On a telephone and at a desk.
"""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Demo

pytestmark = [pytest.mark.journey, pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])]

OpenPage = Callable[..., Page]
LookOver = Callable[[Page], None]
WAITS = 30.0  # seconds for a message to leave


def _smallest(page: Page, selector: str, side: str) -> float:
    """The least height or width, px, of what is shown."""
    sizes = page.locator(selector).evaluate_all(
        "(all, side) => all.filter((one) => one.checkVisibility() && one.offsetHeight > 1)"
        ".map((one) => one.getBoundingClientRect()[side])",
        side,
    )
    return float(min(sizes))


def test_somebody_is_registered_for_and_takes_a_slip_home(
    demo_page: OpenPage, look_over: LookOver, wide: bool
) -> None:
    desk = demo_page("community-1", wide=wide)
    desk.goto("/cases/new/")
    look_over(desk)
    desk.locator("#id_words").fill("李奶奶说三单元门口台阶松了，走路怕摔。")
    desk.locator("#id_place_words").fill("柳岸花园3栋2单元")
    expect(desk.get_by_role("option").first).to_be_visible()
    desk.keyboard.press("Escape")
    desk.locator("[name=channel]").last.scroll_into_view_if_needed()
    desk.locator("[name=proxy_consent][value=present]").check()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".l-slip-numbers")).to_be_visible()
    expect(desk.get_by_text("本人当面说的")).to_be_visible()
    look_over(desk)
    desk.emulate_media(media="print")
    expect(desk.locator(".l-slip-numbers")).to_be_visible()
    expect(desk.locator(".l-slip img[alt*='二维码']")).to_be_visible()
    expect(desk.locator(".l-side")).to_be_hidden()


def test_the_larger_print_is_large_and_remembered(
    demo: Demo, demo_page: OpenPage, look_over: LookOver, wide: bool
) -> None:
    page = demo_page(wide=wide)
    page.goto("/")
    page.get_by_role("button", name=re.compile("长辈版")).click()
    for address in ("/", demo.door, "/progress/", "/board/"):
        page.goto(address)
        expect(page.locator("html")).to_have_class("l-elder")
        words = page.locator("main p, main label, main li").evaluate_all(
            "(all) => all.filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize))"
        )
        assert min(words) >= 18, f"{address}: text of {min(words)} px"
        targets = "main .btn, main .l-choice, main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main textarea"
        assert _smallest(page, targets, "height") >= 60, f"{address}: a target is too low"
        look_over(page)
    page.get_by_role("button", name="普通版").click()
    expect(page.locator("html")).not_to_have_class("l-elder")


def _code_sent(demo: Demo, number: str) -> str:
    until = time.monotonic() + WAITS
    while time.monotonic() < until:
        found = [
            one
            for one in demo.messages()
            if one["number"] == number and re.search(r"\d{6}", str(one["params"]))
        ]
        if found:
            code = re.search(r"\d{6}", str(found[-1]["params"]))
            assert code is not None
            return code[0]
        time.sleep(0.3)
    raise AssertionError("no code was sent")


def test_my_demands_by_a_code_sent_to_my_number(
    demo: Demo, demo_page: OpenPage, look_over: LookOver, wide: bool
) -> None:
    number = "13700137001" if wide else "13700137002"
    words = f"花坛边的路灯晚上一闪一闪的，看着头晕{'。' if wide else '，麻烦修修。'}"
    page = demo_page(wide=wide)
    page.goto(demo.door)
    page.locator("[name=words]").fill(words)
    if page.locator("details:not([open]) > summary").filter(has_text="怎么找到您").count():
        page.locator("details:not([open]) > summary").filter(has_text="怎么找到您").click()
    page.locator("[name=phone]").fill(number)
    page.locator(".l-send").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    other = demo_page(wide=wide)
    other.goto("/mine/")
    look_over(other)
    other.locator("[name=phone]").fill(number)
    other.locator(".l-send").click()
    look_over(other)
    other.locator("[name=code]").fill(_code_sent(demo, number))
    other.locator(".l-send").click()
    expect(other.get_by_text(words[:10]).first).to_be_visible()
    look_over(other)
    other.get_by_role("link", name=re.compile(words[:6])).first.click()
    expect(other.get_by_role("heading", name="办到哪一步了")).to_be_visible()
    other.goto("/mine/")
    other.get_by_role("button", name=re.compile("退出")).click()
    other.goto("/mine/")
    expect(other.locator("[name=phone]")).to_be_visible()


def test_many_at_once_by_keyboard(demo_page: OpenPage, look_over: LookOver, wide: bool) -> None:
    desk = demo_page("street-1" if wide else "intake", wide=wide)
    desk.goto("/work/?lens=area")
    for key in ("j", "x", "j", "x", "j", "x"):
        desk.keyboard.press(key)
    expect(desk.locator("[data-keys] input[name=case]:checked")).to_have_count(3)
    expect(desk.locator("[data-bulk-count]")).to_contain_text("3")
    look_over(desk)
    desk.keyboard.press("?")
    expect(desk.locator("dialog#keys")).to_be_visible()
    look_over(desk)
    desk.keyboard.press("Escape")
    desk.keyboard.press("r")
    desk.wait_for_url("**/bulk/**")
    look_over(desk)
    send = desk.locator("main form button.btn-primary")
    if send.count():
        words = desk.locator("main textarea, main input[type=text]")
        if words.count():
            words.first.fill("今天请先办这几件")
        send.first.click()
        expect(desk.get_by_text(re.compile(r"办成 \d+ 件"))).to_be_visible()
        look_over(desk)
    desk.keyboard.press("u")
    desk.wait_for_url("**/work/?**")
    desk.keyboard.press("/")
    if wide:
        expect(desk.locator("input[name=q]:focus")).to_be_visible()
    else:
        desk.wait_for_url("**/work/search/")
