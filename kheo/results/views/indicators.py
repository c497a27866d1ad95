"""The catalogue of a movement's indicators, and those of units."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.kernel.asking import ask
from kheo.kernel.formwork import form_page, posted
from kheo.movements.permissions import can_run
from kheo.results import actions, permissions
from kheo.results.enums import Direction
from kheo.results.forms import IndicatorForm, NewIndicatorForm
from kheo.results.models import Indicator
from kheo.results.views.finding import indicator_of, movement_of
from kheo.units.enums import RUNS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit, offices


@require_safe
def list_(request, movement_pk):
    """The catalogue, and the indicators that units have added for themselves and those below them."""
    movement = movement_of(request, movement_pk)
    found = list(Indicator.objects.filter(movement=movement).select_related("unit").order_by("retired", "name", "pk"))
    own, runs = _units_of(request.user), can_run.allows(request.user, movement.owner)
    context = {
        "movement": movement,
        "catalogue": [(each, runs) for each in found if each.unit_id is None],
        "of_units": [(each, each.unit_id in own) for each in found if each.unit_id],
        "may_add": runs or bool(own),
    }
    return render(request, "results/indicators.html", context)


@form_page
def add_indicator(request, movement_pk):
    """A new indicator: for everybody, or for one's own unit and those below it."""
    movement = movement_of(request, movement_pk)
    runs = can_run.allows(request.user, movement.owner)
    units = Unit.objects.filter(pk__in=_units_of(request.user))
    if not runs and not units:
        permissions.can_add_indicator(request.user, movement, None)
    first = {"nature": "flow", "direction": Direction.MORE}
    form = NewIndicatorForm(posted(request), units=units, may_run=runs, initial=first)
    words = {"title": _("Add an indicator"), "button": _("Add the indicator")}
    return _ask(request, movement, form, partial(actions.add_indicator, movement, by=request.user), words)


@form_page
def change_indicator(request, pk):
    """Other words, or before anything is counted by it another unit."""
    indicator = indicator_of(request, pk)
    permissions.can_change_indicator(request.user, indicator)
    names = ("name", "measure", "nature", "direction")
    first = {name: getattr(indicator, name) for name in names} | {"measure": indicator.measure_label}
    form = IndicatorForm(posted(request), initial=first)
    words = {"title": _("Change the indicator"), "button": _("Save")}
    return _ask(request, indicator.movement, form, partial(actions.change_indicator, indicator, by=request.user), words)


@require_POST
def retire_indicator(request, pk):
    """It is offered no longer."""
    indicator = actions.retire_indicator(indicator_of(request, pk), by=request.user)
    messages.success(request, _("“%(name)s” is no longer offered.") % {"name": indicator.name})
    return redirect("results:indicators", indicator.movement_id)


@require_POST
def restore_indicator(request, pk):
    """It is offered again."""
    indicator = actions.restore_indicator(indicator_of(request, pk), by=request.user)
    messages.success(request, _("“%(name)s” is offered again.") % {"name": indicator.name})
    return redirect("results:indicators", indicator.movement_id)


def _units_of(person):
    return {office.unit_id for office in offices(person) if office.role in WRITES_FOR_UNIT | RUNS_FOR_UNIT}


def _ask(request, movement, form, act, words):
    back = reverse("results:indicators", args=[movement.pk])
    context = {"asked": {"about": movement.name} | words, "back_url": back}
    return ask(request, form, act, page="results/form.html", context=context, back=back)
