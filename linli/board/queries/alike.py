"""What stands on a board already and is like what somebody is about to say."""

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from linli.board.models import Release
from linli.board.queries.public import OVER, board_of
from linli.cases.queries.alike import FROM, SAME_MATTER, likeness
from linli.catalogue import queries as catalogue
from linli.places.models import Place

LATELY = timedelta(days=14)
MOST_COMPARED = 200
MOST_SHOWN = 3


def alike_here(words: str, place: Place | None, *, now: datetime) -> list[Release]:
    """Released demands of the same estate (else community) that are being done or were answered lately and are told in much
    the same words, the likest first. Only public words are compared. Two statements while the catalogue is at hand.
    """
    here = (place.estate or place.community) if place is not None else None
    if here is None or not words.strip():
        return []
    lately = Q(case__answered_at__gte=now - LATELY) | ~Q(stands__in=OVER)
    rows = board_of(here).filter(lately).order_by("-pk")[:MOST_COMPARED]
    matter = catalogue.match(words, on=timezone.localdate(now)).matter
    weighed = [(_weight(row, words, matter.pk if matter else None), row) for row in rows]
    found = sorted((pair for pair in weighed if pair[0] >= FROM), key=lambda pair: (-pair[0], -pair[1].pk))
    return [row for _weight_of, row in found[:MOST_SHOWN]]


def _weight(row: Release, words: str, matter_id: int | None) -> float:
    same = SAME_MATTER if matter_id is not None and row.case.matter_id == matter_id else 0.0
    return likeness(words, f"{row.title}\n{row.words}") + same
