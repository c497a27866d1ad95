"""Each chapter has its own addresses; this page says under which word they stand."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

urlpatterns = [
    path("", include("kheo.desk.urls")),
    path("", include("kheo.kernel.urls")),
    path("units/", include("kheo.units.urls")),
    path("people/", include("kheo.people.urls")),
    path("movements/", include("kheo.movements.urls")),
    path("exemplars/", include("kheo.exemplars.urls")),
    path("recognitions/", include("kheo.recognitions.urls")),
    path("documents/", include("kheo.documents.urls")),
    path("figures/", include("kheo.insights.urls")),
    path("imports/", include("kheo.imports.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path(
        "i18n/setlang/", login_not_required(require_POST(set_language)), name="set_language"
    ),  # only POST changes the language
]
handler500 = "kheo.kernel.views.crash"
