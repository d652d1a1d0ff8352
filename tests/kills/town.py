"""Founds a small town in the database of the environment, for processes that serve it; prints its door code and the code of
its street."""

import os


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from linli.config import founding
    from linli.places import actions as places
    from tests.factories.towns import NOW, small_town

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        town = small_town()
        for _line in founding.found(now=NOW):
            pass
        (door,) = places.make_door_codes(place_ids=[town.unit.pk], by=founding.FOUNDER, now=NOW)
    print(door.code, town.street.code)  # noqa: T201


if __name__ == "__main__":
    main()
