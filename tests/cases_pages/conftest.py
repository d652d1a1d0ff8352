"""The small town with a catalogue, a door code, and a browser for each of its people."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases import actions
from linli.cases.actions import Registered
from linli.cases.drafts import Draft
from linli.kernel.actor import RESIDENT
from linli.people.models import Account
from linli.places.models import DoorCode
from tests.factories.pages import LIFT, hang_door_code, town_with_matters
from tests.factories.towns import Town

PHONE = "13812345678"


@pytest.fixture
def town(db: None) -> Town:
    return town_with_matters()


@pytest.fixture
def door(town: Town) -> DoorCode:
    return hang_door_code(town, made_at=timezone.now() - timedelta(days=9))


@pytest.fixture
def sign_in(town: Town) -> Callable[[str], Client]:
    """A browser with somebody signed in: 王小满 grid, 李春燕 community, 赵立秋 street, 陈冬至 property, 路人 nobody."""

    def _sign_in(name: str) -> Client:
        account, _made = Account.objects.get_or_create(username=f"u-{name}")
        client = Client()
        client.force_login(account)
        return client

    return _sign_in


@pytest.fixture
def demand(town: Town) -> Callable[..., Registered]:
    """A demand registered by a resident an hour ago."""

    def _demand(words: str = LIFT, **facts: object) -> Registered:
        given = {"place": town.unit, "name": "张阿姨", "phone": PHONE, **facts}
        return actions.register(
            draft=Draft(words=words, **given),  # type: ignore[arg-type]
            by=RESIDENT,
            now=timezone.now() - timedelta(hours=1),
        )

    return _demand
