"""Which keys of LINLI_KEYS the reports still need."""

from collections.abc import Iterator

from django.db.models import Count, F, QuerySet, Value
from django.db.models.functions import StrIndex, Substr
from django.utils.translation import gettext as _

from linli.cases.models import Report
from linli.kernel.fields import keys
from linli.kernel.findings import Finding


def under_old_keys() -> QuerySet[Report]:
    """Reports whose phone was encrypted under a key that is no longer the first."""
    newest = f"{next(iter(keys()))}."
    return Report.objects.exclude(phone_blind="").exclude(phone_blind__startswith=newest).order_by("pk")


def query_code_keys() -> set[str]:
    """The ids of the keys under which query codes of residents are kept."""
    return set(_reports_by_key("query_blind"))


def key_findings() -> Iterator[Finding]:
    """Phones and query codes under keys that are gone (a fault: nobody can use them), phones under old ones (a
    warning).
    """
    known = tuple(keys())
    gone = _("%(count)s 件的电话用的密钥 %(key)s 不在 LINLI_KEYS 里")
    old = _("%(count)s 件的电话还在旧密钥下，请运行 linli rekey")
    codes = _("%(count)s 件的查询码用的密钥 %(key)s 不在 LINLI_KEYS 里，居民查不到进度")
    for key_id, count in _reports_by_key("phone_blind").items():
        if key_id not in known:
            yield Finding("cases", "fault", "cases.report", gone % {"count": count, "key": key_id})
        elif key_id != known[0]:
            yield Finding("cases", "warning", "cases.report", old % {"count": count})
    for key_id, count in _reports_by_key("query_blind").items():
        if key_id not in known:
            yield Finding("cases", "fault", "cases.report", codes % {"count": count, "key": key_id})


def _reports_by_key(column: str) -> dict[str, int]:
    """How many reports have a blind index of each key; the empty ones are left out."""
    key_id = Substr(column, 1, StrIndex(F(column), Value(".")) - 1)
    rows = Report.objects.exclude(**{column: ""}).annotate(key_id=key_id).values("key_id")
    return dict(rows.annotate(count=Count("pk")).order_by("key_id").values_list("key_id", "count"))
