"""A number, and the code that was sent to it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import PhoneField


class NumberOfMineForm(forms.Form):
    phone = PhoneField(
        label=_("您的手机号"),
        help_text=_("填反映事情时留的号码。"),
        error_messages={"required": _("请填手机号。")},
    )


class CodeOfMineForm(forms.Form):
    code = forms.CharField(
        label=_("短信里的 6 位数字"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("请填短信里的验证码。")},
    )
