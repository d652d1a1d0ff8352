from django.urls import URLPattern, path

from linli.notices import views

urlpatterns: list[URLPattern] = [
    path("", views.inbox, name="inbox"),
    path("count", views.inbox_count, name="inbox_count"),
    path("<int:letter_id>/open", views.open_letter, name="letter_open"),
    path("read-all", views.read_all, name="inbox_read_all"),
]
