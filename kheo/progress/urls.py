from django.urls import path

from kheo.progress.views import asking, living

app_name = "progress"
urlpatterns = [
    path("", asking.asked, name="asked"),
    path("exemplars/<int:pk>/pulse/<int:months>/<slug:answer>/", asking.take_pulse, name="take_pulse"),
    path("exemplars/<int:pk>/recheck/<int:round_pk>/", asking.recheck, name="recheck"),
    path("rechecks/<int:pk>/rule/", asking.rule, name="rule"),
    path("rechecks/<int:pk>/maintain/<slug:origin>/", asking.maintain, name="maintain"),
    path("registrations/<int:pk>/report-progress/<slug:kind>/", asking.report_progress, name="report_progress"),
    path("survival/", living.survival_, name="survival"),
    path("survival/models/", living.survivors, name="survivors"),
]
