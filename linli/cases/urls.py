from django.urls import path

from linli.cases.views import acting, following, registering, reporting, unplacing, worklists

urlpatterns = [
    path("r/<str:code>/", reporting.report, name="report"),
    path("report/", reporting.report_open, name="report_open"),
    path("report/done/<str:token>/", reporting.report_done, name="report_done"),
    path("progress/", following.progress, name="progress"),
    path("progress/<str:receipt>/rate/", following.progress_rate, name="progress_rate"),
    path("progress/<str:receipt>/withdraw/", following.progress_withdraw, name="progress_withdraw"),
    path("work/", worklists.worklist, name="worklist"),
    path("work/unplaced/", unplacing.unplaced, name="unplaced"),
    path("cases/new/", registering.case_register, name="case_register"),
    path("cases/new/places/", registering.case_places, name="case_places"),
    path("cases/new/done/<str:token>/", registering.case_registered, name="case_registered"),
    path("cases/<int:case_id>/", worklists.case, name="case"),
    path("cases/<int:case_id>/sign/", acting.case_sign, name="case_sign"),
    path("cases/<int:case_id>/note/", acting.case_note, name="case_note"),
    path("cases/<int:case_id>/answer/", acting.case_answer, name="case_answer"),
    path("cases/<int:case_id>/approve/", acting.case_approve, name="case_approve"),
    path("cases/<int:case_id>/send_back/", acting.case_send_back, name="case_send_back"),
    path("cases/<int:case_id>/dispatch/", acting.case_dispatch, name="case_dispatch"),
    path("cases/<int:case_id>/place/", acting.case_place, name="case_place"),
    path("cases/<int:case_id>/settle/", acting.case_settle, name="case_settle"),
    path("cases/<int:case_id>/decline/", acting.case_decline, name="case_decline"),
    path("cases/<int:case_id>/call_back/", acting.case_call_back, name="case_call_back"),
    path("cases/<int:case_id>/withdraw/", acting.case_withdraw, name="case_withdraw"),
    path("cases/<int:case_id>/number/", acting.case_number, name="case_number"),
]
