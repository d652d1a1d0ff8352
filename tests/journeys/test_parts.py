"""What htmx does with answers that are no part: errors, lost connections, a session that has ended."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.journey

WHOLE_PAGE = "<!doctype html><html><body>出错</body></html>"
SEND = "form#register button.btn-primary"


def _answer_posts_with(page: Page, status: int) -> None:
    def answer(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=status, body=WHOLE_PAGE, content_type="text/html")
        else:
            route.continue_()

    page.route("**/cases/new/", answer)


@pytest.mark.parametrize(("status", "words"), [(503, "系统现在忙"), (500, "没有办成"), (403, "没有办成")])
def test_an_error_is_said_and_what_was_typed_stays(
    sign_in: Callable[..., Page], status: int, words: str
) -> None:
    page = sign_in("李春燕")
    page.goto("/cases/new/")
    _answer_posts_with(page, status)
    page.fill("#id_words", "楼道灯坏了")
    page.click(SEND)
    expect(page.locator("#toast")).to_contain_text(words)
    assert page.input_value("#id_words") == "楼道灯坏了"


def test_a_form_with_errors_comes_back_with_the_reader_at_the_summary(sign_in: Callable[..., Page]) -> None:
    page = sign_in("李春燕")
    page.goto("/cases/new/")
    page.fill("#id_place_words", "柳岸花园")
    page.click(SEND)
    expect(page.locator(".l-problems")).to_be_focused()
    assert page.input_value("#id_place_words") == "柳岸花园"


def test_when_the_session_has_ended_the_reader_signs_in_and_comes_back(sign_in: Callable[..., Page]) -> None:
    page = sign_in("李春燕")
    page.goto("/cases/new/")
    page.wait_for_load_state(
        "networkidle"
    )  # the menu has its count; it must not be the one that is sent to sign in
    page.context.clear_cookies()
    page.evaluate(
        "box = document.querySelector('#id_place_words'); box.value = '柳岸';"
        "box.dispatchEvent(new Event('input', {bubbles: true}))"
    )
    page.wait_for_url("**/accounts/login/?next=%2Fcases%2Fnew%2F")
