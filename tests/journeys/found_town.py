"""Founds the town of the journeys in the database that the settings name: `python -m tests.journeys.found_town`."""

import django

PASSWORD = "linli-journey-2026"


def found() -> None:
    from django.core.management import call_command
    from django.utils import timezone

    from tests.factories.pages import give_passwords, hang_door_code, town_with_matters

    call_command("migrate", interactive=False, verbosity=0)
    hang_door_code(town_with_matters(), made_at=timezone.now())
    give_passwords(PASSWORD)


if __name__ == "__main__":
    django.setup()
    found()
