"""Somebody else waits for the same: counted, and told once where they left a number."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from linli.board import queries
from linli.board import refusals as refused
from linli.board.events import BoardEvent
from linli.board.models import Follow, Release
from linli.journal import actions as journal
from linli.journal.models import Entry
from linli.kernel import ids
from linli.kernel.actor import Actor, ActorKind
from linli.kernel.fields import blind, blinds
from linli.kernel.refusals import NotFound, require
from linli.notices import actions as notices
from linli.people import numbers

LETTERS = 20
TITLE_IN_MESSAGE = 20  # characters
PURPOSE = "board.follow"
_MOBILE = re.compile(r"1[3-9]\d{9}")


@transaction.atomic
def follow(*, public_id: str, phone: str = "", by: Actor, now: datetime) -> Follow:
    """Follow what stands on the board; with a mobile, to be told once. The same number follows once only, and what it
    began with stands. Raises NotOnTheBoard, AlreadyOver, OnlyMobiles, people.numbers.BadPhone.
    """
    found = queries.shown().select_for_update(of=("self",)).filter(public_id=public_id).first()
    if found is None:
        raise refused.NotOnTheBoard
    if queries.is_over(found):
        raise refused.AlreadyOver
    number = numbers.normalise_phone(phone)
    if number and not _MOBILE.fullmatch(number):
        raise refused.OnlyMobiles
    if number:
        known = found.follows.filter(phone_blind__in=blinds(number, PURPOSE)).first()
        if known is not None:
            return known
    return Follow.objects.create(
        release=found,
        token=ids.unguessable(LETTERS),
        phone=number,
        phone_blind=blind(number, PURPOSE),
        followed_at=now,
    )


@transaction.atomic
def unfollow(*, token: str, by: Actor, now: datetime) -> str:
    """Follow no more: number and all are erased. The public id of what was followed. Raises NotFound."""
    found = (
        Follow.objects.select_for_update(of=("self",)).select_related("release").filter(token=token).first()
    )
    if found is None or not token:
        raise NotFound
    public_id = found.release.public_id
    found.delete()
    return public_id


@transaction.atomic
def tell_followers(*, release: Release, entry: Entry, template: str, now: datetime) -> int:
    """One short message to each follower with a number, which is erased at once; how many."""
    waiting = release.follows.select_for_update().exclude(phone_blind="")
    told = 0
    place = release.estate or release.community
    for one in waiting:
        notices.send_sms(
            entry_key=entry.pk, to_number=one.phone, template=template, urgent=False, now=now,
            params={"title": release.title[:TITLE_IN_MESSAGE], "place": place.name[:20] if place else ""},
        )  # fmt: skip
        one.phone, one.phone_blind, one.told_at = "", "", now
        one.save(update_fields=["phone", "phone_blind", "told_at"])
        told += 1
    return told


@transaction.atomic
def rekey_follows(*, follow_ids: Iterable[int], by: Actor, now: datetime) -> int:
    """Encrypt and index the numbers of these anew under the newest key; how many. Raises NotAllowed."""
    require(by.kind is ActorKind.SERVICE)
    rows = list(Follow.objects.select_for_update().filter(pk__in=list(follow_ids)).order_by("pk"))
    for one in rows:
        one.phone_blind = blind(one.phone, PURPOSE)
        one.save(update_fields=["phone", "phone_blind"])
    if rows:
        journal.write("board.keys", BoardEvent.REKEYED, by=by, at=now, follows=len(rows))
    return len(rows)
