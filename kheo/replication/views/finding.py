"""Finding what a page is about: whoever may not see it is told that there is no such page."""

from django.shortcuts import get_object_or_404

from kheo.replication import reading
from kheo.replication.models import Adoption, Call


def readable_pattern(request, exemplar_pk):
    """The recognised registration of an exemplar, for those who may study it."""
    rows = reading.readable(request.user).select_related("unit", "round__movement", "field", "dossier", "exemplar")
    return get_object_or_404(rows, exemplar=exemplar_pk)


def visible_adoption(request, pk):
    """A copy as its unit told it."""
    related = ("unit", "receiver", "round__closing", "exemplar__replicated_from__unit")
    rows = Adoption.objects.visible_to(request.user).select_related(
        "call", "advice", *(f"registration__{name}" for name in related)
    )
    return get_object_or_404(rows, pk=pk)


def visible_call(request, pk):
    """A call with the unit that makes it."""
    rows = Call.objects.visible_to(request.user).select_related("unit", "movement", "by", "closed_by")
    return get_object_or_404(rows, pk=pk)
