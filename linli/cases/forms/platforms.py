"""A platform's sheet to take in, the answers that went back, and how its sheets are laid out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, WordsField
from linli.cases.models import Platform
from linli.cases.platforms import KEYS_IN, WORDS_IN, WORDS_OUT
from linli.places.models import Place

UPLOAD_LIMIT = 20 * 1024 * 1024


class SheetForm(forms.Form):
    """``areas`` are the places for which the worker takes orders in; None among them is the whole town."""

    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("从平台下载的 Excel 或 CSV，20 兆以内"),
        error_messages={"required": _("请选表格文件。")},
    )
    area = forms.ChoiceField(label=_("收到哪个地方"), required=False)
    dry_run = forms.BooleanField(label=_("只试一遍，不收进来"), required=False, initial=True)

    def __init__(self, *args: Any, areas: Iterable[Place | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = {str(area.pk) if area is not None else "": area for area in areas}
        field = self.fields["area"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (key, area.name if area is not None else _("全部")) for key, area in self.areas.items()
        ]
        if len(self.areas) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.areas))

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > UPLOAD_LIMIT:
            raise ValidationError(_("文件超过 20 兆，请用命令行导入。"))
        return file

    def clean_area(self) -> Place | None:
        chosen = self.cleaned_data["area"]
        if chosen not in self.areas:
            raise ValidationError(_("请选收到哪个地方。"))
        return self.areas[chosen]


def stamps_of(typed: Iterable[str]) -> list[tuple[int, int]]:
    """What ticked answers send: the key of the report and the second of its answer. What is spoilt is left out."""
    pairs = (value.partition(".") for value in typed)
    return [
        (int(key), int(second))
        for key, _dot, second in pairs
        if key.isdecimal() and second.isdecimal() and len(key) < 19 and len(second) < 19
    ]


class UndoForm(forms.Form):
    sent_at = forms.CharField(widget=forms.HiddenInput)

    def clean_sent_at(self) -> datetime:
        try:
            at = datetime.fromisoformat(self.cleaned_data["sent_at"])
        except ValueError as error:
            raise ValidationError(_("没有这一批。")) from error
        if at.tzinfo is None:
            raise ValidationError(_("没有这一批。"))
        return at


class LayoutForm(forms.Form):
    """How the platform's headings are called: one line for each of our keys, empty where its sheet has no such column; and
    a line for each column that goes back.
    """

    name = LineField(label=_("平台名称"), max_length=60, error_messages={"required": _("请写平台名称。")})
    is_on = forms.BooleanField(label=_("在用"), required=False, initial=True)
    columns_out = WordsField(
        label=_("报回表格的栏目"), rows=14, help_text=_("一行一栏：平台的标题=我们的内容"),
        error_messages={"required": _("请至少写工单编号一栏。")},
    )  # fmt: skip
    field_order = ("name", "is_on")

    def __init__(self, *args: Any, platform: Platform, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "name": platform.name,
            "is_on": platform.is_on,
            "columns_out": "\n".join(
                f"{title}={WORDS_OUT.get(key, key)}" for title, key in platform.columns_out
            ),
            **{f"in_{key}": platform.columns_in.get(key, "") for key in KEYS_IN},
        }
        for key in KEYS_IN:
            self.fields[f"in_{key}"] = LineField(
                label=_("来表的栏目：%(words)s") % {"words": WORDS_IN[key]}, required=False, max_length=40
            )
        self.fields["columns_out"].help_text = _("一行一栏，写成“平台的标题=内容”。内容可以是：%(words)s") % {
            "words": "、".join(str(words) for words in WORDS_OUT.values())
        }

    def clean_columns_out(self) -> list[tuple[str, str]]:
        keys = {str(words): key for key, words in WORDS_OUT.items()}
        pairs = []
        for line in self.cleaned_data["columns_out"].splitlines():
            title, _equals, words = (part.strip() for part in line.replace("＝", "=").partition("="))
            if not line.strip():
                continue
            if words not in keys:
                raise ValidationError(_("看不懂这一行：%(line)s"), params={"line": line[:60]})
            pairs.append((title, keys[words]))
        return pairs

    def columns_in(self) -> dict[str, str]:
        return {key: self.cleaned_data[f"in_{key}"] for key in KEYS_IN if self.cleaned_data[f"in_{key}"]}
