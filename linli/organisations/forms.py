import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from linli.kernel import verbs
from linli.organisations import queries
from linli.organisations.models import Body, BodyKind, Duty, Founding, Reach, Role, ShiftKind, Tree
from linli.people import queries as people
from linli.people.models import Person
from linli.places import queries as places
from linli.places.models import Place
from linli.worktime.models import Timetable


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlaceField(forms.CharField):
    """A place by its code or, where that is plain, by its name; cleans to a Place or None."""

    def clean(self, value: Any) -> Place | None:
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        place = places.by_code(words) or places.find_by_words(words, within=None)
        if place is None:
            raise forms.ValidationError(_("没有找到这个地点，或者有几个同名的，请填地点编码。"))
        return place

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Place) else value


class BodiesField(forms.CharField):
    """Bodies by their codes or, where that is plain, by their names, several apart by 、; cleans to a list."""

    def clean(self, value: Any) -> list[Body]:
        codes = [code for code in re.split(r"[、,,;;\s]+", str(super().clean(value) or "")) if code]
        there = {body.code: body for body in Body.objects.filter(code__in=codes).select_related("area")}
        for words in codes:
            if words not in there and (named := queries.body_named(words)) is not None:
                there[words] = named
        missing = [code for code in codes if code not in there]
        if missing:
            raise forms.ValidationError(
                _("没有找到单位：%(code)s。请填它的全称或编码。"), params={"code": "、".join(missing)}
            )
        return [there[code] for code in codes]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "、".join(body.code for body in value or ())


class BodyField(BodiesField):
    """One body by its code or name; cleans to a Body or None."""

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found[0] if found else None

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Body) else value


class PersonField(forms.CharField):
    """A person by code, phone, or "name phone"; cleans to a Person or None."""

    def clean(self, value: Any) -> Person | None:
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        found = people.named(words)
        if len(found) == 1:
            return found[0]
        raise forms.ValidationError(
            _("这个电话有几个人在用，请写“姓名 电话”。") if found else _("没有找到这个人，请先登记。")
        )


def person_field(label: Any, *, required: bool = True) -> PersonField:
    return PersonField(
        label=label,
        required=required,
        max_length=100,
        help_text=_("填电话或人员编号；几人共用电话时填“姓名 电话”。"),
    )


class FilterForm(forms.Form):
    tree = forms.ChoiceField(label=_("体系"), required=False, choices=[("", _("全部")), *Tree.choices])
    kind = forms.ChoiceField(label=_("类型"), required=False, choices=[("", _("全部")), *BodyKind.choices])
    q = forms.CharField(
        label=_("名称或编码"), required=False, max_length=60, widget=forms.TextInput(attrs={"type": "search"})
    )


class ChangeBodyForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)
    parent = BodyField(
        label=_("上级单位"), required=False, max_length=80, help_text=_("填名称或编码，没有就空着。")
    )
    area = PlaceField(
        label=_("负责区域"), required=False, max_length=80, help_text=_("填地点的名称或编码，比如 柳岸社区。")
    )
    founding = forms.ChoiceField(
        label=_("组建方式"), required=False, choices=[("", _("不适用")), *Founding.choices]
    )
    joined_by = BodiesField(label=_("参加单位"), required=False, help_text=_("融合建才填，几个用顿号隔开。"))
    timetable = forms.ModelChoiceField(
        label=_("工作时间"), required=False, queryset=Timetable.objects.all(), empty_label=_("按上级")
    )
    phone = forms.CharField(label=_("单位电话"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["timetable"].label_from_instance = lambda row: row.name  # type: ignore[attr-defined]


class BodyForm(ChangeBodyForm):
    field_order = ("kind", "name", "code")
    kind = forms.ChoiceField(label=_("类型"), choices=BodyKind.choices)
    code = forms.CharField(label=_("编码"), required=False, max_length=60, help_text=_("不填会自动编一个。"))
    founded_on = forms.DateField(label=_("成立日期"), required=False, widget=DayInput())


class SeatForm(forms.Form):
    role = forms.ModelChoiceField(label=_("角色"), queryset=Role.objects.order_by("rung", "pk"))
    area = PlaceField(
        label=_("负责区域"),
        required=False,
        max_length=80,
        help_text=_("填地点的名称或编码；不填就是本单位的区域。"),
    )
    name = forms.CharField(label=_("岗位名称"), required=False, max_length=80)


class ServiceForm(forms.Form):
    place = PlaceField(label=_("服务地点"), max_length=80, help_text=_("填地点的名称或编码。"))
    since = forms.DateField(label=_("从哪天起"), widget=DayInput())


class StartDutyForm(forms.Form):
    person = person_field(_("谁到任"))
    starts_on = forms.DateField(label=_("到任日期"), widget=DayInput())
    ends_on = forms.DateField(label=_("届满日期"), required=False, widget=DayInput())
    is_lead = forms.BooleanField(
        label=_("A 岗（主责）"), required=False, initial=True, help_text=_("不勾就是 B 岗（备岗）。")
    )


class HandOverForm(forms.Form):
    person = person_field(_("谁接任"))
    on = forms.DateField(label=_("从哪天起接任"), widget=DayInput())


class StandInForm(forms.Form):
    person = person_field(_("谁顶岗"))
    starts_on = forms.DateField(label=_("从哪天"), widget=DayInput())
    ends_on = forms.DateField(label=_("到哪天"), widget=DayInput())


class AwayForm(forms.Form):
    """Leave: which duty, who stands in, from and to."""

    duty = forms.TypedChoiceField(label=_("哪个岗位"), coerce=int)
    person = forms.TypedChoiceField(
        label=_("谁来顶岗"), coerce=int, error_messages={"required": _("请选谁来顶岗。")}
    )
    starts_on = forms.DateField(label=_("从哪天"), widget=DayInput())
    ends_on = forms.DateField(label=_("到哪天"), widget=DayInput())

    def __init__(self, *args: Any, duties: list[Duty], colleagues: list[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.duties = {duty.pk: duty for duty in duties}
        self.people = {person.pk: person for person in colleagues}
        for name, rows in (("duty", [(key, duty.seat.name) for key, duty in self.duties.items()]),
                           ("person", [("", "—"), *((key, one.name) for key, one in self.people.items())])):  # fmt: skip
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)
            field.choices = rows

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["duty"], data["person"] = (
            self.duties.get(data.get("duty", 0)),
            self.people.get(data.get("person") or 0),
        )
        return data


class LastDayForm(forms.Form):
    """The last day of a duty, seat, service or body."""

    day = forms.DateField(label=_("最后一天"), widget=DayInput())


class ShiftForm(forms.Form):
    kind = forms.ChoiceField(label=_("班次"), choices=ShiftKind.choices)
    day = forms.DateField(label=_("日期"), widget=DayInput())
    starts = forms.TimeField(label=_("上班"), initial="18:00", widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label=_("下班"),
        initial="08:00",
        help_text=_("早于上班时间就是第二天。"),
        widget=forms.TimeInput(attrs={"type": "time"}),
    )
    person = person_field(_("A 岗"))
    backup = person_field(_("B 岗"), required=False)

    def clean(self) -> dict[str, Any]:
        """Day and times become two instants, as ``set_shift`` takes them."""
        typed = super().clean() or {}
        day: date | None = typed.pop("day", None)
        starts: time | None = typed.pop("starts", None)
        ends: time | None = typed.pop("ends", None)
        if day is not None and starts is not None and ends is not None:
            last = day if ends > starts else day + timedelta(days=1)
            typed["starts_at"] = timezone.make_aware(datetime.combine(day, starts))
            typed["ends_at"] = timezone.make_aware(datetime.combine(last, ends))
        return typed


class RoleForm(forms.Form):
    """``verbs`` shows each right in plain words; what a role already has stays in the list, known or not."""

    name = forms.CharField(label=_("名称"), max_length=40)
    words = forms.CharField(label=_("一句话说明"), max_length=200, required=False)
    verbs = forms.MultipleChoiceField(
        label=_("能做什么"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reach = forms.ChoiceField(label=_("管到哪里"), choices=Reach.choices)
    rung = forms.IntegerField(
        label=_("层级"), min_value=0, max_value=9, initial=0,
        help_text=_("1 网格，2 社区，3 街道，4 部门，5 区县；0 不在层级上。"),
    )  # fmt: skip
    is_desk = forms.BooleanField(label=_("是接单的窗口"), required=False)
    is_volunteer = forms.BooleanField(label=_("是志愿者（不计时）"), required=False)
    is_head = forms.BooleanField(label=_("是单位负责人（超时先提醒）"), required=False)

    def __init__(self, *args: Any, has: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = verbs.known()
        self.fields["verbs"].choices = [  # type: ignore[attr-defined]
            *known.items(),
            *((verb, verb) for verb in has if verb not in known),
        ]


class NewRoleForm(RoleForm):
    field_order = ("code", "name")
    code = forms.SlugField(label=_("编码（英文）"), max_length=40)


class LadderFilter(forms.Form):
    """Whose ladder is looked at."""

    place = PlaceField(
        label=_("地点名称或编码"), required=False, max_length=80, help_text=_("不填就是全部地方。")
    )
    category = forms.SlugField(
        label=_("事项分类编码"), required=False, max_length=20, help_text=_("不填就是所有事项。")
    )


class RolesField(forms.CharField):
    """Roles by their keys, in their order; cleans to a list."""

    def clean(self, value: Any) -> list[Role]:
        keys = [int(key) for key in str(super().clean(value) or "").split(",") if key.isdecimal()]
        there = Role.objects.in_bulk(keys)
        return [there[key] for key in keys if key in there]

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else ",".join(str(role.pk) for role in value or ())


class LadderForm(forms.Form):
    """The order in which the reader saw the steps, and the one change wanted: cleans to the order that would hold.

    ``do`` is save, show (nothing changed), add (the role chosen in ``role``), clear, or up, down or remove with the key of
    a role: "up-3". Only save keeps anything.
    """

    area = PlaceField(required=False, max_length=80, widget=forms.HiddenInput())
    category = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())
    roles = RolesField(required=False, max_length=400, widget=forms.HiddenInput())
    do = forms.RegexField(r"^(save|show|add|clear|(up|down|remove)-[0-9]{1,9})$", widget=forms.HiddenInput())
    role = forms.ModelChoiceField(
        label=_("加哪个角色"), required=False, queryset=queries.step_roles(), empty_label=_("请选择")
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        verb, _dash, key = str(typed.pop("do", "")).partition("-")
        self.is_kept = verb == "save"
        chosen: Role | None = typed.pop("role", None)
        roles: list[Role] = typed.get("roles") or []
        if verb == "add" and chosen is None:
            self.add_error("role", _("请选一个角色。"))
        elif verb == "add" and chosen is not None:
            neighbours = sum(role.is_volunteer for role in roles)
            roles.insert(neighbours if chosen.is_volunteer else len(roles), chosen)
        elif verb == "clear":
            roles = []
        elif verb in ("up", "down", "remove"):
            roles = _moved(roles, verb, int(key or 0))
        return typed | {"roles": roles}


def _moved(roles: list[Role], verb: str, key: int) -> list[Role]:
    at = next((index for index, role in enumerate(roles) if role.pk == key), None)
    if at is None:
        return roles
    rest = [role for role in roles if role.pk != key]
    if verb == "remove":
        return rest
    to = max(at - 1, 0) if verb == "up" else at + 1
    return [*rest[:to], roles[at], *rest[to:]]
