"""What this room does by itself: codes are forgotten when their time is over."""

from datetime import datetime, timedelta

from linli.journal.reacting import Periodic
from linli.people import actions
from linli.people.queries import codes


def forget_codes(now: datetime) -> None:
    actions.forget_codes(now=now)


FORGETTING = Periodic(
    name="people.codes", every=timedelta(minutes=10), is_due=codes.is_anything_over, run=forget_codes
)
