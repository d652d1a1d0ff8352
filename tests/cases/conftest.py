"""The town that the tests of cases stand in."""

import pytest

from tests.factories.cases import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
