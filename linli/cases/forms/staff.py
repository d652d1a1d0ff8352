"""What a worker types. Each form is the small one that opens under its button."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, PickField, WordsField
from linli.cases.models import Channel, DeclineGround, Outcome
from linli.organisations.models import Seat

SATISFACTION = [(3, _("满意")), (2, _("基本满意")), (1, _("不满意"))]


class PressForm(forms.Form):
    """A button that asks nothing more."""


class NoteForm(forms.Form):
    words = WordsField(
        label=_("做了什么、说了什么"), error_messages={"required": _("请写一句做了什么、说了什么。")}
    )
    contacted = forms.BooleanField(label=_("这次联系上了诉求人"), required=False)


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("办得怎么样"),
        choices=[
            (choice.value, choice.label) for choice in (Outcome.SOLVED, Outcome.PARTLY, Outcome.EXPLAINED)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个结果。")},
    )
    answer = WordsField(
        label=_("给居民的答复"),
        rows=4,
        help_text=_("居民会看到这段话。说清做了什么；办不了的，说清为什么、怎么办。"),
        error_messages={"required": _("请写给居民的答复。")},
    )


class SettleForm(forms.Form):
    answer = WordsField(
        label=_("怎么处置的"),
        help_text=_("居民会看到这段话。"),
        error_messages={"required": _("请写怎么处置的。")},
    )


class SendBackForm(forms.Form):
    reason = LineField(
        label=_("哪里还要返工"),
        max_length=500,
        error_messages={"required": _("请写清哪里还要返工。")},
    )


class WithdrawForm(forms.Form):
    reason = LineField(
        label=_("为什么撤回"), max_length=500, error_messages={"required": _("请写为什么撤回。")}
    )


class DispatchForm(forms.Form):
    seat = PickField(
        label=_("派给哪个岗位"),
        help_text=_("点一下看全部，打几个字就能找到"),
        error_messages={"required": _("请选一个岗位。")},
    )
    reason = LineField(label=_("说明（可不填）"), required=False, max_length=500)

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, PickField)
        field.offer((seat.pk, f"{seat.name}（{seat.body.name}）") for seat in seats)


class DeclineForm(forms.Form):
    """One of the lawful grounds on which a demand is not dispatched (BJ-JSJB Art. 11), with words to the resident."""

    ground = forms.ChoiceField(
        label=_("依据"),
        choices=DeclineGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个依据。")},
    )
    words = WordsField(
        label=_("给居民的说明"),
        help_text=_("居民会看到这段话。说清为什么，以及可以去哪里办。"),
        error_messages={"required": _("请写给居民的说明。")},
    )


class CallBackForm(forms.Form):
    """What the resident says, each asked apart. Nothing but the way is asked of somebody who was not reached."""

    manner = forms.ChoiceField(
        label=_("怎么回访的"),
        choices=[(Channel.PHONE, _("电话")), (Channel.VISIT, _("当面")), (Channel.DOOR, _("上门"))],
        initial=Channel.PHONE,
    )
    reached = forms.ChoiceField(
        label=_("找到本人了吗"),
        choices=[("yes", _("找到了")), ("no", _("没找到"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选：找到了，还是没找到。")},
    )
    contacted = forms.ChoiceField(
        label=_("有人及时联系过吗"),
        required=False,
        choices=[("yes", _("有")), ("no", _("没有"))],
        widget=forms.RadioSelect,
    )
    solved = forms.ChoiceField(
        label=_("事情解决了吗"),
        required=False,
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        widget=forms.RadioSelect,
    )
    satisfaction = forms.TypedChoiceField(
        label=_("满意吗"),
        required=False,
        choices=SATISFACTION,
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
    )
    words = WordsField(label=_("居民的话（可不填）"), required=False, rows=2, max_length=1000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reached") == "yes":
            for name in ("contacted", "solved", "satisfaction"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("找到了本人，这一项要问。"))
        return data

    def answers(self) -> dict[str, Any]:
        """What was said, under the names that the sentence ``call_back`` takes; None where it was not asked."""
        data = self.cleaned_data
        is_reached = data["reached"] == "yes"
        return {
            "manner": data["manner"],
            "is_reached": is_reached,
            "was_contacted": data["contacted"] == "yes" if is_reached else None,
            "is_solved": data["solved"] == "yes" if is_reached else None,
            "satisfaction": data["satisfaction"] if is_reached else None,
            "words": data["words"],
        }


class NumberForm(forms.Form):
    reason = LineField(
        label=_("为什么要看电话"),
        max_length=100,
        initial=_("联系诉求人"),
        error_messages={"required": _("请写一句为什么要看。")},
    )
