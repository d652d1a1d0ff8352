"""Actors and chart pieces for tests of people and organisations."""

from linli.kernel.actor import Actor, ActorKind, Grant, Over
from linli.places.models import Place

STRANGER = Actor(ActorKind.PERSON, label="路人")


def keeper(*verbs: str) -> Actor:
    """Somebody who may do ``verbs`` everywhere; without any, all that this room and ``people`` know."""
    names = verbs or ("organisations.edit", "people.read", "people.edit", "people.see_number")
    return Actor(
        ActorKind.PERSON,
        label="维护员",
        grants=frozenset(Grant(verb, Over.EVERYTHING) for verb in names),
    )


def editor_of(area: Place, *verbs: str) -> Actor:
    """Somebody who may do ``verbs`` (at first organisations.edit) under ``area`` alone."""
    names = verbs or ("organisations.edit",)
    return Actor(
        ActorKind.PERSON,
        label="片区维护员",
        grants=frozenset(Grant(verb, Over.AREA, area.pk) for verb in names),
    )
