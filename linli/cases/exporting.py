"""The register of cases as a sheet: one row for each report, numbers masked unless they are asked for."""

from linli.cases import receipts
from linli.cases.drafts import PAGE
from linli.cases.models import Case, Report
from linli.kernel.sheets import Column
from linli.people import numbers

COLUMNS = (
    Column("receipt", ("受理编号",)),
    Column("outer_number", ("来源编号",)),
    Column("channel", ("来源渠道",)),
    Column("kind", ("诉求类型",)),
    Column("title", ("标题",)),
    Column("words", ("主要内容",)),
    Column("matter", ("事项",)),
    Column("street", ("街道",)),
    Column("community", ("社区",)),
    Column("place", ("地点",)),
    Column("name", ("诉求人",)),
    Column("phone", ("联系方式",)),
    Column("is_secret", ("是否保密",)),
    Column("lead", ("主办",)),
    Column("holder", ("承办岗位",)),
    Column("state", ("状态",)),
    Column("registered_at", ("登记时间",)),
    Column("signed_at", ("签收时间",)),
    Column("contacted_at", ("首次联系时间",)),
    Column("due_at", ("办理时限",)),
    Column("outer_due_at", ("来源时限",)),
    Column("answered_at", ("答复时间",)),
    Column("closed_at", ("办结时间",)),
    Column("outcome", ("办理结果",)),
    Column("answer", ("回复内容",)),
    Column("stars", ("评价",)),
)
FETCHED = ("matter", "street", "community", "place", "lead", "holder")


def row_of(case: Case, report: Report, *, may_see: bool, with_numbers: bool) -> dict[str, object]:
    """One row. ``may_see``: who the reporter is may be told to whom the sheet is for."""
    phone = report.phone if may_see else ""
    return {
        "receipt": receipts.shown(report.receipt),
        "outer_number": report.outer_number if report.source != PAGE else "",
        "channel": report.get_channel_display(),
        "kind": case.get_kind_display(),
        "title": case.title,
        "words": case.words if may_see and with_numbers else numbers.redact(case.words),
        "matter": case.matter.name if case.matter is not None else "",
        "street": case.street.name if case.street is not None else "",
        "community": case.community.name if case.community is not None else "",
        "place": case.place.name if case.place is not None else case.place_words,
        "name": report.name if may_see else "",
        "phone": phone if with_numbers else numbers.mask_phone(phone) if phone else "",
        "is_secret": report.is_secret,
        "lead": case.lead.name if case.lead is not None else "",
        "holder": case.holder.name if case.holder is not None else "",
        "state": case.get_state_display(),
        "registered_at": case.registered_at,
        "signed_at": case.signed_at,
        "contacted_at": case.contacted_at,
        "due_at": case.finish_due_at,
        "outer_due_at": case.outer_due_at,
        "answered_at": case.answered_at,
        "closed_at": case.closed_at,
        "outcome": case.get_outcome_display(),
        "answer": case.answer,
        "stars": report.stars,
    }
