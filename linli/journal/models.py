from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.Model):
    """The head of one subject's chain; its row lock puts the subject's entries in order."""

    subject = models.CharField(max_length=80, primary_key=True)
    seq = models.PositiveIntegerField(default=0)
    head = models.CharField(max_length=64, default="", blank=True)


class Entry(models.Model):
    """One thing that happened. Append-only: triggers on both databases refuse UPDATE and DELETE.

    ``hash`` is SHA-256 over the entry's own facts, the salted digest of its text and the hash before it.
    ``happened_at`` may lie in the past (door work, imports); ``recorded_at`` never does. Both are UTC.
    """

    subject = models.CharField(max_length=80)
    seq = models.PositiveIntegerField()
    tag = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120, blank=True)
    account_key = models.BigIntegerField(null=True)
    person_key = models.BigIntegerField(null=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_index=True)
    facts = models.JSONField(default=dict)
    text_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "seq"], name="journal_entry_once")]
        indexes = [
            models.Index(
                fields=["person_key", "happened_at"],
                name="journal_entry_by_person",
                condition=models.Q(person_key__isnull=False),
            )
        ]
        verbose_name = _("日志条目")


class EntryText(models.Model):
    """The free text of an entry, aside so that it can be erased by law while the chain still holds."""

    entry = models.OneToOneField(Entry, models.PROTECT, primary_key=True, related_name="+")
    salt = models.CharField(max_length=32)
    text = models.TextField(null=True)  # noqa: DJ001  null says erased, "" says nothing was written
    erased_at = models.DateTimeField(null=True)
    erased_why = models.CharField(max_length=200, blank=True)


class Delivery(models.Model):
    """One reaction that an entry still owes. The row is the queue: it goes when the reaction has committed."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    reaction = models.CharField(max_length=120)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    parked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "reaction"], name="journal_delivery_once")]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                name="journal_delivery_due",
                condition=models.Q(parked_at__isnull=True),
            )
        ]

    @property
    def short_error(self) -> str:
        """The last line of what went wrong."""
        return next(reversed(self.last_error.strip().splitlines()), "")


class Seal(models.Model):
    """A keyed root over the entries recorded since the seal before; exported outside the database.

    ``root`` is an HMAC-SHA-256 over number, end of the period, the previous root and every line "id subject seq hash"
    in order of id. Append-only like the entries. ``upto`` is the end of the period, by ``recorded_at``.
    """

    number = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    upto = models.DateTimeField()
    last_entry_id = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    key_id = models.CharField(max_length=20)
    root = models.CharField(max_length=64)


class Periodic(models.Model):
    """When a periodic work last ran, and who holds its lease. Written only when the work has something to do."""

    name = models.CharField(max_length=80, primary_key=True)
    last_run_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, blank=True)
    last_error = models.TextField(blank=True)
