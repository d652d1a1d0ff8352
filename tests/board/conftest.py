"""A town whose community desk and property company may tell and release."""

from collections.abc import Callable

import pytest
from django.test import Client

from linli.organisations.models import Role
from linli.people.models import Account
from tests.factories.cases import Scene, make_scene

TELLS = ("places.announce", "board.release")


@pytest.fixture
def scene(db: None) -> Scene:
    made = make_scene()
    for code, verbs in {
        "community-desk": TELLS,
        "street-desk": TELLS,
        "property-desk": ("places.announce",),
    }.items():
        role = Role.objects.get(code=code)
        role.verbs = [*role.verbs, *verbs]
        role.save()
    return made


@pytest.fixture
def sign_in(scene: Scene) -> Callable[[str], Client]:
    """A browser with somebody signed in: 王小满 grid, 李春燕 community, 赵立秋 street, 陈冬至 property, 路人 nobody."""

    def _sign_in(name: str) -> Client:
        account, _made = Account.objects.get_or_create(username=f"u-{name}")
        client = Client()
        client.force_login(account)
        return client

    return _sign_in
