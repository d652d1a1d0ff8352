from django.urls import URLPattern, path

from linli.places import views
from linli.places.views import labels, sheets

urlpatterns: list[URLPattern] = [
    path("", views.places_home, name="places_home"),
    path("add/<str:kind>/", views.place_add, name="place_add_top"),
    path("import/", views.places_import, name="places_import"),
    path("import/template.xlsx", views.places_template, name="places_template"),
    path("export/", sheets.places_export, name="places_export"),
    path("<int:place_id>/", views.place, name="place"),
    path("<int:parent_id>/add/<str:kind>/", views.place_add, name="place_add"),
    path("<int:place_id>/change/<str:what>/", views.place_change, name="place_change"),
    path("labels/", labels.labels, name="labels"),
    path("labels/print/", labels.labels_print, name="labels_print"),
    path("<int:place_id>/codes/", labels.labels_hang, name="labels_hang"),
    path("<int:place_id>/sheet/", labels.place_sheet, name="place_sheet"),
    path("codes/<int:code_id>/replace/", labels.door_code_replace, name="door_code_replace"),
    path("codes/<int:code_id>/retire/", views.door_code_retire, name="door_code_retire"),
]
