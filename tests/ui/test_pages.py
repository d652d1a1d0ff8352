"""The base pages: they stand without a context, obey the content policy, and refuse in plain words."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory

import linli
from linli.kernel.actor import RESIDENT
from linli.kernel.pages import Request, page
from linli.kernel.refusals import NotAllowed

HOUSE = Path(linli.__file__).parent
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))


def asked(address: str = "/", **headers: str) -> Request:
    request = RequestFactory().get(address, headers=headers)
    request.user = AnonymousUser()
    request.actor = RESIDENT  # type: ignore[attr-defined]
    return request  # type: ignore[return-value]


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html", "403_csrf.html"])
def test_error_pages_need_no_context_and_lead_home(name: str) -> None:
    html = render_to_string(name)
    assert 'href="/"' in html
    assert "<h1>" in html


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_template_carries_styles_or_scripts_of_its_own(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\sstyle=|\son[a-z]+=|hx-on|<style|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_no_template_fetches_from_another_host(template: Path) -> None:
    assert not re.search(r"""(?:src|href|action|hx-\w+)=["'](?:https?:)?//""", template.read_text())


def refused(request: Request) -> HttpResponse:
    return page(request, "ui/refusal.html", part="message", refusal=NotAllowed())


def test_a_refusal_is_a_whole_page_for_a_plain_browser() -> None:
    response = refused(asked())
    assert response.status_code == 403
    assert "<!doctype html>" in response.content.decode()


def test_a_refusal_is_a_part_for_htmx() -> None:
    html = refused(asked(**{"HX-Request": "true"})).content.decode()
    assert "没有办理这一步的权限" in html
    assert "<html" not in html


def test_a_busy_database_keeps_what_was_typed() -> None:
    request = RequestFactory().post("/x/?a=1", {"words": "灯"})
    html = render_to_string("ui/busy.html", {"typed": [("words", "\n一\n<b>")]}, request)
    assert 'action="/x/?a=1"' in html
    # A browser drops one line break after <textarea>: what begins with one keeps it.
    assert '<textarea name="words" hidden>\n\n一\n&lt;b&gt;</textarea>' in html
