from django.urls import path

from linli.organisations.views import bodies, duties, ladders, roles, rosters, serving

urlpatterns = [
    path("", bodies.bodies, name="bodies"),
    path("new/", bodies.body_found, name="body_found"),
    path("<int:body_id>/", bodies.body, name="body"),
    path("<int:body_id>/edit/", bodies.body_edit, name="body_edit"),
    path("<int:body_id>/end/", bodies.body_end, name="body_end"),
    path("<int:body_id>/services/", bodies.service_begin, name="service_begin"),
    path("services/<int:service_id>/end/", bodies.service_end, name="service_end"),
    path("<int:body_id>/seats/", bodies.seat_make, name="seat_make"),
    path("seats/<int:seat_id>/", duties.seat, name="seat"),
    path("seats/<int:seat_id>/end/", duties.seat_end, name="seat_end"),
    path("seats/<int:seat_id>/duties/", duties.duty_start, name="duty_start"),
    path("duties/<int:duty_id>/", duties.duty, name="duty"),
    path("duties/<int:duty_id>/hand_over/", duties.duty_hand_over, name="duty_hand_over"),
    path("duties/<int:duty_id>/stand_in/", duties.duty_stand_in, name="duty_stand_in"),
    path("duties/<int:duty_id>/end/", duties.duty_end, name="duty_end"),
    path("people/<int:person_id>/", duties.person_duties, name="person_duties"),
    path("serving/", serving.serving, name="serving"),
    path("vacancies/", serving.vacancies, name="vacancies"),
    path("roles/", roles.roles, name="roles"),
    path("roles/new/", roles.role_make, name="role_make"),
    path("roles/<int:role_id>/", roles.role, name="role"),
    path("ladder/", ladders.ladder, name="ladder"),
    path("ladder/change/", ladders.ladder_change, name="ladder_change"),
    path("roster/", rosters.roster, name="roster"),
    path("<int:body_id>/shifts/", rosters.shift_set, name="shift_set"),
    path("shifts/<int:shift_id>/remove/", rosters.shift_remove, name="shift_remove"),
]
