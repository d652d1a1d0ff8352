"""The gallery of pieces: for those who build, and only where debugging is on."""

import re

import pytest
from django.test import Client

from linli.people.models import Account
from linli.web.views.gallery import PIECES

pytestmark = pytest.mark.django_db


@pytest.fixture
def builder(client: Client) -> Client:
    client.force_login(Account.objects.create_user("wang"))
    return client


def test_the_gallery_shows_every_piece_in_light_and_in_dark(builder: Client, settings: object) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]
    html = builder.get("/gallery/").content.decode()
    assert [code for code, *_ in PIECES] == re.findall(r'<h2 id="piece-(\w+)">', html)
    assert html.count('data-theme="light"') == html.count('data-theme="dark"') == len(PIECES)


def test_no_id_stands_twice_on_it(builder: Client, settings: object) -> None:
    settings.DEBUG = True  # type: ignore[attr-defined]
    ids = re.findall(r'\sid="([^"]+)"', builder.get("/gallery/").content.decode())
    assert len(ids) == len(set(ids))


def test_there_is_no_gallery_in_a_town_that_works(builder: Client) -> None:
    assert builder.get("/gallery/").status_code == 404
