from django.urls import path

from kheo.rollups.views import reading, sending, trusting

app_name = "rollups"
urlpatterns = [
    path("", reading.list_, name="list"),
    path("take/", trusting.take, name="take"),
    path("make/<int:unit_pk>/", sending.make, name="make"),
    path("made/<int:unit_pk>/<int:round_pk>/", sending.made, name="made"),
    path("senders/", trusting.senders, name="senders"),
    path("senders/trust/", trusting.trust, name="trust"),
    path("senders/<int:pk>/withdraw/", trusting.withdraw_trust, name="withdraw_trust"),
    path("<int:pk>/", reading.detail, name="detail"),
    path("<int:pk>/file/", reading.file, name="file"),
]
