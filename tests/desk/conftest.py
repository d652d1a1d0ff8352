"""The small town with matters, and a browser for each of its people."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.people.models import Account
from tests.factories.cases import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def sign_in(scene: Scene) -> Callable[[str], Client]:
    def _sign_in(name: str) -> Client:
        account, _made = Account.objects.get_or_create(username=f"u-{name}")
        client = Client()
        client.force_login(account)
        return client

    return _sign_in
