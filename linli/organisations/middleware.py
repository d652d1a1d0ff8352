"""Puts the Actor on the request: the one place where a signed-in account becomes somebody with duties."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from linli.kernel.actor import RESIDENT, Actor
from linli.organisations import queries


class ActorMiddleware:
    """``request.actor`` is built when it is first asked for, so that a public page costs no statement."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor:
    account = request.user
    if not account.is_authenticated:
        return RESIDENT
    return queries.build_actor(account, now=timezone.now())
