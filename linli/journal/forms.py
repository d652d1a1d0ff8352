from django import forms
from django.utils.translation import gettext_lazy as _


class DropForm(forms.Form):
    """Why a delivery is given up; the sentence refuses an empty reason."""

    reason = forms.CharField(label=_("放弃的原因"), max_length=500)
