from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.catalogue import queries, sheet, starting
from linli.catalogue.facts import CLOCKS, MatterFacts
from linli.catalogue.models import NATIONAL_SYSTEM, DutyList, LeadKind, Rung, Urgency
from linli.kernel.sheets import BadCell
from linli.organisations.models import Body, BodyKind


class SearchForm(forms.Form):
    q = forms.CharField(label=_("找事项"), required=False, max_length=40)
    by = forms.CharField(required=False, widget=forms.HiddenInput)


class TryForm(forms.Form):
    words = forms.CharField(
        label=_("试一试"), help_text=_("写一句居民的话，看会归到哪个事项。不会保存。"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class EndForm(forms.Form):
    reason = forms.CharField(label=_("停用的原因"), max_length=200)


class TakeBackForm(forms.Form):
    reason = forms.CharField(label=_("收回的原因"), max_length=200)


class CompareForm(forms.Form):
    """Two versions of a matter; ``versions`` are their numbers, newest first."""

    old = forms.TypedChoiceField(label=_("从版本"), coerce=int)
    new = forms.TypedChoiceField(label=_("到版本"), coerce=int)

    def __init__(self, *args: Any, versions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old", "new"):
            choose(self, name, [(str(one), str(one)) for one in versions])


class MatterForm(forms.Form):
    """The facts of a matter, and since when they hold; ``facts()`` after ``is_valid``."""

    code = forms.RegexField(r"^[a-z0-9-]{2,20}\Z", label=_("编码"), help_text=_("小写字母、数字、短横线"))
    name = forms.CharField(label=_("名称"), max_length=80)
    category = forms.ChoiceField(label=_("分类"))
    words = forms.CharField(
        label=_("居民的说法"), widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("用顿号隔开。“电梯…坏/停”表示中间可以隔几个字；前面加~是弱提示，加-是排除。"),
    )  # fmt: skip
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=Urgency)
    lead = forms.ChoiceField(label=_("谁主办"), choices=LeadKind)
    department = forms.ChoiceField(label=_("哪个部门"), required=False, help_text=_("主办是部门时选"))
    first_rung = forms.TypedChoiceField(label=_("从哪一级问起"), choices=Rung, coerce=int)
    skips = forms.TypedMultipleChoiceField(
        label=_("跳过哪几级"), choices=Rung, coerce=int, required=False, empty_value=[],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("吵闹、家事、照料、举报，以及说楼栋长或物业的事，不问志愿者"),
    )  # fmt: skip
    co_handlers = forms.MultipleChoiceField(
        label=_("谁协办"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=_("可选几个"),
    )
    duty_list = forms.ChoiceField(label=_("履职清单"), choices=DutyList)
    sign = forms.CharField(label=_("签收时限"), required=False, help_text=sheet.LIMIT_HELP)
    contact = forms.CharField(label=_("首次联系时限"), required=False, help_text=sheet.LIMIT_HELP)
    finish = forms.CharField(label=_("办结时限"), required=False, help_text=sheet.LIMIT_HELP)
    needs_review = forms.BooleanField(label=_("答复前要审核"), required=False)
    evidence = forms.CharField(
        label=_("要什么证据"), required=False, max_length=120, help_text=_("如 现场照片；空着是不要")
    )
    is_private = forms.BooleanField(label=_("涉及隐私，不问志愿者，不公开"), required=False)
    may_be_public = forms.BooleanField(label=_("可以公开"), required=False)
    legal_ground = forms.CharField(label=_("依据"), required=False, max_length=200)
    source = forms.CharField(label=_("来源"), required=False, max_length=120)
    national_code = forms.CharField(label=_("国标事项编码"), required=False, max_length=11)
    national_system = forms.CharField(
        label=_("编码出处"), max_length=40, initial=NATIONAL_SYSTEM, help_text=_("旧系统的编码写旧标准的名字")
    )

    since = forms.DateField(
        label=_("从哪天起"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=_("空着是今天起。已登记的诉求仍按原来的版本办。"),
    )  # fmt: skip

    def __init__(self, *args: Any, facts: MatterFacts | None = None, **kwargs: Any) -> None:
        if facts is not None:
            kwargs["initial"] = _initial(facts)
        super().__init__(*args, **kwargs)
        choose(
            self, "category", [(c.code, f"{c.code} {c.name}") for c in queries.categories() if c.level == 3]
        )
        departments = sorted(_departments().items())
        choose(self, "department", [("", "—"), *departments])
        kinds = [(kind.value, str(kind.label)) for kind in LeadKind if kind != LeadKind.DEPARTMENT]
        choose(self, "co_handlers", kinds + [(f"department:{code}", name) for code, name in departments])
        if facts is not None:
            self.fields["code"].disabled = True
            self.fields["code"].help_text = _("编码不能改")

    def clean_words(self) -> tuple[str, ...]:
        return sheet.split_words(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["limits"] = sheet.read_limits(cleaned, cleaned.get("urgency", ""))
        except BadCell as bad:
            self.add_error(bad.field, str(bad))
        return cleaned

    def facts(self) -> MatterFacts:
        given = {key: value for key, value in self.cleaned_data.items() if key not in (*CLOCKS, "since")}
        given |= {"skips": tuple(sorted(given["skips"])), "co_handlers": tuple(given["co_handlers"])}
        return MatterFacts(**given, is_local=not given["national_code"])


def choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _departments() -> dict[str, str]:
    """Those of the starting catalogue and those that were founded here, by their names here."""
    founded = Body.objects.filter(Q(kind=BodyKind.DEPARTMENT), ended_on=None).values_list("code", "name")
    return {**starting.departments(), **dict(founded)}


def _initial(facts: MatterFacts) -> dict[str, Any]:
    cells = sheet.cells_of(facts)
    exact = {key: getattr(facts, key) for key in ("urgency", "lead", "duty_list", "skips", "co_handlers")}
    return {**cells, **exact}
