"""Walks every route as every kind of visitor: no page breaks, none writes on GET, none opens to a stranger."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, reverse

from linli.cases import actions as cases
from linli.cases.drafts import Draft
from linli.catalogue import actions as catalogue
from linli.kernel.actor import RESIDENT, Actor, ActorKind
from linli.organisations import actions as organisations
from linli.organisations.models import Role
from linli.people.models import Account
from linli.worktime import actions as worktime
from tests.architecture.test_routes import OURS, PUBLIC
from tests.factories.towns import NOW, small_town

FOUNDER = Actor(ActorKind.SERVICE, "test")
FINE = {200, 204, 302, 303, 403, 404, 405, 422}
VISITORS = ("nobody", "u-王小满", "u-李春燕", "u-赵立秋", "u-陈冬至", "setter")
WRITES = ("INSERT", "UPDATE", "DELETE")
# Tables of the framework that a page may touch by being opened.
NOT_OURS = ("django_session", "django_content_type", "auth_permission")


def _town() -> dict[str, list[str]]:
    """Found a town with a case in it; tell values to try for each argument of a route."""
    town = small_town()
    worktime.fill_days(by=FOUNDER, now=NOW, first=2026, last=2026)
    worktime.starting_timetables(by=FOUNDER, now=NOW)
    organisations.starting_roles(by=FOUNDER, now=NOW)
    catalogue.starting_catalogue(by=FOUNDER, now=NOW)
    Account.objects.create(username="setter", is_superuser=True, is_staff=True)
    done = cases.register(draft=Draft(words="楼道灯坏了,晚上看不见", place=town.unit), by=RESIDENT, now=NOW)
    role = Role.objects.get(code="grid-worker")
    return {
        "case_id": [str(done.case.pk)], "receipt": [done.report.receipt], "person_id": [str(town.grid_worker.person_id)],
        "place_id": [str(town.estate.pk), str(town.home.pk)], "body_id": [str(town.committee.pk)],
        "seat_id": [str(town.grid_seat.pk)], "duty_id": [str(town.grid_worker.pk)], "role_id": [str(role.pk)],
        "day": ["2026-02-14", "nonsense"], "code": ["office", town.estate.code, "x"],
    }  # fmt: skip


def _urls(route: URLPattern, values: dict[str, list[str]]) -> Iterator[str]:
    names = list(route.pattern.converters)
    for turn in range(2):
        arguments = {}
        for name in names:
            is_number = type(route.pattern.converters[name]).__name__ == "IntConverter"
            known = values.get(name, ["1"] if is_number else ["x"])
            arguments[name] = (
                known[min(turn, len(known) - 1)]
                if turn == 0 or len(known) > 1
                else ("999999" if is_number else "x")
            )
        yield reverse(str(route.name), kwargs=arguments)
        if not names:
            return


def _client(visitor: str) -> Client:
    client = Client(raise_request_exception=True)
    if visitor != "nobody":
        client.force_login(
            Account.objects.get(username=visitor), backend="django.contrib.auth.backends.ModelBackend"
        )
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_no_page_breaks_and_none_writes_on_get(visitor: str) -> None:
    values = _town()
    client = _client(visitor)
    for route in OURS:
        for url in _urls(route, values):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                answer = client.get(url)
            assert answer.status_code in FINE, f"GET {url}: {answer.status_code}"
            assert answer.status_code != 405 or "不能直接打开" in answer.content.decode(), (
                f"GET {url} says nothing"
            )
            written = [
                row["sql"] for row in seen.captured_queries
                if row["sql"].startswith(WRITES) and not any(table in row["sql"] for table in NOT_OURS)
            ]  # fmt: skip
            assert not written, f"GET {url} wrote {written}"
            if visitor == "nobody" and route.name not in PUBLIC:
                assert answer.status_code == 302, f"{url} is open to strangers"
                assert answer.headers["Location"].startswith("/accounts/login/")


EMPTY: dict[str, str] = {}
JUNK = {"words": "<b>\x00" * 3, "name": "名" * 5000, "reason": " "}


def _typed(urls: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Nothing for what is there and junk for what is not; both where there is one address alone."""
    return [(urls[0], EMPTY), (urls[-1], JUNK)]


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", VISITORS)
def test_no_form_breaks_on_bad_input(visitor: str) -> None:
    values = _town()
    client = _client(visitor)
    for route in OURS:
        for url, typed in _typed(list(_urls(route, values))):
            answer = client.post(url, typed)
            assert answer.status_code in FINE, f"POST {url}: {answer.status_code}"
            if visitor == "nobody" and route.name not in PUBLIC:
                assert answer.status_code == 302, f"{url} is open to strangers"
