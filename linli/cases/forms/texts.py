"""What is typed to keep a standard text."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, PickField, WordsField
from linli.cases.texts import ACTS, GAPS
from linli.catalogue.models import Matter


class TextForm(forms.Form):
    """A text with its name and its matter; the matter may be left open."""

    name = LineField(
        label=_("名字"),
        max_length=40,
        help_text=_("按钮上的几个字，例如：已修好"),
        error_messages={"required": _("请起个名字。")},
    )
    words = WordsField(
        label=_("话怎么说"), rows=4, max_length=2000, error_messages={"required": _("请写这段话。")}
    )
    matter = PickField(
        label=_("哪个事项用（不填就是都能用）"), required=False, help_text=_("打几个字就能找到")
    )

    def __init__(self, *args: Any, matters: Iterable[Matter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        gaps = " ".join(f"{{{gap}}}" for gap in GAPS)
        self.fields["words"].help_text = _("可以留空，用的时候自动填上：%(gaps)s") % {"gaps": gaps}
        field = self.fields["matter"]
        assert isinstance(field, PickField)
        field.offer((matter.pk, matter.name) for matter in matters)

    def typed(self) -> dict[str, Any]:
        """What the sentences take."""
        data = dict(self.cleaned_data)
        data["matter_id"] = data.pop("matter")
        return data


class NewTextForm(TextForm):
    act = forms.ChoiceField(
        label=_("哪一步用"),
        choices=[(act, words) for act, (words, _field) in ACTS.items()],
        error_messages={"required": _("请选哪一步用。")},
    )
    field_order = ("act", "name", "words", "matter")


class RetireTextForm(forms.Form):
    reason = LineField(
        label=_("为什么停用"), max_length=200, error_messages={"required": _("请写一句为什么停用。")}
    )
