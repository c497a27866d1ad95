from django.urls import path

from kheo.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.funnel, name="funnel"),
    path("breakdown/", views.breakdown, name="breakdown"),
    path("rows/", views.rows, name="rows"),
    path("silent/", views.silent, name="silent"),
]
