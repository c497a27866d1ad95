"""A unit below the issuer says in its own words what a criterion means there. Its points stay the issuer's."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.criteria import actions, permissions, telling
from kheo.criteria.forms.acts import ConcretiseForm
from kheo.criteria.views.finding import said_by, version_of
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.units.models import offices


@require_safe
def own_words(request, pk, unit_pk):
    """Every criterion with what the unit has made of it."""
    version, unit = version_of(request, pk), _own_unit(request, unit_pk)
    said = said_by([unit.pk], version)
    leaves = list(version.sheet.leaves())
    why_not = permissions.can_concretise.why_not(request.user, version, unit, leaves[0].code if leaves else "")
    page = {"version": version, "unit": unit, "table": telling.table(version.sheet, said), "why_not": why_not}
    return render(request, "criteria/own_words.html", page)


@form_page
def concretise(request, pk, unit_pk, number):
    """One criterion, by its place in the table of a version that never changes."""
    version, unit = version_of(request, pk), _own_unit(request, unit_pk)
    criterion = dict(enumerate(version.sheet.walk(), start=1)).get(number)
    if criterion is None or not criterion.is_leaf:
        raise Http404
    permissions.can_concretise(request.user, version, unit, criterion.code)
    said = next(iter(said_by([unit.pk], version).get(criterion.code, [])), None)
    written = {"wording": said.wording, "local_target": said.local_target} if said else {}
    form = ConcretiseForm(posted(request), initial=written)
    if form.is_valid():
        with refusals_in(form):
            actions.concretise(version, unit, criterion.code, by=request.user, **form.cleaned_data)
            messages.success(request, _("Saved what %(code)s means here.") % {"code": criterion.code})
            return redirect("criteria:own_words", version.pk, unit.pk)
    page = {"version": version, "unit": unit, "criterion": criterion, "form": form}
    return render(request, "criteria/concretise.html", page, status=status_of(form))


def _own_unit(request, unit_pk):
    """One of the reader's own units; others are nobody's business here."""
    units = {office.unit_id: office.unit for office in offices(request.user)}
    if unit_pk not in units:
        raise Http404
    return units[unit_pk]
