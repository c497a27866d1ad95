from django.urls import path

from kheo.movements import views

app_name = "movements"
urlpatterns = [
    path("", views.list_, name="list"),
    path("launch/", views.launch, name="launch"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/govern/", views.govern, name="govern"),
    path("<int:pk>/open-round/", views.open_round, name="open_round"),
    path("<int:pk>/set-target/", views.set_target, name="set_target"),
    path("<int:pk>/name-field/", views.name_field, name="name_field"),
    path("rounds/<int:pk>/", views.round_, name="round"),
    path("rounds/<int:pk>/set-milestone/", views.set_milestone, name="set_milestone"),
    path("rounds/<int:pk>/close/", views.close_round, name="close_round"),
]
