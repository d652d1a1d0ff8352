from django.urls import path

from linli.desk.views import days, handovers, homes

urlpatterns = [
    path("homes/", homes.homes, name="homes"),
    path("homes/<int:place_id>/", homes.household, name="household"),
    path("homes/<int:place_id>/call/", homes.household_call, name="household_call"),
    path("day/", days.day_log, name="day_log"),
    path("handover/", handovers.handover_note, name="handover_note"),
]
