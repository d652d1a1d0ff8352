from django.urls import URLPattern, path

from linli.journal import views

urlpatterns: list[URLPattern] = [
    path("parked/", views.parked, name="parked"),
    path("parked/<int:delivery_id>/retry/", views.delivery_retry, name="delivery_retry"),
    path("parked/<int:delivery_id>/drop/", views.delivery_drop, name="delivery_drop"),
]
