"""For those who set the system up: everything may be looked at, nothing changed past a sentence."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from linli.organisations.models import Body, Duty, LadderStep, Role, Seat, Service, Shift


class OnlyLook(admin.ModelAdmin[Any]):
    def has_module_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_active and request.user.is_superuser)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Body)
class BodyAdmin(OnlyLook):
    list_display = ("name", "code", "kind", "tree", "parent", "area", "ended_on")
    list_filter = ("tree", "kind")
    list_select_related = ("parent", "area")
    search_fields = ("name", "code")


@admin.register(Role)
class RoleAdmin(OnlyLook):
    list_display = ("name", "code", "reach", "rung", "is_desk", "is_volunteer", "is_head")


@admin.register(LadderStep)
class LadderStepAdmin(OnlyLook):
    list_display = ("area", "category", "position", "role")
    list_select_related = ("area", "role")


@admin.register(Seat)
class SeatAdmin(OnlyLook):
    list_display = ("name", "body", "role", "area", "ended_on")
    list_select_related = ("body", "role", "area")
    search_fields = ("name", "body__name")


@admin.register(Duty)
class DutyAdmin(OnlyLook):
    list_display = ("person", "seat", "starts_on", "ends_on", "is_lead", "stands_in_for_id")
    list_select_related = ("person", "seat")
    search_fields = ("person__name", "seat__name")


@admin.register(Service)
class ServiceAdmin(OnlyLook):
    list_display = ("body", "place", "since", "until")
    list_select_related = ("body", "place")


@admin.register(Shift)
class ShiftAdmin(OnlyLook):
    list_display = ("body", "kind", "starts_at", "ends_at", "person", "backup")
    list_select_related = ("body", "person", "backup")
