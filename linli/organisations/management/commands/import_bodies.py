import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import RESIDENT, Actor, importer
from linli.kernel.refusals import Refusal
from linli.kernel.sheets import BadCell, Column, ImportCommand, Row, Tally, read, read_day
from linli.organisations import actions, queries
from linli.organisations.actions.bodies import Circle
from linli.organisations.models import Body, BodyKind, Duty, Founding, Role, Seat
from linli.people import actions as people_actions
from linli.people import queries as people
from linli.people.models import Person
from linli.places.models import Place
from linli.worktime.models import Timetable

COLUMNS = (
    Column("row", ("类别",), required=True, help=_("单位、岗位或任职"), example="单位"),
    Column("code", ("单位编码",), required=True, help=_("三种行都要写"), example="511102001001-jwh", max_length=60),
    Column("name", ("单位名称",), help=_("单位行必填"), example="柳岸社区居民委员会", max_length=80),
    Column("kind", ("单位类型",), help="、".join(str(label) for label in BodyKind.labels), example="居(村)民委员会"),
    Column("parent", ("上级单位编码", "上级编码"), example="511102001000-jdb", max_length=60),
    Column("area", ("区域编码",), help=_("单位或岗位负责的地点编码"), example="511102001001", max_length=80),
    Column("founding", ("组建方式",), help=_("党组织：单独建、挂靠建、融合建")),
    Column("joined_by", ("参加单位编码",), help=_("融合建：几个编码用顿号隔开")),
    Column("serves", ("服务地点编码",), help=_("物业、服务队：几个编码用顿号隔开")),
    Column("timetable", ("作息",), help=_("工作时间的编码，例如 office、community、always")),
    Column("phone", ("电话",), help=_("单位行写单位电话，任职行写本人电话"), max_length=40),
    Column("role", ("角色", "岗位"), help=_("岗位行和任职行必填：角色的名称或编码"), max_length=40),
    Column("seat_name", ("岗位名称",), help=_("不写就用“区域+角色”"), max_length=80),
    Column("person", ("姓名",), help=_("任职行必填"), max_length=60),
    Column("person_code", ("人员编号",), help=_("没有编号就写电话"), max_length=60),
    Column("starts_on", ("开始日期",), help=_("任职行必填，例如 2026-01-01")),
    Column("ends_on", ("结束日期",)),
    Column("lead", ("AB岗", "A/B岗"), help=_("A 或 B,不写是 A")),
)  # fmt: skip

# What a sentence calls an input, and the column it came from.
IN_SHEET = {"is_lead": "lead", "seat": "role", "body": "code", "place": "serves", "identity": "person"}


class Command(ImportCommand):
    help = "Import bodies, seats and duties: one sheet, the column 类别 says 单位, 岗位 or 任职."
    columns = COLUMNS
    sheet_name = "组织"
    by: Actor = RESIDENT
    bodies: dict[str, Row]
    ahead: set[str]
    above: list[str]  # the bodies that wait for the one that is being founded

    def prepare(self, options: dict[str, Any]) -> None:
        """Body rows are known before the first is taken: a parent may stand below its children."""
        self.by = importer(Path(options["file"]).name)
        self.ahead = set()
        self.above = []
        self.bodies = {}
        mapping = dict(pair.split("=", 1) for pair in options["map"] if "=" in pair)
        for row in read(options["file"], self.columns, mapping=mapping):
            if isinstance(row, Row) and row["row"] == "单位":
                self.bodies.setdefault(row["code"], row)

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
        return actions.found_body(
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
            now=timezone.now(),
        )

    def _serve(self, body: Body, row: Row) -> None:
        now = timezone.now()
        on = queries.day_of(now)
        since = read_day(row["starts_on"], field="starts_on") if row["starts_on"] else on
        there = {service.place_id for service in queries.services_of(body, on)}
        for code in _split(row["serves"]):
            place = _place(code, "serves")
            if place is not None and place.pk not in there:
                actions.begin_service(body=body, place=place, since=since, by=self.by, now=now)

    def take_seat(self, row: Row) -> bool:
        body, role, area = self._seat_keys(row)
        there = Seat.objects.filter(body=body, role=role, area=area, ended_on__isnull=True).exists()
        if not there:
            actions.make_seat(
                body=body, role=role, area=area, name=row["seat_name"], by=self.by, now=timezone.now()
            )
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
        person = self._person(row)
        there = Duty.objects.filter(seat=seat, person=person, starts_on=starts_on).first()
        if there is not None:
            return self._end_now(there, ends_on)
        actions.start_duty(
            seat=seat,
            person=person,
            starts_on=starts_on,
            ends_on=ends_on,
            is_lead=lead == "A",
            by=self.by,
            now=timezone.now(),
        )
        return True

    def _end_now(self, duty: Duty, ends_on: date | None) -> bool:
        """A duty that the file knows to have ended since is ended here too."""
        if ends_on is None or duty.ends_on is not None:
            return False
        actions.end_duty(duty=duty, ends_on=ends_on, by=self.by, now=timezone.now())
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
            name=name, phone=phone, code=code or None, by=self.by, now=timezone.now()
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
    for value, label in choices.choices:
        if wanted in {value, _plain(str(label))} or (choices is BodyKind and short.get(wanted) == value):
            return str(value)
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
