from django import forms
from django.utils.translation import gettext_lazy as _

from linli.desk.actions import LONGEST


class FindForm(forms.Form):
    q = forms.CharField(
        label=_("地址"),
        required=False,
        max_length=200,
        help_text=_("例如：柳岸花园3栋2单元501，或者 柳岸3-2-501"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class CallForm(forms.Form):
    person = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("为什么要打"),
        max_length=200,
        initial=_("上门前联系"),
        error_messages={"required": _("请写一句为什么要打。")},
    )


class NoteForm(forms.Form):
    words = forms.CharField(
        label=_("还有什么要交代的"),
        required=False,
        max_length=LONGEST,
        help_text=_("系统写不出来的：答应过居民什么、钥匙在哪里、哪家要当心。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
