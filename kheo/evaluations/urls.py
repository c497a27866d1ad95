from django.urls import path

from kheo.evaluations.views import reading, scoring

app_name = "evaluations"
urlpatterns = [
    path("", reading.list_, name="list"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/criteria/<int:number>/", reading.leaf, name="leaf"),
    path("<int:pk>/declare-conflict/", scoring.declare_conflict, name="declare_conflict"),
    path("cards/<int:pk>/", scoring.card, name="card"),
    path("cards/<int:pk>/autosave/", scoring.autosave, name="autosave"),
    path("cards/<int:pk>/total/", scoring.total, name="total"),
    path("assignments/<int:pk>/skip/", scoring.skip, name="skip"),
    path("evidence/<int:pk>/file/", reading.file, name="file"),
]
