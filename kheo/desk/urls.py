from django.urls import path

from kheo.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("desk/vacant/", views.vacant, name="vacant"),
    path("desk/unused/", views.unused, name="unused"),
]
