"""How every page finds its registration, and what it does when the state no longer allows the page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from kheo.exemplars.models import Registration

_WITH = (
    "unit", "receiver", "exemplar", "field", "dossier", "round__movement", "round__closing", "submitted_by",
)  # fmt: skip


def visible(request, pk) -> Registration:
    """The registration, if this person may see it; for a stranger there is none (404)."""
    return get_object_or_404(Registration.objects.visible_to(request.user).select_related(*_WITH), pk=pk)


def read_instead(request, registration, why):
    """The state does not allow this page: the dossier, with the sentence on top (once, also after a refused POST)."""
    if not len(messages.get_messages(request)):
        messages.info(request, why)
    return redirect("exemplars:detail", registration.pk)
