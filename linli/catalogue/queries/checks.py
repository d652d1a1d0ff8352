"""What is not in order with the catalogue."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from linli.catalogue import starting
from linli.catalogue.queries.finding import current
from linli.kernel.findings import Finding
from linli.organisations.models import Body


def findings(now: datetime) -> Iterator[Finding]:
    """Matters that no one here can lead: their department was not founded, or has ended, by the day of ``now``."""
    on = timezone.localdate(now)
    wanted: dict[str, int] = Counter(matter.department for matter in current(on) if matter.department)
    here = Body.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), code__in=wanted)
    for code in sorted(set(wanted) - set(here.values_list("code", flat=True))):
        yield Finding(
            "catalogue",
            "warning",
            code,
            _("有 %(count)s 个事项归“%(name)s”主办，但这里没有这个部门。")
            % {"count": wanted[code], "name": starting.departments().get(code, code)},
        )
