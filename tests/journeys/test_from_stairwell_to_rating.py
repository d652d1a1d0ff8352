"""The whole way of a demand by those who live it: told at the stairwell, asked of the building head, lifted, whistled for,
answered, not solved, opened again, solved, rated. On a telephone and at a desk.
"""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.conftest import Demo

pytestmark = pytest.mark.journey

OpenPage = Callable[..., Page]
LookOver = Callable[[Page], None]


def _photo() -> FilePayload:
    drawn = io.BytesIO()
    Image.new("RGB", (1800, 1200), "brown").save(drawn, "JPEG")
    return {"name": "楼道.jpg", "mimeType": "image/jpeg", "buffer": drawn.getvalue()}


def _report(page: Page, demo: Demo, words: str, look_over: LookOver) -> tuple[str, str]:
    page.goto(demo.door)
    page.locator("[name=words]").fill(words)
    page.locator("input[type=file]").first.set_input_files([_photo()])
    page.locator("[name=first][value=neighbour]").check()
    page.locator("[name=phone]").fill("13812345678")
    look_over(page)
    page.locator(".l-send").click()
    expect(page.get_by_role("heading", name="收到了")).to_be_visible()
    look_over(page)
    numbers = page.locator(".l-slip-numbers dd")
    return numbers.nth(0).inner_text(), numbers.nth(1).inner_text()


def _open_case(page: Page, words: str, lens: str) -> None:
    page.goto(f"/work/?lens={lens}")
    page.get_by_role("link", name=re.compile(re.escape(words[:8]))).first.click()
    page.wait_for_url("**/cases/**")


def _do(page: Page, act: str, done: str, **typed: str) -> None:
    """Press an act of a case, in the open or folded away, type, and confirm; ``done`` is what the page says then."""
    page.wait_for_load_state("networkidle")
    button = page.locator("#acts summary, #acts button").filter(has_text=re.compile(rf"^\s*{act}"))
    if not button.first.is_visible():
        for more in page.locator("#acts details:not([open]) > summary").filter(has_text="更多").all():
            more.click()
    button.first.click()
    form = button.first.locator("xpath=following-sibling::form")
    for name, value in typed.items():
        field = form.locator(f"[name={name}]")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            form.locator(f"[name={name}][value='{value}']").check()
        else:
            field.fill(value)
    if typed:
        form.get_by_role("button", name=re.compile("^确定")).click()
    expect(page.locator("#messages, #acts, main").get_by_text(done).first).to_be_visible()


def _in(hours: int) -> str:
    return f"{timezone.localtime() + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def _passed_on(head: Page, words: str, look_over: LookOver) -> None:
    head.goto("/work/neighbours/")
    look_over(head)
    asked = head.locator("section, article, li, .l-panel").filter(has_text=words).last
    asked.get_by_role("button", name=re.compile("社区")).first.click()
    expect(head.get_by_text("已交给社区办，谢谢您。")).to_be_visible()


def _whistled(street: Page, words: str) -> None:
    _open_case(street, words, "mine")
    _do(street, "签收", "已签收。")
    street.locator("#acts summary").filter(has_text=re.compile(r"^\s*吹哨")).first.is_visible()
    _do_whistle(street)


def _do_whistle(street: Page) -> None:
    bodies = street.locator("#acts [name=bodies]")
    department = bodies.first.evaluate(
        "(_one) => [...document.querySelectorAll('#acts [name=bodies]')]"
        ".find((box) => box.labels[0].textContent.includes('城市管理')).value"
    )
    _do(
        street,
        "吹哨",
        "已吹哨",
        bodies=department,
        task="把放在楼下的旧柜子运走",
        meet_at_place="1栋楼下",
        arrive_due_at=_in(6),
    )


def _answered_call(department: Page, words: str, look_over: LookOver) -> None:
    department.goto("/work/whistles/")
    look_over(department)
    department.get_by_role("link", name=re.compile(re.escape(words[:8]))).first.click()
    _do(department, "应哨", "已应哨，请按时到场。")
    _do(department, "到场", "已记下到场时间。")
    _do(department, "报到办完", "已记下。", result="当天运走了")


def _called_back(desk: Page, words: str, *, solved: bool) -> None:
    _open_case(desk, words, "callbacks")
    said = ("yes", "3") if solved else ("no", "1")
    _do(desk, "回访", "已回访办结。" if solved else "居民说没解决，已重新派出去办。",
        reached="yes", contacted="yes", solved=said[0], satisfaction=said[1])  # fmt: skip


@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_from_the_stairwell_to_the_rating(
    demo: Demo, demo_page: OpenPage, look_over: LookOver, wide: bool
) -> None:
    words = f"{'四' if wide else '六'}楼老人想请人帮忙搬旧柜子下楼，自己搬不动。"
    resident, desk = demo_page(wide=wide), demo_page("community-1", wide=wide)
    receipt, code = _report(resident, demo, words, look_over)
    _passed_on(demo_page("building-head-1", wide=wide), words, look_over)
    grid = demo_page("grid-1-1", wide=wide)
    _open_case(grid, words, "mine")
    look_over(grid)
    _do(grid, "签收", "已签收。请尽快联系诉求人。")
    _do(grid, "上报", "已上报给柳岸社区受理岗。", reason="要社区出面")
    _open_case(desk, words, "mine")
    _do(desk, "签收", "已签收。")
    _do(desk, "上报", "已上报给临江街道受理岗。", reason="要部门一起来")
    street = demo_page("street-1", wide=wide)
    _whistled(street, words)
    _answered_call(demo_page("dept-urban-management", wide=wide), words, look_over)
    _open_case(street, words, "mine")
    _do(street, "销哨", "已销哨。", result="部门来过，运走了")
    look_over(street)
    _do(street, "答复", "已答复，等回访。", outcome="solved", answer="柜子搬下楼运走了。")
    intake = demo_page("intake", wide=wide)
    _called_back(intake, words, solved=False)
    _open_case(street, words, "mine")
    _do(street, "签收", "已签收。")
    _do(street, "答复", "已答复，等回访。", outcome="solved", answer="柜门也运走了，楼下扫干净了。")
    _rated(resident, receipt, code, look_over)


def _rated(resident: Page, receipt: str, code: str, look_over: LookOver) -> None:
    resident.goto("/progress/")
    if resident.locator("[name=code]").count():
        resident.locator("[name=receipt]").fill(receipt)
        resident.locator("[name=code]").fill(code)
        resident.locator("main button.l-send").click()
    look_over(resident)
    resident.locator("#rate [name=solved][value=yes]").check()
    resident.locator("#rate [name=stars][value='5']").check()
    resident.locator("#rate button").last.click()
    expect(resident.get_by_text("收到您的评价了，谢谢。")).to_be_visible()
    look_over(resident)
