"""Notices (公告): published for a place, their end moved, withdrawn."""

from datetime import datetime, timedelta

from django.db import transaction

from linli.journal import actions as journal
from linli.kernel import refusals
from linli.kernel.actor import Actor
from linli.places import queries, rules
from linli.places import refusals as refused
from linli.places.events import PlaceEvent
from linli.places.models import Bulletin, BulletinKind, PlaceKind

LONGEST = timedelta(days=366)
LONGEST_WORDS = 500  # characters: a notice is read in passing
LONGEST_TITLE = 40


@transaction.atomic
def publish_bulletin(
    *,
    place_id: int,
    kind: str,
    words: str,
    starts_at: datetime,
    ends_at: datetime,
    title: str = "",
    by: Actor,
    now: datetime,
) -> Bulletin:
    """Tell those at ``place_id`` and under it what is out of service, from when until when (aware). Raises PlaceClosed,
    NotAtHomes, BulletinBackwards, BulletinInThePast, BulletinTooLong, NotAllowed, NotFound.
    """
    place = queries.by_id(place_id)
    refusals.require(rules.can_announce(by, place))
    if place.closed_on is not None:
        raise refused.PlaceClosed
    if place.kind == PlaceKind.HOME:
        raise refused.NotAtHomes
    _check_span(starts_at, ends_at, now)
    bulletin = Bulletin.objects.create(
        kind=BulletinKind(kind),
        place=place,
        title=title.strip()[:LONGEST_TITLE],
        words=words.strip()[:LONGEST_WORDS],
        starts_at=starts_at,
        ends_at=ends_at,
        made_at=now,
        made_by_person_key=by.person_id,
    )
    journal.write(
        bulletin, PlaceEvent.BULLETIN_PUBLISHED, by=by, at=now, text=bulletin.words,
        place=place.pk, kind=bulletin.kind, starts=starts_at.isoformat(), ends=ends_at.isoformat(),
    )  # fmt: skip
    return bulletin


@transaction.atomic
def change_bulletin(*, bulletin_id: int, ends_at: datetime, by: Actor, now: datetime) -> Bulletin:
    """It lasts longer, or is over earlier; an end of ``now`` says that all is back. Raises BulletinOver,
    BulletinBackwards, BulletinInThePast, BulletinTooLong, NothingChanged, NotAllowed, NotFound.
    """
    bulletin = _standing(bulletin_id, by, now)
    if ends_at == bulletin.ends_at:
        raise refused.NothingChanged(field="ends_at")
    _check_span(bulletin.starts_at, ends_at, now)
    before, bulletin.ends_at = bulletin.ends_at, ends_at
    bulletin.save(update_fields=["ends_at"])
    journal.write(
        bulletin,
        PlaceEvent.BULLETIN_CHANGED,
        by=by,
        at=now,
        before=before.isoformat(),
        after=ends_at.isoformat(),
    )
    return bulletin


@transaction.atomic
def withdraw_bulletin(*, bulletin_id: int, by: Actor, now: datetime, reason: str = "") -> Bulletin:
    """It was wrong, or does not take place: from now on nobody sees it. Raises BulletinOver, NotAllowed, NotFound."""
    bulletin = _standing(bulletin_id, by, now)
    bulletin.withdrawn_at = now
    bulletin.save(update_fields=["withdrawn_at"])
    journal.write(bulletin, PlaceEvent.BULLETIN_WITHDRAWN, by=by, at=now, text=reason)
    return bulletin


def _check_span(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    if ends_at <= starts_at:
        raise refused.BulletinBackwards
    if ends_at < now:
        raise refused.BulletinInThePast
    if ends_at - starts_at > LONGEST:
        raise refused.BulletinTooLong


def _standing(bulletin_id: int, by: Actor, now: datetime) -> Bulletin:
    """The notice under a lock, for one who may change it. Raises NotFound, NotAllowed, BulletinOver."""
    bulletin = (
        Bulletin.objects.select_for_update(of=("self",))
        .select_related("place")
        .filter(pk=bulletin_id)
        .first()
    )
    if bulletin is None:
        raise refusals.NotFound
    refusals.require(rules.can_announce(by, bulletin.place))
    if bulletin.withdrawn_at is not None or bulletin.ends_at <= now:
        raise refused.BulletinOver
    return bulletin
