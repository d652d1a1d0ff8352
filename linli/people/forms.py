from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.refusals import Refusal
from linli.people import numbers, queries
from linli.people.models import Basis, Person
from linli.places import queries as places
from linli.places.models import Place


class PlaceField(forms.CharField):
    """A place by its code or, where that is plain, by its name; cleans to a Place or None."""

    def clean(self, value: Any) -> Place | None:
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        place = places.by_code(words) or places.find_by_words(words, within=None)
        if place is None:
            raise forms.ValidationError(_("没有找到这个地点，请填地点编码。"))
        return place

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Place) else value


class PersonField(forms.CharField):
    """A person by the code or the phone, in any writing; cleans to a Person. Several on one phone: add the name."""

    def clean(self, value: Any) -> Person | None:
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        found = queries.named(words)
        if len(found) != 1:
            raise forms.ValidationError(
                _("没有找到这个人，请先登记。") if not found else _("这个电话有几个人在用，请写“姓名 电话”。")
            )
        return found[0]


class SearchForm(forms.Form):
    q = forms.CharField(
        label=_("姓名、电话或电话后四位"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )


class PersonForm(forms.Form):
    name = forms.CharField(label=_("姓名"), max_length=60)
    phone = forms.CharField(
        label=_("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    identity = forms.CharField(
        label=_("身份证号"),
        max_length=40,
        required=False,
        help_text=_("不是办事必须的，不要登记。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    home = PlaceField(label=_("住处编码"), max_length=80, required=False)

    def clean_phone(self) -> str:
        return self._number("phone", numbers.normalise_phone)

    def clean_identity(self) -> str:
        return self._number("identity", numbers.normalise_identity)

    def _number(self, name: str, normalise: Any) -> str:
        try:
            return str(normalise(self.cleaned_data[name]))
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class ChangeForm(PersonForm):
    """Numbers are not shown again: an empty field leaves the number as it is, a tick takes it away."""

    drop_phone = forms.BooleanField(label=_("删去登记的电话"), required=False)
    drop_identity = forms.BooleanField(label=_("删去登记的身份证号"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = self.fields["identity"].help_text = _("不改就空着。")

    def clean(self) -> dict[str, Any]:
        """A number as ``change_person`` is told it: a new one, "" to drop it, None to leave it."""
        typed = super().clean() or {}
        for name in ("phone", "identity"):
            is_dropped = typed.pop(f"drop_{name}", False)
            typed[name] = "" if is_dropped else typed.get(name) or None
        return typed


class NumberForm(forms.Form):
    which = forms.ChoiceField(
        choices=[("phone", _("电话")), ("identity", _("身份证号"))], label=_("看哪个号码")
    )
    reason = forms.CharField(label=_("为什么要看"), max_length=200, help_text=_("会记在日志里。"))


class AccountForm(forms.Form):
    username = forms.CharField(
        label=_("用户名"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = forms.CharField(
        label=_("初始密码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=_("新密码"),
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class ConsentForm(forms.Form):
    purpose = forms.CharField(label=_("用途"), max_length=60)
    basis = forms.ChoiceField(label=_("依据"), choices=Basis.choices)
    words = forms.CharField(label=_("告知的内容"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    how = forms.CharField(
        label=_("怎么同意的"), max_length=40, required=False, help_text=_("例如：签字、当面、电话")
    )
    is_separate = forms.BooleanField(label=_("单独同意（敏感信息）"), required=False)


class HouseholdForm(forms.Form):
    name = forms.CharField(label=_("户名"), max_length=60, required=False)


class MemberForm(forms.Form):
    person = PersonField(label=_("家人的电话或编号"), max_length=100)
    relation = forms.CharField(label=_("与户主关系"), max_length=20, required=False)
