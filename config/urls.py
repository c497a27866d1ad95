"""Each chapter has its own addresses; this page says under which word they stand."""

from django.urls import include, path

from kheo.councils.urls import in_hand
from kheo.documents.urls import checks
from kheo.evidence.urls import at_the_door
from kheo.people.urls import entrance

urlpatterns = [
    path("", include("kheo.desk.urls")),
    path("", include("kheo.kernel.urls")),
    path("units/", include("kheo.units.urls")),
    path("", include("kheo.people.urls")),
    path("movements/", include("kheo.movements.urls")),
    path("criteria/", include("kheo.criteria.urls")),
    path("evaluations/", include("kheo.evaluations.urls")),
    path("councils/", include("kheo.councils.urls")),
    path("v/", include((in_hand, "phone"))),
    path("exemplars/", include("kheo.exemplars.urls")),
    path("results/", include("kheo.results.urls")),
    path("evidence/", include("kheo.evidence.urls")),
    path("g/", include((at_the_door, "handoff"))),
    path("duplicates/", include("kheo.duplicates.urls")),
    path("recognitions/", include("kheo.recognitions.urls")),
    path("progress/", include("kheo.progress.urls")),
    path("awards/", include("kheo.awards.urls")),
    path("replication/", include("kheo.replication.urls")),
    path("reorganisations/", include("kheo.reorganisations.urls")),
    path("rollups/", include("kheo.rollups.urls")),
    path("documents/", include("kheo.documents.urls")),
    path("figures/", include("kheo.insights.urls")),
    path("imports/", include("kheo.imports.urls")),
    path("search/", include("kheo.search.urls")),
    path("x/", include(checks)),
    path("accounts/", include(entrance)),
]
handler400 = "kheo.kernel.views.unreadable"
handler500 = "kheo.kernel.views.crash"
