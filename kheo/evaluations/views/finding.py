"""Fetching what a person may see: to everybody else there is no such page."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect

from kheo.evaluations import permissions
from kheo.evaluations.models import Evaluation, Procedure, Scorecard, Visit
from kheo.units.models import Unit

_EVALUATION = ("subject__unit", "subject__round__closing", "subject__round__movement", "unit", "procedure")
_AT_HAND = ("unit", "subject__unit", "subject__round__closing", "subject__round__movement")


def evaluation_of(request, pk):
    """With everything that its page and its permissions ask."""
    seen = Evaluation.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related(*_EVALUATION, "version__framework"), pk=pk)


def card_of(request, pk):
    """A card that this person may see, with its evaluation; of what a scorer has in hand what the workspace asks, and
    no more. In two questions: planning one of nine tables would cost more than all the others together."""
    if card := Scorecard.objects.at_hand(request.user).filter(pk=pk).first():
        card.evaluation = Evaluation.objects.select_related(*_AT_HAND).get(pk=card.evaluation_id)
        return card
    card = get_object_or_404(Scorecard.objects.visible_to(request.user), pk=pk)
    card.evaluation = evaluation_of(request, card.evaluation_id)
    return card


def visit_of(request, pk):
    """A visit that this person may know of, with its evaluation."""
    visit = get_object_or_404(Visit.objects.visible_to(request.user), pk=pk)
    visit.evaluation = evaluation_of(request, visit.evaluation_id)
    return visit


def arranged(request, pk, unit_pk):
    """The procedure and the unit, if this person sees something of it and arranges its scoring."""
    seen = Evaluation.objects.visible_to(request.user).filter(procedure=pk, unit=unit_pk)
    procedures = Procedure.objects.filter(pk__in=seen.values("procedure"))
    procedure = get_object_or_404(procedures.select_related("round__closing", "version__framework"), pk=pk)
    unit = get_object_or_404(Unit, pk=unit_pk)
    permissions.can_arrange(request.user, unit)
    return procedure, unit


def read_instead(request, evaluation, why):
    """The state does not allow this page: the evaluation, with the sentence on top (once)."""
    if not len(messages.get_messages(request)):
        messages.info(request, why)
    return redirect("evaluations:detail", evaluation.pk)
