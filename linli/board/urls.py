from django.urls import URLPattern, path

from linli.board.views import bulletins

urlpatterns: list[URLPattern] = [
    path("work/bulletins/", bulletins.bulletins, name="bulletins"),
    path("work/bulletins/new/", bulletins.bulletin_new, name="bulletin_new"),
    path("work/bulletins/<int:bulletin_id>/end/", bulletins.bulletin_change, name="bulletin_change"),
    path("work/bulletins/<int:bulletin_id>/withdraw/", bulletins.bulletin_withdraw, name="bulletin_withdraw"),
    path("work/bulletins/<int:bulletin_id>/poster/", bulletins.bulletin_poster, name="bulletin_poster"),
]
