"""One number of local practice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField
from linli.cases.practice import Rule


class PracticeForm(forms.Form):
    """The number and on whose ground; one form stands in each row of the page."""

    amount = forms.IntegerField(
        label=_("改成"), error_messages={"required": _("请填一个整数。"), "invalid": _("请填一个整数。")}
    )
    source = LineField(
        label=_("依据（文件名、会议）"),
        max_length=120,
        error_messages={"required": _("请写依据：哪份文件、哪次会议定的。")},
    )

    def __init__(self, *args: Any, rule: Rule, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{rule.key}_%s"
        amount = self.fields["amount"]
        amount.widget.attrs.update({"min": rule.least, "max": rule.most, "inputmode": "numeric"})
        amount.help_text = _("%(least)s 到 %(most)s %(unit)s") % {
            "least": rule.least, "most": rule.most, "unit": rule.unit,
        }  # fmt: skip
