from django.urls import path

from kheo.reorganisations import views

app_name = "reorganisations"
urlpatterns = [
    path("", views.list_, name="list"),
    path("begin/<int:unit_pk>/", views.begin, name="begin"),
    path("left/", views.left_, name="left"),
    path("left/<int:pk>/<slug:side>/", views.hand_on, name="hand_on"),
    path("table.xlsx", views.template, name="template"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/add/<slug:change>/", views.add, name="add"),
    path("<int:pk>/bring-in/", views.bring_in, name="bring_in"),
    path("<int:pk>/proposal.xlsx", views.proposal, name="proposal"),
    path("<int:pk>/drop/<int:change_pk>/", views.drop, name="drop"),
    path("<int:pk>/empty/", views.empty, name="empty"),
    path("<int:pk>/leave-out/<int:stay_pk>/", views.leave_out, name="leave_out"),
    path("<int:pk>/rehearse/", views.rehearse, name="rehearse"),
    path("<int:pk>/propose/", views.propose, name="propose"),
    path("<int:pk>/take-back/", views.take_back, name="take_back"),
    path("<int:pk>/discard/", views.discard, name="discard"),
    path("<int:pk>/approve/", views.approve, name="approve"),
    path("<int:pk>/hand-out/", views.hand_out, name="hand_out"),
    path("<int:pk>/reverse/", views.reverse, name="reverse"),
    path("<int:pk>/letters/<int:unit_pk>/", views.letter, name="letter"),
]
