from django.urls import URLPattern, path

from linli.places import views

urlpatterns: list[URLPattern] = [
    path("", views.places_home, name="places_home"),
    path("add/<str:kind>/", views.place_add, name="place_add_top"),
    path("import/", views.places_import, name="places_import"),
    path("import/template.xlsx", views.places_template, name="places_template"),
    path("<int:place_id>/", views.place, name="place"),
    path("<int:parent_id>/add/<str:kind>/", views.place_add, name="place_add"),
    path("<int:place_id>/change/<str:what>/", views.place_change, name="place_change"),
    path("<int:place_id>/codes/", views.place_codes, name="place_codes"),
    path("<int:place_id>/sheet/", views.place_sheet, name="place_sheet"),
    path("codes/<int:code_id>/retire/", views.door_code_retire, name="door_code_retire"),
]
