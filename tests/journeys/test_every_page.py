"""Opens every page of a town with life in it, small and large, normal and 长辈版, in both languages: nothing is wrong."""

from itertools import groupby
from operator import itemgetter

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.conftest import DESK_SIZE, PHONE_SIZE, Demo, faults, signed_in
from tests.language import sources

pytestmark = pytest.mark.journey

# Every text on the page, with what is read aloud or shown instead of it.
TEXTS = """() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) said.push(walk.currentNode.textContent);
  for (const name of ["aria-label", "placeholder", "title", "alt"])
    for (const one of document.querySelectorAll(`[${name}]`)) said.push(one.getAttribute(name));
  return [...new Set(said.map((one) => one.trim()).filter(Boolean))];
}"""
# Pages that name the columns of sheets, which are in Chinese for readers of every language.
OF_SHEETS = ("/import/", "/import", "/columns/")


def _names() -> set[str]:
    """Texts of ours that are data of the demo as well: the town, roles as they were founded, matters."""
    founded = [one.text for one in sources.marked() if one.path == "organisations/starting.py"]
    return {"邻里", "停电", "停水", "路灯不亮", *founded}


def _opened(
    demo: Demo, browser: Browser, visitor: str, *, wide: bool, elder: bool, english: bool
) -> BrowserContext:
    size = DESK_SIZE if wide else PHONE_SIZE
    if visitor:
        context = signed_in(browser, demo.address, visitor, viewport=size)
    else:
        context = browser.new_context(base_url=demo.address, viewport=size, locale="zh-CN")
    kept = {"elder": "1" if elder else "", "django_language": "en" if english else ""}
    context.add_cookies(
        [{"name": name, "value": value, "url": demo.address} for name, value in kept.items() if value]
    )
    return context


def _untranslated(page: Page, ours: set[str]) -> list[str]:
    if page.url.endswith(OF_SHEETS):
        return []
    return [f"{page.url} says {text} in English" for text in page.evaluate(TEXTS) if text in ours]


@pytest.mark.parametrize(
    ("wide", "elder", "english"),
    [
        pytest.param(False, False, False, id="phone"),
        pytest.param(False, True, False, id="elder"),
        pytest.param(False, False, True, id="phone-english"),
        pytest.param(False, True, True, id="elder-english"),
        pytest.param(True, False, False, id="desk"),
    ],
)
def test_nothing_is_wrong_on_any_page(
    demo: Demo, browser: Browser, wide: bool, elder: bool, english: bool
) -> None:
    wrong: list[str] = []
    ours = {one.text for one in sources.marked()} - _names() if english else set()
    by_visitor = sorted(demo.pages, key=itemgetter("visitor"))
    for visitor, pages in groupby(by_visitor, key=itemgetter("visitor")):
        context = _opened(demo, browser, visitor, wide=wide, elder=elder, english=english)
        wrong += _walked(context.new_page(), [one["url"] for one in pages], ours)
        context.close()
    assert not wrong, "\n".join(wrong)


def _walked(page: Page, addresses: list[str], ours: set[str]) -> list[str]:
    """What is wrong on these pages, and what the browser's console says of them."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"{page.url} {error}"))
    page.on("console", lambda said: wrong.append(f"{page.url} {said.text}") if said.type == "error" else None)
    for address in addresses:
        page.goto(address)
        wrong += faults(page)
        wrong += _untranslated(page, ours)
    return wrong
