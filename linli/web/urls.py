from django.urls import path

from linli.web import views
from linli.web.views import gallery, setup

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("elder/", views.elder, name="elder"),
    path("setup/", setup.setup, name="setup"),
    path("setup/check/", setup.check, name="setup_check"),
    path("gallery/", gallery.gallery, name="gallery"),
    path("language/", views.language, name="language"),
]
