"""How a view answers a form: shown again, refused, or done."""

from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpResponse
from django.test import RequestFactory

from linli.kernel.actor import RESIDENT, Actor
from linli.kernel.pages import Request, answer_form, done
from linli.kernel.refusals import NotAllowed, Refusal


class Bell(forms.Form):
    times = forms.IntegerField(max_value=9)


class Broken(Refusal):
    words = "门铃坏了。"
    field = "times"


def sent(**facts: str) -> Request:
    request: Any = RequestFactory().post("/", facts)
    request.actor = RESIDENT
    request._messages = CookieStorage(request)
    found: Request = request
    return found


def ring(*, times: int, by: Actor, now: datetime) -> str:
    assert by is RESIDENT
    assert now.tzinfo is not None
    if times == 8:
        raise Broken
    if times == 9:
        raise NotAllowed
    return "叮" * times


def shown(*, form: Any, refusal: Refusal | None) -> HttpResponse:
    return HttpResponse(f"{form['times'].value()} {refusal or ''}".strip(), status=418)


def answered(request: Request, form: Bell) -> HttpResponse:
    return answer_form(
        request, form, ring, again=shown, then=lambda rung: done(request, f"响了：{rung}", "/door/")
    )


def test_a_sentence_that_is_done_sends_the_reader_on_with_words() -> None:
    request = sent(times="2")
    response = answered(request, Bell(request.POST))
    assert (response.status_code, response["Location"]) == (303, "/door/")
    assert [str(message) for message in get_messages(request)] == ["响了：叮叮"]


def test_htmx_is_told_where_to_go() -> None:
    request = sent(times="1")
    request.META["HTTP_HX_REQUEST"] = "true"
    assert answered(request, Bell(request.POST))["HX-Redirect"] == "/door/"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (Bell(), "None"),
        (Bell({"times": "often"}), "often"),
        (Bell({"times": "8"}), "8 门铃坏了。"),
        (Bell({"times": "9"}), "9 您没有办理这一步的权限。"),
    ],
    ids=["not sent", "not in order", "refused", "stranger"],
)
def test_otherwise_the_page_is_shown_again_as_it_was_filled_in(form: Bell, words: str) -> None:
    request = sent()
    response = answered(request, form)
    assert (response.status_code, response.content.decode()) == (418, words)
    assert not list(get_messages(request))
