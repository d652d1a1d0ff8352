"""A resident proves their number by a code sent to it, and may then follow all its demands."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.cases.queries import mine
from linli.notices import actions as notices
from linli.people import actions as people

CODE = notices.declare_template(
    "phone-code",
    _("验证码%(code)s，10分钟内有效，用来查看您反映的事。请不要告诉别人。"),
    is_secret=True,
)


@transaction.atomic
def send_code(*, phone: str, address: str, now: datetime) -> None:
    """Send a code to a mobile number, where it has demands here: whoever types a stranger's number troubles nobody, and
    learns nothing, since the answer and the limits are the same. ``address`` is where it is asked from.

    Raises what ``people.make_phone_code`` raises.
    """
    made = people.make_phone_code(phone=phone, address=address, now=now)
    if not mine.has_reports(phone):
        return
    notices.send_sms(
        entry_key=made.entry_key, to_number=phone, template=CODE, params={"code": made.plain}, urgent=True,
        now=now,
    )  # fmt: skip


def prove_number(*, phone: str, code: str, now: datetime) -> list[int]:
    """The keys of the reports that were made with this number, open ones first, once the code agrees.

    Raises what ``people.check_phone_code`` raises.
    """
    people.check_phone_code(phone=phone, code=code, now=now)
    return mine.reports_of(phone)
