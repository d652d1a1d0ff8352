"""What was changed on a place."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from linli.journal import queries as journal
from linli.journal.queries import Change, Past, Told
from linli.places.events import PlaceEvent
from linli.places.models import Place

_WORDS = {
    PlaceEvent.ADDED: _("新增地点"),
    PlaceEvent.RENAMED: _("改名"),
    PlaceEvent.CLOSED: _("停用"),
    PlaceEvent.ESTATE_FACTS_SET: _("改小区类型"),
    PlaceEvent.GRID_SET: _("改网格"),
    PlaceEvent.LANE_SET: _("改街巷起止"),
    PlaceEvent.ADDRESS_SET: _("改路名门牌"),
    PlaceEvent.PHONE_SET: _("改对外电话"),
    PlaceEvent.DOOR_CODES_MADE: _("做码牌"),
    PlaceEvent.DOOR_CODE_RETIRED: _("停用码牌"),
}
_PLAIN = {PlaceEvent.RENAMED: _("名称"), PlaceEvent.PHONE_SET: _("对外电话")}


def pasts_of_place(place: Place) -> list[Past]:
    """The newest changes of a place. At most two statements."""
    entries = journal.newest_of(place, _WORDS)
    moved = [one.facts for one in entries if one.tag == PlaceEvent.GRID_SET]
    grids = {
        key for facts in moved for key in (facts.get("before"), facts.get("after")) if isinstance(key, int)
    }
    names = dict(Place.objects.filter(pk__in=grids).values_list("pk", "name")) if grids else {}

    def changes(one: Told) -> list[Change]:
        before, after = one.facts.get("before"), one.facts.get("after")
        if one.tag == PlaceEvent.GRID_SET:
            return [Change(_("网格"), _name(names, before), _name(names, after))]
        tag = next((tag for tag in _PLAIN if tag == one.tag), None)
        return [Change(_PLAIN[tag], before or "", after or "")] if tag is not None else []

    return journal.pasts(entries, _WORDS, changes)


def _name(names: dict[int, str], key: Any) -> str:
    return names.get(key, "") if isinstance(key, int) else ""
