"""Where a town sets itself up: how far it is, and what is still missing."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from linli.kernel.actor import Actor
from linli.kernel.pages import Request, page
from linli.kernel.refusals import require
from linli.web import standing

SETS_UP = (
    "places.edit",
    "organisations.edit",
    "catalogue.edit",
    "cases.practice",
    "worktime.edit",
    "notices.routes",
)


@require_GET
def setup(request: Request) -> HttpResponse:
    """A card for each thing this reader may set up, in the order a new town needs them."""
    _require(request)
    return page(request, "web/setup.html", {"cards": standing.cards(request.actor, timezone.now())})


@require_GET
def check(request: Request) -> HttpResponse:
    """What a walk over everything finds: it takes a moment, so it is asked for."""
    _require(request)
    rooms = list(standing.checked(request.actor, timezone.now()))
    return page(
        request, "web/setup_check.html", {"rooms": rooms, "count": sum(len(one.found) for one in rooms)}
    )


def sets_up_only(actor: Actor) -> bool:
    """Does this reader set the town up and read no demands?"""
    return not actor.may_anywhere("cases.read") and _sets_up(actor)


def _sets_up(actor: Actor) -> bool:
    return any(actor.may_anywhere(verb) for verb in SETS_UP)


def _require(request: Request) -> None:
    require(_sets_up(request.actor))
