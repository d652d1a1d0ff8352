from django.urls import URLPattern, path

from linli.worktime.views import days, timetables

urlpatterns: list[URLPattern] = [
    path("days/", days.days, name="days"),
    path("days/foresee", days.days_foresee, name="days_foresee"),
    path("days/import", days.days_import, name="days_import"),
    path("days/export", days.days_export, name="days_export"),
    path("days/template.xlsx", days.days_template, name="days_template"),
    path("days/<str:day>", days.day, name="day"),
    path("days/<str:day>/clear", days.day_clear, name="day_clear"),
    path("timetables/", timetables.timetables, name="timetables"),
    path("timetables/<slug:code>", timetables.timetable, name="timetable"),
]
