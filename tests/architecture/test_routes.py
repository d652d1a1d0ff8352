"""Every route is guarded: sign-in is required unless the view stands in the reviewed list below."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from linli.people.models import Account
from tests.factories.towns import small_town

# Views that anybody may open, by route name. A new name here is a decision; say why in the commit.
PUBLIC = {
    "home", "help", "elder",  # the resident's way in and the larger print
    "report", "report_open", "report_done", "report_suggest", "progress_voice",
    "progress", "progress_rate", "progress_photo", "progress_photos", "progress_withdraw",
    "progress_redo", "progress_again",  # what was not solved after all
    "progress_info", "progress_appeal", "progress_urge",  # a demand needs no account
    "praise", "mine", "mine_code", "mine_leave",
    "answer_link",  # one question, by a signed link
    "catalogue_public",  # who answers for what
    "board", "board_place", "board_case", "board_alike", "board_follow", "board_unfollow",  # what was released to everybody
    "share",  # the reporter agrees, by receipt and query code
    "set_language",
}  # fmt: skip
FOREIGN = ("allauth.", "django.")


def _routes(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            if pattern.app_name != "admin":  # guarded as a whole: see the test below
                yield from _routes(pattern.url_patterns)
        else:
            yield pattern


OURS = [route for route in _routes() if not route.callback.__module__.startswith(FOREIGN)]


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.name or str(route.pattern))
def test_a_route_is_guarded_or_reviewed(route: URLPattern) -> None:
    is_open = not getattr(route.callback, "login_required", True)
    assert is_open == (route.name in PUBLIC), f"{route.name} {route.pattern}"


def test_the_reviewed_list_has_no_ghosts() -> None:
    names = {route.name for route in _routes()}
    assert names >= PUBLIC


@pytest.mark.parametrize("route", OURS, ids=lambda route: route.name or str(route.pattern))
def test_a_route_has_a_name_of_its_own(route: URLPattern) -> None:
    assert route.name
    assert [other.name for other in OURS].count(route.name) == 1


@pytest.mark.django_db
def test_strangers_are_sent_to_sign_in() -> None:
    assert Client().get("/places/").headers["Location"].startswith("/accounts/login/")


@pytest.mark.django_db
def test_the_admin_opens_only_to_those_who_set_the_system_up() -> None:
    small_town()
    Account.objects.create(username="setter", is_superuser=True, is_staff=True)
    for username, fits in (("u-赵立秋", False), ("setter", True)):
        client = Client()
        client.force_login(
            Account.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend"
        )
        for model in ("people/account", "people/person", "organisations/body", "places/place"):
            assert (client.get(f"/setup/admin/{model}/").status_code == 200) is fits, f"{username} {model}"
            assert client.get(f"/setup/admin/{model}/1/delete/").status_code != 200
