"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CaseEvent(models.TextChoices):
    """REGISTERED is followed at once by DISPATCHED, or by HELD where no rule could place the demand; history, which
    wakes nobody, has REGISTERED alone.
    """

    REGISTERED = "cases.registered", _("登记")
    HELD = "cases.held", _("转受理岗归类")
    PLACED = "cases.placed", _("归类")
    DISPATCHED = "cases.dispatched", _("派单")
    SIGNED = "cases.signed", _("签收")
    CONTACTED = "cases.contacted", _("联系诉求人")
    NOTED = "cases.noted", _("办理记录")
    ANSWERED = "cases.answered", _("答复")
    APPROVED = "cases.approved", _("审核通过")
    SENT_BACK = "cases.sent_back", _("退回返工")
    SETTLED = "cases.settled", _("自行处置")
    CALLED_BACK = "cases.called_back", _("回访")
    CLOSED = "cases.closed", _("办结")
    REOPENED = "cases.reopened", _("重办")
    DECLINED = "cases.declined", _("不予受理")
    WITHDRAWN = "cases.withdrawn", _("撤回")
    RATED = "cases.rated", _("评价")
    NUMBER_SEEN = "cases.number_seen", _("查看电话")
    EARLIER_REPLY = "cases.earlier_reply", _("原系统答复")
    REKEYED = "cases.rekeyed", _("换密钥")
    PROMISE_RECKONED = "cases.promise_reckoned", _("日历调整后重算时限")
