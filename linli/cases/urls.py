from django.urls import path

from linli.cases.views import (
    acting,
    following,
    neighbours,
    practice,
    registering,
    reporting,
    unplacing,
    worklists,
)

urlpatterns = [
    path("r/<str:code>/", reporting.report, name="report"),
    path("report/", reporting.report_open, name="report_open"),
    path("report/done/<str:token>/", reporting.report_done, name="report_done"),
    path("progress/", following.progress, name="progress"),
    path("progress/<str:receipt>/rate/", following.progress_rate, name="progress_rate"),
    path("progress/<str:receipt>/withdraw/", following.progress_withdraw, name="progress_withdraw"),
    path("progress/<str:receipt>/info/", following.progress_info, name="progress_info"),
    path("progress/<str:receipt>/appeal/", following.progress_appeal, name="progress_appeal"),
    path("work/", worklists.worklist, name="worklist"),
    path("work/unplaced/", unplacing.unplaced, name="unplaced"),
    path("work/requests/", worklists.requests, name="requests"),
    path("work/rules/", practice.practice, name="practice"),
    path("work/rules/<slug:key>/", practice.practice_set, name="practice_set"),
    path("work/neighbours/", neighbours.neighbours, name="neighbours"),
    path("work/neighbours/<int:case_id>/settle/", neighbours.neighbour_settle, name="neighbour_settle"),
    path("work/neighbours/<int:case_id>/pass-on/", neighbours.neighbour_pass_on, name="neighbour_pass_on"),
    path("cases/new/", registering.case_register, name="case_register"),
    path("cases/new/places/", registering.case_places, name="case_places"),
    path("cases/new/done/<str:token>/", registering.case_registered, name="case_registered"),
    path("cases/<int:case_id>/", worklists.case, name="case"),
    path("cases/<int:case_id>/do/<slug:act>/", acting.case_act, name="case_act"),
    path("cases/<int:case_id>/do/<slug:act>/<int:of>/", acting.case_act, name="case_act_of"),
    path("cases/<int:case_id>/number/", acting.case_number, name="case_number"),
]
