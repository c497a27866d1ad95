from django.urls import path

from kheo.insights import views

app_name = "insights"
urlpatterns = [
    path("", views.funnel, name="funnel"),
    path("milestones/", views.milestones, name="milestones"),
    path("breakdown/", views.breakdown, name="breakdown"),
    path("pivot/", views.pivot, name="pivot"),
    path("rows/", views.rows, name="rows"),
    path("silent/", views.silent, name="silent"),
    path("resources/", views.mobilised, name="mobilised"),
    path("results/", views.achieved, name="achieved"),
    path("amounts/", views.amounts_, name="amounts"),
    path("comparable/", views.comparable, name="comparable"),
]
