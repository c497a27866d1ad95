"""What waits for a person, and the page of an evaluation for everybody who may see it."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.criteria.enums import Stage
from kheo.evaluations import conditions, demands, drafted, permissions, policies, queues, results, telling, timeline
from kheo.evaluations import history as histories
from kheo.evaluations.models import Evaluation, Evidence, Scorecard, Visit
from kheo.evaluations.views.finding import evaluation_of
from kheo.kernel import files

A_PAGE = 25


@require_safe
def list_(request):
    """What waits for this person, by what is to be done; below, every evaluation they may see."""
    waiting = queues.of(request.user)
    seen = Evaluation.objects.visible_to(request.user).select_related("subject__unit", "unit", "subject__round")
    page = Paginator(seen.order_by("-opened_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "queues": [(stage, list(rows)) for stage, rows in groupby(waiting, key=lambda one: one.stage_name)],
        "to_explain": queues.to_explain(request.user),
        "arranged": queues.arranged_by(request.user),
        "demanded": queues.demanded_of(request.user),
        "page_of": page,
    }
    return render(request, "evaluations/list.html", context)


@require_safe
def detail(request, pk):
    """Where it stands, what each stage gave as far as this person may know, the result, and what they may do."""
    evaluation = evaluation_of(request, pk)
    standing = results.of(evaluation.subject, evaluation.unit, reader=request.user)
    cards = list(_seen_cards(request, evaluation))
    context = {
        "evaluation": evaluation,
        "standing": standing,
        "stages": [(stage, str(Stage(stage).label)) for stage in standing.stages],
        "table": telling.table(standing),
        "steps": telling.steps(evaluation),
        "mine": telling.to_write(request.user, cards, evaluation),
        "questions": evaluation.questions.select_related("asked_by", "answered_by"),
        "visits": Visit.objects.visible_to(request.user).filter(evaluation=evaluation),
        "asks": permissions.can_ask_explanation.allows(request.user, evaluation),
        "explains": permissions.can_explain.allows(request.user, evaluation),
        "plans": permissions.can_verify.allows(request.user, evaluation),
        "sheets": [card for card in cards if card.is_sent or card.scorer_id == request.user.pk],
        "drafts": permissions.can_draft_score_sheet.allows(request.user, evaluation),
        "draft": drafted.score_sheet_of(evaluation),
        **conditions.told(request.user, evaluation, standing.verdict),
        **_ends(request, evaluation),
        "told": timeline.stages(standing, cards),
        "reasons": timeline.reasons(evaluation, cards),
        "history": timeline.happened(evaluation, cards, request.user),
    }
    return render(request, "evaluations/detail.html", context)


@require_safe
def leaf(request, pk, number):
    """The history of one leaf: every stage and every scorer that this person may see, and what stood there before."""
    evaluation = evaluation_of(request, pk)
    leaves = list(evaluation.sheet.leaves())
    if not 1 <= number <= len(leaves):
        raise Http404
    found = leaves[number - 1]
    context = {
        "evaluation": evaluation,
        "leaf": found,
        "told": [telling.given(one) for one in histories.of_leaf(evaluation, found.code, reader=request.user)],
        "questions": histories.questions(evaluation, found.code),
        "title": _("%(code)s: who gave what") % {"code": found.code},
    }
    return render(request, "evaluations/leaf.html", context)


@require_safe
def file(request, pk):
    """Hand out a piece of evidence to whoever may see the card it stands on."""
    cards = Scorecard.objects.visible_to(request.user)
    found = Evidence.objects.filter(pk=pk, file__isnull=False, scorecard__in=cards).select_related("file").first()
    if found is None:
        raise Http404
    return files.response(found.file)


def _seen_cards(request, evaluation):
    cards = Scorecard.objects.filter(evaluation=evaluation).visible_to(request.user)
    return cards.select_related("scorer", "sent_by").order_by("pk")


def _ends(request, evaluation):
    """How this person may bring it on: conclude it, go on without what is missing, open it again."""
    first = demands.stages(evaluation.procedure)[0]
    return {
        "concludes": permissions.can_conclude_evaluation.allows(request.user, evaluation),
        "omits": permissions.can_omit.allows(request.user, evaluation),
        "reopens": permissions.can_reopen.allows(request.user, evaluation, first),
        "until": policies.last_day_of_reopening(evaluation) if evaluation.concluded_at else None,
    }
