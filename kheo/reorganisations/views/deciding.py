"""The buttons of a plan: look at it, propose it, approve it as a second person, undo it; the letters."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.documents.exporting import file_name
from kheo.documents.layouts.files import pdf, word
from kheo.kernel.filekinds import KINDS
from kheo.kernel.formwork import form_page
from kheo.reorganisations import actions, permissions, telling
from kheo.reorganisations.enums import State
from kheo.reorganisations.letters import Letters
from kheo.reorganisations.views.finding import done_with, plan_of


@require_POST
def rehearse(request, pk):
    plan = actions.rehearse(plan_of(request, pk), by=request.user)
    return done_with(request, plan, _("This is what the plan would do. Nothing has been changed."))


@require_POST
def propose(request, pk):
    plan = actions.propose(plan_of(request, pk), by=request.user)
    return done_with(request, plan, _("The plan waits for a second system keeper."))


@require_POST
def take_back(request, pk):
    plan = actions.take_back(plan_of(request, pk), by=request.user)
    return done_with(request, plan, _("The plan is a draft again."))


@require_POST
def discard(request, pk):
    plan = actions.discard(plan_of(request, pk), by=request.user)
    return done_with(request, plan, _("The plan is discarded."))


@require_POST
def leave_out(request, pk, stay_pk):
    plan = plan_of(request, pk)
    actions.leave_out(get_object_or_404(plan.stays, pk=stay_pk), by=request.user)
    return done_with(request, plan, _("This role ends with its unit."))


@form_page
def approve(request, pk):
    """Asked once more, with the consequence: it changes the tree."""
    plan = plan_of(request, pk)
    permissions.can_approve(request.user, plan)
    if request.method == "POST":
        actions.approve(plan, by=request.user)
        return done_with(request, plan, _("The re-organisation is carried out."))
    return render(request, "reorganisations/approve.html", {"plan": plan, "told": telling.rehearsal(plan)})


@require_POST
def hand_out(request, pk):
    plan = actions.hand_out(plan_of(request, pk), by=request.user)
    return done_with(request, plan, _("What was open is handed on."))


@form_page
def reverse(request, pk):
    """Asked once more: everything goes back."""
    plan = plan_of(request, pk)
    permissions.can_reverse(request.user, plan)
    if request.method == "POST":
        actions.reverse(plan, by=request.user)
        return done_with(request, plan, _("The re-organisation is undone."))
    return render(request, "reorganisations/reverse.html", {"plan": plan})


@require_safe
def letter(request, pk, unit_pk):
    """The letter to a unit concerned, as Word (to be finished by a clerk) or PDF."""
    plan = plan_of(request, pk)
    letters = Letters(plan)
    unit = next((one for one in letters.units if one.pk == unit_pk and plan.state == State.DONE), None)
    if unit is None:
        raise Http404
    ending, draw = ("pdf", pdf) if request.GET.get("format") == "pdf" else ("docx", word)
    answer = HttpResponse(draw(letters.to(unit)), content_type=KINDS[ending].content_type)
    answer["Content-Disposition"] = f'attachment; filename="{file_name(f"thong bao {unit.name}", ending)}"'
    return answer
