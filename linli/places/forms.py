from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.places import queries
from linli.places.kinds import CODED, SEVERAL, names_in
from linli.places.models import DoorCodeKind, EstateFacts, EstateKind, GridKind, LaneFacts, LaneSide, Place

UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes


class SearchForm(forms.Form):
    q = forms.CharField(label=_("名称或编码"), required=False, max_length=60)


class _GridChoice(forms.ModelChoiceField[Place]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} {obj.code}"


def _grid_field(place: Place) -> _GridChoice:
    return _GridChoice(
        queryset=queries.grids_of(place), label=_("网格"), required=False, empty_label=_("不在网格里")
    )


class EstateForm(forms.Form):
    kind = forms.ChoiceField(label=_("小区类型"), choices=EstateKind)
    lacks_manager = forms.BooleanField(label=_("无物管"), required=False)
    lacks_department = forms.BooleanField(label=_("无主管部门"), required=False)
    lacks_guard = forms.BooleanField(label=_("无人防物防"), required=False)


class LaneForm(forms.Form):
    road = forms.CharField(label=_("路名"), max_length=60)
    from_number = forms.IntegerField(label=_("从几号"), min_value=1, max_value=99_999)
    to_number = forms.IntegerField(label=_("到几号"), min_value=1, max_value=99_999)
    side = forms.ChoiceField(label=_("哪一侧"), choices=LaneSide)


class AddressForm(forms.Form):
    road = forms.CharField(label=_("路名"), max_length=60, required=False)
    number = forms.IntegerField(label=_("门牌号"), min_value=1, max_value=99_999, required=False)


class NameForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=80)


class PhoneForm(forms.Form):
    phone = forms.CharField(label=_("对外电话"), max_length=20, required=False, help_text=_("印在码牌上"))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("原因"), max_length=200)


class CodeForm(forms.Form):
    kind = forms.ChoiceField(label=_("挂在哪里"), choices=DoorCodeKind)
    label = forms.CharField(label=_("说明"), max_length=60, required=False, help_text=_("如 东侧电梯"))


class HangForm(forms.Form):
    """Which codes to make where they are missing: one at every unit entrance, and so many in the lifts of each unit."""

    lifts = forms.IntegerField(
        label=_("每个单元几部电梯"), min_value=0, max_value=8, required=False, initial=0,
        help_text=_("没有电梯填 0；每部电梯各做一个码"),
    )  # fmt: skip

    def clean_lifts(self) -> int:
        return self.cleaned_data["lifts"] or 0


class GridForm(forms.Form):
    def __init__(self, *args: Any, place: Place, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grid"] = _grid_field(place)


class AddForm(forms.Form):
    """The fields that a new place of one kind needs; ``facts()`` after ``is_valid``."""

    name = forms.CharField(label=_("名称"), max_length=80)

    def __init__(self, *args: Any, kind: str, parent: Place | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        hint = _("15 位：社区编码加 3 位序号") if kind == "grid" else _("12 位区划代码")
        self.fields["code"] = forms.CharField(
            label=_("编码"), max_length=80, required=kind in CODED,
            help_text=hint if kind in CODED else _("可空着，系统按上级编码生成"),
        )  # fmt: skip
        if kind == "grid":
            self.fields["grid_kind"] = forms.ChoiceField(label=_("网格类型"), choices=GridKind)
            self.fields["households"] = forms.IntegerField(label=_("户数"), min_value=0, required=False)
        elif kind == "estate":
            fields = EstateForm.base_fields
            self.fields |= {"estate_kind": fields["kind"]} | {key: fields[key] for key in list(fields)[1:]}
        elif kind == "lane":
            self.fields |= dict(LaneForm.base_fields)
        elif kind == "home":
            self.fields["floor"] = forms.IntegerField(
                label=_("楼层"), min_value=-20, max_value=200, required=False
            )
        if kind in ("home", "shop", "institution"):
            self.fields["road"] = AddressForm.base_fields["road"]
            self.fields["road_number"] = AddressForm.base_fields["number"]
        if parent is not None and parent.community_id and kind not in (*CODED, "lane"):
            self.fields["grid"] = _grid_field(parent)

        if kind in SEVERAL:
            several = _("可以一次写几个：1栋、2栋、5栋，或者 1-12栋")
            self.fields["name"] = forms.CharField(label=_("名称"), max_length=400, help_text=several)

    def names(self) -> list[str]:
        """Each name that was written; one where the kind does not come in rows, or a code was given."""
        written: str = self.cleaned_data["name"]
        if self.kind not in SEVERAL or self.cleaned_data["code"]:
            return [written]
        return names_in(written) or [written]

    def facts(self) -> dict[str, Any]:
        """What add_place takes besides name and code."""
        return {key: value for key, value in self.cleaned_data.items()
                if key not in ("name", "code") and value not in (None, "")}  # fmt: skip


class UploadForm(forms.Form):
    file = forms.FileField(label=_("文件"), help_text=_("Excel 或 CSV，20 兆以内"))
    place = forms.CharField(label=_("放在哪个地点下面"), required=False, max_length=80,
                            help_text=_("填编码；表里没写上级的行放在这里"))  # fmt: skip
    dry_run = forms.BooleanField(label=_("只试一遍，不写入"), required=False, initial=True)

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > UPLOAD_LIMIT:
            raise forms.ValidationError(_("文件超过 20 兆，请用命令行导入。"))
        return file


def estate_start(place: Place) -> dict[str, Any]:
    facts = EstateFacts.objects.filter(pk=place.pk).values(
        "kind", "lacks_manager", "lacks_department", "lacks_guard"
    )
    return dict(facts.first() or {})


def lane_start(place: Place) -> dict[str, Any]:
    facts = LaneFacts.objects.filter(pk=place.pk).values("road", "from_number", "to_number", "side").first()
    return dict(facts or {"road": place.road})
