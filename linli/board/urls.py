from django.urls import URLPattern, path

from linli.board.views import bulletins, following, public, releases, sharing

urlpatterns: list[URLPattern] = [
    path("board/", public.board, name="board"),
    path("board/alike/", public.board_alike, name="board_alike"),
    path("board/case/<str:public_id>/", public.board_case, name="board_case"),
    path("board/case/<str:public_id>/follow/", following.board_follow, name="board_follow"),
    path("board/unfollow/<str:token>/", following.board_unfollow, name="board_unfollow"),
    path("board/<str:code>/", public.board_place, name="board_place"),
    path("progress/<str:receipt>/share/", sharing.share, name="share"),
    path("work/board/", releases.releases, name="releases"),
    path("work/board/<int:release_id>/", releases.release, name="release"),
    path("work/board/<int:release_id>/show/", releases.release_show, name="release_show"),
    path("work/board/<int:release_id>/refuse/", releases.release_refuse, name="release_refuse"),
    path("work/bulletins/", bulletins.bulletins, name="bulletins"),
    path("work/bulletins/new/", bulletins.bulletin_new, name="bulletin_new"),
    path("work/bulletins/<int:bulletin_id>/end/", bulletins.bulletin_change, name="bulletin_change"),
    path("work/bulletins/<int:bulletin_id>/withdraw/", bulletins.bulletin_withdraw, name="bulletin_withdraw"),
    path("work/bulletins/<int:bulletin_id>/poster/", bulletins.bulletin_poster, name="bulletin_poster"),
]
