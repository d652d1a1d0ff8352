"""A resident's first page is light and soon there, on a slow line and a slow telephone."""

import pytest
from playwright.sync_api import Browser, CDPSession, Page

from tests.factories.pages import DOOR_CODE
from tests.journeys.conftest import PHONE_SIZE

pytestmark = [pytest.mark.journey, pytest.mark.alone]

MOST_BYTES = 100 * 1024
MOST_REQUESTS = 10
USABLE_WITHIN = 2000  # ms
SLOWER = 4  # times
# What Lighthouse calls slow 4G.
LATENCY = 150  # ms
THROUGHPUT = 1.6 * 1024 * 1024 / 8  # bytes a second


def _slow(session: CDPSession) -> None:
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": THROUGHPUT,
            "uploadThroughput": THROUGHPUT / 2,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


@pytest.fixture
def first_page(site: str, browser: Browser) -> tuple[Page, list[float]]:
    """The page behind a door code in a browser that has never been here, and the bytes of each answer as they came in."""
    context = browser.new_context(base_url=site, viewport=PHONE_SIZE, locale="zh-CN")
    page = context.new_page()
    session = context.new_cdp_session(page)
    _slow(session)
    came: list[float] = []
    session.on("Network.loadingFinished", lambda told: came.append(told["encodedDataLength"]))
    page.goto(f"/r/{DOOR_CODE}/", wait_until="networkidle")
    return page, came


def test_the_first_page_is_light(first_page: tuple[Page, list[float]]) -> None:
    _page, came = first_page
    print(f"{len(came)} requests, {sum(came):.0f} bytes")  # noqa: T201  the figure of the closing note
    assert len(came) <= MOST_REQUESTS
    assert sum(came) <= MOST_BYTES


def test_the_first_page_is_soon_there(first_page: tuple[Page, list[float]]) -> None:
    """Usable is when it is laid out and its scripts have run."""
    page, _came = first_page
    ready = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    print(f"painted {painted:.0f} ms, usable {ready:.0f} ms")  # noqa: T201  the figure of the closing note
    assert max(ready, painted) <= USABLE_WITHIN
