from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.kernel.fields import EncryptedField
from linli.organisations.models import Body
from linli.people.models import Person


class Letter(models.Model):
    """One in-app letter to one person about one journal entry; the pair is unique, so a reaction may run again."""

    entry_key = models.BigIntegerField()
    recipient = models.ForeignKey(Person, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=120)
    body = models.TextField(blank=True)
    link = models.CharField(max_length=200, blank=True)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry_key", "recipient"], name="notices_letter_once")]
        indexes = [
            models.Index(
                fields=["recipient", "-id"],
                name="notices_letter_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(fields=["recipient", "-id"], name="notices_letter_all"),
        ]


class Channel(models.TextChoices):
    """The way on which a message leaves the house."""

    SMS = "sms", _("短信")
    WECOM = "wecom", _("企业微信群")
    DINGTALK = "dingtalk", _("钉钉群")
    EMAIL = "email", _("电子邮件")
    WEBHOOK = "webhook", _("其他系统(Webhook)")


class Kind(models.TextChoices):
    """What a notice to a group is about, so that a group is told what it wants to know and no more."""

    DANGER = "danger", _("险情和急事")
    WORK = "work", _("新到的工作")
    REMINDER = "reminder", _("到期和超时提醒")
    NEWS = "news", _("通知公告")


class Route(models.Model):
    """A work group or mailbox of a body that is told by itself. ``url`` holds a token, so it is ciphertext.

    ``kinds`` are values of Kind; none means all of them.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel)
    url = EncryptedField()
    kinds = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="notices_route_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_words(self) -> list[str]:
        """What it is told of, in words; none means everything."""
        return [str(Kind(kind).label) for kind in self.kinds if kind in Kind.values]


class Message(models.Model):
    """One message that leaves the house: to a number (``address``) or to a group (``route``), about one journal entry.

    ``address`` is erased some days after sending; ``address_mark`` stays, a keyed digest of entry and address, so that
    a reaction that runs again sends nothing twice and yet nobody can tell two messages to one number. ``params`` hold
    neither name nor number. Neither ``sent_at`` nor ``failed_why`` means that it waits.
    """

    entry_key = models.BigIntegerField()
    channel = models.CharField(max_length=8, choices=Channel)
    recipient = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    address = EncryptedField(blank=True, default="")
    address_mark = models.CharField(max_length=64)
    route = models.ForeignKey(Route, models.SET_NULL, null=True, related_name="+")
    template = models.CharField(max_length=40, blank=True)
    params = models.JSONField(default=dict)
    text = models.TextField()
    is_urgent = models.BooleanField(default=False)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    outer_id = models.CharField(max_length=120, blank=True)
    failed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry_key", "address_mark", "channel"], name="notices_message_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["queued_at"],
                name="notices_message_waiting",
                condition=models.Q(sent_at__isnull=True, failed_why=""),
            ),
            models.Index(
                fields=["queued_at"], name="notices_message_address", condition=~models.Q(address="")
            ),
        ]

    @property
    def is_done(self) -> bool:
        """Sent, or given up for good."""
        return self.sent_at is not None or bool(self.failed_why)

    @property
    def door(self) -> str:
        """What rests when nobody answers: the operator of short messages, or one group."""
        return "sms" if self.channel == Channel.SMS else f"route:{self.route_id}"
