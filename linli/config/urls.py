from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("linli.web.urls")),
    path("", include("linli.cases.urls")),
    path("", include("linli.board.urls")),
    path("inbox/", include("linli.notices.urls")),
    path("desk/", include("linli.desk.urls")),
    path("catalogue/", include("linli.catalogue.urls")),
    path("organisations/", include("linli.organisations.urls")),
    path("people/", include("linli.people.urls")),
    path("places/", include("linli.places.urls")),
    path("worktime/", include("linli.worktime.urls")),
    path("journal/", include("linli.journal.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("setup/admin/", admin.site.urls),
]
