"""The slip with receipt and query code, and who may follow a report without typing them again.

The slip lives for half an hour in the session of whoever sent the demand; the query code is nowhere else in plain, so
whoever loses the slip asks the desk. The token of the form is the key: a form sent twice shows the same slip.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import segno
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from linli.cases import actions, queries, receipts, telling
from linli.cases.actions import Registered
from linli.cases.drafts import PAGE, Draft
from linli.cases.models import Report
from linli.cases.queries.choosing import FOLLOWED, MINE, followed_key, followed_report
from linli.cases.queries.contacts import contacts
from linli.kernel import fields
from linli.kernel.actor import Actor

SLIPS = "cases.slips"
KEPT = timedelta(minutes=30)
MOST_KEPT = 20
ASKED = "cases.asked"  # the number to which a code was sent, and until when it may be typed
ASKED_FOR = timedelta(minutes=10)
FOLLOWED_FOR = timedelta(days=30)
NUMBER_FOR = timedelta(hours=12)
MOST_FOLLOWED = 50


@dataclass(frozen=True, slots=True)
class Slip:
    report_id: int
    receipt: str
    query_code: str
    made_at: float


def send_once(request: HttpRequest, draft: Draft, *, by: Actor, now: datetime) -> None:
    """Register ``draft`` unless its form was sent before; its slip stands in the session afterwards.

    Raises what ``actions.register`` raises.
    """

    def say(*, source: str, token: str) -> Registered:
        return actions.register(draft=draft, by=by, now=now)

    keep_once(request, draft.outer_number or "", say, now=now)


def keep_once(request: HttpRequest, token: str, say: Callable[..., Registered], *, now: datetime) -> None:
    """Say a sentence that registers unless the form of this ``token`` was sent before; its slip stands in the session
    afterwards. Raises what the sentence raises.
    """
    if find(request, token, now=now) is not None:
        return
    try:
        done = say(source=PAGE, token=token)
    except actions.AlreadyRegistered:
        return  # sent twice at once: the other request keeps the slip
    slips = {**request.session.get(SLIPS, {})}
    slips[token] = asdict(Slip(done.report.pk, done.report.receipt, done.query_code, now.timestamp()))
    request.session[SLIPS] = dict(list(slips.items())[-MOST_KEPT:])
    follow(request, done.report, now=now)


def find(request: HttpRequest, token: str, *, now: datetime) -> Slip | None:
    """The slip of this session under ``token``, or None when there is none or its half hour is over."""
    kept = request.session.get(SLIPS, {}).get(token)
    if kept is None:
        return None
    slip = Slip(**kept)
    return slip if now.timestamp() - slip.made_at <= KEPT.total_seconds() else None


def shown(request: HttpRequest, slip: Slip | None, *, now: datetime) -> dict[str, Any]:
    """What the page of a slip shows; without a slip only that there is none."""
    if slip is None:
        return {"slip": None}
    report = followed_report(slip.report_id)
    address = request.build_absolute_uri(f"{reverse('progress')}?receipt={slip.receipt}")
    return {
        "slip": slip,
        "report": report,
        "case": report.case,
        "receipt": receipts.shown(slip.receipt),
        "sentences": telling.sentences(
            report.case,
            can_be_reached=bool(report.phone),
            now=now,
            neighbour=queries.asked_first(report.case),
        ),
        "address": address,
        "picture": segno.make(address, error="m", micro=False).png_data_uri(scale=6, border=2),
        "contacts": contacts(report.case.place, on=timezone.localdate(now)),
        "now": now,
    }


def follow(request: HttpRequest, report: Report, *, now: datetime) -> None:
    """Let this session follow the report for a month: its query code was given. What has ended is forgotten."""
    today = timezone.localdate(now).toordinal()
    kept = {receipt: one for receipt, one in _followed(request).items() if one[1] >= today}
    kept[report.receipt] = [report.pk, today + FOLLOWED_FOR.days]
    request.session[FOLLOWED] = dict(list(kept.items())[-MOST_FOLLOWED:])


def follow_number(request: HttpRequest, reports: Iterable[int], *, now: datetime) -> None:
    """Let this session follow these reports for half a day: a code sent to their number was given."""
    ends = int((now + NUMBER_FOR).timestamp())
    request.session[MINE] = [ends, *list(reports)[:MOST_FOLLOWED]]
    request.session.pop(ASKED, None)


def of_number(request: HttpRequest, *, now: datetime) -> list[int] | None:
    """The keys of the reports of the number that was proven in this session; None where none was, or its time is over."""
    kept = request.session.get(MINE)
    if not kept or kept[0] < now.timestamp():
        return None
    return list(kept[1:])


def ask_number(request: HttpRequest, phone: str, *, now: datetime) -> None:
    """Remember, sealed, to which number a code was sent; never in the address of a page."""
    ends = int((now + ASKED_FOR).timestamp())
    request.session[ASKED] = [ends, fields.encrypt(phone, ASKED)]


def asked_number(request: HttpRequest, *, now: datetime) -> str:
    """The number to which a code was sent of late; "" where there is none."""
    kept = request.session.get(ASKED)
    if not kept or kept[0] < now.timestamp():
        return ""
    try:
        return fields.decrypt(kept[1], ASKED)
    except (fields.UnknownKey, fields.SpoiltCiphertext):
        return ""


def all_followed(request: HttpRequest, *, now: datetime) -> list[int]:
    """The keys of the reports whose query code was given in this session."""
    today = timezone.localdate(now).toordinal()
    return [key for key, ends in _followed(request).values() if ends >= today]


def leave(request: HttpRequest) -> None:
    """Forget everything that this session may follow, and its slips."""
    for name in (FOLLOWED, MINE, ASKED, SLIPS):
        request.session.pop(name, None)


def followed(request: HttpRequest, receipt: str, *, now: datetime | None = None) -> int | None:
    """The id of the report that this session may follow under ``receipt``."""
    return followed_key(request.session, receipt, now=now or timezone.now())


def _followed(request: HttpRequest) -> dict[str, list[int]]:
    kept = request.session.get(FOLLOWED, {})
    return {receipt: one for receipt, one in kept.items() if isinstance(one, list)}
