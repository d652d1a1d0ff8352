from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from linli.catalogue import limits, queries, sheet, starting
from linli.catalogue.facts import CLOCKS, MatterFacts
from linli.catalogue.models import DutyList, LeadKind, Urgency
from linli.organisations.models import Body, BodyKind

RUNGS = ((0, _("志愿者")), (1, _("网格")), (2, _("社区")), (3, _("街道")), (4, _("区县")))


class SearchForm(forms.Form):
    q = forms.CharField(label=_("找事项"), required=False, max_length=40)


class TryForm(forms.Form):
    words = forms.CharField(
        label=_("试一试"), help_text=_("写一句居民的话，看会归到哪个事项。不会保存。"), max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip


class EndForm(forms.Form):
    reason = forms.CharField(label=_("停用的原因"), max_length=200)


class MatterForm(forms.Form):
    """The facts of a matter; ``facts()`` after ``is_valid``."""

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
    first_rung = forms.TypedChoiceField(label=_("从哪一级问起"), choices=RUNGS, coerce=int)
    duty_list = forms.ChoiceField(label=_("履职清单"), choices=DutyList)
    sign = forms.CharField(label=_("签收时限"), required=False, help_text=_("如 4工作小时"))
    contact = forms.CharField(label=_("首次联系时限"), required=False, help_text=_("如 24小时"))
    finish = forms.CharField(label=_("办结时限"), required=False, help_text=_("如 7天、5个工作日"))
    needs_review = forms.BooleanField(label=_("答复前要审核"), required=False)
    needs_evidence = forms.BooleanField(label=_("要现场照片"), required=False)
    is_private = forms.BooleanField(label=_("涉及隐私，不问志愿者，不公开"), required=False)
    may_be_public = forms.BooleanField(label=_("可以公开"), required=False)
    legal_ground = forms.CharField(label=_("依据"), required=False, max_length=200)
    source = forms.CharField(label=_("来源"), required=False, max_length=120)
    national_code = forms.CharField(label=_("国标事项编码"), required=False, max_length=11)

    def __init__(self, *args: Any, facts: MatterFacts | None = None, **kwargs: Any) -> None:
        if facts is not None:
            kwargs["initial"] = _initial(facts)
        super().__init__(*args, **kwargs)
        choose(
            self, "category", [(c.code, f"{c.code} {c.name}") for c in queries.categories() if c.level == 3]
        )
        choose(self, "department", [("", "—"), *sorted(_departments().items())])
        if facts is not None:
            self.fields["code"].disabled = True

    def clean_words(self) -> tuple[str, ...]:
        return sheet.split_words(self.cleaned_data["words"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        found = {}
        for clock in CLOCKS:
            if cleaned.get(clock):
                try:
                    found[clock] = limits.read(cleaned[clock])
                except ValueError:
                    self.add_error(clock, _now("看不懂这个时限。写法如 2小时、4工作小时、5个工作日、7天。"))
        cleaned["limits"] = found
        return cleaned

    def facts(self) -> MatterFacts:
        given = {key: value for key, value in self.cleaned_data.items() if key not in CLOCKS}
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
    exact = {key: getattr(facts, key) for key in ("urgency", "lead", "duty_list")}
    return {**cells, **exact}
