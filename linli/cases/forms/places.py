"""Finding a place by its code, by its address in words, or by a part of its name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from linli.cases.forms.typed import LineField, PickField
from linli.catalogue import queries as catalogue
from linli.places import queries as places
from linli.places.models import Place

look_for, suggest = places.look_for, places.suggest


def with_paths(found: list[Place]) -> list[tuple[Place, str]]:
    """Each place with its way from the street down in words."""
    paths = places.paths(found)
    return [(place, paths[place.pk]) for place in found]


class WithPlace(forms.Form):
    """A place by words, or by the code of a candidate: several that fit stand in ``candidates``, each with its full
    name, and the page offers them as radio buttons named ``place_code``.
    """

    place_words = LineField(
        label=_("在哪里"),
        required=False,
        max_length=200,
        help_text=_("小区、楼栋、单元，或者门牌上的编号，例如：柳岸花园3栋2单元"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[tuple[Place, str]] = []

    def chosen_place(self, data: dict[str, Any]) -> Place | None:
        """The place meant. Raises ValidationError when a code is unknown or words fit several."""
        code = str(self.data.get("place_code", ""))[:80]
        if code:
            place = places.by_code(code)
            if place is None:
                raise ValidationError({"place_words": _("没有这个地点，请再找一次。")})
            self.candidates = with_paths([place])
            return place
        found = look_for(data.get("place_words", ""))
        if len(found) > 1:
            self.candidates = with_paths(found)
            raise ValidationError({"place_words": _("有几个地方都像，请在下面选一个。")})
        return found[0] if found else None


class PlaceForm(WithPlace):
    """Place a case by hand: which matter, where."""

    matter = PickField(label=_("是什么事项"), help_text=_("打几个字就能找到，例如：电梯"))
    reason = LineField(label=_("说明（可不填）"), required=False, max_length=200)
    field_order = ("matter", "place_words", "reason")

    def __init__(self, *args: Any, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["matter"]
        assert isinstance(field, PickField)
        field.offer((matter.pk, matter.name) for matter in catalogue.current(on))
        where = self.fields["place_words"]
        where.required = not self.data.get("place_code")
        where.error_messages["required"] = _("请写出地点：没有地点，就不知道该派给谁。")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["place"] = self.chosen_place(data)
        if data["place"] is None and "place_words" not in self.errors:
            raise ValidationError({"place_words": _("请写出地点：没有地点，就不知道该派给谁。")})
        return data
