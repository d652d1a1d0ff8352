from django.urls import path

from linli.people import views

urlpatterns = [
    path("", views.people, name="people"),
    path("new/", views.person_add, name="person_add"),
    path("<int:person_id>/", views.person, name="person"),
    path("<int:person_id>/edit/", views.person_edit, name="person_edit"),
    path("<int:person_id>/number/", views.person_number, name="person_number"),
    path("<int:person_id>/account/", views.account_open, name="account_open"),
    path("<int:person_id>/consents/", views.consent_give, name="consent_give"),
    path("<int:person_id>/household/", views.household_found, name="household_found"),
    path("accounts/<int:account_id>/close/", views.account_close, name="account_close"),
    path("accounts/<int:account_id>/reopen/", views.account_reopen, name="account_reopen"),
    path("accounts/<int:account_id>/password/", views.account_password, name="account_password"),
    path("consents/<int:consent_id>/withdraw/", views.consent_withdraw, name="consent_withdraw"),
    path("households/<int:household_id>/members/", views.member_add, name="member_add"),
    path("members/<int:member_id>/remove/", views.member_remove, name="member_remove"),
]
