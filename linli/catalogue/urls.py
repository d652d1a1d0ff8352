from django.urls import URLPattern, path

from linli.catalogue import views
from linli.catalogue.views import sheets

urlpatterns: list[URLPattern] = [
    path("", views.catalogue, name="catalogue"),
    path("add/", views.matter_add, name="matter_add"),
    path("public/", views.catalogue_public, name="catalogue_public"),
    path("import/", sheets.matters_import, name="matters_import"),
    path("import/template/", sheets.matters_template, name="matters_template"),
    path("departments/", sheets.departments_found, name="departments_found"),
    path("export/", sheets.matters_export, name="matters_export"),
    path("<slug:code>/", views.matter, name="matter"),
    path("<slug:code>/edit/", views.matter_edit, name="matter_edit"),
    path("<slug:code>/history/", views.matter_history, name="matter_history"),
    path("<slug:code>/take-back/", views.matter_take_back, name="matter_take_back"),
    path("<slug:code>/end/", views.matter_end, name="matter_end"),
]
