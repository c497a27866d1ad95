from django.urls import path

from kheo.insights.views import figures, official

app_name = "insights"
urlpatterns = [
    path("", figures.funnel, name="funnel"),
    path("milestones/", figures.milestones, name="milestones"),
    path("breakdown/", figures.breakdown, name="breakdown"),
    path("pivot/", figures.pivot, name="pivot"),
    path("rows/", figures.rows, name="rows"),
    path("silent/", figures.silent, name="silent"),
    path("resources/", figures.mobilised, name="mobilised"),
    path("results/", figures.achieved, name="achieved"),
    path("amounts/", figures.amounts_, name="amounts"),
    path("comparable/", figures.comparable, name="comparable"),
    path("reports/", official.reports, name="reports"),
    path("reports/new/", official.new_report, name="new_report"),
    path("reports/close/", official.close_report, name="close_report"),
    path("reports/<int:pk>/", official.report, name="report"),
    path("reports/<int:pk>/<slug:kind>/", official.report_file, name="report_file"),
]
