"""What an installation begins with: days, timetables, roles, catalogue. Safe to repeat."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from linli.cases import actions as cases
from linli.catalogue import actions as catalogue
from linli.kernel.actor import Actor, ActorKind
from linli.organisations import actions as organisations
from linli.worktime import actions as worktime

FOUNDER = Actor(ActorKind.SERVICE, label=gettext_noop("系统初始化"))


def found(*, now: datetime) -> Iterator[str]:
    """Lay the ground, telling each step in a line."""
    worktime.fill_days(by=FOUNDER, now=now)
    yield _("工作日历：2004–2026 年，依据国务院办公厅历年放假安排")
    worktime.starting_timetables(by=FOUNDER, now=now)
    yield _("作息：机关、社区、物业")
    roles = organisations.starting_roles(by=FOUNDER, now=now)
    yield _("角色：新增 %s 个") % len(roles)
    added = catalogue.starting_catalogue(by=FOUNDER, now=now)
    yield _("事项目录：新增 %s 项") % added
    texts = cases.starting_texts(by=FOUNDER, now=now)
    yield _("常用语：新增 %(count)d 条") % {"count": texts}
    platforms = cases.starting_platforms(by=FOUNDER, now=now)
    yield _("外来工单平台：新增 %s 个") % platforms
