"""The workspace: what waits, the dossier, and the criteria beside it."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.criteria.enums import Stage
from kheo.evaluations import actions, conditions, permissions, queues
from kheo.evaluations.enums import INDEPENDENT
from kheo.evaluations.forms.marks import MarksForm
from kheo.evaluations.models import Assignment, Evaluation, Evidence, Observation, Question, Scorecard, Visit
from kheo.evaluations.views.finding import card_of, evaluation_of, read_instead
from kheo.kernel import clock
from kheo.kernel.errors import NotNow, Stale
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@dataclass(frozen=True)
class Desk:
    """A card that this person may write, and how: as a whole, or after an explanation on some codes `only`."""

    card: Scorecard
    only: frozenset[str] | None = None

    def form(self, data):
        return MarksForm(data, card=self.card, only=self.only)

    def save(self, form, request):
        """What can be read is kept, even when something else on the page cannot."""
        said = request.POST.get("version", "")[:9]
        revision = int(said) if said.isdecimal() else 0
        if self.only is not None:
            return actions.look_again(self.card, form.marks, by=request.user, revision=revision)
        if self.card.stage == Stage.SELF:
            return actions.self_assess(self.card.evaluation, form.marks, by=request.user, revision=revision)
        return actions.score(self.card, form.marks, by=request.user, revision=revision)


@form_page
def card(request, pk):
    """The card with its queue and its dossier. Saving loses nothing; sending names what is still wanted."""
    try:
        desk = _desk(request, pk)
    except NotNow as why:
        return read_instead(request, card_of(request, pk).evaluation, str(why))
    form, stale = desk.form(posted(request)), None
    if request.method == "POST":
        form.full_clean()
        try:
            with refusals_in(form):
                desk.save(form, request)
                if not form.errors and request.POST.get("do") == "send":
                    following = _following(request, desk.card)
                    actions.send_card(desk.card, by=request.user)
                    messages.success(request, _("Sent: “%(title)s”.") % {"title": desk.card.evaluation.subject})
                    return redirect(following)
            if not form.errors:
                return redirect(_after_saving(desk))
        except Stale as refusal:
            stale = refusal
        desk = _fresh(desk)
    return _kept(_show(request, desk, form, stale))


@require_POST
def autosave(request, pk):
    """The same saving in the background: answers with the state of it, and the revision that the page has now."""
    desk = _desk(request, pk)
    form = desk.form(request.POST)
    form.full_clean()
    saved = desk.save(form, request)
    why = next((error for errors in form.errors.values() for error in errors), "")
    context = {"state": "refused" if why else "saved", "why": why, "at": clock.now(), "version": saved.revision}
    return _kept(render(request, "components/save_state.html", context, status=status_of(form)))


@require_safe
def total(request, pk):
    """What the card comes to as it is typed; nothing is kept."""
    desk = _desk(request, pk)
    return render(request, "evaluations/card.html#total", {"tally": desk.form(request.GET).tally})


@require_POST
def skip(request, pk):
    """Put a dossier off, and go on to the next of its field."""
    assignment = get_object_or_404(Assignment.objects.active().filter(scorer=request.user), pk=pk)
    own = get_object_or_404(Scorecard, evaluation=assignment.evaluation_id, stage=assignment.stage, scorer=request.user)
    following = _following(request, card_of(request, own.pk))
    actions.skip(assignment, by=request.user)
    messages.success(request, _("Put off: it now comes last in your queue."))
    return redirect(following)


@require_POST
def declare_conflict(request, pk):
    """One press: the dossier leaves the queue."""
    evaluation = evaluation_of(request, pk)
    own = evaluation.cards.filter(scorer=request.user, stage=evaluation.state).first()
    following = _following(request, card_of(request, own.pk)) if own else reverse("evaluations:list")
    actions.declare_conflict(evaluation, by=request.user, reason=request.POST.get("reason", "")[:500])
    messages.success(request, _("Declared: somebody else will judge “%(title)s”.") % {"title": evaluation.subject})
    return redirect(following)


def _desk(request, pk):
    """The card, if this person may write on it now; else the refusal."""
    found = card_of(request, pk)
    if not found.is_sent:
        permissions.can_write_on(request.user, found)
        return Desk(found)
    asked = found.evaluation.questions.filter(answered_at__gte=found.sent_at)
    codes = frozenset(asked.values_list("code", flat=True))
    if found.stage == Stage.SELF or not codes:
        raise NotNow(_("This score card is sent and can no longer be changed."))
    permissions.can_look_again(request.user, found, set(codes))
    return Desk(found, codes)


def _fresh(desk):
    """The card as it is after what was kept of a page that is shown again."""
    fresh = Scorecard.objects.get(pk=desk.card.pk)
    fresh.evaluation = desk.card.evaluation
    return Desk(fresh, desk.only)


def _following(request, found):
    """Where it goes on after this card: the next of the same field, or the list of what waits."""
    _before, after = queues.beside(found, queues.around(found, request.user))
    return reverse("evaluations:card", args=[after.card_id]) if after else reverse("evaluations:list")


def _after_saving(desk):
    if desk.only is not None:
        return reverse("evaluations:detail", args=[desk.card.evaluation_id])
    return reverse("evaluations:card", args=[desk.card.pk])


def _show(request, desk, form, stale):
    found, evaluation = desk.card, desk.card.evaluation
    queue = queues.around(found, request.user)
    before, after = queues.beside(found, queue)
    mine = next((one for one in queue if one.card_id == found.pk), None)
    context = {
        "card": found,
        "evaluation": evaluation,
        "form": form,
        "stale": stale,
        "tally": form.tally,
        "looks_again": desk.only is not None,
        "is_self": found.stage == Stage.SELF,
        "is_alone": found.stage in INDEPENDENT,
        "waiting": len(queue),
        "queue": queues.shown(queue, found),
        "before": before,
        "after": after,
        "due": mine.due if mine else None,
        "assignment_id": mine.assignment_id if mine else None,
        "own_evidence": list(found.evidence.all()) if found.stage == Stage.SELF else [],
        "asks": permissions.can_ask_explanation.allows(request.user, evaluation),
        **_found_beside(request, found),
        **conditions.told(request.user, evaluation),
    }
    return render(request, "evaluations/card.html", context, status=409 if stale else status_of(form))


def _found_beside(request, found):
    """Evidence, explanations and visits, as far as the reader may see them. Most dossiers have none: one question says
    which of them there are."""
    theirs = OuterRef("pk")
    evidence, questions, visits = Evaluation.objects.filter(pk=found.evaluation_id).values_list(
        Exists(Evidence.objects.filter(scorecard__evaluation=theirs, scorecard__stage=Stage.SELF)),
        Exists(_explained(theirs)), Exists(Visit.objects.standing().filter(evaluation=theirs)),
    ).get()  # fmt: skip
    return {
        "evidence": _evidence(request, found) if evidence else [],
        "questions": _explained(found.evaluation_id) if questions else [],
        "visits": _visits(request, found.evaluation_id) if visits else [],
    }


def _explained(evaluation):
    """What the unit was asked about and has answered."""
    return Question.objects.filter(evaluation=evaluation).exclude(answered_at=None)


def _evidence(request, found):
    """What the unit put behind its leaves, as far as the reader may see the card."""
    of_the_unit = Scorecard.objects.filter(evaluation=found.evaluation_id, stage=Stage.SELF)
    at_hand = found.scorer_id == request.user.pk
    seen = of_the_unit.told_to_scorers() if at_hand else of_the_unit.visible_to(request.user)
    return Evidence.objects.filter(scorecard__in=seen).select_related("file", "paper").order_by("code", "pk")


def _visits(request, evaluation):
    """What was seen on the spot, as far as the reader may see the record."""
    opened = Visit.objects.with_open_record(request.user).standing().filter(evaluation=evaluation)
    return opened.prefetch_related(Prefetch("observations", Observation.objects.order_by("pk")), "photos")


def _kept(response):
    """A page that shows errors although it has saved the rest: the edge must not undo it."""
    if response.status_code == 422:
        response.refused = False
    return response
