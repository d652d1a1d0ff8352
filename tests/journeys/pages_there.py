"""Which pages the demo town has, asked of the town itself: `python -m tests.journeys.pages_there`.

Every route that answers a GET with a whole page is named once, as the first visitor to whom it opens; the page of a case
once for each state. Prints JSON: "pages", a list of {"route", "visitor" ("" for nobody), "url"}, and "door", the page behind the code of an
entrance at which the building head of the demo serves.
"""

import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import django
from django.db.models import QuerySet
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse

VISITORS = (
    "community-1", "street-1", "street-1-leader", "grid-1-1", "building-head-1", "intake", "keeper", "property-1",
    "dept-urban-management", "admin",
)  # fmt: skip
MOST_TRIED = 2


def _values() -> dict[str, list[str]]:
    """What may stand in an address, by the name of the argument."""
    from linli.cases.models import Case, Photo
    from linli.catalogue.models import Matter
    from linli.organisations.models import Body, Duty, Role, Seat
    from linli.people.models import Person
    from linli.places.models import DoorCode, Place, PlaceKind

    def keys(rows: QuerySet[Any], column: str = "pk") -> list[str]:
        return [str(key) for key in rows.order_by("pk").values_list(column, flat=True)[:MOST_TRIED]]

    at = Place.objects.filter
    return {
        "case_id": [
            str(Case.objects.filter(state=state).order_by("-pk").values_list("pk", flat=True)[0])
            for state in Case.objects.order_by("state").values_list("state", flat=True).distinct()
        ],
        "place_id": keys(at(kind=PlaceKind.ESTATE)) + keys(at(kind=PlaceKind.BUILDING)) + keys(at(kind=PlaceKind.HOME)),
        "body_id": keys(Body.objects.all()),
        "seat_id": keys(Seat.objects.all()),
        "duty_id": keys(Duty.objects.all()),
        "role_id": keys(Role.objects.all()),
        "person_id": keys(Person.objects.all()),
        "photo_id": keys(Photo.objects.all()),
        "day": ["2026-02-14"],
        "year": ["2026"],
        "code": [
            *(rows.values_list("code", flat=True)[0] for rows in (DoorCode.objects.all(), Matter.objects.all(), at(kind=PlaceKind.ESTATE))),
            "office", "12345",
        ],
    }  # fmt: skip


def _addresses(route: URLPattern, values: dict[str, list[str]]) -> Iterator[str]:
    names = list(route.pattern.converters)
    name = str(route.name)
    if not names:
        yield reverse(name)
    elif len(names) == 1:
        for value in values.get(names[0], ["1", "2"]):
            try:
                yield reverse(name, kwargs={names[0]: value})
            except NoReverseMatch:
                continue


def pages() -> list[dict[str, str]]:
    from linli.people.models import Account
    from tests.architecture.test_routes import OURS, PUBLIC

    values, found = _values(), []
    clients = {"": Client(raise_request_exception=False)}
    for visitor in VISITORS:
        account = Account.objects.filter(username=visitor).first()
        if account is not None:
            clients[visitor] = Client(raise_request_exception=False)
            clients[visitor].force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    for route in OURS:
        visitors = [""] if route.name in PUBLIC else [name for name in clients if name]
        addresses = list(_addresses(route, values))
        one_each = route.name == "case"
        for address in addresses:
            opener = _who_may(clients, visitors, address)
            if opener is not None:
                found.append({"route": str(route.name), "visitor": opener, "url": address})
                if not one_each:
                    break
    return found


def _who_may(clients: dict[str, Client], visitors: list[str], address: str) -> str | None:
    """The first visitor who gets a whole page there; None where there is none to get."""
    for name in visitors:
        answer = clients[name].get(address)
        if answer.status_code == 200 and answer.content[:20].lower().startswith(b"<!doctype html"):
            return name
        if answer.status_code == 405:
            return None
    return None


def door() -> str:
    from django.utils import timezone

    from linli.organisations import queries as organisations
    from linli.organisations.models import Duty
    from linli.people.models import Account
    from linli.places.models import DoorCode

    head = Account.objects.get(username="building-head-1")
    seats = set(Duty.objects.filter(person=head.person).values_list("seat_id", flat=True))
    for hung in DoorCode.objects.filter(retired_at__isnull=True).select_related("place").order_by("pk"):
        asked = organisations.volunteer_for(hung.place, on=timezone.localdate())
        if asked is not None and asked.pk in seats:
            return reverse("report", args=[hung.code])
    raise LookupError("no entrance at which the building head of the demo is asked first")


if __name__ == "__main__":
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS.append("testserver")
    logging.disable()
    json.dump({"pages": pages(), "door": door()}, sys.stdout)
