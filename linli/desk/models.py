from django.db import models

from linli.organisations.models import Seat


class HandoverNote(models.Model):
    """What the worker adds in words to the note that the system writes for a seat; the journal keeps the earlier ones."""

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="+")
    words = models.TextField(blank=True)
    written_at = models.DateTimeField()
    by_person_key = models.BigIntegerField()
    by_label = models.CharField(max_length=120)
