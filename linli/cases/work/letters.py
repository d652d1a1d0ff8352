"""Letters to those who must act, messages to residents and work groups."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.cases import links, receipts, telling
from linli.cases.events import CaseEvent
from linli.cases.models import Case, Report, RequestKind
from linli.cases.queries.answering import running_question
from linli.catalogue.models import Urgency
from linli.journal import reacting
from linli.journal.models import Entry
from linli.notices import actions as notices
from linli.notices import queries as inbox
from linli.notices.models import Kind as NoticeKind
from linli.organisations import queries as organisations
from linli.organisations.models import Seat

# The entries that put a case into the hands of a seat: those on it are told.
TELLING = (
    CaseEvent.HELD,
    CaseEvent.DISPATCHED,
    CaseEvent.ANSWERED,
    CaseEvent.SETTLED,
    CaseEvent.APPROVED,
    CaseEvent.SENT_BACK,
    CaseEvent.REOPENED,
    CaseEvent.HANDED_UP,
    CaseEvent.HANDED_DOWN,
    CaseEvent.HANDED_OVER,
    CaseEvent.PULLED_BACK,
    CaseEvent.NEIGHBOUR_ASKED,
    CaseEvent.ASKED,
    CaseEvent.APPEALED,
    CaseEvent.GRANTED,
    CaseEvent.REFUSED,
    CaseEvent.RETURNED,
    CaseEvent.APPEAL_UPHELD,
    CaseEvent.INFO_GIVEN,
    CaseEvent.INFO_MISSED,
    CaseEvent.RESUMED,
    CaseEvent.OUTER_CHANGED,
    CaseEvent.MERGED,
    CaseEvent.TOOK_IN,
    CaseEvent.SPLIT,
    CaseEvent.REDONE,
)


@reacting.together
def tell_holder(entries: Sequence[Entry], now: datetime) -> None:
    """A letter to everybody on the seat that the case went to, but not to the one who sent it there."""
    rows = Case.objects.select_related("matter", "estate", "community", "street").filter(from_history=False)
    cases = rows.in_bulk({_case_key(entry) for entry in entries})
    told = [entry for entry in entries if entry.facts.get("to") and _case_key(entry) in cases]
    on = timezone.localdate(now)
    people = organisations.people_by_seat({entry.facts["to"] for entry in told}, on) if told else {}
    circulars = [
        _circular(entry, cases[_case_key(entry)].title, people.get(entry.facts["to"], [])) for entry in told
    ]
    notices.send_out(circulars=circulars, now=now)
    _tell_groups([(entry, cases[_case_key(entry)]) for entry in told if entry.tag in TO_GROUPS], now)


def _case_key(entry: Entry) -> int:
    return int(entry.subject.rpartition(":")[2])


def _circular(entry: Entry, title: str, people: Sequence[int]) -> notices.Circular:
    knows_already = (entry.person_key, entry.facts.get("taken_by"))
    is_neighbour = entry.tag == CaseEvent.NEIGHBOUR_ASKED
    return notices.Circular(
        entry_key=entry.pk,
        recipients=[person for person in people if person not in knows_already],
        subject=f"{_subject(entry)}：{title}",
        link=reverse("neighbours") if is_neighbour else reverse("case", args=[_case_key(entry)]),
    )


def tell_on_duty(entry: Entry, now: datetime) -> None:
    """Danger: everybody on duty for the place is told at once, day or night, besides the seat that the case went to."""
    key = _case_key(entry)
    case = Case.objects.select_related("place").filter(pk=key, from_history=False).first()
    if case is None:
        return
    notices.write_letters(
        entry_key=entry.pk,
        recipients=organisations.on_duty_now(case.place, now),
        subject=_("险情，请马上处置：%(title)s") % {"title": case.title},
        link=reverse("case", args=[key]),
        now=now,
    )


def tell_praised(entry: Entry, now: datetime) -> None:
    """A letter to those praised: to the seat, or to everybody on the seats of the body."""
    key = _case_key(entry)
    title = Case.objects.filter(pk=key).values_list("title", flat=True).first()
    on, body = timezone.localdate(now), entry.facts["body"]
    whole = not entry.facts["is_seat"]
    seats = (
        list(Seat.objects.filter(body=body, ended_on=None).values_list("pk", flat=True))
        if whole
        else [entry.facts["to"]]
    )
    notices.write_letters(
        entry_key=entry.pk,
        recipients=organisations.people_on(seats, on),
        subject=_("居民表扬您：%(title)s") % {"title": title},
        link=reverse("inbox"),
        now=now,
    )


def _subject(entry: Entry) -> str:
    words = {
        CaseEvent.HELD: _("待归类"),
        CaseEvent.DISPATCHED: _("新派来一件，请签收"),
        CaseEvent.ANSWERED: _("待审核") if entry.facts.get("for_review") else _("已答复，请回访"),
        CaseEvent.SETTLED: _("已自行处置，请回访"),
        CaseEvent.APPROVED: _("审核通过，请回访"),
        CaseEvent.SENT_BACK: _("退回返工"),
        CaseEvent.REOPENED: _("居民说没解决，请重办"),
        CaseEvent.HANDED_UP: _("下级上报一件，请签收"),
        CaseEvent.HANDED_DOWN: _("上级下派一件，请签收"),
        CaseEvent.HANDED_OVER: _("转来一件，请签收"),
        CaseEvent.PULLED_BACK: _("收回一件"),
        CaseEvent.NEIGHBOUR_ASKED: _("有位邻居想请您先看看"),
        CaseEvent.ASKED: _("%(kind)s申请，请审批"),
        CaseEvent.APPEALED: _("居民对不予受理有异议，请审批"),
        CaseEvent.GRANTED: _("%(kind)s申请已同意"),
        CaseEvent.REFUSED: _("%(kind)s申请没有同意"),
        CaseEvent.RETURNED: _("派单异议成立，请重新派单"),
        CaseEvent.APPEAL_UPHELD: _("异议成立，请重新受理"),
        CaseEvent.INFO_GIVEN: _("居民已补充，请接着办"),
        CaseEvent.INFO_MISSED: _("居民没有补充，请按现有情况办"),
        CaseEvent.RESUMED: _("暂缓结束，请接着办"),
        CaseEvent.OUTER_CHANGED: _outer_words(entry),
        CaseEvent.MERGED: _("并到别的件了，这件不用另办"),
        CaseEvent.TOOK_IN: _("又有居民反映同一件事，已并进来"),
        CaseEvent.SPLIT: _("误并的件已拆开，请接着办"),
        CaseEvent.REDONE: _("办结后要求重办，请签收"),
    }
    kind = entry.facts.get("kind")
    asked = RequestKind(kind).label if kind in RequestKind.values else ""
    return words[CaseEvent(entry.tag)] % {"kind": asked}


def _outer_words(entry: Entry) -> str:
    """The word by which the platform urges, or that it has moved its deadline."""
    return _("来源平台%(mark)s") % {"mark": entry.facts.get("mark") or _("改了时限")}


# The entries of which a reporter who left a number hears by a short message, with its words.
TO_RESIDENTS = {
    CaseEvent.INFO_ASKED: notices.declare_template(
        "case-question",
        gettext_lazy(
            "您反映的事（编号%(receipt)s）要请您补充一点情况。请凭编号和查询码上网填，或等我们打给您。"
        ),
    ),
    CaseEvent.EXTENDED: notices.declare_template(
        "case-extended",
        gettext_lazy("您反映的事（编号%(receipt)s）还要一些时间，原因和新的时间，凭编号和查询码可以看到。"),
    ),
    CaseEvent.HELD_OVER: notices.declare_template(
        "case-waits",
        gettext_lazy("您反映的事（编号%(receipt)s）要等一段时间再接着办，原因凭编号和查询码可以看到。"),
    ),
    CaseEvent.DECLINED: notices.declare_template(
        "case-declined",
        gettext_lazy("您反映的事（编号%(receipt)s）我们办不了，原因和去处凭编号和查询码可以看到。"),
    ),
    CaseEvent.REFERRED: notices.declare_template(
        "case-referred",
        gettext_lazy(
            "您反映的事（编号%(receipt)s）要由别的法定途径办，原因和去哪里办，凭编号和查询码可以看到。"
        ),
    ),
    CaseEvent.ANSWERED: notices.declare_template(
        "case-answered",
        gettext_lazy("您反映的事（编号%(receipt)s）有答复了，凭编号和查询码可以看到。我们还会回访您。"),
    ),
}
QUESTION_WITH_LINK = notices.declare_template(
    "case-question-link",
    gettext_lazy("您反映的事（编号%(receipt)s）要请您补充一点情况，点开就能回答：%(link)s"),
)
TO_RESIDENTS[CaseEvent.APPROVED] = TO_RESIDENTS[CaseEvent.SETTLED] = TO_RESIDENTS[CaseEvent.ANSWERED]


def tell_resident(entry: Entry, now: datetime) -> None:
    """A short message to every reporter who left a number; it names the receipt and nothing of what was said."""
    if entry.facts.get("for_review"):
        return
    key = int(entry.subject.rpartition(":")[2])
    is_question = entry.tag == CaseEvent.INFO_ASKED and bool(settings.SITE_URL)
    question = (
        running_question(key) if is_question else None
    )  # a link is of use only while it can be answered
    for report in Report.objects.filter(case_id=key, case__from_history=False).exclude(phone_blind=""):
        template, more = TO_RESIDENTS[CaseEvent(entry.tag)], {}
        if question is not None:
            path = links.answer_path(question, report.pk)
            template, more = QUESTION_WITH_LINK, {"link": f"{settings.SITE_URL.rstrip('/')}{path}"}
        notices.send_sms(
            entry_key=entry.pk,
            to_number=report.phone,
            template=template,
            params={"receipt": receipts.shown(report.receipt), **more},
            urgent=False,
            now=now,
        )


# The entries by which a body gets work: its groups are told.
TO_GROUPS = (CaseEvent.DISPATCHED, CaseEvent.HANDED_OVER, CaseEvent.REOPENED, CaseEvent.REDONE)


def _tell_groups(told: Sequence[tuple[Entry, Case]], now: datetime) -> None:
    """The work groups of the bodies that must act, where they have any: what and roughly where, never who."""
    bodies = {case.holder_body_id for _entry, case in told if case.holder_body_id is not None}
    with_groups = inbox.bodies_with_groups(bodies) if bodies else frozenset()
    for entry, case in told:
        if case.holder_body_id not in with_groups:
            continue
        is_danger = case.urgency == Urgency.DANGER
        notices.send_to_groups(
            entry_key=entry.pk,
            body_ids=[case.holder_body_id],
            words=telling.in_brief(case),
            link=reverse("case", args=[case.pk]),
            urgent=is_danger,
            now=now,
            kind=NoticeKind.DANGER if is_danger else NoticeKind.WORK,
        )
