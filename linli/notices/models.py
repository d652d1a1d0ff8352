from django.db import models

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
