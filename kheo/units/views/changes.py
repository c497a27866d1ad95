"""The forms with which a keeper writes a unit's history."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.units import actions, forms, permissions
from kheo.units.models import Membership, Unit


@form_page
def found(request, pk=None):
    """A new unit below another, or at the top of the tree."""
    parent = _kept(request, pk) if pk else None
    if parent is None:
        permissions.can_found_root(request.user)
    form = forms.FoundForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            unit = actions.found(**form.cleaned_data, parent=parent, by=request.user)
            return _done(request, unit, _("%(unit)s has been added.") % {"unit": unit.name})
    return _page(request, "units/found.html", form, unit=parent)


@form_page
def rename(request, pk):
    """A new name from a day; the earlier one stays in the history."""
    unit, form = _kept(request, pk), forms.RenameForm(posted(request))
    return _change(request, unit, form, actions.rename, "units/rename.html", _("The new name has been saved."))


@form_page
def move(request, pk):
    """Another superior from a day; everything below goes along."""
    unit, form = _kept(request, pk), forms.MoveForm(posted(request), by=request.user)
    return _change(request, unit, form, actions.move, "units/move.html", _("The new superior has been saved."))


@form_page
def regrade(request, pk):
    """Another kind or level from a day."""
    unit = _kept(request, pk)
    form = forms.RegradeForm(posted(request), initial={"kind": unit.kind, "level": unit.level})
    return _change(
        request, unit, form, actions.regrade, "units/regrade.html", _("The new kind and level have been saved.")
    )


@form_page
def succeed(request, pk):
    """As which unit this one, or a part of it, goes on."""
    unit, form = _kept(request, pk), forms.SucceedForm(posted(request))
    return _change(request, unit, form, actions.succeed, "units/succeed.html", _("The successor has been saved."))


@form_page
def close(request, pk):
    """The last day of a unit; the offices in it end with it."""
    unit, form = _kept(request, pk), forms.CloseForm(posted(request))
    roles = Membership.objects.filter(unit=unit).not_ended().count()
    return _change(
        request, unit, form, actions.close, "units/close.html", _("The last day has been saved."), roles=roles
    )


def _change(request, unit, form, verb, template, done, **more):
    """A change of a unit's history: its form, shown until the verb has taken it."""
    if form.is_valid():
        with refusals_in(form):
            verb(unit, **form.cleaned_data, by=request.user)
            return _done(request, unit, done)
    return _page(request, template, form, unit=unit, **more)


def _kept(request, pk):
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    permissions.can_keep(request.user, unit)
    return unit


def _done(request, unit, sentence):
    messages.success(request, sentence)
    return redirect("units:detail", unit.pk)


def _page(request, template, form, **context):
    return render(request, template, {"form": form, **context}, status=status_of(form))
