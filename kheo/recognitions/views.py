"""The pages of recognition: the rounds of one's units, the docket of a unit, what a unit concluded."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kheo.documents.models import CertificateSheet, Paper
from kheo.exemplars.models import Registration
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.movements.enums import MilestoneKind
from kheo.movements.models import Round
from kheo.recognitions import actions, demands, drafted, duty, forms, permissions, policies
from kheo.recognitions.docket import Docket, proposable
from kheo.recognitions.enums import BY_RANK, Shown
from kheo.recognitions.judged import Judgements, to_open
from kheo.recognitions.models import Consideration, Forgoing, Outcome, Proposal
from kheo.units.models import Unit, answering_unit_ids

ROUNDS_A_PAGE = 10
ROWS_A_PAGE = 50


@require_safe
def list_(request):
    """Where each of one's units stands in each round, and who below it has not considered, by name (BR-09)."""
    rounds = Round.objects.visible_to(request.user).select_related("movement__owner", "closing")
    rounds = rounds.prefetch_related("milestones", "movement__rungs").newest_first()
    page_obj = Paginator(rounds, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
    standings = duty.standings(list(_own_units(request).in_order()), list(page_obj))
    by_round = [(round_, [s for s in standings if s.round == round_]) for round_ in page_obj]
    return render(request, "recognitions/list.html", {"page_obj": page_obj, "rounds": [r for r in by_round if r[1]]})


@require_safe
def docket_(request, round_pk, unit_pk):
    """What waits for the unit, what it has concluded, and what it proposed upward."""
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    docket = Docket(unit, round_)
    shown = request.GET.get("show") if docket.consideration and request.GET.get("show") in Shown.values else Shown.ALL
    judgements = Judgements(unit, round_, reader=request.user)
    by_rank = request.GET.get("order") == BY_RANK and judgements.procedure is not None
    waiting = judgements.by_rank(docket.listed(shown)) if by_rank else docket.listed(shown)
    met = bool(docket.concluded) and not docket.counts[Shown.ALL]
    unanswered = next((proposal for proposal in docket.sent_up if proposal.answer is None), None)
    return render(
        request,
        "recognitions/docket.html",
        {
            "docket": docket,
            "stage": duty.stage(unit, round_),
            "due": None if met else round_.days_for(unit.level).get(MilestoneKind.REVIEW),
            "page_obj": _with_judgements(Paginator(waiting, ROWS_A_PAGE).get_page(request.GET.get("page")), judgements),
            "tabs": _tabs(docket, shown, by_rank),
            "judgements": judgements,
            "by_rank": by_rank,
            "why_not_open": judgements.procedure
            and permissions.can_open_evaluations.why_not(request.user, unit, round_),
            "left": docket.counts[Shown.LEFT],
            "query": f"?{request.GET.urlencode()}" if request.GET else "",
            "why_not_consider": permissions.can_consider.why_not(request.user, unit, round_),
            "why_not_weigh": _why_not(permissions.can_weigh, request, docket.consideration),
            "why_not_conclude": _why_not(permissions.can_conclude, request, docket.consideration),
            "decision": drafted.decision_of(docket.consideration) if docket.consideration else None,
            "upward": drafted.upward(unit, round_),
            "why_not_draft": _why_not(permissions.can_draft_decision, request, docket.consideration),
            "why_not_draft_upward": permissions.can_draft_upward.why_not(request.user, unit, round_),
            "why_not_propose": permissions.can_propose_upward.why_not(request.user, unit, round_),
            "why_not_recall": _why_not(permissions.can_recall, request, unanswered),
            "may_forgo": permissions.can_forgo_proposal.allows(request.user, unit, round_),
            "why_not_recall_forgoing": _why_not(permissions.can_recall_forgoing, request, docket.forgoing),
        },
    )


@require_POST
def consider(request, round_pk, unit_pk):
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    actions.consider(unit, round_, by=request.user)
    messages.success(request, _("%(unit)s now considers what waits for it.") % {"unit": unit.name})
    return redirect("recognitions:docket", round_.pk, unit.pk)


@require_POST
def open_evaluations(request, round_pk, unit_pk):
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    opened = len(actions.open_evaluations(unit, round_, by=request.user))
    left_out = len(to_open(unit, round_).left_out)
    if opened:
        told = ngettext("%(count)d evaluation is opened.", "%(count)d evaluations are opened.", opened)
        messages.success(request, told % {"count": opened})
    if left_out:
        told = ngettext(
            "%(count)d cannot be evaluated here: the reason stands below.",
            "%(count)d cannot be evaluated here: the reasons stand below.",
            left_out,
        )
        messages.warning(request, told % {"count": left_out})
    elif not opened:
        messages.info(request, _("Everything that waits is already being evaluated."))
    return redirect("recognitions:docket", round_.pk, unit.pk)


@require_POST
def recognise(request, pk, registration_pk):
    consideration, registration = _to_weigh(request, pk, registration_pk)
    actions.recognise(consideration, registration, by=request.user)
    return _back_to(request, consideration, registration)


@require_POST
def not_recognise(request, pk, registration_pk):
    consideration, registration = _to_weigh(request, pk, registration_pk)
    actions.not_recognise(consideration, registration, reason=request.POST.get("reason", ""), by=request.user)
    return _back_to(request, consideration, registration)


@form_page
def conclude(request, pk):
    """Concluding asks first: for the decision, when something is recognised, and names the consequence."""
    consideration = get_object_or_404(_visible(request), pk=pk)
    permissions.can_conclude(request.user, consideration)
    recognised = consideration.outcomes.filter(recognised=True).count()
    draft = drafted.decision_of(consideration)
    asked = forms.DecisionForm if recognised and draft is None else forms.NoDecisionForm
    form = asked(posted(request), consideration=consideration)
    if form.is_valid():
        with refusals_in(form):
            actions.conclude(consideration, by=request.user, **form.cleaned_data)
            messages.success(request, _("Concluded. The units concerned can now read it."))
            return redirect("recognitions:detail", consideration.pk)
    page = {
        "form": form,
        "consideration": consideration,
        "decision": draft.paper if draft else None,
        "recognised": recognised,
        "not_recognised": consideration.outcomes.filter(recognised=False).count(),
    }
    return render(request, "recognitions/conclude.html", page, status=status_of(form))


@require_POST
def draft_decision(request, pk):
    draft = actions.draft_decision(get_object_or_404(_visible(request), pk=pk), by=request.user)
    return redirect("documents:draft", draft.pk)


@require_POST
def draft_submission(request, round_pk, unit_pk):
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    return redirect("documents:draft", actions.draft_submission(unit, round_, by=request.user).pk)


@require_POST
def draft_summary_list(request, round_pk, unit_pk):
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    return redirect("documents:draft", actions.draft_summary_list(unit, round_, by=request.user).pk)


@require_POST
def certify(request, pk):
    consideration = get_object_or_404(_visible(request).concluded(), pk=pk)
    sheet = actions.certify(consideration, by=request.user)
    messages.success(
        request,
        ngettext("%(count)d certificate is made.", "%(count)d certificates are made.", sheet.certificates.count())
        % {"count": sheet.certificates.count()},
    )
    return redirect("recognitions:detail", consideration.pk)


@form_page
def propose_upward(request, round_pk, unit_pk):
    """A rank beside each that is proposed; the ranks give the order."""
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    permissions.can_propose_upward(request.user, unit, round_)
    to_unit = policies.superior(unit, round_)
    form = forms.ProposalForm(posted(request), registrations=proposable(unit, round_, to_unit))
    if form.is_valid():
        with refusals_in(form):
            told = form.cleaned_data
            made = actions.propose_upward(
                unit, round_, told["in_order"], number=told["number"], on=told["on"], by=request.user
            )
            messages.success(
                request,
                ngettext(
                    "%(count)d registration proposed to %(unit)s.",
                    "%(count)d registrations proposed to %(unit)s.",
                    len(made),
                )
                % {"count": len(made), "unit": to_unit.name},
            )
            return redirect(_docket_url(unit.pk, round_.pk, "#proposed"))
    page = {
        "form": form,
        "unit": unit,
        "round": round_,
        "to_unit": to_unit,
        "may_forgo": permissions.can_forgo_proposal.allows(request.user, unit, round_),
    }
    return render(request, "recognitions/propose_upward.html", page, status=status_of(form))


@form_page
def forgo_proposal(request, round_pk, unit_pk):
    """The unit says that it proposes nothing: asks for the reason, which its superior reads."""
    round_, unit = _of_the_docket(request, round_pk, unit_pk)
    permissions.can_forgo_proposal(request.user, unit, round_)
    form = forms.ForgoingForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.forgo_proposal(unit, round_, reason=form.cleaned_data["reason"], by=request.user)
            said = _("%(unit)s proposes nothing from %(round)s.")
            messages.success(request, said % {"unit": unit.name, "round": round_.name})
            return redirect(_docket_url(unit.pk, round_.pk, "#proposed"))
    page = {"form": form, "unit": unit, "round": round_, "to_unit": policies.superior(unit, round_)}
    return render(request, "recognitions/forgo_proposal.html", page, status=status_of(form))


@require_POST
def recall_forgoing(request, pk):
    forgoing = get_object_or_404(Forgoing.objects.visible_to(request.user).select_related("from_unit"), pk=pk)
    actions.recall_forgoing(forgoing, by=request.user)
    said = _("Recalled: %(unit)s may propose again.")
    messages.success(request, said % {"unit": forgoing.from_unit.name})
    return redirect(_docket_url(forgoing.from_unit_id, forgoing.round_id, "#proposed"))


@require_POST
def recall(request, pk):
    proposals = Proposal.objects.visible_to(request.user).select_related("registration")
    proposal = get_object_or_404(proposals, pk=pk)
    actions.recall(proposal, by=request.user)
    messages.success(request, _("The proposal of “%(title)s” is recalled.") % {"title": proposal.registration.title})
    return redirect(_docket_url(proposal.from_unit_id, proposal.registration.round_id, "#proposed"))


@require_safe
def detail(request, pk):
    """What a unit concluded: its decision with the list, and what it did not recognise, as far as one may know."""
    consideration = get_object_or_404(_visible(request).concluded(), pk=pk)
    outcomes = Outcome.objects.visible_to(request.user).filter(consideration=consideration).as_list()
    page = {
        "consideration": consideration,
        "unit_name": consideration.unit.name_on(timezone.localdate(consideration.concluded_at)),
        "recognised": [outcome for outcome in outcomes if outcome.recognised],
        "not_recognised": [outcome for outcome in outcomes if not outcome.recognised],
        "readable": set(
            Registration.objects.visible_to(request.user).filter(outcomes__in=outcomes).values_list("pk", flat=True)
        ),
        "reads_paper": Paper.objects.visible_to(request.user).filter(pk=consideration.decision_id).exists(),
        "is_ours": consideration.unit_id in answering_unit_ids(request.user),
        "sheets": CertificateSheet.objects.visible_to(request.user).filter(paper=consideration.decision_id),
        "why_not_certify": permissions.can_certify.why_not(request.user, consideration),
    }
    return render(request, "recognitions/annex.html" if "print" in request.GET else "recognitions/detail.html", page)


def _own_units(request):
    return Unit.objects.filter(pk__in=answering_unit_ids(request.user))


def _of_the_docket(request, round_pk, unit_pk):
    """The round and the unit of a docket; only those who read for the unit find it."""
    rounds = Round.objects.visible_to(request.user).select_related("movement__owner", "closing")
    return get_object_or_404(rounds.prefetch_related("milestones", "movement__rungs"), pk=round_pk), get_object_or_404(
        _own_units(request), pk=unit_pk
    )


def _visible(request):
    return Consideration.objects.visible_to(request.user).select_related(
        "unit", "round__movement__owner", "round__closing", "decision"
    )


def _to_weigh(request, pk, registration_pk):
    registrations = Registration.objects.visible_to(request.user)
    return get_object_or_404(_visible(request), pk=pk), get_object_or_404(registrations, pk=registration_pk)


def _why_not(rule, request, thing):
    """Why the person may not do it to the thing; nothing when there is no such thing, for then there is no button."""
    return rule.why_not(request.user, thing) if thing else ""


def _with_judgements(page_obj, judgements):
    """The page with what the reader may know of each judgement, what it forbids, and which reason it proposes."""
    page_obj.object_list = list(page_obj.object_list)
    judged = judgements.of(page_obj)
    for registration in page_obj:
        registration.judged = judged.get(registration.pk)
        registration.why_not_recognise = demands.may_be_recognised.why_not(registration.judged)
        registration.why_not_leave_out = demands.may_be_left_out.why_not(registration.judged)
        registration.reason = demands.reason_for(registration.judged)
        if registration.judged and registration.judged.result:
            registration.vote = demands.count_of(registration.judged.result)
    return page_obj


def _tabs(docket, shown, by_rank):
    if docket.consideration is None:
        return []
    order = f"&order={BY_RANK}" if by_rank else ""
    return [
        {"url": f"?show={part}{order}", "text": part.label, "count": docket.counts[part], "current": part == shown}
        for part in Shown
    ]


def _back_to(request, consideration, registration):
    """Back to the same part of the docket, at the registration just weighed."""
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(
        _docket_url(consideration.unit_id, consideration.round_id, f"{query}#registration-{registration.pk}")
    )


def _docket_url(unit_pk, round_pk, rest=""):
    return reverse("recognitions:docket", args=[round_pk, unit_pk]) + rest
