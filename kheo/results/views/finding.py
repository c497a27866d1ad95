"""How every page finds its record, and what it does when the state no longer allows the page."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect

from kheo.exemplars.models import Registration
from kheo.movements.models import Movement
from kheo.results.enums import Sheet
from kheo.results.models import Commitment, Indicator

_WITH = ("unit", "receiver", "exemplar", "field", "round__movement__owner", "round__closing")


def visible(request, pk) -> Registration:
    """The registration, if this person may see it; for a stranger there is none (404)."""
    return get_object_or_404(Registration.objects.visible_to(request.user).select_related(*_WITH), pk=pk)


def sheet_named(word) -> Sheet:
    """One of the three sheets, or no page."""
    if word not in Sheet:
        raise Http404
    return Sheet(word)


def movement_of(request, pk) -> Movement:
    """The movement, if it concerns this person."""
    return get_object_or_404(Movement.objects.visible_to(request.user).select_related("owner"), pk=pk)


def indicator_of(request, pk) -> Indicator:
    """The indicator of a movement that concerns this person."""
    movements = Movement.objects.visible_to(request.user)
    found = Indicator.objects.filter(movement__in=movements).select_related("movement__owner", "unit")
    return get_object_or_404(found, pk=pk)


def commitment_of(registration, pk) -> Commitment:
    """A commitment of the registration's exemplar."""
    return get_object_or_404(Commitment.objects.filter(exemplar=registration.exemplar_id), pk=pk)


def read_instead(request, registration, why):
    """The state does not allow this page: the dossier, with the sentence on top."""
    if not len(messages.get_messages(request)):
        messages.info(request, why)
    return redirect("exemplars:detail", registration.pk)
