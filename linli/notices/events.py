"""The tags this room writes into the journal."""

from django.db import models
from django.utils.translation import gettext_lazy as _

RETENTION = "notices.retention"  # the subject of erasures, which concern many messages at once


class NoticeEvent(models.TextChoices):
    MESSAGE_QUEUED = "notices.message_queued", _("待发送")
    MESSAGE_GIVEN_UP = "notices.message_given_up", _("不再发送")
    ADDRESSES_ERASED = "notices.addresses_erased", _("按期删除号码")
    ROUTE_SET = "notices.route_set", _("设置群通知")
    ROUTE_TURNED = "notices.route_turned", _("开关群通知")
    ROUTE_TRIED = "notices.route_tried", _("试发群通知")
    ROUTE_REMOVED = "notices.route_removed", _("删除群通知")
    REKEYED = "notices.rekeyed", _("换密钥")
