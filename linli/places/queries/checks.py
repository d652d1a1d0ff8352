"""What a check of the installation finds in the places."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import F, Q
from django.utils.translation import gettext as _

from linli.kernel.findings import Finding
from linli.places import codes
from linli.places.models import AREA_COLUMNS, DoorCode, EstateFacts, EstateKind, Place, PlaceKind

SHOWN = 50  # of one kind of finding


def findings(now: datetime) -> Iterator[Finding]:
    """Faults: ancestor columns that contradict the tree. Warnings: bad codes, estates without grid or facts, homes
    where none may be, codes that hang at closed places.
    """
    yield from _columns()
    yield from _codes()
    estates = Place.objects.filter(kind=PlaceKind.ESTATE, closed_on__isnull=True)
    uncovered = estates.filter(grid__isnull=True).exclude(
        pk__in=Place.objects.filter(kind=PlaceKind.BUILDING, grid__isnull=False).values("estate_id")
    )
    for place in uncovered.order_by("pk")[:SHOWN]:
        yield _warning(place, _("小区没有网格"))
    for place in estates.exclude(pk__in=EstateFacts.objects.values("pk")).order_by("pk")[:SHOWN]:
        yield _warning(place, _("小区没有写明类型"))
    courtyards = EstateFacts.objects.filter(kind=EstateKind.COURTYARD).values("pk")
    misplaced = Place.objects.filter(kind=PlaceKind.HOME, parent__kind=PlaceKind.ESTATE)
    for place in misplaced.exclude(parent_id__in=courtyards).order_by("pk")[:SHOWN]:
        yield _warning(place, _("住户直接在小区下面，而小区不是平房院落"))
    hanging = DoorCode.objects.filter(retired_at__isnull=True, place__closed_on__isnull=False)
    for code in hanging.select_related("place").order_by("pk")[:SHOWN]:
        yield _warning(code.place, _("地点已停用，码 %s 还在用") % code.pk)


def _columns() -> Iterator[Finding]:
    for column in AREA_COLUMNS:
        own = Place.objects.filter(kind=column).filter(
            ~Q(**{f"{column}_id": F("pk")}) | Q(**{f"{column}__isnull": True})
        )
        wrong = own
        if column not in ("grid", "lane"):
            above = Place.objects.filter(parent__isnull=False).exclude(kind=column)
            same = Q(**{f"{column}_id": F(f"parent__{column}_id")})
            neither = Q(**{f"{column}__isnull": True, f"parent__{column}__isnull": True})
            wrong = own | above.exclude(same | neither)
        for place in wrong.order_by("pk")[:SHOWN]:
            yield Finding(
                "places",
                "fault",
                place.code,
                _("%(place)s：列 %(column)s 与上级不一致") % {"place": place.name, "column": column},
            )


def _codes() -> Iterator[Finding]:
    for place in Place.objects.filter(kind__in=codes.KINDS).order_by("pk").iterator():
        if not codes.fits_kind(place.code, place.kind):
            yield _warning(place, _("编码不是这一级的 12 位区划代码"))
    grids = Place.objects.filter(kind=PlaceKind.GRID).select_related("community").order_by("pk")
    for place in grids.iterator():
        if not codes.is_grid(place.code, place.community.code if place.community else ""):
            yield _warning(place, _("网格编码不是社区编码加 3 位序号"))


def _warning(place: Place, what: str) -> Finding:
    return Finding("places", "warning", place.code, f"{place.name}: {what}")
