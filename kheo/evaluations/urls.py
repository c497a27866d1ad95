from django.urls import path

from kheo.evaluations.views import arranging, proving, reading, scoring

app_name = "evaluations"
urlpatterns = [
    path("", reading.list_, name="list"),
    path("procedures/<int:pk>/units/<int:unit_pk>/", arranging.summarise, name="summary"),
    path("procedures/<int:pk>/units/<int:unit_pk>/share-out/", arranging.share_out, name="share_out"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/criteria/<int:number>/", reading.leaf, name="leaf"),
    path("<int:pk>/declare-conflict/", scoring.declare_conflict, name="declare_conflict"),
    path("cards/<int:pk>/", scoring.card, name="card"),
    path("<int:pk>/ask-explanation/", proving.ask_explanation, name="ask_explanation"),
    path("<int:pk>/explain/", proving.explain, name="explain"),
    path("cards/<int:pk>/evidence/<int:number>/", proving.evidence, name="evidence"),
    path("evidence/<int:pk>/remove/", proving.remove_evidence, name="remove_evidence"),
    path("cards/<int:pk>/autosave/", scoring.autosave, name="autosave"),
    path("cards/<int:pk>/total/", scoring.total, name="total"),
    path("assignments/<int:pk>/skip/", scoring.skip, name="skip"),
    path("evidence/<int:pk>/file/", reading.file, name="file"),
]
