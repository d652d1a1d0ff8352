"""Which case a duplicate joins, why one is done again, what is told to those praised."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases import receipts
from linli.cases.forms.typed import LineField, PickField, WordsField
from linli.cases.queries.choosing import case_of_receipt


class _IntoForm(forms.Form):
    """Another case by its receipt; ``into`` is cleaned to the case's key."""

    into = LineField(
        label=_("并到哪一件（受理编号）"),
        max_length=40,
        help_text=_("“相似诉求”里可以直接点；也可以抄编号"),
        error_messages={"required": _("请填另一件的受理编号。")},
    )

    def clean_into(self) -> int:
        digits = receipts.normalised(self.cleaned_data["into"])
        key = case_of_receipt(digits) if digits else None
        if key is None:
            raise ValidationError(_("没有这个编号，请再核对一遍。"))
        return key


class MergeForm(_IntoForm):
    reason = LineField(label=_("说明（可不填）"), required=False, max_length=500)


class AskDuplicateForm(_IntoForm):
    reason = LineField(
        label=_("为什么是同一件事"), max_length=500, error_messages={"required": _("请写为什么是同一件事。")}
    )


class SplitForm(forms.Form):
    reason = LineField(
        label=_("为什么拆开"), max_length=500, error_messages={"required": _("请写为什么拆开。")}
    )


class RedoForm(forms.Form):
    reason = WordsField(
        label=_("哪里还没有解决"),
        rows=3,
        max_length=1000,
        error_messages={"required": _("请写哪里还没有解决。")},
    )


class FollowUpForm(forms.Form):
    words = WordsField(
        label=_("现在是什么情况"),
        rows=4,
        min_length=4,
        help_text=_("会登记成新的一件，和这一件连在一起。"),
        error_messages={
            "required": _("请写现在是什么情况。"),
            "min_length": _("太短了，看不明白。请写现在是什么情况。"),
        },
    )


class ResidentFollowUpForm(FollowUpForm):
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)


class PraiseForm(forms.Form):
    """A seat by its key, a body by its key with a minus before it."""

    to = PickField(
        label=_("表扬的是谁"),
        help_text=_("点一下看全部，打几个字就能找到；选单位，全单位的人都收到"),
        error_messages={"required": _("请选表扬的是哪个单位或岗位。")},
    )
    words = WordsField(
        label=_("转达的话"),
        help_text=_("被表扬的人和居民都会看到。"),
        error_messages={"required": _("请写转达的话。")},
    )

    def __init__(self, *args: Any, picks: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, PickField)
        field.offer(picks)
