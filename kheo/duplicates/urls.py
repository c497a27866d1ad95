from django.urls import path

from kheo.duplicates.views import joining, merging, naming

app_name = "duplicates"
urlpatterns = [
    path("titles/", naming.titles, name="titles"),
    path("registrations/<int:pk>/ask-to-join/", joining.ask_to_join, name="ask_to_join"),
    path("registrations/<int:pk>/merge/", merging.merge, name="merge"),
    path("mergings/<int:pk>/undo/", merging.undo_merging, name="undo_merging"),
    path("joinings/", joining.joinings, name="joinings"),
    path("joinings/<int:pk>/confirm/", joining.confirm_joining, name="confirm_joining"),
    path("joinings/<int:pk>/refuse/", joining.refuse_joining, name="refuse_joining"),
    path("joinings/<int:pk>/leave/", joining.leave_joining, name="leave_joining"),
]
