from django.urls import path

from kheo.awards import views

app_name = "awards"
urlpatterns = [
    path("", views.list_, name="list"),
    path("<int:round_pk>/<int:unit_pk>/record/", views.record, name="record"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
