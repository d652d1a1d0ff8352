from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from linli.places import names


class Region(models.Model):
    """A division of China by its 12-digit statistical code (STAT12). Three prefecture cities without counties repeat
    their code at level 3, so code and level together are unique.
    """

    code = models.CharField(max_length=12)
    level = models.PositiveSmallIntegerField()
    parent_code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "level"], name="places_region_once")]
        indexes = [models.Index(fields=["parent_code"], name="places_region_parent")]


class PlaceKind(models.TextChoices):
    COUNTY = "county", _("区县")
    STREET = "street", _("街道(乡镇)")
    COMMUNITY = "community", _("社区(村)")
    GRID = "grid", _("网格")
    LANE = "lane", _("街巷")
    ESTATE = "estate", _("小区(院落)")
    BUILDING = "building", _("楼栋")
    UNIT = "unit", _("单元")
    HOME = "home", _("住户")
    SHOP = "shop", _("商铺")
    INSTITUTION = "institution", _("单位")


# The columns that say under what a place lies, the place itself included; the same names stand on a case.
AREA_COLUMNS = ("county", "street", "community", "grid", "lane", "estate", "building", "unit")


class Place(models.Model):
    """One place of the town. Its ancestors stand in columns (itself included), so that "all cases of this street" and
    "who serves this door" need no walk up the tree.

    ``code`` is unique in the installation: 12 digits for county, street and community, 15 for a grid (domain 2.2), the
    town's own for the rest, made from the parent's code where the import gives none. ``phone`` is the public one of a
    community or street, printed on its door codes.
    """

    kind = models.CharField(max_length=12, choices=PlaceKind)
    code = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    county = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    street = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    community = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    grid = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    lane = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    estate = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    building = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    road = models.CharField(max_length=60, blank=True)
    road_number = models.PositiveIntegerField(null=True, blank=True)
    floor = models.SmallIntegerField(null=True, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    sort = models.CharField(max_length=40, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["parent", "sort"], name="places_place_children"),
            models.Index(fields=["road", "road_number"], name="places_place_road"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        names.changed()

    def areas(self) -> dict[str, int | None]:
        """The ids under which this place lies, by column."""
        return {column: getattr(self, f"{column}_id") for column in AREA_COLUMNS}

    def area_ids(self) -> tuple[int, ...]:
        """Every id under which this place lies and its own, without gaps."""
        return tuple({key: None for key in (*self.areas().values(), self.pk) if key})


class EstateKind(models.TextChoices):
    COMMERCIAL = "commercial", _("商品房")
    MIXED = "mixed", _("商住")
    OLD = "old", _("老旧")
    RESETTLEMENT = "resettlement", _("还房(安置)")
    COURTYARD = "courtyard", _("平房院落")
    WORKPLACE = "workplace", _("单位家属院")


class EstateFacts(models.Model):
    """What only an estate has: its kind and the three lacks of a 三无小区 (systems G4)."""

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="estate_facts")
    kind = models.CharField(max_length=14, choices=EstateKind)
    lacks_manager = models.BooleanField(_("无物管"), default=False)
    lacks_department = models.BooleanField(_("无主管部门"), default=False)
    lacks_guard = models.BooleanField(_("无人防物防"), default=False)


class GridKind(models.TextChoices):
    RESIDENTS = "residents", _("居民网格")
    DEDICATED = "dedicated", _("专属网格")


class GridFacts(models.Model):
    """What only a grid has."""

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="grid_facts")
    kind = models.CharField(max_length=10, choices=GridKind)
    households = models.PositiveIntegerField(null=True, blank=True)


class LaneSide(models.TextChoices):
    BOTH = "both", _("双侧")
    ODD = "odd", _("单号侧")
    EVEN = "even", _("双号侧")


class LaneFacts(models.Model):
    """The stretch of a lane: 三公街9号至43号, one side or both."""

    place = models.OneToOneField(Place, models.CASCADE, primary_key=True, related_name="lane_facts")
    road = models.CharField(max_length=60)
    from_number = models.PositiveIntegerField()
    to_number = models.PositiveIntegerField()
    side = models.CharField(max_length=4, choices=LaneSide, default=LaneSide.BOTH)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        names.changed()


class DoorCodeKind(models.TextChoices):
    UNIT = "unit", _("单元门")
    LIFT = "lift", _("电梯")
    POINT = "point", _("点位")


class DoorCode(models.Model):
    """An unguessable code that hangs at a unit entrance, in a lift or at a point; never on a home."""

    code = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=6, choices=DoorCodeKind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    label = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)


class BulletinKind(models.TextChoices):
    """What a notice tells of: works and outages that many feel at once."""

    WATER = "water", _("停水")
    POWER = "power", _("停电")
    GAS = "gas", _("停气")
    HEAT = "heat", _("停暖")
    LIFT = "lift", _("电梯维修")
    ROAD = "road", _("道路施工")
    SPRAY = "spray", _("消杀")
    OTHER = "other", _("其他")


# What comes back when it ends; the others are only over.
OUTAGES = (BulletinKind.WATER, BulletinKind.POWER, BulletinKind.GAS, BulletinKind.HEAT, BulletinKind.LIFT)


class Bulletin(models.Model):
    """公告: what is out of service or being worked on at a place and under it, from an instant to an instant (UTC).

    ``title`` stands for the kind where it is not "". One that is over or withdrawn is shown to nobody outside.
    """

    kind = models.CharField(max_length=6, choices=BulletinKind)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    title = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_at = models.DateTimeField()
    made_by_person_key = models.BigIntegerField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gte=models.F("starts_at")),
                name="places_bulletin_ends_after_start",
            )
        ]
        indexes = [
            models.Index(
                fields=["place", "ends_at"],
                name="places_bulletin_standing",
                condition=models.Q(withdrawn_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.head

    @property
    def head(self) -> str:
        """Its title, else its kind in words."""
        return self.title or str(self.get_kind_display())

    @property
    def where(self) -> str:
        """The place as people there call it: 柳岸花园 3栋2单元. Costs nothing where ``queries.bulletins`` read it."""
        place = self.place
        if place.kind not in (PlaceKind.BUILDING, PlaceKind.UNIT):
            return place.name
        parts = [above.name for above in (place.building, place.unit) if above is not None]
        return " ".join([*([place.estate.name] if place.estate else []), "".join(parts)])

    @property
    def is_outage(self) -> bool:
        return self.kind in OUTAGES

    def is_running(self, now: datetime) -> bool:
        return self.withdrawn_at is None and self.starts_at <= now < self.ends_at

    def is_coming(self, now: datetime) -> bool:
        return self.withdrawn_at is None and self.starts_at > now
