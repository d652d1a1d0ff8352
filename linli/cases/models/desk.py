"""What makes the desk quick: standard texts, and views of the worklist that somebody keeps."""

from django.db import models
from django.db.models import Q

from linli.catalogue.models import Matter
from linli.organisations.models import Body
from linli.people.models import Person


class StandardText(models.Model):
    """Words that stand ready for an act (答复, 不予受理 …), for one matter or, without one, for all. ``act`` is the slug of
    the act on the page of a case. Retired rather than deleted.
    """

    act = models.SlugField(max_length=40)
    matter = models.ForeignKey(Matter, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=40)
    words = models.TextField()
    changed_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["act", "matter"], name="cases_text_in_use", condition=Q(retired_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A lens of the worklist with its filters under a name: one person's own, or of everybody in a body (``body``).

    ``query`` is the query string of the worklist without its page.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=300)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="cases_view_once")]

    def __str__(self) -> str:
        return self.name
