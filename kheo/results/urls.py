from django.urls import path

from kheo.results.views import indicators, sheets, sponsoring

app_name = "results"
urlpatterns = [
    path("<int:pk>/file/", sheets.file, name="file"),
    path("<int:pk>/commit/", sponsoring.commit, name="commit"),
    path("<int:pk>/commitments/<int:commitment_pk>/state/", sponsoring.state_commitment, name="state_commitment"),
    path("<int:pk>/commitments/<int:commitment_pk>/end/", sponsoring.end_commitment, name="end_commitment"),
    path("<int:pk>/<slug:sheet>/", sheets.sheet, name="sheet"),
    path("<int:pk>/<slug:sheet>/autosave/", sheets.autosave, name="autosave"),
    path("indicators/of/<int:movement_pk>/", indicators.list_, name="indicators"),
    path("indicators/of/<int:movement_pk>/add/", indicators.add_indicator, name="add_indicator"),
    path("indicators/<int:pk>/change/", indicators.change_indicator, name="change_indicator"),
    path("indicators/<int:pk>/retire/", indicators.retire_indicator, name="retire_indicator"),
    path("indicators/<int:pk>/restore/", indicators.restore_indicator, name="restore_indicator"),
]
