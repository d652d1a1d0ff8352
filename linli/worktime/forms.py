"""Forms of days and timetables. What they take is checked again by the sentences."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.worktime.models import DayKind, Timetable
from linli.worktime.queries import draft_of, seasons_of
from linli.worktime.seasons import Draft, faults, read_day, read_hours

WEEKDAYS = (
    ("1", _("周一")),
    ("2", _("周二")),
    ("3", _("周三")),
    ("4", _("周四")),
    ("5", _("周五")),
    ("6", _("周六")),
    ("7", _("周日")),
)
WEEKDAY_HEADINGS = (_("一"), _("二"), _("三"), _("四"), _("五"), _("六"), _("日"))


class DayForm(forms.Form):
    kind = forms.ChoiceField(label=_("这一天"), choices=DayKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("名称"),
        max_length=40,
        required=False,
        help_text=_("节日写节日名，例如“春节”；普通休息日可不写。"),
    )
    source = forms.CharField(label=_("依据"), max_length=120, help_text=_("哪一份通知、哪一级发的。"))
    is_official = forms.BooleanField(
        label=_("已正式公布"), required=False, help_text=_("没有公布、只是估计的，不要勾。")
    )


class TimetableForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("依据哪份通知，给谁用。")
    )
    is_always_open = forms.BooleanField(
        label=_("全天有人，从不关门"), required=False, help_text=_("勾上以后，下面的季节不用填。")
    )


class SeasonForm(forms.Form):
    from_day = forms.CharField(label=_("从"), max_length=10, help_text=_("例如 06-01"))
    to_day = forms.CharField(label=_("到"), max_length=10, help_text=_("含这一天，例如 09-30"))
    hours = forms.CharField(label=_("上班时间"), max_length=100, help_text=_("例如 08:00-12:00, 14:00-18:00"))
    weekdays = forms.MultipleChoiceField(
        label=_("固定上班的星期"),
        choices=WEEKDAYS,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("一个都不勾：按国家规定的工作日上班。"),
    )

    def clean_from_day(self) -> str:
        return self._day("from_day")

    def clean_to_day(self) -> str:
        return self._day("to_day")

    def clean_hours(self) -> tuple[tuple[str, str], ...]:
        pairs = read_hours(self.cleaned_data["hours"])
        if pairs is None:
            raise forms.ValidationError(_("看不懂这个时间，请写成 08:00-12:00, 14:00-18:00 这样。"))
        return pairs

    def _day(self, name: str) -> str:
        day = read_day(self.cleaned_data[name])
        if day is None:
            raise forms.ValidationError(_("没有这一天，请写成 06-01 这样。"))
        return day


class SeasonSet(forms.BaseFormSet[SeasonForm]):
    """The seasons of one timetable; rows left empty or marked for removal do not count."""

    def clean(self) -> None:
        if any(form.errors for form in self.forms):
            return
        lines = list(self._filled())
        for fault in faults([draft for _form, draft in lines]):
            if fault.line:
                lines[fault.line - 1][0].add_error(fault.field, str(fault.why))
            else:
                raise forms.ValidationError(str(fault.why))

    def drafts(self) -> list[Draft]:
        return [draft for _form, draft in self._filled()]

    def _filled(self) -> Iterator[tuple[SeasonForm, Draft]]:
        for form in self.forms:
            data = form.cleaned_data
            if data and not data.get("DELETE"):
                weekdays = tuple(int(day) for day in data["weekdays"])
                yield form, Draft(data["hours"], data["from_day"], data["to_day"], weekdays)


SeasonForms = cast(
    type[SeasonSet],
    forms.formset_factory(SeasonForm, formset=SeasonSet, extra=1, max_num=12, can_delete=True),
)


def shown_seasons(table: Timetable) -> list[dict[str, Any]]:
    """The seasons of a timetable as the forms show them."""
    return [
        {
            "from_day": draft.from_day,
            "to_day": draft.to_day,
            "hours": ", ".join(f"{opens}-{closes}" for opens, closes in draft.hours),
            "weekdays": [str(day) for day in draft.weekdays],
        }
        for draft in map(draft_of, seasons_of(table))
    ]
