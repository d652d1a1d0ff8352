"""What is typed once for several cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField


class NudgeForm(forms.Form):
    words = LineField(
        label=_("说一句（可不填）"), required=False, max_length=200, help_text=_("承办岗位会在收件箱看到。")
    )


class FinishForm(forms.Form):
    words = LineField(label=_("说明（可不填）"), required=False, max_length=500)


class SaveViewForm(forms.Form):
    name = LineField(
        label=_("视图的名字"), max_length=40, error_messages={"required": _("请给这个视图起个名字。")}
    )
    is_shared = forms.BooleanField(label=_("本单位的人都能用"), required=False)


class RenameViewForm(forms.Form):
    name = LineField(
        label=_("视图的名字"), max_length=40, error_messages={"required": _("请给这个视图起个名字。")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "rename_%s")
        super().__init__(*args, **kwargs)
