"""The admin shows the tables to those who set the system up; it never writes past a sentence."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from linli.places.models import DoorCode, EstateFacts, GridFacts, LaneFacts, Place, Region

if TYPE_CHECKING:
    _Admin = admin.ModelAdmin[Any]
else:
    _Admin = admin.ModelAdmin


class ReadOnly(_Admin):
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Place)
class PlaceAdmin(ReadOnly):
    list_display = ("code", "name", "kind", "closed_on")
    list_filter = ("kind",)
    search_fields = ("code", "name")


@admin.register(Region)
class RegionAdmin(ReadOnly):
    list_display = ("code", "level", "name")
    search_fields = ("code", "name")


admin.site.register(EstateFacts, ReadOnly)
admin.site.register(GridFacts, ReadOnly)
admin.site.register(LaneFacts, ReadOnly)
admin.site.register(DoorCode, ReadOnly)
