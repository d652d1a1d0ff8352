"""Whose letter it is. A letter is read by its recipient and by nobody else, whatever they may do elsewhere."""

from linli.kernel.actor import Actor
from linli.notices.models import Letter


def can_open(actor: Actor, letter: Letter) -> bool:
    return actor.person_id is not None and letter.recipient_id == actor.person_id
