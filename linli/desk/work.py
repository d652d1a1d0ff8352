"""Letters about leave: the substitute hears of it with the hand-over note, a head that something waits."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.journal.models import Entry
from linli.notices import actions as notices
from linli.organisations import queries as organisations
from linli.organisations.events import BodyEvent
from linli.people import queries as people

TELLING = (BodyEvent.STOOD_IN, BodyEvent.LEAVE_ASKED, BodyEvent.LEAVE_REFUSED)


def tell_of_leave(entry: Entry, now: datetime) -> None:
    """One letter to each who must know, never to the one who did it."""
    facts, on = entry.facts, timezone.localdate(now)
    seat = organisations.seat_by_id(facts["seat"])
    said = {"seat": seat.name, "from": _day(facts["starts_on"]), "to": _day(facts["ends_on"])}
    if entry.tag == BodyEvent.STOOD_IN:
        whom, link = [facts["person"]], f"{reverse('handover_note')}?seat={seat.pk}"
        subject = _("请您顶岗：%(seat)s，%(from)s到%(to)s") % said
    elif entry.tag == BodyEvent.LEAVE_ASKED:
        whom, link = organisations.people_on(organisations.head_seats(seat.body_id, on), on), reverse("away")
        who = people.names_of([facts["person"]]).get(facts["person"], "")
        subject = _("有人请假等您答复：%(seat)s，%(from)s到%(to)s，请%(who)s顶岗") % {**said, "who": who}
    else:
        duty = organisations.duty_by_id(facts["duty"])
        whom, link = [duty.person_id], reverse("away")
        subject = _("请假没有同意：%(seat)s，%(from)s到%(to)s") % said
    recipients = [person for person in whom if person != entry.person_key]
    notices.write_letters(entry_key=entry.pk, recipients=recipients, subject=subject, now=now, link=link)


def _day(written: str) -> str:
    day = date.fromisoformat(written)
    return _("%(month)d月%(day)d日") % {"month": day.month, "day": day.day}
