"""Codes sent to numbers, and how often things were tried of late."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from linli.kernel.fields import blinds
from linli.people import numbers
from linli.people.models import Attempt, PhoneCode

DAY = timedelta(days=1)
_MARK = "people.attempt"


def codes_of(number: str, *, since: datetime) -> QuerySet[PhoneCode]:
    """Codes sent to a normalised number since then, the newest first."""
    rows = PhoneCode.objects.filter(phone_blind__in=blinds(number, numbers.PHONE), made_at__gt=since)
    return rows.order_by("-made_at", "-pk")


def marks_of(what: str) -> list[str]:
    """The keyed marks of what is counted, under every key, newest first."""
    return blinds(what, _MARK)


def attempts(what: str, now: datetime) -> int:
    """How often ``what`` was tried within its window."""
    rows = Attempt.objects.filter(mark__in=marks_of(what), ends_at__gt=now)
    return sum(rows.values_list("count", flat=True))


def is_exhausted(limits: Iterable[tuple[str, int]], now: datetime) -> bool:
    """Was any of these tried as often as it may be?"""
    return any(attempts(what, now) >= most for what, most in limits)


def codes_over(now: datetime) -> QuerySet[PhoneCode]:
    """Codes whose time is over and that still can be compared, and rows that no limit looks at any more."""
    return PhoneCode.objects.filter((Q(expires_at__lte=now) & ~Q(code_blind="")) | Q(made_at__lte=now - DAY))


def attempts_over(now: datetime) -> QuerySet[Attempt]:
    return Attempt.objects.filter(ends_at__lte=now)


def is_anything_over(now: datetime) -> bool:
    return codes_over(now).exists() or attempts_over(now).exists()
