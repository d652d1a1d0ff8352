"""One-time codes that prove who holds a number, and the counting of tries. Sending the code is another room's work."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import RESIDENT
from linli.kernel.fields import blind, blinds
from linli.kernel.refusals import Refusal
from linli.people import numbers
from linli.people.events import PersonEvent
from linli.people.models import Attempt, PhoneCode
from linli.people.queries import codes as queries

GOOD_FOR = timedelta(minutes=10)
BETWEEN = timedelta(minutes=1)
MOST_A_DAY = 5
MOST_TRIES = 5
MOST_FROM_HERE = 20  # in an hour, from one address, behind which many people may stand
AN_HOUR = timedelta(hours=1)
_PURPOSE = "people.code"
_MOBILE = re.compile(r"1[3-9]\d{9}")


class NotAMobile(Refusal):
    words = _("验证码只能发到手机，请填 11 位手机号。座机请打电话问社区。")
    field = "phone"


class TooSoon(Refusal):
    words = _("刚刚发过一次，请等 1 分钟再要。")
    status = 429


class TooManyCodes(Refusal):
    words = _("这个号码今天要过太多次验证码了，请明天再试，或者打电话问社区。")
    status = 429


class TooManyFromHere(Refusal):
    words = _("这里要验证码的次数太多了，请过一个小时再试，或者打电话问社区。")
    status = 429


class WrongPhoneCode(Refusal):
    words = _("验证码不对，请照着短信再填一遍。")
    field = "code"


class PhoneCodeOver(Refusal):
    words = _("验证码过期了，或者试得太多，请重新要一个。")
    field = "code"


@dataclass(frozen=True, slots=True)
class MadeCode:
    """``plain`` is given out once, here; ``entry_key`` is the journal entry that a message about it names."""

    code: PhoneCode
    plain: str
    entry_key: int


@transaction.atomic
def make_phone_code(*, phone: str, address: str, now: datetime) -> MadeCode:
    """Make a code of six digits for a mobile number, good for ten minutes; an earlier one counts no more. ``address`` is
    where it is asked from. It is made alike whether or not anybody knows the number.

    Raises BadPhone, NotAMobile, TooSoon, TooManyCodes, TooManyFromHere.
    """
    number = numbers.normalise_phone(phone)
    if not _MOBILE.fullmatch(number):
        raise NotAMobile
    here = f"code:{address}"
    if queries.attempts(here, now) >= MOST_FROM_HERE:
        raise TooManyFromHere
    today = list(queries.codes_of(number, since=now - queries.DAY))
    if today and today[0].made_at > now - BETWEEN:
        raise TooSoon
    if len(today) >= MOST_A_DAY:
        raise TooManyCodes
    count_attempt(what=here, window=AN_HOUR, now=now)
    plain = f"{secrets.randbelow(1_000_000):06}"
    code = PhoneCode.objects.create(
        phone_blind=blind(number, numbers.PHONE),
        code_blind=blind(plain, _PURPOSE),
        made_at=now,
        expires_at=now + GOOD_FOR,
    )
    entry = journal.write(code, PersonEvent.CODE_MADE, by=RESIDENT, at=now)
    return MadeCode(code, plain, entry.pk)


def check_phone_code(*, phone: str, code: str, now: datetime) -> PhoneCode:
    """The newest code of a number, used up. A wrong try is counted, also though it is refused.

    Raises BadPhone, PhoneCodeOver (none, expired, used, tried five times), WrongPhoneCode.
    """
    found = _checked(number=numbers.normalise_phone(phone), typed=code, now=now)
    if isinstance(found, Refusal):
        raise found
    return found


@transaction.atomic
def _checked(*, number: str, typed: str, now: datetime) -> PhoneCode | Refusal:
    """The refusal comes back as a value, so that the try it counts stays."""
    newest = queries.codes_of(number, since=now - queries.DAY).select_for_update().first()
    if newest is None or not newest.code_blind or newest.expires_at <= now or newest.tries >= MOST_TRIES:
        return PhoneCodeOver()
    digits = "".join(str(int(sign)) for sign in typed if sign.isdecimal())
    if not any(secrets.compare_digest(one, newest.code_blind) for one in blinds(digits, _PURPOSE)):
        newest.tries += 1
        newest.save(update_fields=["tries"])
        return PhoneCodeOver() if newest.tries >= MOST_TRIES else WrongPhoneCode()
    newest.code_blind, newest.used_at = "", now
    newest.save(update_fields=["code_blind", "used_at"])
    journal.write(newest, PersonEvent.CODE_USED, by=RESIDENT, at=now)
    return newest


@transaction.atomic
def count_attempt(*, what: str, window: timedelta, now: datetime) -> int:
    """Count one more try of ``what``; a window begins with its first. Returns how many it are."""
    mark = queries.marks_of(what)[0]
    row, _new = Attempt.objects.select_for_update().get_or_create(
        mark=mark, defaults={"ends_at": now + window}
    )
    if row.ends_at <= now:
        row.count, row.ends_at = 0, now + window
    row.count += 1
    row.save(update_fields=["count", "ends_at"])
    return row.count


@transaction.atomic
def forget_codes(*, now: datetime) -> None:
    """Erase codes whose time is over, rows that no limit looks at any more, and counts whose window has ended."""
    over = queries.codes_over(now)
    over.filter(made_at__lte=now - queries.DAY).delete()
    over.update(code_blind="")
    queries.attempts_over(now).delete()
