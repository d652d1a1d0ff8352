from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.kernel.actor import Actor
from linli.places import queries as places
from linli.places.models import BulletinKind, Place, PlaceKind


class BulletinForm(forms.Form):
    """A notice; ``part`` narrows an estate to a building or a unit, ``place`` is cleaned to that place."""

    kind = forms.ChoiceField(label=_("什么事"), choices=BulletinKind)
    place = forms.TypedChoiceField(label=_("发给哪里"), coerce=int)
    part = forms.CharField(
        label=_("只发给一栋楼或一个单元"),
        required=False,
        max_length=40,
        help_text=_("如 3栋、3栋2单元；不填就发给全部"),
    )
    starts_at = forms.DateTimeField(label=_("从什么时候"))
    ends_at = forms.DateTimeField(label=_("到什么时候"), help_text=_("估计的恢复时间，以后可以改"))
    title = forms.CharField(
        label=_("标题"), required=False, max_length=40, help_text=_("不填就用“停水”这样的字")
    )
    words = forms.CharField(
        label=_("给居民的话"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("为什么、要准备什么、找谁问。不写居民的姓名和门牌。"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {place.pk: place for place in places.places_to_announce(actor)}
        self.fields["place"].choices = _grouped(self.places.values())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        place, part = self.places.get(typed.get("place", 0)), typed.pop("part", "")
        if place is not None and part:
            found = places.part_named(place, part)
            if found is None:
                self.add_error("part", _("这里没有这栋楼或这个单元。先选小区，再写楼栋，如 3栋2单元。"))
                return typed
            place = found
        if place is not None:
            typed["place_id"] = place.pk
        typed.pop("place", None)
        return typed


def _grouped(rows: Iterable[Place]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Choices under the community in which they lie; streets and what lies in no one community first."""
    wide: list[tuple[int, str]] = []
    by_community: dict[int, list[tuple[int, str]]] = {}
    names: dict[int, str] = {}
    for place in rows:
        choice = (place.pk, place.name)
        if place.kind == PlaceKind.COMMUNITY:
            names[place.pk] = place.name
        if place.community_id is None:
            wide.append(choice)
        else:
            by_community.setdefault(place.community_id, []).append(choice)
    groups = [(names.get(key, str(_("小区和街巷"))), choices) for key, choices in by_community.items()]
    return [*([(str(_("街道")), wide)] if wide else []), *groups]


class BulletinEndForm(forms.Form):
    ends_at = forms.DateTimeField(label=_("新的结束时间"))


class ReleaseForm(forms.Form):
    """The public words; ``is_read`` is never guessed."""

    title = forms.CharField(label=_("公开的标题"), max_length=60)
    words = forms.CharField(
        label=_("公开的话"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("号码、门牌、称呼已经自动去掉。去得不对的地方请改通顺，只留事情。"),
    )
    answer = forms.CharField(
        label=_("公开的答复"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("有了答复再填。不写谁家、谁去的，只写怎么办的。"),
    )
    is_read = forms.BooleanField(label=_("我从头读了一遍，认不出是谁、是哪一户"))

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        typed.pop("is_read", None)
        return typed


class WhyForm(forms.Form):
    why = forms.CharField(label=_("理由"), max_length=200, help_text=_("反映人会看到，请说得明白、客气。"))


class FollowForm(forms.Form):
    phone = forms.CharField(
        label=_("手机号"),
        required=False,
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_("可以不填。填了，有结果时发一条短信，发完就删掉号码。"),
    )


class AlikeForm(forms.Form):
    """What a page sends while somebody types; ``place`` is a code."""

    words = forms.CharField(max_length=4000)
    place = forms.CharField(max_length=80)
