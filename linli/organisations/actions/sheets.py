"""A whole sheet of bodies, seats and duties, from the command line or from the page."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.kernel.refusals import Refusal, require
from linli.kernel.sheets import (
    BadCell,
    Problem,
    Row,
    Tally,
    label_in_sheets,
    read,
    read_day,
    take_each,
    take_in,
)
from linli.organisations import queries, rules
from linli.organisations.actions import bodies, duties, seats
from linli.organisations.actions.bodies import Circle
from linli.organisations.models import Body, BodyKind, Duty, Founding, Role, Seat
from linli.organisations.sheet import COLUMNS, IN_SHEET
from linli.people import actions as people_actions
from linli.people import queries as people
from linli.people.models import Person
from linli.places.models import Place
from linli.worktime.models import Timetable

BATCH = 200


def import_bodies(*, path: Path, by: Actor, now: datetime, dry_run: bool = False) -> Tally:
    """Take a whole file, or try it. Raises NotAllowed, and BadFile for one that cannot be used."""
    require(by.may_anywhere(rules.EDIT))
    intake = BodyIntake(read(path, COLUMNS), by=by, now=now)
    return take_in(read(path, COLUMNS), intake.take_batch, batch=BATCH, dry_run=dry_run)


class BodyIntake:
    """Takes the rows of a sheet. Body rows are known before the first is taken: a parent may stand below its children."""

    def __init__(self, rows: Iterable[Row | Problem], *, by: Actor, now: datetime) -> None:
        self.by, self.now = by, now
        self.ahead: set[str] = set()
        self.above: list[str] = []  # the bodies that wait for the one that is being founded
        self.bodies: dict[str, Row] = {}
        for row in rows:
            if isinstance(row, Row) and row["row"] == "单位":
                self.bodies.setdefault(row["code"], row)

    def take_batch(self, rows: Sequence[Row], tally: Tally) -> None:
        take_each(rows, self.take_row, tally)

    def take_row(self, row: Row, tally: Tally) -> None:
        takes = {"单位": self.take_body, "岗位": self.take_seat, "任职": self.take_duty}
        take = takes.get(row["row"])
        if take is None:
            raise BadCell(_("类别只能写 单位、岗位 或 任职。"), field="row")
        try:
            is_new = take(row)
        except Refusal as refusal:
            refusal.field = IN_SHEET.get(refusal.field, refusal.field)
            raise
        if is_new:
            tally.added += 1
        else:
            tally.already += 1

    def take_body(self, row: Row) -> bool:
        """True where the body is new with this file."""
        code = row["code"]
        if self.bodies[code].line != row.line:
            raise BadCell(
                _("单位编码和第 %(line)d 行重复。") % {"line": self.bodies[code].line}, field="code"
            )
        self._check_circle(code)
        there = queries.body_by_code(code)
        if there is None:
            body = self._found(row)
        else:
            _check_same(there, row)
            body = there
        self._serve(body, row)
        is_new = there is None or code in self.ahead
        self.ahead.discard(code)
        return is_new

    def _check_circle(self, code: str) -> None:
        seen = [code]
        at = self._parent_of(code)
        while at:
            if at in seen:
                raise Circle
            seen.append(at)
            at = self._parent_of(at)

    def _parent_of(self, code: str) -> str:
        if code in self.bodies:
            return self.bodies[code]["parent"]
        there = queries.body_by_code(code)
        return there.parent.code if there is not None and there.parent is not None else ""

    def _body(self, code: str, field: str) -> Body:
        """The body of that code; one that stands further down the file is founded first."""
        there = queries.body_by_code(code)
        if there is not None:
            return there
        if code not in self.bodies:
            raise BadCell(_("没有编码为 %(code)s 的单位。") % {"code": code}, field=field)
        if code in self.above:
            raise Circle
        self.above.append(code)
        try:
            made = self._found(self.bodies[code])
        finally:
            self.above.pop()
        self.ahead.add(code)
        return made

    def _found(self, row: Row) -> Body:
        joined = _split(row["joined_by"])
        return bodies.found_body(
            code=row["code"],
            name=_needed(row, "name"),
            kind=_choice(BodyKind, _needed(row, "kind"), "kind"),
            parent=self._body(row["parent"], "parent") if row["parent"] else None,
            area=_place(row["area"], "area"),
            founding=_choice(Founding, row["founding"], "founding") if row["founding"] else "",
            joined_by=[self._body(code, "joined_by") for code in joined],
            timetable=_timetable(row),
            phone=row["phone"],
            by=self.by,
            now=self.now,
        )

    def _serve(self, body: Body, row: Row) -> None:
        now = self.now
        on = queries.day_of(now)
        since = read_day(row["starts_on"], field="starts_on") if row["starts_on"] else on
        there = {service.place_id for service in queries.services_of(body, on)}
        for code in _split(row["serves"]):
            place = _place(code, "serves")
            if place is not None and place.pk not in there:
                bodies.begin_service(body=body, place=place, since=since, by=self.by, now=now)

    def take_seat(self, row: Row) -> bool:
        body, role, area = self._seat_keys(row)
        there = Seat.objects.filter(body=body, role=role, area=area, ended_on__isnull=True).exists()
        if not there:
            seats.make_seat(body=body, role=role, area=area, name=row["seat_name"], by=self.by, now=self.now)
        return not there

    def _seat_keys(self, row: Row) -> tuple[Body, Role, Place | None]:
        body = self._body(row["code"], "code")
        words = _needed(row, "role")
        role = Role.objects.filter(code=words).first()
        if role is None:
            named = list(Role.objects.filter(name=words)[:2])
            if len(named) != 1:
                raise BadCell(_("没有叫 %(role)s 的角色。") % {"role": words}, field="role")
            role = named[0]
        return body, role, _place(row["area"], "area")

    def take_duty(self, row: Row) -> bool:
        body, role, area = self._seat_keys(row)
        seat = Seat.objects.filter(body=body, role=role, area=area).first()
        if seat is None:
            raise BadCell(_("这个单位没有这个岗位，请先写岗位行。"), field="role")
        starts_on = read_day(_needed(row, "starts_on"), field="starts_on")
        ends_on = read_day(row["ends_on"], field="ends_on") if row["ends_on"] else None
        if ends_on is not None and ends_on < starts_on:
            raise BadCell(_("结束日期不能早于开始日期。"), field="ends_on")
        lead = row["lead"].strip().upper().removesuffix("岗").strip() or "A"
        if lead not in {"A", "B"}:
            raise BadCell(_("AB岗 只能写 A 或 B。"), field="lead")
        there = self._standing(seat, row, starts_on)
        person = there.person if there is not None else self._person(row)
        if there is None:
            there = Duty.objects.filter(seat=seat, person=person, starts_on=starts_on).first()
        if there is not None:
            return self._end_now(there, ends_on)
        duties.start_duty(
            seat=seat,
            person=person,
            starts_on=starts_on,
            ends_on=ends_on,
            is_lead=lead == "A",
            by=self.by,
            now=self.now,
        )
        return True

    def _standing(self, seat: Seat, row: Row, starts_on: date) -> Duty | None:
        """The duty that a row without number and phone, as the export writes it, can only mean."""
        if row["person_code"] or row["phone"]:
            return None
        named = Duty.objects.filter(seat=seat, person__name=row["person"], starts_on=starts_on)
        found = list(named.select_related("person")[:2])
        return found[0] if len(found) == 1 else None

    def _end_now(self, duty: Duty, ends_on: date | None) -> bool:
        """A duty that the file knows to have ended since is ended here too."""
        if ends_on is None or duty.ends_on is not None:
            return False
        duties.end_duty(duty=duty, ends_on=ends_on, by=self.by, now=self.now)
        return True

    def _person(self, row: Row) -> Person:
        name, code, phone = _needed(row, "person"), row["person_code"], row["phone"]
        if code:
            known = people.by_code(code)
            if known is not None and known.name != name:
                raise BadCell(_("这个编号登记的是另一个姓名。"), field="person_code")
        elif phone:
            known = next((who for who in people.find_by_phone(phone) if who.name == name), None)
        else:
            raise BadCell(_("请写人员编号或电话，同名的人才分得清。"), field="person_code")
        return known or people_actions.register_person(
            name=name, phone=phone, code=code or None, by=self.by, now=self.now
        )


def _needed(row: Row, key: str) -> str:
    if not row[key]:
        raise BadCell(_("这一格不能空着。"), field=key)
    return row[key]


def _split(words: str) -> list[str]:
    return [code for code in re.split(r"[、,,;;\s]+", words) if code]


def _place(code: str, field: str) -> Place | None:
    if not code:
        return None
    place = Place.objects.filter(code=code).first()
    if place is None:
        raise BadCell(_("没有编码为 %(code)s 的地点。") % {"code": code}, field=field)
    return place


def _timetable(row: Row) -> Timetable | None:
    if not row["timetable"]:
        return None
    timetable = Timetable.objects.filter(code=row["timetable"]).first()
    if timetable is None:
        raise BadCell(_("没有这个作息编码。"), field="timetable")
    return timetable


def _plain(words: str) -> str:
    return words.strip().replace("(", "(").replace(")", ")").lower()


def _choice(choices: type[TextChoices], words: str, field: str) -> str:
    """By value or label; 街道办 for 街道办(乡镇政府), 居民委员会 or 居委会 for 居(村)民委员会."""
    wanted = _plain(words)
    short = {"居委会": "community", "居民委员会": "community", "村委会": "community", "社区": "community",
             "村民委员会": "community", "街道办": "street", "街道办事处": "street", "乡镇政府": "street",
             "物业公司": "property", "党工委": "party_committee", "党委": "party_committee"}  # fmt: skip
    for one in choices:
        labels = {_plain(str(one.label)), _plain(label_in_sheets(one)), one.value}
        if wanted in labels or (choices is BodyKind and short.get(wanted) == one.value):
            return str(one.value)
    raise BadCell(
        _("只能写：%(labels)s。") % {"labels": "、".join(str(label) for label in choices.labels)}, field=field
    )


def _check_same(body: Body, row: Row) -> None:
    """A body that is there stays as it is; a file that says otherwise is told so."""
    said: Iterable[tuple[str, str, str]] = (
        ("name", row["name"], body.name),
        ("kind", _choice(BodyKind, row["kind"], "kind") if row["kind"] else "", body.kind),
        ("parent", row["parent"], body.parent.code if body.parent else ""),
        ("area", row["area"], body.area.code if body.area else ""),
    )
    for field, wanted, has in said:
        if wanted and wanted != has:
            raise BadCell(
                _("这个编码已有单位，登记的是“%(has)s”。要改请到单位页面。") % {"has": has}, field=field
            )
