from django.urls import path

from kheo.replication.views import adopting, calling, catalogue, covering

app_name = "replication"
urlpatterns = [
    path("", catalogue.list_, name="list"),
    path("<int:pk>/", catalogue.detail, name="detail"),
    path("<int:pk>/family/", catalogue.family_, name="family"),
    path("<int:pk>/study/", catalogue.study_, name="study"),
    path("<int:pk>/coverage/", covering.of_exemplar, name="coverage"),
    path("<int:pk>/adopt/", adopting.adopt, name="adopt"),
    path("registrations/<int:pk>/tell-adoption/", adopting.tell_adoption, name="tell_adoption"),
    path("adoptions/", adopting.adoptions, name="adoptions"),
    path("adoptions/<int:pk>/confirm/", adopting.confirm_adoption, name="confirm_adoption"),
    path("adoptions/<int:pk>/refuse/", adopting.refuse_adoption, name="refuse_adoption"),
    path("adoptions/<int:pk>/advise/", adopting.advise, name="advise"),
    path("calls/", calling.calls, name="calls"),
    path("calls/call/", calling.call, name="call"),
    path("calls/<int:pk>/", calling.call_detail, name="call_detail"),
    path("calls/<int:pk>/close/", calling.close_call, name="close_call"),
    path("calls/<int:pk>/coverage/", covering.of_call, name="call_coverage"),
]
