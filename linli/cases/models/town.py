"""What a town sets for this room: its numbers of practice, and the platforms that it exchanges orders with."""

from django.db import models


class Practice(models.Model):
    """A number of local practice that a town has changed; ``practice.RULES`` has the others with their sources."""

    key = models.CharField(max_length=40, unique=True)
    amount = models.PositiveIntegerField()
    source = models.CharField(max_length=120, blank=True)


class Platform(models.Model):
    """Another system that sends orders (the city's 12345 …): how its sheet's columns are called, and how ours go back.

    ``columns_in`` maps our keys to its titles, ``columns_out`` is a list of [its title, our key].
    """

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    columns_in = models.JSONField(default=dict)
    columns_out = models.JSONField(default=list)
    is_on = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name
