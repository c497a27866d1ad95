"""Begin to judge the units directly below, each as itself: all that can be opened on one page, and who cannot, why."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext

from kheo.evaluations import actions, permissions, policies, subordinates
from kheo.evaluations.forms.opening import OpenUnitsForm
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.quantities import format_number
from kheo.movements.models import Round
from kheo.units.models import Unit, reading_unit_ids


@form_page
def open_units(request, round_pk, unit_pk):
    """How many can be opened, which are being judged already, which cannot be; nothing is opened before it is asked."""
    round_, unit = _place(request, round_pk, unit_pk)
    back_url = reverse("evaluations:demands", args=[round_.pk])
    try:
        permissions.can_open_units(request.user, unit, round_)
    except NotNow as why:
        messages.info(request, str(why))
        return redirect(back_url)
    below = subordinates.of(unit, round_)
    procedure = policies.procedure_for(unit, round_)
    form = OpenUnitsForm(posted(request), below=below, profiles=procedure.version.sheet.profiles)
    if form.is_valid():
        with refusals_in(form):
            said = form.cleaned_data
            opened = actions.open_units(unit, round_, said["units"], profile=said.get("profile", ""), by=request.user)
            told = ngettext("%(count)s evaluation is opened.", "%(count)s evaluations are opened.", len(opened))
            messages.success(request, told % {"count": format_number(len(opened))})
            return redirect("evaluations:list")
    context = {
        "round": round_,
        "unit": unit,
        "sheet": procedure.version.sheet,
        "form": form,
        "count": sum(one.can_be_opened for one in below),
        "begun": [one for one in below if one.evaluation],
        "left_out": [one for one in below if one.why_not and not one.evaluation],
        "back_url": back_url,
    }
    return render(request, "evaluations/open_units.html", context, status=status_of(form))


def _place(request, round_pk, unit_pk):
    """A round that concerns the person, and one of their own units; to everybody else there is no such page."""
    rounds = Round.objects.visible_to(request.user).select_related("movement__owner", "closing")
    round_ = get_object_or_404(rounds, pk=round_pk)
    if unit_pk not in reading_unit_ids(request.user):
        raise Http404
    return round_, get_object_or_404(Unit, pk=unit_pk)
