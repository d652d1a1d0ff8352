"""Thanks to those who have helped, as a resident writes it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, WordsField


class ThanksForm(forms.Form):
    """Whom: one of those who serve the place, or in free words; what they did; a name where the writer wishes it.

    Clean puts the one thanked into ``whom``, in words.
    """

    whom = forms.ChoiceField(label=_("想谢谢谁？"), widget=forms.RadioSelect, required=False)
    other = LineField(
        label=_("没有列出来的，写在这里"),
        required=False,
        max_length=100,
        help_text=_("例如：3栋楼栋长、修电梯的师傅"),
    )
    words = WordsField(
        label=_("他们做了什么？"),
        rows=4,
        min_length=4,
        max_length=2000,
        error_messages={
            "required": _("请写一写他们做了什么。"),
            "min_length": _("再多写几个字吧，收到的人才知道是哪件事。"),
        },
    )
    place_words = LineField(label=_("在哪里？（可不填）"), required=False, max_length=200)
    name = LineField(
        label=_("怎么称呼您（可不填）"),
        required=False,
        max_length=60,
        help_text=_("不填就是匿名，一样会转达。"),
    )
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, helpers: Iterable[str], ask_place: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in helpers]
        whom = self.fields["whom"]
        assert isinstance(whom, forms.ChoiceField)
        whom.choices = names
        if not names:
            del self.fields["whom"]
            self.fields["other"].label = _("想谢谢谁？")
        if not ask_place:
            del self.fields["place_words"]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        whom = typed.get("other") or typed.get("whom")
        if not whom:
            raise ValidationError({"other": _("请选一个，或者写一写想谢谢谁。")})
        return {**typed, "whom": whom}
