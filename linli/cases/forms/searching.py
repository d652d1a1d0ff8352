"""What is looked for: words with days, or a phone with a reason."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField
from linli.cases.queries import Sought

_STATES = [("", _("全部")), ("open", _("没办结的")), ("closed", _("已结束的"))]


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期写得不对，例如：2026-03-05")},
    )


class SearchForm(forms.Form):
    """Sent by an address, so that what was found can be turned over page by page: no phone belongs into it."""

    q = LineField(
        label=_("找什么"),
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        help_text=_("事情、地点、编号都行，几个词用空格隔开，例如：电梯 3栋"),
        error_messages={"required": _("请写要找的词，或者受理编号。")},
    )
    state = forms.ChoiceField(label=_("看哪些"), choices=_STATES, required=False)
    first = _day(_("从哪天登记的"))
    last = _day(_("到哪天"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and first > last:
            raise ValidationError({"last": _("结束的日子早于开始的日子。")})
        return data

    @property
    def sought(self) -> Sought:
        data = self.cleaned_data
        is_open = {"open": True, "closed": False}.get(data["state"])
        return Sought(data["q"], is_open=is_open, first=data["first"], last=data["last"])


class PhoneSearchForm(forms.Form):
    number = LineField(
        label=_("诉求人的电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=_("写全号码，或者只写后四位"),
        error_messages={"required": _("请写电话号码。")},
    )
    reason = LineField(
        label=_("为什么要查"),
        max_length=200,
        help_text=_("会记进日志"),
        error_messages={"required": _("请写一句为什么要查。")},
    )
