from django.urls import path

from kheo.insights.views import official, overview, pages

app_name = "insights"
urlpatterns = [
    path("", overview.home, name="home"),
    path("cards/<slug:name>/", overview.card, name="card"),
    path("funnel/", pages.funnel, name="funnel"),
    path("milestones/", pages.milestones, name="milestones"),
    path("breakdown/", pages.breakdown, name="breakdown"),
    path("pivot/", pages.pivot, name="pivot"),
    path("rows/", pages.rows, name="rows"),
    path("silent/", pages.silent, name="silent"),
    path("resources/", pages.mobilised, name="mobilised"),
    path("results/", pages.achieved, name="achieved"),
    path("amounts/", pages.amounts_, name="amounts"),
    path("comparable/", pages.comparable, name="comparable"),
    path("reports/", official.reports, name="reports"),
    path("reports/new/", official.new_report, name="new_report"),
    path("reports/close/", official.close_report, name="close_report"),
    path("reports/<int:pk>/", official.report, name="report"),
    path("reports/<int:pk>/<slug:kind>/", official.report_file, name="report_file"),
]
