"""What is typed where several work on one case: parts, whistles, supervision, and a resident who urges."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, PickField, WordsField
from linli.cases.models import SupervisionGround
from linli.organisations.models import Body, Seat


class AtField(forms.DateTimeField):
    """A day and a time, as the browser's own picker gives them, in Shanghai time."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {})
        kwargs["error_messages"] = {
            "invalid": _("时间写得不对，例如：2026-03-05 14:20"),
            "required": _("请选日期和时间。"),
            **kwargs["error_messages"],
        }
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=widget, **kwargs)


class AskPartForm(forms.Form):
    seat = PickField(
        label=_("请哪个单位协办"),
        help_text=_("常一起办的排在前面；打几个字就能找到"),
        error_messages={"required": _("请选一个单位。")},
    )
    task = WordsField(
        label=_("请他们办什么"), rows=2, max_length=500, error_messages={"required": _("请写请他们办什么。")}
    )
    due_at = AtField(label=_("什么时候前办完（可不填）"), required=False)

    def __init__(self, *args: Any, seats: Iterable[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        assert isinstance(field, PickField)
        field.offer((seat.pk, f"{seat.body.name}（{seat.name}）") for seat in seats)


class ResultForm(forms.Form):
    result = WordsField(label=_("办得怎么样"), rows=3, error_messages={"required": _("请写一句办得怎么样。")})


class BlowForm(forms.Form):
    bodies = forms.TypedMultipleChoiceField(
        label=_("叫哪些部门来"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个部门。"), "invalid_choice": _("请从列表里选部门。")},
    )
    task = WordsField(
        label=_("来办什么"), rows=2, max_length=500, error_messages={"required": _("请写来办什么。")}
    )
    meet_at_place = LineField(
        label=_("在哪里碰头"), max_length=200, error_messages={"required": _("请写在哪里碰头。")}
    )
    arrive_due_at = AtField(label=_("什么时候到"))

    def __init__(self, *args: Any, departments: Iterable[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["bodies"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(body.pk, body.name) for body in departments]


class EndWhistleForm(ResultForm):
    rest_absent = forms.BooleanField(label=_("没来的记为没到场"), required=False)


class RateCallForm(forms.Form):
    stars = forms.TypedChoiceField(
        label=_("配合得怎么样"),
        choices=[(5, _("很好")), (4, _("好")), (3, _("一般")), (2, _("差")), (1, _("很差"))],
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("请选一个。")},
    )
    words = LineField(label=_("想说的（可不填）"), required=False, max_length=500)


class VerdictForm(forms.Form):
    verdict = WordsField(
        label=_("评议"),
        rows=2,
        help_text=_("看谁什么时候应哨、到场、办了什么，再看双方的话。"),
        error_messages={"required": _("请写评议。")},
    )


class SuperviseForm(forms.Form):
    ground = forms.ChoiceField(
        label=_("为什么督办"),
        choices=SupervisionGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个理由。")},
    )
    task = WordsField(
        label=_("要他们说明什么"),
        rows=2,
        max_length=500,
        error_messages={"required": _("请写要他们说明什么。")},
    )
    reply_due_at = AtField(label=_("什么时候前回复"))


class SupervisionReplyForm(forms.Form):
    reply = WordsField(label=_("回复"), rows=3, error_messages={"required": _("请写回复。")})


class UrgeForm(forms.Form):
    words = LineField(label=_("想对办理的人说的（可不填）"), required=False, max_length=300)
