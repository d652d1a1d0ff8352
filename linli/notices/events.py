"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import pgettext_lazy

RETENTION = "notices.retention"  # the subject of erasures, which concern many messages at once


class NoticeEvent(models.TextChoices):
    MESSAGE_QUEUED = "notices.message_queued", pgettext_lazy("event", "待发送")
    MESSAGE_GIVEN_UP = "notices.message_given_up", pgettext_lazy("event", "不再发送")
    ADDRESSES_ERASED = "notices.addresses_erased", pgettext_lazy("event", "按期删除号码")
    ROUTE_SET = "notices.route_set", pgettext_lazy("event", "设置群通知")
    ROUTE_TURNED = "notices.route_turned", pgettext_lazy("event", "开关群通知")
    ROUTE_TRIED = "notices.route_tried", pgettext_lazy("event", "试发群通知")
    ROUTE_REMOVED = "notices.route_removed", pgettext_lazy("event", "删除群通知")
    REKEYED = "notices.rekeyed", pgettext_lazy("event", "换密钥")
