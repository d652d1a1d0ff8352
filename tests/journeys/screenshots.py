"""Draws the main pages as a telephone and a desk show them: `make screenshots` writes docs/screenshots/.

A demo town is built in a folder of its own and served on loopback. Pictures are kept to few colours, so that they stay
small files.
"""

import io
import os
import tempfile
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

SIZES = (("phone", ViewportSize(width=390, height=780)), ("desk", ViewportSize(width=1440, height=900)))
WORDS = "二单元电梯停了，从昨晚开始，还没人来修，老人下不了楼。"
COLOURS = 96


def _keep(page: Page, folder: Path, name: str, size: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        folder / f"{name}-{size}.png", optimize=True
    )


def _resident(page: Page, door: str, estate: str, folder: Path, size: str) -> None:
    page.goto("/")
    _keep(page, folder, "home", size)
    page.goto(door)
    page.locator("[name=words]").fill(WORDS)
    page.locator("[name=words]").blur()
    page.wait_for_timeout(800)
    _keep(page, folder, "report", size)
    page.locator("form#report button[type=submit], form#report button.l-send").first.click()
    page.wait_for_url("**/report/done/**")
    _keep(page, folder, "slip", size)
    page.goto(page.locator("a[href*='/progress/?receipt=']").first.get_attribute("href") or "/progress/")
    _keep(page, folder, "progress", size)
    page.goto(estate)
    _keep(page, folder, "board", size)


def _worker(page: Page, folder: Path, size: str, home: str) -> None:
    page.goto("/work/?lens=area")
    _keep(page, folder, "worklist", size)
    page.goto(page.locator("[data-keys] th a[href^='/cases/']").nth(6).get_attribute("href") or "/work/")
    _keep(page, folder, "case", size)
    page.goto("/cases/new/")
    _keep(page, folder, "register", size)
    page.goto(home)
    _keep(page, folder, "household", size)


def _addresses() -> tuple[str, str, str]:
    """A door code, the board of an estate where something is released, a home with demands: as paths."""
    from django.urls import reverse

    from linli.cases.models import Case
    from linli.places.models import DoorCode, Place, PlaceKind

    code = DoorCode.objects.order_by("pk")[0].code
    estate = Place.objects.filter(kind=PlaceKind.ESTATE).order_by("pk")[0]
    near = Case.objects.filter(place__kind=PlaceKind.HOME, community=estate.community).order_by("pk").first()
    homes = Place.objects.filter(kind=PlaceKind.HOME, community=estate.community)
    home = near.place if near is not None and near.place is not None else homes[0]
    return (
        reverse("report", args=[code]),
        reverse("board_place", args=[estate.community.code if estate.community else estate.code]),
        reverse("household", args=[home.pk]),
    )


def _shown(browser: Browser, address: str, paths: tuple[str, str, str], folder: Path) -> None:
    from tests.journeys.conftest import signed_in

    door, estate, home = paths
    for size, viewport in SIZES:
        fresh = browser.new_context(
            base_url=address, viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        _resident(fresh.new_page(), door, estate, folder, size)
        worker = signed_in(browser, address, "community-1", viewport=viewport)
        _worker(worker.new_page(), folder, size, home)
        keeper = signed_in(browser, address, "keeper", viewport=viewport).new_page()
        keeper.goto("/setup/")
        _keep(keeper, folder, "setup", size)


def main() -> None:
    from tests.journeys.conftest import ROOT, chromium, run_for, served

    with tempfile.TemporaryDirectory() as data:
        os.environ["LINLI_DATA"] = data
        run_for(Path(data), "linli", "demo", "--demands", "400", "--no-serve")
        django.setup()
        paths = _addresses()  # before the browser: the database is not to be asked beside its loop
        folder = ROOT / "docs" / "screenshots"
        folder.mkdir(exist_ok=True)
        with served(Path(data)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
            _shown(browser, address, paths, folder)
            browser.close()


if __name__ == "__main__":
    main()
