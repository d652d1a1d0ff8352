"""What a check of messages and routes finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from linli.kernel.fields import SpoiltCiphertext, UnknownKey, decrypt
from linli.kernel.findings import Finding
from linli.notices import groups
from linli.notices.models import Route
from linli.notices.queries.messages import messages_under_old_keys, waiting_since
from linli.notices.queries.routes import as_stored, routes_under_old_keys

LONG = timedelta(days=1)


def findings(now: datetime) -> Iterator[Finding]:
    """Routes whose address nobody can read or use, messages that wait for more than a day, values under old keys."""
    routes = (
        Route.objects.filter(is_on=True).defer("url").select_related("body").annotate(kept=as_stored("url"))
    )
    for route in routes.order_by("pk"):
        if why := _wrong(route, now):
            yield Finding("notices", "warning", f"route:{route.pk}", f"{route.body.name} {route.name}：{why}")
    late = waiting_since(now - LONG)
    if oldest := late.first():
        said = _("有 %(count)s 条消息等了一天以上还没发出，最早的是 %(at)s 的")
        at = oldest.queued_at.isoformat(timespec="minutes")
        yield Finding("notices", "warning", f"message:{oldest.pk}", said % {"count": late.count(), "at": at})
    if old := routes_under_old_keys().count() + messages_under_old_keys().count():
        said = _("%s 个地址和号码还在旧密钥下，请运行 linli rekey")
        yield Finding("notices", "warning", "notices", said % old)


def _wrong(route: Route, now: datetime) -> str:
    if route.body.ended_on is not None and route.body.ended_on < now.date():
        return _("单位已经撤销，群通知还开着")
    try:
        groups.service(route.channel, decrypt(str(getattr(route, "kept", ""))))
    except UnknownKey as error:
        return _("地址用的密钥 %s 不在 LINLI_KEYS 里") % error
    except (SpoiltCiphertext, groups.BadAddress):
        return _("地址用不了，请重新填写")
    return ""
