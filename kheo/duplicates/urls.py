from django.urls import path

from kheo.duplicates import views

app_name = "duplicates"
urlpatterns = [
    path("titles/", views.titles, name="titles"),
]
