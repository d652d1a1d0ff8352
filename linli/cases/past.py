"""What has happened to a demand, one plain sentence for each entry that concerns its reporter. Pure reckoning.

Bodies and roles are named as residents know them, persons never.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.cases.events import CaseEvent


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry as its reporter may know it. ``who`` is a body, or the role of a volunteer; ``text`` the words that were
    meant for the resident, ``days`` the working days of an extension.
    """

    tag: str
    at: datetime
    who: str = ""
    text: str = ""
    days: int = 0


SENTENCES: Mapping[CaseEvent, str | Promise] = {
    CaseEvent.REGISTERED: _("您的诉求已登记。"),
    CaseEvent.NEIGHBOUR_ASKED: _("已请%(who)s先帮忙看看。"),
    CaseEvent.NEIGHBOUR_PASSED: _("%(who)s看过了，转给单位接着办。"),
    CaseEvent.NEIGHBOUR_SILENT: _("%(who)s没有回音，转给单位接着办。"),
    CaseEvent.DISPATCHED: _("已派给%(who)s。"),
    CaseEvent.HANDED_UP: _("转到%(who)s接着办。"),
    CaseEvent.HANDED_DOWN: _("转到%(who)s接着办。"),
    CaseEvent.HANDED_OVER: _("转到%(who)s接着办。"),
    CaseEvent.PULLED_BACK: _("转到%(who)s接着办。"),
    CaseEvent.RETURNED: _("不归原来的单位管，正在重新派。"),
    CaseEvent.SIGNED: _("%(who)s已接单。"),
    CaseEvent.CONTACTED: _("%(who)s已和您联系过。"),
    CaseEvent.PART_TAKEN: _("%(who)s也来一起办。"),
    CaseEvent.WHISTLED: _("请了几个部门一起来办。"),
    CaseEvent.TOOK_IN: _("别的居民也反映了这件事，并在一起办。"),
    CaseEvent.SPLIT: _("和别人的事分开了，单独办。"),
    CaseEvent.INFO_ASKED: _("有一件事请您补充："),
    CaseEvent.INFO_GIVEN: _("收到您的回答，接着办。"),
    CaseEvent.INFO_MISSED: _("没有等到您的回答，按现有情况接着办。"),
    CaseEvent.EXTENDED: _("办结时间延长了%(days)s个工作日。"),
    CaseEvent.HELD_OVER: _("要等一段时间才能接着办。"),
    CaseEvent.RESUMED: _("等的事有了着落，接着办。"),
    CaseEvent.URGED: _("您催办了，办理的人已经收到。"),
    CaseEvent.EARLIER_REPLY: _("之前的答复："),
    CaseEvent.ANSWERED: _("%(who)s已答复您。"),
    CaseEvent.APPROVED: _("已核对好，答复您了。"),
    CaseEvent.SETTLED: _("%(who)s已经办好，答复您了。"),
    CaseEvent.REOPENED: _("您说还没有解决，重新办。"),
    CaseEvent.REDONE: _("按您的要求重新办，时间从这时算。"),
    CaseEvent.REFERRED: _("这件事要走别的法定途径，去哪里办写在答复里。"),
    CaseEvent.DECLINED: _("这件事我们办不了，原因和去处写在答复里。"),
    CaseEvent.APPEALED: _("收到您的异议，请上一级再看。"),
    CaseEvent.APPEAL_UPHELD: _("异议成立，重新受理。"),
    CaseEvent.PRAISE_PASSED_ON: _("您的表扬已经转达，谢谢您。"),
    CaseEvent.WITHDRAWN: _("这件诉求已经撤回。"),
    CaseEvent.CLOSED: _("这件事已办结。"),
}
# Where no body can be named, said without one.
UNNAMED: Mapping[CaseEvent, str | Promise] = {
    CaseEvent.DISPATCHED: _("已派出去办。"),
    CaseEvent.SIGNED: _("已接单。"),
    CaseEvent.CONTACTED: _("已和您联系过。"),
    CaseEvent.ANSWERED: _("已答复您。"),
    CaseEvent.SETTLED: _("已经办好，答复您了。"),
    CaseEvent.PART_TAKEN: _("别的单位也来一起办。"),
    CaseEvent.NEIGHBOUR_ASKED: _("已请邻居先帮忙看看。"),
    CaseEvent.NEIGHBOUR_PASSED: _("邻居看过了，转给单位接着办。"),
    CaseEvent.NEIGHBOUR_SILENT: _("邻居没有回音，转给单位接着办。"),
}
CARRIED = frozenset(
    {CaseEvent.HANDED_UP, CaseEvent.HANDED_DOWN, CaseEvent.HANDED_OVER, CaseEvent.PULLED_BACK}
)
# What concerned another reporter before this one's demand joined the case.
OF_ONE_REPORTER = frozenset(
    {
        CaseEvent.REGISTERED,
        CaseEvent.NEIGHBOUR_ASKED,
        CaseEvent.CONTACTED,
        CaseEvent.INFO_ASKED,
        CaseEvent.INFO_GIVEN,
        CaseEvent.INFO_MISSED,
        CaseEvent.EARLIER_REPLY,
        CaseEvent.TOOK_IN,
        CaseEvent.SPLIT,
    }
)


def sentence(happening: Happening) -> str:
    """One sentence; a KeyError for a tag that is not told to residents."""
    tag = CaseEvent(happening.tag)
    words = UNNAMED.get(tag, SENTENCES[tag]) if not happening.who else SENTENCES[tag]
    return str(words) % {"who": happening.who, "days": happening.days}
