from django.urls import path

from kheo.exemplars.views import answering, dossier, listing, sending, starting, writing

app_name = "exemplars"
urlpatterns = [
    path("", listing.list_, name="list"),
    path("start/", starting.start, name="start"),
    path("begin/", starting.begin, name="begin"),
    path("<int:pk>/", dossier.detail, name="detail"),
    path("<int:pk>/history/", dossier.history, name="history"),
    path("<int:pk>/tasks/", writing.tasks, name="tasks"),
    path("<int:pk>/sections/<slug:section>/", writing.section, name="section"),
    path("<int:pk>/sections/<slug:section>/autosave/", writing.autosave, name="autosave"),
    path("<int:pk>/check/", sending.check, name="check"),
    path("<int:pk>/submit/", sending.submit, name="submit"),
    path("<int:pk>/receipt/", sending.receipt, name="receipt"),
    path("<int:pk>/accept/", answering.accept, name="accept"),
    path("<int:pk>/return-for-changes/", answering.return_for_changes, name="return_for_changes"),
    path("<int:pk>/decline/", answering.decline, name="decline"),
    path("<int:pk>/withdraw/", answering.withdraw, name="withdraw"),
    path("<int:pk>/report-result/", answering.report_result, name="report_result"),
    path("files/<uuid:pk>/", dossier.file, name="file"),
]
