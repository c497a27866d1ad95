from django.urls import path

from kheo.progress import views

app_name = "progress"
urlpatterns = [
    path("", views.asked, name="asked"),
    path("exemplars/<int:pk>/pulse/<int:months>/<slug:answer>/", views.take_pulse, name="take_pulse"),
    path("exemplars/<int:pk>/recheck/<int:round_pk>/", views.recheck, name="recheck"),
    path("rechecks/<int:pk>/rule/", views.rule, name="rule"),
    path("rechecks/<int:pk>/maintain/<slug:origin>/", views.maintain, name="maintain"),
    path("registrations/<int:pk>/report-progress/<slug:kind>/", views.report_progress, name="report_progress"),
    path("survival/", views.survival_, name="survival"),
    path("survival/models/", views.survivors, name="survivors"),
]
