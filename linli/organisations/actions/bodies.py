"""Bodies: founded, changed, ended; and what they serve besides their own area."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.journal import actions as journal
from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.organisations import queries, rules
from linli.organisations.events import BodyEvent
from linli.organisations.models import Body, BodyKind, Duty, Founding, Seat, Service, Tree
from linli.organisations.names import one_line
from linli.places.models import Place
from linli.worktime.models import Timetable


class CodeTaken(Refusal):
    words = _("这个编码已经有单位在用。")
    field = "code"


class OtherTree(Refusal):
    words = _("上级单位要和本单位在同一套体系里：党组织归党组织，工作单位归工作单位。")
    field = "parent"


class Circle(Refusal):
    words = _("上级单位不能是它自己，也不能是它的下级。")
    field = "parent"


class FoundingMissing(Refusal):
    words = _("挂靠建要写上级党组织；融合建要写两个以上参加的单位。")
    field = "founding"


class StillParent(Refusal):
    words = _("还有下级单位挂在它下面，先把下级单位转走或撤销。")


class EndsBeforeItBegins(Refusal):
    words = _("结束日期不能早于开始日期。")
    field = "ends_on"


class AlreadyServes(Refusal):
    words = _("这家单位那几天已经在服务这个地点。")
    field = "place"


def tree_of(kind: str) -> Tree:
    """The tree a kind of body stands in."""
    return Tree.PARTY if kind.startswith("party_") else Tree.WORK


@transaction.atomic
def found_body(
    *,
    name: str,
    kind: str,
    by: Actor,
    now: datetime,
    code: str = "",
    parent: Body | None = None,
    area: Place | None = None,
    founding: str = "",
    joined_by: Sequence[Body] = (),
    timetable: Timetable | None = None,
    phone: str = "",
    founded_on: date | None = None,
) -> Body:
    """A new body in the tree of its kind; without ``code`` one is made from the code of its area or parent.

    Raises OtherTree, FoundingMissing, CodeTaken, BadName, TooLong, NotAllowed.
    """
    require(rules.can_found_body(by, parent=parent, area=area))
    tree = tree_of(kind)
    _check_founding(tree, founding, parent, joined_by)
    if parent is not None and parent.tree != tree:
        raise OtherTree
    code = one_line(code, 60, field="code") if code.strip() else _free_code(kind, area, parent)
    if Body.objects.filter(code=code).exists():
        raise CodeTaken
    body = Body.objects.create(
        code=code,
        name=one_line(name, 80),
        kind=BodyKind(kind),
        tree=tree,
        parent=parent,
        area=area,
        founding=founding,
        timetable=timetable,
        phone=phone.strip()[:40],
        founded_on=founded_on,
    )
    body.joined_by.set(joined_by)
    members = [member.pk for member in joined_by]
    journal.write(body, BodyEvent.FOUNDED, by=by, at=now, joined_by=members, **_facts(body))
    return body


def _facts(body: Body) -> dict[str, Any]:
    return {
        "kind": body.kind,
        "parent": body.parent_id,
        "area": body.area_id,
        "founding": body.founding,
        "timetable": body.timetable_id,
    }


def _check_founding(tree: Tree, founding: str, parent: Body | None, joined_by: Sequence[Body]) -> None:
    if not founding:
        return
    if tree is not Tree.PARTY:
        raise FoundingMissing(_("只有党组织才写组建方式。"))
    if founding == Founding.ATTACHED and parent is None:
        raise FoundingMissing
    if founding == Founding.JOINED and len({member.pk for member in joined_by}) < 2:
        raise FoundingMissing


def _free_code(kind: str, area: Place | None, parent: Body | None) -> str:
    base = f"{area.code if area else parent.code if parent else 'body'}-{kind}"[:54]
    taken = set(Body.objects.filter(code__startswith=base).values_list("code", flat=True))
    return next(
        code for code in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if code not in taken
    )


@transaction.atomic
def change_body(
    *,
    body: Body,
    name: str,
    by: Actor,
    now: datetime,
    parent: Body | None = None,
    area: Place | None = None,
    founding: str = "",
    joined_by: Sequence[Body] = (),
    timetable: Timetable | None = None,
    phone: str = "",
) -> Body:
    """Set what a body is called, under whom and where it stands. Raises Circle, OtherTree, FoundingMissing, NotAllowed.

    A new area gives its seats rights there, so it takes the right to edit that area too.
    """
    body = Body.objects.select_for_update(of=("self",)).select_related("area").get(pk=body.pk)
    require(rules.can_edit_body(by, body, served=queries.served_places(body, queries.day_of(now))))
    if area is not None and area.pk != body.area_id:
        require(rules.can_serve_place(by, area))
    if parent is not None and parent.pk != body.parent_id:
        _check_parent(body, parent)
    _check_founding(Tree(body.tree), founding, parent, joined_by)
    before = _facts(body)
    body.name, body.phone = one_line(name, 80), phone.strip()[:40]
    body.parent, body.area, body.timetable, body.founding = parent, area, timetable, founding
    body.save()
    body.joined_by.set(joined_by)
    journal.write(body, BodyEvent.CHANGED, by=by, at=now, before=before, **_facts(body))
    return body


def _check_parent(body: Body, parent: Body) -> None:
    if parent.tree != body.tree:
        raise OtherTree
    seen = {body.pk}
    at: int | None = parent.pk
    while at is not None:
        if at in seen:
            raise Circle
        seen.add(at)
        at = Body.objects.values_list("parent_id", flat=True).get(pk=at)


@transaction.atomic
def end_body(*, body: Body, ended_on: date, by: Actor, now: datetime) -> Body:
    """The body's last day; its seats, duties and services end with it. Raises StillParent, NotAllowed."""
    body = Body.objects.select_for_update(of=("self",)).select_related("area").get(pk=body.pk)
    require(rules.can_edit_body(by, body, served=queries.served_places(body, queries.day_of(now))))
    if body.founded_on and ended_on < body.founded_on:
        raise EndsBeforeItBegins(field="ended_on")
    if queries.children(body, ended_on):
        raise StillParent
    body.ended_on = ended_on
    body.save(update_fields=["ended_on"])
    Seat.objects.filter(body=body, ended_on__isnull=True).update(ended_on=ended_on)
    held = Duty.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=ended_on), seat__body=body)
    duties = list(held.filter(starts_on__lte=ended_on).values_list("pk", flat=True))
    Duty.objects.filter(pk__in=duties).update(ends_on=ended_on)
    Service.objects.filter(body=body, until__isnull=True, since__lte=ended_on).update(until=ended_on)
    journal.write(body, BodyEvent.ENDED, by=by, at=now, ended_on=ended_on.isoformat(), duties=duties)
    return body


@transaction.atomic
def begin_service(
    *, body: Body, place: Place, since: date, by: Actor, now: datetime, until: date | None = None
) -> Service:
    """The body serves ``place`` from a day on. Raises AlreadyServes, EndsBeforeItBegins, NotAllowed."""
    Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    require(rules.can_serve_place(by, place))
    if until is not None and until < since:
        raise EndsBeforeItBegins(field="until")
    same = Service.objects.filter(Q(until__isnull=True) | Q(until__gte=since), body=body, place=place)
    if until is not None:
        same = same.filter(since__lte=until)
    if same.exists():
        raise AlreadyServes
    service = Service.objects.create(body=body, place=place, since=since, until=until)
    journal.write(
        body,
        BodyEvent.SERVICE_BEGUN,
        by=by,
        at=now,
        place=place.pk,
        since=since.isoformat(),
        until=until.isoformat() if until else None,
    )
    return service


@transaction.atomic
def end_service(*, service: Service, until: date, by: Actor, now: datetime) -> Service:
    """The last day of a service. Raises EndsBeforeItBegins, NotAllowed."""
    service = (
        Service.objects.select_for_update(of=("self",)).select_related("place", "body").get(pk=service.pk)
    )
    require(rules.can_serve_place(by, service.place))
    if until < service.since:
        raise EndsBeforeItBegins(field="until")
    service.until = until
    service.save(update_fields=["until"])
    journal.write(
        service.body,
        BodyEvent.SERVICE_ENDED,
        by=by,
        at=now,
        place=service.place_id,
        until=until.isoformat(),
    )
    return service
