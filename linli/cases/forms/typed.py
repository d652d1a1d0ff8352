"""Fields for what people type: free words, a phone, one of a list picked by name."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from linli.people import numbers

# Control and direction characters that a copied text brings along; they hide words or break a printed page.
UNSEEN = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
MOST_WORDS = 5000
PICKS_SHOWN = 6


def seen(text: str) -> str:
    """``text`` without characters that nobody sees, with one kind of line end."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


class WordsField(forms.CharField):
    """Free words over several lines."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MOST_WORDS)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return seen(super().to_python(value) or "")


class LineField(forms.CharField):
    """Free words on one line."""

    def to_python(self, value: Any) -> str:
        return " ".join(seen(super().to_python(value) or "").split())


class PhoneField(forms.CharField):
    """A phone number as people write it; clean gives the normalised number or ""."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        try:
            return numbers.normalise_phone(typed)
        except numbers.BadPhone as refusal:
            raise ValidationError(str(refusal)) from refusal


class ListedInput(forms.TextInput):
    """A text input with a list to choose from: typing narrows it, and it needs no JavaScript."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.labels: list[str] = []

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        list_id = f"{(attrs or {}).get('id', name)}_list"
        box = super().render(name, value, {**(attrs or {}), "list": list_id, "autocomplete": "off"}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((label,) for label in self.labels))
        return format_html('{}<datalist id="{}">{}</datalist>', box, list_id, options)


class PickField(forms.CharField):
    """One of a list, picked by typing its name or a part of it; clean gives the key or None.

    A form sets the list with ``offer``. A part that fits several is refused with the names that fit.
    """

    widget = ListedInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.picks: dict[str, int] = {}

    def offer(self, picks: Iterable[tuple[int, str]]) -> None:
        self.picks = {label: key for key, label in picks}
        cast(ListedInput, self.widget).labels = list(self.picks)

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if not typed:
            return None
        if typed in self.picks:
            return self.picks[typed]
        fits = [label for label in self.picks if typed in label]
        if len(fits) == 1:
            return self.picks[fits[0]]
        if not fits:
            raise ValidationError(_("没有找到“%(typed)s”，请从列表里选一个。"), params={"typed": typed})
        shown = "、".join(fits[:PICKS_SHOWN]) + ("……" if len(fits) > PICKS_SHOWN else "")
        raise ValidationError(
            _("有 %(count)s 个都像，请写全一点：%(shown)s"), params={"count": len(fits), "shown": shown}
        )
