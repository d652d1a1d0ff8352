"""What every test starts from."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import override_settings

from linli.cases import practice
from linli.catalogue import queries as catalogue
from linli.worktime import queries as worktime

# Nobody attacks the passwords of tests; a hash that is slow on purpose takes a third of a second each.
QUICK_HASH = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database says the same on both: on PostgreSQL only the others are run again."""
    if connection.vendor != "postgresql":
        return
    touching = [item for item in items if item.get_closest_marker("django_db") or "db" in _fixtures(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", ()))


@pytest.fixture(autouse=True, scope="session")
def passwords_hashed_quickly() -> Iterator[None]:
    with override_settings(PASSWORD_HASHERS=QUICK_HASH):
        yield


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """A test's rows are rolled back; what the process read of them must go too."""
    worktime.forget()
    catalogue.forget()
    practice.forget()
