from django.urls import path

from kheo.reorganisations.views import deciding, leaving, planning

app_name = "reorganisations"
urlpatterns = [
    path("", planning.list_, name="list"),
    path("begin/<int:unit_pk>/", planning.begin, name="begin"),
    path("left/", leaving.left_, name="left"),
    path("left/<int:pk>/<slug:side>/", leaving.hand_on, name="hand_on"),
    path("table.xlsx", planning.template, name="template"),
    path("<int:pk>/", planning.detail, name="detail"),
    path("<int:pk>/add/<slug:change>/", planning.add, name="add"),
    path("<int:pk>/bring-in/", planning.bring_in, name="bring_in"),
    path("<int:pk>/proposal.xlsx", planning.proposal, name="proposal"),
    path("<int:pk>/drop/<int:change_pk>/", planning.drop, name="drop"),
    path("<int:pk>/empty/", planning.empty, name="empty"),
    path("<int:pk>/leave-out/<int:stay_pk>/", deciding.leave_out, name="leave_out"),
    path("<int:pk>/rehearse/", deciding.rehearse, name="rehearse"),
    path("<int:pk>/propose/", deciding.propose, name="propose"),
    path("<int:pk>/take-back/", deciding.take_back, name="take_back"),
    path("<int:pk>/discard/", deciding.discard, name="discard"),
    path("<int:pk>/approve/", deciding.approve, name="approve"),
    path("<int:pk>/hand-out/", deciding.hand_out, name="hand_out"),
    path("<int:pk>/reverse/", deciding.reverse, name="reverse"),
    path("<int:pk>/letters/<int:unit_pk>/", deciding.letter, name="letter"),
]
