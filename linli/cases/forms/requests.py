"""What is typed to ask for something, to decide it, to ask the resident and to answer."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, WordsField
from linli.cases.models import ExclusionGround, HoldKind, ReferralGround

_TOLD = _("居民会看到这段话。")


def _choice(label: Any, choices: Any, missing: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages={"required": missing}
    )


def _reason(help_text: Any = "") -> WordsField:
    return WordsField(
        label=_("理由"), help_text=help_text, max_length=2000, error_messages={"required": _("请写理由。")}
    )


class ReasonForm(forms.Form):
    reason = _reason()


class ObjectionForm(ReasonForm):
    """The catalogue's article stands under the reason and goes with it."""

    def __init__(self, *args: Any, article: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if article:
            self.fields["reason"].help_text = _("自动附上目录依据：%(article)s") % {"article": article}


class ExtensionForm(forms.Form):
    days = forms.IntegerField(
        label=_("延长几个工作日"),
        error_messages={"required": _("请填几个工作日。"), "invalid": _("请填整数。")},
    )
    reason = _reason(_TOLD)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["days"].widget.attrs.update({"min": 1, "max": most, "inputmode": "numeric"})
        self.fields["days"].help_text = _("最多 %(most)s 个") % {"most": most}


class HoldForm(forms.Form):
    kind = _choice(_("为什么要等"), HoldKind.choices, _("请选为什么要等。"))
    plan = WordsField(
        label=_("等的时候做什么"),
        rows=2,
        max_length=2000,
        error_messages={"required": _("请写等的时候做什么、谁来盯。")},
    )
    review_on = forms.DateField(
        label=_("哪一天接着办"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填日期。"), "invalid": _("日期写得不对，例如：2026-09-01")},
    )
    reason = _reason(_TOLD)

    def __init__(self, *args: Any, first: date, last: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["review_on"].widget.attrs.update(bounds)
        self.fields["review_on"].help_text = _("到这一天自己恢复办理，最晚 %(last)s") % {
            "last": last.isoformat()
        }


class ExclusionForm(forms.Form):
    ground = _choice(_("为什么不计入考核"), ExclusionGround.choices, _("请选为什么不计入。"))
    reason = _reason()


class ReferralForm(forms.Form):
    ground = _choice(_("转到哪里"), ReferralGround.choices, _("请选转到哪一种途径。"))
    where = WordsField(
        label=_("居民该去哪里办"),
        rows=2,
        max_length=1000,
        help_text=_("写清机关名称、地址、电话。居民会看到。"),
        error_messages={"required": _("请写居民该去哪里办。")},
    )
    reason = _reason(_TOLD)


class GrantForm(forms.Form):
    words = LineField(label=_("说明（可不填）"), required=False, max_length=500)


class RefuseForm(forms.Form):
    words = LineField(
        label=_("为什么不同意"), max_length=500, error_messages={"required": _("请写为什么不同意。")}
    )


class QuestionForm(forms.Form):
    question = WordsField(
        label=_("要请居民补充什么"),
        help_text=_("居民会在查进度的页面看到，可以直接在那里回答。"),
        max_length=1000,
        error_messages={"required": _("请写要补充什么。")},
    )


class ReplyForm(forms.Form):
    words = WordsField(label=_("回答"), max_length=2000, error_messages={"required": _("请写回答。")})


class AppealForm(forms.Form):
    reason = WordsField(
        label=_("为什么觉得应该受理"), max_length=2000, error_messages={"required": _("请写几句为什么。")}
    )
