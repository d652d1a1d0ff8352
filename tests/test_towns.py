import pytest

from tests.factories.towns import small_town


@pytest.mark.django_db
def test_a_home_lies_under_every_place_above_it() -> None:
    town = small_town()
    assert town.home.area_ids() == (
        town.county.pk, town.street.pk, town.community.pk, town.grid.pk,
        town.estate.pk, town.building.pk, town.unit.pk, town.home.pk,
    )  # fmt: skip
