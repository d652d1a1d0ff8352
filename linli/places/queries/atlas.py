"""The tree in memory, for an import: parents by code or by names, lanes by road. Homes and shops stay outside."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from linli.places.kinds import LEAVES
from linli.places.models import EstateFacts, EstateKind, LaneFacts, Place, PlaceKind
from linli.places.queries.tree import lane_of
from linli.places.refusals import NoParent


@dataclass
class Atlas:
    """``lines`` says on which line of the file a code stood, ``planned`` which code a name (with parent and kind) took,
    so that a second one can be named.
    """

    by_code: dict[str, Place] = field(default_factory=dict)
    by_name: dict[str, list[Place]] = field(default_factory=dict)
    courtyards: set[int] = field(default_factory=set)
    lanes: dict[str, list[LaneFacts]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    planned: dict[tuple[int | None, str, str], str] = field(default_factory=dict)

    def add(self, place: Place) -> None:
        if place.kind not in LEAVES:
            self.by_code[place.code] = place
            self.by_name.setdefault(place.name, []).append(place)

    def rename(self, place: Place, before: str) -> None:
        if place in self.by_name.get(before, []):
            self.by_name[before].remove(place)
            self.by_name.setdefault(place.name, []).append(place)

    def add_lane(self, facts: LaneFacts) -> None:
        lanes = self.lanes.setdefault(facts.road, [])
        lanes[:] = sorted([*(lane for lane in lanes if lane.pk != facts.pk), facts],
                          key=lambda lane: (lane.to_number - lane.from_number, lane.pk))  # fmt: skip

    def named_child(self, parent_id: int | None, kind: str, name: str) -> Place | None:
        found = self.by_name.get(name, ())
        return next((place for place in found if (place.parent_id, place.kind) == (parent_id, kind)), None)

    def lane(self, road: str, number: int) -> Place | None:
        return lane_of(road, number, among=self.lanes.get(road, ()))

    def parent(self, written: str, *, root: Place | None) -> Place | None:
        """The place that a cell means: a code, or names from above down. ``root`` where the cell is empty.
        Raises NoParent.
        """
        if not written:
            return root
        if written in self.by_code:
            return self.by_code[written]
        names = [
            part.strip() for part in written.replace("/", "/").replace(">", "/").split("/") if part.strip()
        ]
        found = self.by_name.get(names[0], []) if names else []
        if root is not None:
            found = [place for place in found if root.pk in place.area_ids()]
        for name in names[1:]:
            keys = {place.pk for place in found}
            found = [place for place in self.by_name.get(name, []) if place.parent_id in keys]
        if len(found) > 1:
            raise NoParent(
                _("有 %(count)s 个“%(name)s”，请写编码") % {"count": len(found), "name": written[:60]}
            )
        if not found:
            raise NoParent(_("没有这个上级：%s") % written[:60])
        return found[0]


def read_atlas() -> Atlas:
    """Three statements."""
    atlas = Atlas()
    for place in Place.objects.exclude(kind__in=LEAVES).order_by("pk").iterator():
        atlas.add(place)
    atlas.courtyards = set(EstateFacts.objects.filter(kind=EstateKind.COURTYARD).values_list("pk", flat=True))
    known = {place.pk: place for place in atlas.by_code.values() if place.kind == PlaceKind.LANE}
    for facts in LaneFacts.objects.filter(pk__in=known):
        facts.place = known[facts.pk]
        if facts.place.closed_on is None:
            atlas.add_lane(facts)
    return atlas
