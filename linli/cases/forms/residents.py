"""What a resident types, on a phone, often at seventy."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases import receipts
from linli.cases.drafts import VOICE_ONLY
from linli.cases.forms.photos import PhotosField
from linli.cases.forms.requests import ReplyForm
from linli.cases.forms.typed import LineField, PhoneField, WordsField, seen
from linli.cases.forms.voices import VoiceField
from linli.cases.models import RatingWhy

FEWEST_WORDS = 4


class ReportForm(forms.Form):
    """One demand in a resident's own words, typed or spoken. ``ask_place`` where no code or choice has told the place.
    ``neighbour`` is what the volunteer who could be asked first is called (楼栋长 …), "" where nobody serves.

    Where there is a recording, words may be missing: then ``words`` says that somebody must listen.
    """

    words = WordsField(
        label=_("出了什么事？"),
        rows=4,
        required=False,
        help_text=_(
            "说清三样就行：什么事、具体在哪、从什么时候开始。例如：二单元电梯停了，从昨晚开始，还没人来修。"
        ),
    )
    place_words = LineField(
        label=_("在哪里？"),
        max_length=200,
        help_text=_("写小区名和楼号就行，例如：柳岸花园3栋2单元"),
        error_messages={"required": _("请写一写在哪里。")},
    )
    photos = PhotosField(
        label=_("照片（可不传，最多\u00a09\u00a0张）"),
        required=False,
        help_text=_("拍清楚坏的地方。位置和手机信息会自动去掉。"),
    )
    voice = VoiceField(label=_("录音"), required=False)
    voice_seconds = forms.CharField(required=False, max_length=4, widget=forms.HiddenInput)
    matter = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)
    first = forms.ChoiceField(
        label=_("先找谁？"),
        widget=forms.RadioSelect({"class": "form-check-input"}),
        initial="office",
        required=False,
    )
    name = LineField(
        label=_("怎么称呼您（可不填）"), required=False, max_length=60, help_text=_("例如：张阿姨")
    )
    phone = PhoneField(
        label=_("您的电话（可不填）"),
        required=False,
        help_text=_("留了电话，我们才能回您话。只有办这件事的人能看到。"),
    )
    is_secret = forms.BooleanField(label=_("不把我的名字告诉对方"), required=False, initial=True)
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, ask_place: bool, neighbour: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = self.fields["first"]
        assert isinstance(first, forms.ChoiceField)
        first.choices = [
            ("office", _("直接找社区")),
            ("neighbour", _("先请%(who)s帮忙看看") % {"who": neighbour}),
        ]
        if not neighbour:
            del self.fields["first"]
        if self.is_bound and self.files:
            self.fields["photos"].help_text = _("照片要再选一次。")
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if not ask_place:
            del self.fields["place_words"]

    def clean_matter(self) -> int | None:
        """The key of a matter that was tapped; what is no number counts as none."""
        return _whole(self.cleaned_data["matter"])

    def clean_voice_seconds(self) -> int:
        return _whole(self.cleaned_data["voice_seconds"]) or 0

    def clean(self) -> dict[str, Any]:
        """Words, or a recording in their stead. Nothing is said twice: a recording that fails is named by its own field."""
        typed = super().clean() or self.cleaned_data
        words = typed.get("words", "")
        if len(words) < FEWEST_WORDS and "words" not in self.errors and "voice" not in self.errors:
            if typed.get("voice") is not None:
                typed["words"] = "\n".join(filter(None, (str(VOICE_ONLY), words)))
            elif words:
                self.add_error("words", _("太短了，看不明白。请说说什么事、在哪里、什么时候开始的。"))
            else:
                self.add_error("words", _("请写一写出了什么事。"))
        return typed


def _whole(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() else None


class CodeForm(forms.Form):
    """The two numbers on the slip. Spaces, dashes and small letters are forgiven."""

    receipt = forms.CharField(
        label=_("受理编号"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "text"}),
        error_messages={"required": _("请填受理编号，在回执单上。")},
    )
    code = forms.CharField(
        label=_("查询码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("请填查询码，在回执单上。")},
    )

    def clean_receipt(self) -> str:
        receipt = receipts.normalised(self.cleaned_data["receipt"])
        if not receipt:
            raise ValidationError(_("这个编号抄错了一位，或者少了几位，请照着回执单再看一遍。"))
        return receipt

    def clean_code(self) -> str:
        return "".join(sign for sign in seen(self.cleaned_data["code"]) if sign.isalnum()).upper()


class RateForm(forms.Form):
    solved = forms.ChoiceField(
        label=_("事情解决了吗？"),
        choices=[("yes", _("解决了")), ("no", _("没有解决"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个：解决了，还是没有解决。")},
    )
    stars = forms.TypedChoiceField(
        label=_("办得怎么样？"),
        choices=[(5, _("很满意")), (4, _("满意")), (3, _("一般")), (2, _("不满意")), (1, _("很不满意"))],
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": _("请选一个。")},
    )
    why = forms.MultipleChoiceField(
        label=_("哪里不满意？（可多选）"),
        choices=RatingWhy.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    words = WordsField(label=_("还想说的（可不填）"), required=False, rows=3, max_length=1000)


class AnswerLinkForm(ReplyForm):
    """The answer to a question, with photos where they say it better."""

    photos = PhotosField(
        label=_("照片（可不传）"), required=False, help_text=_("拍给办理的人看。位置和手机信息会自动去掉。")
    )


class LeaveForm(forms.Form):
    """A resident takes the demand back."""

    reason = LineField(label=_("为什么撤回（可不填）"), required=False, max_length=200)
