"""The fair-scoring lab of a unit in a round, and which of its two orders counts, chosen before anybody sees a score."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.evaluations import actions, permissions
from kheo.evaluations.enums import Ranking
from kheo.evaluations.lab import Telling
from kheo.evaluations.standings import Table
from kheo.evaluations.views.finding import arranged


@require_safe
def lab(request, pk, unit_pk):
    """Who is strict and who is mild, both orders side by side, and what nobody can tell apart; fit to be printed."""
    procedure, unit = arranged(request, pk, unit_pk)
    table = Table(procedure, unit, reader=request.user)
    context = {
        "procedure": procedure,
        "unit": unit,
        "table": table,
        "told": Telling(table),
        "rankings": Ranking,
        "why_not_choose": permissions.can_choose_ranking.why_not(request.user, procedure, unit),
    }
    return render(request, "evaluations/lab.html", context)


@require_POST
def choose_ranking(request, pk, unit_pk):
    """Which order counts; from the first points that a scorer has sent on, it is too late."""
    procedure, unit = arranged(request, pk, unit_pk)
    actions.choose_ranking(procedure, unit, request.POST.get("ranking", ""), by=request.user)
    messages.success(request, _("Chosen. From the first points that are sent on, it stays."))
    return redirect("evaluations:lab", procedure.pk, unit.pk)
