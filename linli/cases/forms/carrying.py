"""Why a case is carried up, down or sideways, and to whom; what a neighbour says."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, PickField, WordsField
from linli.organisations.models import Seat


class ReasonForm(forms.Form):
    reason = LineField(label=_("为什么"), max_length=500, error_messages={"required": _("请写一句为什么。")})


class ToSeatForm(forms.Form):
    seat = PickField(
        label=_("交给哪个岗位"),
        help_text=_("点一下看全部，打几个字就能找到"),
        error_messages={"required": _("请选一个岗位。")},
    )
    reason = LineField(label=_("为什么"), max_length=500, error_messages={"required": _("请写一句为什么。")})

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, PickField)
        field.offer((seat.pk, f"{seat.name}（{seat.body.name}）") for seat in seats)


class NeighbourSettleForm(forms.Form):
    words = WordsField(
        label=_("怎么解决的"),
        rows=2,
        initial=_("已经去看过，帮着解决了。"),
        help_text=_("不改也行，按下面的按钮就好；改的话说一句就行，提出来的邻居会看到。"),
        error_messages={"required": _("请写一句怎么解决的。")},
    )


class PassOnForm(forms.Form):
    reason = LineField(label=_("想说的（可不填）"), required=False, max_length=200)
