"""What the pages of a plan share: finding it, and going back to it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from kheo.reorganisations.models import Reorganisation

ROWS_A_PAGE = 50


def plan_of(request, pk):
    """The plan, if the person keeps the unit whose tree it changes, or one above."""
    rows = Reorganisation.objects.visible_to(request.user).select_related("owner", "proposed_by", "approved_by")
    return get_object_or_404(rows.defer("pictures"), pk=pk)


def done_with(request, plan, sentence):
    """Say what was done, and back to the plan."""
    messages.success(request, sentence)
    return redirect("reorganisations:detail", plan.pk)
