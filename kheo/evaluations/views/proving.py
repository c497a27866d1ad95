"""What stands behind points: the evidence of a leaf, questions about it, and their explanation."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.evaluations import actions, cards, permissions
from kheo.evaluations.forms.proving import AskForm, EvidenceForm, ExplainForm
from kheo.evaluations.models import Evidence, Scorecard
from kheo.evaluations.views.finding import card_of, evaluation_of, read_instead
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@form_page
def evidence(request, pk, number):
    """The pieces behind one leaf of a card, and one more."""
    card = card_of(request, pk)
    try:
        permissions.can_write_on(request.user, card)
    except NotNow as why:
        return read_instead(request, card.evaluation, str(why))
    leaf = _leaf(card, number)
    form = EvidenceForm(posted(request), request.FILES or None, leaf=leaf)
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            actions.add_evidence(
                card, leaf.code, kind=said["kind"], uploaded=said["file"], words=said["words"], by=request.user
            )
            messages.success(request, _("Added."))
            return redirect("evaluations:evidence", card.pk, number)
    context = {
        "card": card,
        "leaf": leaf,
        "form": form,
        "pieces": card.evidence.filter(code=leaf.code).select_related("file", "paper"),
        "back_url": f"{reverse('evaluations:card', args=[card.pk])}#leaf-{number}",
    }
    return render(request, "evaluations/evidence.html", context, status=status_of(form))


@require_POST
def remove_evidence(request, pk):
    """Take a piece off a card that is not sent."""
    seen = Scorecard.objects.visible_to(request.user)
    piece = get_object_or_404(Evidence.objects.select_related("scorecard").filter(scorecard__in=seen), pk=pk)
    card, code = piece.scorecard, piece.code
    actions.remove_evidence(piece, by=request.user)
    messages.success(request, _("Removed."))
    card = card_of(request, card.pk)
    codes = [leaf.code for leaf in _leaves(card)]
    return redirect("evaluations:evidence", card.pk, codes.index(code) + 1)


@form_page
def ask_explanation(request, pk):
    """Ask the judged unit about criteria; until it has answered it holds the matter."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_ask_explanation(request.user, evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    form = AskForm(posted(request), leaves=list(evaluation.sheet.leaves()))
    if form.is_valid():
        with refusals_in(form):
            actions.ask_explanation(evaluation, form.questions, by=request.user)
            messages.success(request, _("Asked. The unit has it on its desk."))
            return redirect("evaluations:detail", evaluation.pk)
    words = {
        "heading": _("Ask the unit to explain"),
        "lead": _("Until it has answered, the matter lies with the unit; then it goes on from where it was."),
        "act": _("Ask"),
        "icon": "send",
    }
    return _ask(request, evaluation, form, words)


@form_page
def explain(request, pk):
    """The judged unit answers; with the last answer the matter goes back."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_explain(request.user, evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    form = ExplainForm(posted(request), questions=evaluation.questions.filter(answered_at=None))
    if form.is_valid():
        with refusals_in(form):
            actions.explain(evaluation, form.answers, by=request.user)
            messages.success(request, _("Your explanation is sent."))
            return redirect("evaluations:detail", evaluation.pk)
    words = {
        "heading": _("Explain"),
        "lead": _("%(unit)s asks. When everything is answered, the matter goes back there.")
        % {"unit": evaluation.unit.name},
        "act": _("Send the explanation"),
        "icon": "send",
    }
    return _ask(request, evaluation, form, words)


def _ask(request, evaluation, form, words):
    context = {"evaluation": evaluation, "form": form, "words": words}
    return render(request, "evaluations/ask.html", context, status=status_of(form))


def _leaf(card, number):
    leaves = _leaves(card)
    if not 1 <= number <= len(leaves):
        raise Http404
    return leaves[number - 1]


def _leaves(card):
    """The leaves of a card in the order in which its page numbers them."""
    evaluation = card.evaluation
    return list(cards.leaves_for(evaluation.sheet, evaluation.profile_value, card.stage).values())
