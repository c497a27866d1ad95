"""How the pages of evidence find what they are about; for a stranger there is nothing (404)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from kheo.exemplars.models import Registration, RegistrationFile


def registration_of(request, pk) -> Registration:
    """The registration, if this person may see it."""
    rows = Registration.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "receiver", "round__closing", "acceptance"), pk=pk)


def attached_of(request, pk) -> RegistrationFile:
    """A file, if this person may have it, with its registration."""
    rows = RegistrationFile.objects.visible_to(request.user).select_related("file__picture")
    attached = rows.filter(pk=pk).first()
    if attached is None:
        raise Http404
    attached.registration = registration_of(request, attached.registration_id)
    return attached
