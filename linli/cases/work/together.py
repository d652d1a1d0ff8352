"""Letters among those who are at a case together."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.events import CaseEvent
from linli.cases.models import Case
from linli.journal.models import Entry
from linli.notices import actions as notices
from linli.organisations import queries as organisations

# What the entry is about, in the subject of its letter. Its facts name the seats: "to" one, "also" several.
TOGETHER: dict[CaseEvent, str | Promise] = {
    CaseEvent.PART_ASKED: _("请您单位协办"),
    CaseEvent.PART_FINISHED: _("协办已完成"),
    CaseEvent.PART_RETURNED: _("协办被退回，请看看"),
    CaseEvent.PART_CALLED_OFF: _("协办不用办了"),
    CaseEvent.WHISTLED: _("街道吹哨，请应哨"),
    CaseEvent.WHISTLE_RESPONDED: _("部门已应哨"),
    CaseEvent.WHISTLE_ARRIVED: _("部门已到场"),
    CaseEvent.WHISTLE_FINISHED: _("部门已办完"),
    CaseEvent.WHISTLE_RELEASED: _("吹哨：不用来了"),
    CaseEvent.WHISTLE_ENDED: _("已销哨，请互相评一评"),
    CaseEvent.WHISTLE_CALLED_OFF: _("吹哨已取消"),
    CaseEvent.WHISTLE_WEIGHED: _("上级已评议这次吹哨"),
    CaseEvent.SUPERVISED: _("有督办，请按时回复"),
    CaseEvent.SUPERVISION_REPLIED: _("督办已回复"),
    CaseEvent.SUPERVISION_LIFTED: _("督办已解除"),
    CaseEvent.URGED: _("居民在催"),
    CaseEvent.NUDGED: _("请抓紧办"),
}


def tell_together(entry: Entry, now: datetime) -> None:
    """A letter to everybody on the seats that the entry names, but not to who wrote it."""
    seats = [entry.facts.get("to"), *entry.facts.get("also", ())]
    key = int(entry.subject.rpartition(":")[2])
    case = Case.objects.only("title").filter(pk=key).first()
    wanted = [seat for seat in seats if seat]
    if case is None or not wanted:
        return
    people = organisations.people_on(wanted, timezone.localdate(now))
    notices.write_letters(
        entry_key=entry.pk,
        recipients=[person for person in people if person != entry.person_key],
        subject=f"{TOGETHER[CaseEvent(entry.tag)]}：{case.title}",
        link=reverse("case", args=[key]),
        now=now,
    )
