from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.notices import queries
from linli.notices.models import Channel, Kind, Route
from linli.organisations.models import Body

TO_GROUPS = [choice for choice in Channel.choices if choice[0] != Channel.SMS]


class BodyField(forms.CharField):
    """A body by its code or, where only one has it, by its name; cleans to a Body."""

    def clean(self, value: Any) -> Body:
        found = queries.find_body(str(super().clean(value)).strip())
        if found is None:
            raise forms.ValidationError(_("没有找到这个单位，请填单位编码。"))
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.code if isinstance(value, Body) else value


class RouteForm(forms.Form):
    """A group of a body. The address is never shown again; left empty on a change, it stays as it is."""

    body = BodyField(label=_("单位"), help_text=_("填单位的编码或全称。"))
    name = forms.CharField(label=_("群的名字"), max_length=40, help_text=_("例如“柳岸社区工作群”。"))
    channel = forms.ChoiceField(label=_("发到哪里"), choices=TO_GROUPS)
    url = forms.CharField(
        label=_("地址"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    kinds = forms.MultipleChoiceField(
        label=_("只发这些种类"),
        choices=Kind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("都不选，就是全部都发。"),
    )
    is_on = forms.BooleanField(label=_("现在就打开"), required=False)

    def __init__(self, *args: Any, route: Route | None = None, **kwargs: Any) -> None:
        if route is None:
            kwargs.setdefault("initial", {"is_on": True})
        else:
            names = ("body", "name", "channel", "kinds", "is_on")
            kwargs.setdefault("initial", {name: getattr(route, name) for name in names})
        super().__init__(*args, **kwargs)
        self.fields["url"].required = route is None
        self.fields["url"].help_text = (
            _("地址里有口令，加密保存，以后不再显示。") if route is None else _("不换地址就空着。")
        )
