"""Before there is a draft: what is needed, drafts that wait already, and the few questions that make one."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.exemplars import actions, choosing
from kheo.exemplars.enums import Origin
from kheo.exemplars.forms.beginning import BeginForm
from kheo.exemplars.models import Registration
from kheo.exemplars.permissions import can_begin
from kheo.kernel.formwork import refusals_in, status_of
from kheo.kernel.text import clean_line
from kheo.movements.models import Round
from kheo.movements.policies import takes_registrations
from kheo.units.enums import WRITES_FOR_UNIT
from kheo.units.models import offices


@require_safe
def start(request):
    """The drafts one has already, then: new, continued or replicated; with `?origin=`, the questions for that."""
    units = _units(request)
    unit = _chosen(units, request.GET)
    rounds, waiting = _rounds(request)
    context = {
        "units": units,
        "unit": unit,
        "rounds": rounds,
        "waiting": waiting,
        "drafts": Registration.objects.drafts_in_running_rounds([unit.pk]).select_related("round").newest_first(),
        "origins": Origin,
    }
    origin = request.GET.get("origin")
    if origin in Origin.values and rounds:
        return render(
            request, "exemplars/begin.html", context | _questions(request.GET, None, Origin(origin), unit, rounds)
        )
    return render(request, "exemplars/start.html", context)


@require_POST
def begin(request):
    """Make the draft and open its task list."""
    unit = _chosen(_units(request), request.POST)
    rounds, _waiting = _rounds(request)
    origin = request.POST.get("origin")
    origin = Origin(origin) if origin in Origin.values else Origin.NEW
    context = {"unit": unit} | _questions(request.POST, request.POST, origin, unit, rounds)
    form = context["form"]
    if form.is_valid():
        with refusals_in(form):
            registration = actions.begin(unit, origin=origin, by=request.user, **_answers(form))
            messages.success(request, _("The draft is begun. It saves itself as you type, gaps and all."))
            return redirect("exemplars:tasks", registration.pk)
    return render(request, "exemplars/begin.html", context, status=status_of(form))


def _units(request):
    """The units for which the person writes."""
    can_begin(request.user)
    units = {office.unit_id: office.unit for office in offices(request.user) if office.role in WRITES_FOR_UNIT}
    return list(units.values())


def _chosen(units, data):
    return next((unit for unit in units if str(unit.pk) == data.get("unit")), units[0])


def _rounds(request):
    """Rounds that take registrations today, and for the other running ones the sentence why they do not."""
    running = Round.objects.visible_to(request.user).running().select_related("movement", "closing")
    running = list(running.prefetch_related("milestones").newest_first())
    return (
        [round_ for round_ in running if takes_registrations.allows(round_)],
        [why for round_ in running if (why := takes_registrations.why_not(round_))],
    )


def _questions(data, posted, origin, unit, rounds):
    words = clean_line(data.get("q", ""))[:200]
    exemplars = []
    if origin in (Origin.MAINTAINED, Origin.UPGRADED):
        exemplars = choosing.own(unit, rounds)
    elif origin == Origin.REPLICATED:
        exemplars = choosing.recognised_elsewhere(unit, words)
    form = BeginForm(posted, origin=origin, rounds=rounds, exemplars=exemplars)
    return {"form": form, "origin": origin, "words": words, "found": len(exemplars)}


def _answers(form):
    answers = dict(form.cleaned_data)
    return answers | {"round_": answers.pop("round")}
