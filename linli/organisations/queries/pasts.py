"""What was changed on bodies, seats and roles."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.journal import queries as journal
from linli.journal.queries import Change, Past, Told
from linli.kernel import verbs
from linli.organisations.events import BodyEvent, RoleEvent
from linli.organisations.models import Body, Founding, Reach, Role, Seat
from linli.people.models import Person
from linli.places.models import Place
from linli.worktime.models import Timetable

_BODY = {
    BodyEvent.FOUNDED: _("登记单位"),
    BodyEvent.CHANGED: _("修改单位"),
    BodyEvent.ENDED: _("撤销单位"),
    BodyEvent.SERVICE_BEGUN: _("登记服务地点"),
    BodyEvent.SERVICE_ENDED: _("不再服务这个地点"),
    BodyEvent.SEAT_MADE: _("设岗位"),
    BodyEvent.SEAT_ENDED: _("撤销岗位"),
    BodyEvent.DUTY_STARTED: _("到任"),
    BodyEvent.DUTY_ENDED: _("离任"),
    BodyEvent.HANDED_OVER: _("交接"),
    BodyEvent.STOOD_IN: _("顶岗"),
}
_ROLE = {RoleEvent.MADE: _("添加角色"), RoleEvent.EDITED: _("修改角色")}
_OF_BODY = {
    "parent": _("上级单位"),
    "area": _("负责区域"),
    "founding": _("组建方式"),
    "timetable": _("工作时间"),
}
_OF_ROLE = {"verbs": _("能做什么"), "reach": _("管到哪里"), "rung": _("层级")}
_NAMED: dict[str, tuple[Any, object]] = {
    "seat": (Seat, _("岗位")),
    "person": (Person, _("姓名")),
    "place": (Place, _("服务地点")),
}
_BY_KEY = {"parent": Body, "area": Place, "timetable": Timetable}


def pasts_of_body(body: Body) -> list[Past]:
    """The newest changes of a body, its seats and its duties. At most seven statements."""
    return _told(journal.newest_of(body, _BODY))


def pasts_of_seat(seat: Seat) -> list[Past]:
    """The newest changes of one seat and its duties. At most seven statements."""
    return _told(journal.newest_of(seat.body, _BODY, seat=seat.pk))


def pasts_of_role(role: Role) -> list[Past]:
    """The newest changes of a role. One statement."""
    known = verbs.known()

    def value(key: str, raw: Any) -> object:
        if key == "verbs":
            return "、".join(str(known.get(verb, verb)) for verb in raw or ())
        return Reach(raw).label if key == "reach" and raw else raw

    def changes(one: Told) -> list[Change]:
        before = one.facts.get("before")
        return journal.changed(before, one.facts, _OF_ROLE, value) if isinstance(before, dict) else []

    return journal.pasts(journal.newest_of(role, _ROLE), _ROLE, changes)


def _told(entries: Sequence[Told]) -> list[Past]:
    names = _names(entries)

    def value(key: str, raw: Any) -> object:
        if not raw:
            return ""
        if key in _BY_KEY:
            return names.get((_BY_KEY[key], raw), "—")
        return Founding(raw).label if key == "founding" else raw

    def changes(one: Told) -> list[Change]:
        facts = one.facts
        before = facts.get("before")
        found = journal.changed(before, facts, _OF_BODY, value) if isinstance(before, dict) else []
        for key, (model, words) in _NAMED.items():
            if facts.get(key):
                found.append(Change(words, "", names.get((model, facts[key]), "—")))
        if facts.get("starts_on"):
            found.append(Change(_("从哪天"), "", facts["starts_on"]))
        if facts.get("ends_on") or facts.get("ended_on") or facts.get("until"):
            last = facts.get("ends_on") or facts.get("ended_on") or facts.get("until")
            found.append(Change(_("最后一天"), "", last))
        return found

    return journal.pasts(entries, _BODY, changes)


def _names(entries: Sequence[Told]) -> dict[tuple[Any, int], str]:
    """The names of everything that the entries tell of by key, one statement for each kind of it."""
    wanted: dict[Any, set[int]] = {}
    for one in entries:
        for key, (model, _words) in _NAMED.items():
            if isinstance(one.facts.get(key), int):
                wanted.setdefault(model, set()).add(one.facts[key])
        before = one.facts.get("before")
        for facts in (before, one.facts) if isinstance(before, dict) else ():
            for key, model in _BY_KEY.items():
                if isinstance(facts.get(key), int):
                    wanted.setdefault(model, set()).add(facts[key])
    return {
        (model, key): name
        for model, keys in wanted.items()
        for key, name in model._default_manager.filter(pk__in=keys).values_list("pk", "name")
    }
