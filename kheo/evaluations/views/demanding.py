"""What a round demands before it recognises: the rungs in words, set, changed and lifted by those who run it."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.criteria.models import FrameworkVersion
from kheo.evaluations import actions, permissions, policies, queues
from kheo.evaluations import demands as rungs
from kheo.evaluations.forms.demanding import DeadlineForm, DemandForm
from kheo.evaluations.models import Procedure
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.periods import format_date
from kheo.movements.models import Round
from kheo.movements.permissions import can_run
from kheo.movements.policies import is_not_closed
from kheo.units.enums import Level


@require_safe
def demands(request, round_pk):
    """Every rung with what it demands; a rung without any recognises as simply as ever."""
    round_ = _round_of(request, round_pk)
    found = rungs.of(round_)
    context = {
        "round": round_,
        "rungs": found,
        "runs": can_run.allows(request.user, round_.movement.owner),
        "demanded": any(rung.procedure for rung in found),
        "judging": queues.judging_in(request.user, round_),
    }
    return render(request, "evaluations/demands.html", context)


@form_page
def demand(request, round_pk, level):
    """Set what a rung demands, or change it while nothing is judged by it."""
    round_, procedure = _rung_of(request, round_pk, level)
    can_run(request.user, round_.movement.owner)
    try:
        is_not_closed(round_)
        if procedure:
            policies.is_not_in_use(procedure)
    except NotNow as why:
        return _read_instead(request, round_, str(why))
    form = DemandForm(posted(request), versions=_versions(request, round_), procedure=procedure)
    if form.is_valid():
        with refusals_in(form):
            actions.demand(round_, level, **form.cleaned_data, by=request.user)
            messages.success(request, _("Set: what %(round)s demands of this level.") % {"round": round_.name})
            return redirect(_page_of(round_, level))
    context = {
        "round": round_,
        "level": Level(level).label,
        "form": form,
        "has_versions": form.fields["version"].queryset.exists(),
        "back_url": _page_of(round_),
        "day": format_date(round_.date),
    }
    return render(request, "evaluations/demand.html", context, status=status_of(form))


@form_page
def lift_demand(request, pk):
    """Lifting asks first, on a page that names the consequence."""
    procedure = _procedure_of(request, pk)
    can_run(request.user, procedure.round.movement.owner)
    try:
        permissions.can_lift_demand(request.user, procedure)
    except NotNow as why:
        return _read_instead(request, procedure.round, str(why))
    if request.method == "POST":
        actions.lift_demand(procedure, by=request.user)
        messages.success(request, _("Lifted: the level recognises as simply as ever."))
        return redirect(_page_of(procedure.round))
    context = {"procedure": procedure, "back_url": _page_of(procedure.round)}
    return render(request, "evaluations/lift_demand.html", context)


@form_page
def set_deadline(request, pk):
    """The last days of all stages on one page; they may move while the round is open, in use or not."""
    procedure = _procedure_of(request, pk)
    can_run(request.user, procedure.round.movement.owner)
    try:
        permissions.can_set_deadline(request.user, procedure)
    except NotNow as why:
        return _read_instead(request, procedure.round, str(why))
    form = DeadlineForm(posted(request), stages=rungs.stages(procedure), days=rungs.deadlines(procedure))
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            for stage, on in form.changed.items():
                actions.set_deadline(procedure, stage, on=on, by=request.user)
            messages.success(request, _("The last days are set."))
            return redirect(_page_of(procedure.round, procedure.level))
    context = {"procedure": procedure, "form": form, "back_url": _page_of(procedure.round)}
    return render(request, "evaluations/set_deadline.html", context, status=status_of(form))


def _round_of(request, round_pk):
    rounds = Round.objects.visible_to(request.user).select_related("movement__owner", "closing")
    return get_object_or_404(rounds.prefetch_related("movement__rungs"), pk=round_pk)


def _rung_of(request, round_pk, level):
    """The round and what a level of its ladder demands; a level that does not recognise there has no page."""
    round_ = _round_of(request, round_pk)
    procedure = Procedure.objects.filter(round=round_, level=level).first()
    if procedure is None and level not in round_.levels:
        raise Http404
    return round_, procedure


def _procedure_of(request, pk):
    rounds = Round.objects.visible_to(request.user)
    rows = Procedure.objects.filter(round__in=rounds).select_related(
        "round__movement__owner", "round__closing", "version__framework"
    )
    return get_object_or_404(rows.prefetch_related("deadlines"), pk=pk)


def _versions(request, round_):
    found = FrameworkVersion.objects.visible_to(request.user).valid_on(round_.date)
    return found.select_related("framework__owner").order_by("framework__code", "-number")


def _page_of(round_, level=""):
    address = reverse("evaluations:demands", args=[round_.pk])
    return f"{address}#{level}" if level else address


def _read_instead(request, round_, why):
    """The state does not allow this page: what the round demands, with the sentence on top."""
    messages.info(request, why)
    return redirect(_page_of(round_))
