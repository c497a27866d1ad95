from django.urls import path

from kheo.recognitions import views

app_name = "recognitions"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<int:round_pk>/<int:unit_pk>/", views.docket_, name="docket"),
    path("<int:round_pk>/<int:unit_pk>/consider/", views.consider, name="consider"),
    path("<int:round_pk>/<int:unit_pk>/open-evaluations/", views.open_evaluations, name="open_evaluations"),
    path("<int:round_pk>/<int:unit_pk>/propose-upward/", views.propose_upward, name="propose_upward"),
    path("<int:round_pk>/<int:unit_pk>/forgo-proposal/", views.forgo_proposal, name="forgo_proposal"),
    path("<int:round_pk>/<int:unit_pk>/draft-submission/", views.draft_submission, name="draft_submission"),
    path("<int:round_pk>/<int:unit_pk>/draft-summary-list/", views.draft_summary_list, name="draft_summary_list"),
    path("considerations/<int:pk>/draft-decision/", views.draft_decision, name="draft_decision"),
    path("considerations/<int:pk>/certify/", views.certify, name="certify"),
    path("considerations/<int:pk>/", views.detail, name="detail"),
    path("considerations/<int:pk>/conclude/", views.conclude, name="conclude"),
    path("considerations/<int:pk>/recognise/<int:registration_pk>/", views.recognise, name="recognise"),
    path("considerations/<int:pk>/not-recognise/<int:registration_pk>/", views.not_recognise, name="not_recognise"),
    path("proposals/<int:pk>/recall/", views.recall, name="recall"),
    path("forgoings/<int:pk>/recall/", views.recall_forgoing, name="recall_forgoing"),
]
