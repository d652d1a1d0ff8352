"""Register for somebody else: at the window, on the phone, at the door; quick by keyboard."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.places import WithPlace
from linli.cases.forms.typed import LineField, PhoneField, WordsField
from linli.cases.models import Channel, DemandKind, ProxyConsent
from linli.kernel.actor import Actor
from linli.people import queries as people
from linli.people.models import Person

OLDEST = timedelta(days=366 * 5)
BY_HAND = (Channel.PHONE, Channel.VISIT, Channel.DOOR)


class RegisterForm(WithPlace):
    """``last`` is the way the worker's last entry came in, which is the likeliest way of this one. What is suggested while
    typing (a matter, somebody known by this phone) comes back as keys and is taken only where it still holds.
    """

    words = WordsField(
        label=_("诉求内容"),
        rows=3,
        help_text=_("照居民的原话写：什么事、在哪里、什么时候开始。"),
        error_messages={"required": _("请写诉求内容。")},
    )
    channel = forms.ChoiceField(
        label=_("怎么来的"),
        choices=[(choice.value, choice.label) for choice in BY_HAND],
        widget=forms.RadioSelect,
        initial=Channel.PHONE,
    )
    proxy_consent = forms.ChoiceField(
        label=_("谁要登记的"),
        choices=ProxyConsent.choices,
        widget=forms.RadioSelect,
        help_text=_("替别人登记，要本人或者家人同意。会写在回执单上。"),
        error_messages={"required": _("请选：本人当面说的、电话里说的，还是家人替他说的。")},
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=DemandKind.choices, initial=DemandKind.HELP, required=False
    )
    name = LineField(label=_("居民称呼（可不填）"), required=False, max_length=60)
    phone = PhoneField(label=_("居民电话（可不填）"), required=False)
    is_secret = forms.BooleanField(label=_("不把名字告诉对方"), required=False, initial=True)
    asks_neighbours = forms.BooleanField(
        label=_("居民愿意先请楼栋长等邻居看看（那里有人时）"), required=False
    )
    happened_at = forms.DateTimeField(
        label=_("什么时候说的（现在就不用填）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": _("时间写得不对，例如：2026-03-05 14:20")},
    )
    matter = forms.IntegerField(required=False, widget=forms.HiddenInput)
    person = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: datetime, by: Actor, last: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.by = now, by
        if last in BY_HAND:
            self.initial.setdefault("channel", last)
        if self.initial.get("channel", Channel.PHONE) == Channel.PHONE:  # the likeliest answer first
            first, second, *rest = ProxyConsent.choices
            self.fields["proxy_consent"].choices = [second, first, *rest]  # type: ignore[attr-defined]
        self.fields["words"].widget.attrs["autofocus"] = True
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        self.fields["phone"].widget.attrs["autocomplete"] = "off"
        self.fields["place_words"].widget.attrs["autocomplete"] = "off"

    def clean_happened_at(self) -> datetime | None:
        said: datetime | None = self.cleaned_data["happened_at"]
        if said is not None and said > self.now:
            raise ValidationError(_("这个时间还没到。"))
        if said is not None and said < self.now - OLDEST:
            raise ValidationError(_("这个时间太早了，请再看一遍。"))
        return said

    def clean_person(self) -> Person | None:
        """Only somebody whom the worker may read."""
        key = self.cleaned_data["person"]
        return people.visible_to(self.by).filter(pk=key).first() if key else None

    def clean(self) -> dict[str, Any]:
        """Somebody known gives the name and the home where none was typed."""
        data = super().clean() or {}
        data["place"] = self.chosen_place(data)
        known: Person | None = data.get("person")
        if known is not None:
            data["name"] = data.get("name") or known.name
            data["place"] = data["place"] or known.home
        return data
