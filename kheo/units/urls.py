from django.urls import path

from kheo.units.views import changes, people, tree, unit

app_name = "units"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("suggest/", tree.suggest, name="suggest"),
    path("found/", changes.found, name="found_root"),
    path("<int:pk>/", unit.detail, name="detail"),
    path("<int:pk>/below/", tree.children, name="children"),
    path("<int:pk>/found/", changes.found, name="found"),
    path("<int:pk>/rename/", changes.rename, name="rename"),
    path("<int:pk>/move/", changes.move, name="move"),
    path("<int:pk>/regrade/", changes.regrade, name="regrade"),
    path("<int:pk>/succeed/", changes.succeed, name="succeed"),
    path("<int:pk>/close/", changes.close, name="close"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/people/invite/", people.invite, name="invite"),
    path("<int:pk>/people/appoint/", people.appoint, name="appoint"),
    path("<int:pk>/people/<int:person_pk>/hand-over/", people.hand_over, name="hand_over"),
    path("<int:pk>/people/<int:person_pk>/slip/", people.slip_, name="slip"),
    path("<int:pk>/people/<int:person_pk>/close-account/", people.close_account, name="close_account"),
    path("<int:pk>/people/<int:person_pk>/reopen-account/", people.reopen_account, name="reopen_account"),
    path("memberships/<int:pk>/release/", people.release, name="release"),
]
