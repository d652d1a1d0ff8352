"""The departments that the catalogue names as lead, founded here in one go: a new town has none of them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from linli.catalogue import queries, rules, starting
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations import actions as organisations
from linli.organisations import queries as chart
from linli.organisations.models import Body, BodyKind
from linli.places import queries as places

DESK = "department-desk"  # the starting role at which a department takes work in


class NoneMissing(Refusal):
    words = _("目录里的部门都登记过了。")


@transaction.atomic
def found_departments(*, by: Actor, now: datetime) -> list[Body]:
    """Found each department that matters are led by and that is not here, with a desk to take work in.

    It lies over the county where there is but one. Raises NoneMissing, NotAllowed (of the catalogue or of the chart).
    """
    require(rules.can_edit(by))
    wanted = [one.where for one in queries.findings(now)]
    tops = list(places.tops()[:2])
    area = tops[0] if len(tops) == 1 else None
    role = chart.role_by_code(DESK)
    names = starting.departments()
    made = []
    for code in wanted:
        if chart.body_by_code(code) is not None or code not in names:
            continue  # one that has ended is opened on its own page, one that nobody named is registered by hand
        body = organisations.found_body(
            code=code, name=names[code], kind=BodyKind.DEPARTMENT, area=area, by=by, now=now
        )
        if role is not None:
            organisations.make_seat(body=body, role=role, by=by, now=now)
        made.append(body)
    if not made:
        raise NoneMissing
    return made
