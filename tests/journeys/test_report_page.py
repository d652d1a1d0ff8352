"""The page of the door code in a browser: photos made small, a net that drops, a recording, a slip that is saved."""

import base64
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect

from tests.factories.pages import DOOR_CODE
from tests.factories.photos import photo
from tests.journeys.conftest import PHONE_SIZE, chromium

pytestmark = pytest.mark.journey

OpenPage = Callable[..., Page]
LookOver = Callable[[Page], None]
HALL = "楼道脏，没人扫"  # other journeys look for their own cases by their words
REPORT = f"/r/{DOOR_CODE}/"


def _send(page: Page) -> None:
    page.get_by_role("button", name="交上去").click()


def _arrived(page: Page) -> str:
    """The receipt on the slip."""
    expect(page.get_by_role("heading", name="收到了")).to_be_visible(timeout=20_000)
    return page.locator(".l-slip-numbers dd").first.inner_text()


def test_a_large_photo_is_made_small_before_it_is_sent(
    open_page: OpenPage, look_over: LookOver, tmp_path: Path
) -> None:
    large = tmp_path / "IMG_0001.jpg"
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(large, quality=92)
    small = tmp_path / "IMG_0002.jpg"
    small.write_bytes(photo(600, 400))
    page = open_page()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill(HALL)
    page.locator("#id_photos").set_input_files([large, small, small])
    expect(page.locator(".l-previews li")).to_have_count(3, timeout=20_000)
    page.get_by_role("button", name="去掉第 3 张照片").click()
    expect(page.locator(".l-previews li")).to_have_count(2)
    look_over(page)
    with page.expect_request(
        lambda request: request.method == "POST" and request.url.endswith(REPORT)
    ) as sent:
        _send(page)
    assert 10_000 < int(sent.value.all_headers()["content-length"]) < large.stat().st_size / 4
    _arrived(page)
    expect(page.get_by_text("收下 2 张照片")).to_be_visible()
    page.get_by_role("link", name="看进度").click()
    kept = page.locator("#photos img")
    assert [image.get_attribute("width") for image in kept.all()] == ["1600", "600"]


def test_when_the_net_drops_nothing_is_lost_and_it_arrives_once(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill(HALL)
    small = tmp_path / "IMG_0001.jpg"
    small.write_bytes(photo())
    page.locator("#id_photos").set_input_files(small)
    expect(page.locator(".l-previews li")).to_have_count(1)
    page.context.set_offline(True)
    _send(page)
    expect(page.get_by_text("网断了，还没交上去")).to_be_visible()
    expect(page.get_by_label("出了什么事")).to_have_value(HALL)
    expect(page.get_by_role("button", name="再交一次")).to_be_enabled()
    page.context.set_offline(False)
    assert re.fullmatch(r"\d{6} \d{4} \d{4}", _arrived(page))


def test_an_answer_that_never_came_is_asked_for_again_with_the_same_token(open_page: OpenPage) -> None:
    page, tokens = open_page(), list[bytes]()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill(HALL)

    def lose_the_answer(route: object, request: Request) -> None:
        body = request.post_data_buffer or b""
        tokens.extend(re.findall(rb'name="token"\r\n\r\n(\w+)', body))
        if request.method == "POST" and len(tokens) == 1:
            route.fetch()  # type: ignore[attr-defined]  # it arrives, and nobody hears of it
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route(f"**{REPORT}", lose_the_answer)
    _send(page)
    expect(page.get_by_text("网断了，还没交上去")).to_be_visible()
    page.reload()  # not even then
    expect(page.get_by_label("出了什么事")).to_have_value(HALL)
    _send(page)
    receipt = _arrived(page)
    assert len(tokens) == 2 and tokens[0] == tokens[1]
    assert page.locator(".l-slip-numbers dd").count() == 2 and receipt


def test_words_survive_a_reload_and_are_gone_after_sending(open_page: OpenPage) -> None:
    page = open_page()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill(HALL)
    page.reload()
    expect(page.get_by_label("出了什么事")).to_have_value(HALL)
    _send(page)
    _arrived(page)
    page.goto(REPORT)
    expect(page.get_by_label("出了什么事")).to_have_value("")


def test_what_is_wrong_is_shown_and_the_photos_stay(open_page: OpenPage, tmp_path: Path) -> None:
    small = tmp_path / "IMG_0001.jpg"
    small.write_bytes(photo())
    page = open_page()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill(HALL)
    page.get_by_label("您的电话").fill("12")
    page.locator("#id_photos").set_input_files(small)
    expect(page.locator(".l-previews li")).to_have_count(1)
    _send(page)
    expect(page.locator(".l-problems")).to_contain_text("电话号码不对")
    expect(page.get_by_label("出了什么事")).to_have_value(HALL)
    expect(page.locator(".l-previews li")).to_have_count(1)
    page.get_by_label("您的电话").fill("13812345678")
    _send(page)
    _arrived(page)
    expect(page.get_by_text("收下 1 张照片")).to_be_visible()


def test_while_typing_it_says_whose_it_is_and_whom_to_call(open_page: OpenPage, look_over: LookOver) -> None:
    page = open_page()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill("电梯停了，有人被困，流血了")
    expect(page.locator("[data-suggested]")).to_contain_text("由安居物业公司办")
    calls = page.locator("[data-suggested] a[href^='tel:']")
    assert [call.inner_text().strip() for call in calls.all()] == ["119", "120"]
    page.get_by_label("电梯故障").check()
    look_over(page)
    page.get_by_label("出了什么事").fill("电梯停了，从昨晚开始")
    expect(calls).to_have_count(0)
    expect(page.get_by_label("电梯故障")).to_be_checked()


def test_the_slip_is_saved_as_a_picture(open_page: OpenPage, look_over: LookOver) -> None:
    page = open_page()
    page.goto(REPORT)
    page.get_by_label("出了什么事").fill(HALL)
    _send(page)
    _arrived(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="保存成图片").click()
    assert download.value.suggested_filename.endswith(".png")
    shown = page.get_by_role("img", name="回执单图片")
    expect(shown).to_be_visible()
    drawn = Image.open(io.BytesIO(base64.b64decode((shown.get_attribute("src") or "").partition(",")[2])))
    assert drawn.width == 720 and drawn.height > 900
    assert len(drawn.convert("L").getcolors() or ()) > 2  # letters and code, not an empty sheet
    look_over(page)


@pytest.fixture
def speaking(site: str, browser: Browser) -> Iterator[BrowserContext]:
    """A browser with a microphone into which something hums."""
    hums = ["--no-sandbox", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
    humming = browser.browser_type.launch(executable_path=chromium(), args=hums)
    yield humming.new_context(base_url=site, viewport=PHONE_SIZE, locale="zh-CN", permissions=["microphone"])
    humming.close()


def test_a_recording_alone_is_a_report(speaking: BrowserContext) -> None:
    page = speaking.new_page()
    page.goto(REPORT)
    page.get_by_role("button", name="说给我们听").click()
    expect(page.get_by_text("正在录")).to_be_visible()
    page.wait_for_timeout(2200)
    page.get_by_role("button", name="说完了").click()
    expect(page.get_by_text("录好了")).to_be_visible()
    page.get_by_role("button", name="不要了").click()
    expect(page.locator("audio")).to_be_hidden()
    page.get_by_role("button", name="说给我们听").click()
    page.wait_for_timeout(2200)
    _send(page)  # while it still records
    _arrived(page)
    expect(page.get_by_text("录音收到了")).to_be_visible()


def test_without_scripts_the_form_is_whole(open_page: OpenPage, look_over: LookOver, tmp_path: Path) -> None:
    small = tmp_path / "IMG_0001.jpg"
    small.write_bytes(photo())
    page = open_page(scripts=False)
    page.goto(REPORT)
    assert page.locator(".l-record").is_hidden()
    page.get_by_label("出了什么事").fill(HALL)
    page.locator("#id_photos").set_input_files(small)
    _send(page)
    _arrived(page)
    expect(page.get_by_text("收下 1 张照片")).to_be_visible()
    assert page.get_by_role("button", name="保存成图片").is_hidden()
