"""A place and a sentence of a resident, to see whose turn it would be."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.places import WithPlace
from linli.places import queries as places


class TryLadderForm(WithPlace):
    words = forms.CharField(
        label=_("居民怎么说"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如：楼道灯坏了。不写就看这个地方一般的台阶。不会保存。"),
    )  # fmt: skip
    field_order = ("place_words", "words")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["place"] = self.chosen_place(data)
        if data["place"] is None and "place_words" not in self.errors:
            raise ValidationError(
                {"place_words": _("没有找到这个地点，请写小区和楼栋，例如：柳岸花园3栋2单元。")}
            )
        return data


class LadderDraftForm(forms.Form):
    """The steps of a ladder as its own page sends them: codes and keys, in their order."""

    area = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput())
    category = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput())
    roles = forms.RegexField(r"^[0-9,]*$", required=False, max_length=400, widget=forms.HiddenInput())
    do = forms.ChoiceField(choices=[("show", ""), ("clear", "")], widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """``area`` becomes a Place or None, ``roles`` the keys of the steps."""
        typed = super().clean() or {}
        code, keys = typed.get("area", ""), typed.get("roles", "")
        area = places.by_code(code) if code else None
        if code and area is None:
            self.add_error("area", _("没有编码为 %(code)s 的地点。") % {"code": code})
        numbers = [int(key) for key in keys.split(",") if key]
        return typed | {"area": area, "roles": [] if typed.get("do") == "clear" else numbers}
