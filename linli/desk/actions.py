"""The one sentence of this room."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.desk import rules
from linli.desk.events import DeskEvent
from linli.desk.models import HandoverNote
from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import NotAllowed, Refusal, require
from linli.organisations.models import Seat

LONGEST = 4000


class NoteTooLong(Refusal):
    words = _("写得太长了，请只写接手的人要知道的。")
    field = "words"


@transaction.atomic
def write_handover(*, seat: Seat, words: str, by: Actor, now: datetime) -> HandoverNote:
    """What whoever takes the seat over should know besides; written anew, the earlier words stay in the journal.

    Raises NoteTooLong, NotAllowed.
    """
    require(rules.can_hand_over(by, seat))
    if by.person_id is None:
        raise NotAllowed
    words = words.strip()
    if len(words) > LONGEST:
        raise NoteTooLong
    note, _made = HandoverNote.objects.update_or_create(
        seat=seat,
        defaults={"words": words, "written_at": now, "by_person_key": by.person_id, "by_label": by.label},
    )
    journal.write(seat, DeskEvent.HANDOVER_WRITTEN, by=by, at=now, text=words)
    return note
