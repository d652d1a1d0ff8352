from django.urls import path

from linli.web import views

urlpatterns = [
    path("", views.home, name="home"),
    path("help/", views.help_page, name="help"),
    path("elder/", views.elder, name="elder"),
    path("language/", views.language, name="language"),
]
