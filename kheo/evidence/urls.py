from django.urls import path

from kheo.evidence.views import collecting, handing_off

app_name = "evidence"
urlpatterns = [
    path("<int:pk>/", collecting.collect, name="collect"),
    path("<int:pk>/attach/", collecting.attach, name="attach"),
    path("<int:pk>/parts/<uuid:client_id>/", collecting.part, name="part"),
    path("<int:pk>/open-handoff/", handing_off.open_handoff, name="open_handoff"),
    path("<int:pk>/end-handoff/", handing_off.end_handoff, name="end_handoff"),
    path("<int:pk>/handoff/", handing_off.handoff, name="handoff"),
    path("<int:pk>/handoff/now/", handing_off.handoff_now, name="handoff_now"),
    path("files/<int:pk>/caption/", collecting.caption, name="caption"),
    path("files/<int:pk>/move/", collecting.move, name="move"),
    path("files/<int:pk>/detach/", collecting.detach, name="detach"),
    path("files/<int:pk>/<int:side>/", collecting.picture, name="picture"),
]
# In the hand of whoever was let in, without a sign-in: a short address, for it stands in a code.
at_the_door = [
    path("<slug:token>/", handing_off.send, name="send"),
    path("<slug:token>/hand-in/", handing_off.hand_in, name="hand_in"),
    path("<slug:token>/parts/<uuid:client_id>/", handing_off.hand_in_part, name="hand_in_part"),
]
