from django.urls import URLPattern, path

from linli.notices.views import inbox, routes

urlpatterns: list[URLPattern] = [
    path("", inbox.inbox, name="inbox"),
    path("count", inbox.inbox_count, name="inbox_count"),
    path("<int:letter_id>/open", inbox.open_letter, name="letter_open"),
    path("read-all", inbox.read_all, name="inbox_read_all"),
    path("routes/", routes.routes, name="routes"),
    path("routes/new/", routes.route_add, name="route_add"),
    path("routes/<int:route_id>/", routes.route, name="route"),
    path("routes/<int:route_id>/turn/", routes.route_turn, name="route_turn"),
    path("routes/<int:route_id>/try/", routes.route_try, name="route_try"),
    path("routes/<int:route_id>/remove/", routes.route_remove, name="route_remove"),
]
