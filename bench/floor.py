"""The floor: the least a Django page of the same rows can be. A session, its person, one query, fifty rows."""

from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from config.urls import handler500, urlpatterns  # noqa: F401 - Django reads both from here
from kheo.exemplars.models import Registration

PAGE = Engine().from_string(
    """<!doctype html><title>Registrations</title><p>{{ person }}</p><table>{% for row in rows %}<tr>
    <td><a href="/exemplars/{{ row.pk }}/">{{ row.title }}</a></td><td>{{ row.code }}</td><td>{{ row.unit.name }}</td>
    <td>{{ row.get_kind_display }}</td><td>{{ row.get_subject_display }}</td><td>{{ row.get_level_display }}</td>
    <td>{{ row.get_status_display }}</td><td>{{ row.registered_on }}</td></tr>{% endfor %}</table>"""
)


def floor(request):
    """The newest fifty registrations, whoever asks."""
    rows = Registration.objects.select_related("unit").newest_first()[:50]
    return HttpResponse(PAGE.render(Context({"rows": rows, "person": request.user.full_name})))


urlpatterns = [*urlpatterns, path("floor/", floor, name="floor")]
