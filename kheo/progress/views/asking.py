"""What is asked of units and offices about models that were recognised, and each answer."""

from functools import partial

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.exemplars.enums import Origin
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel.asking import ask
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.movements.models import Round
from kheo.progress import actions, due, forms, permissions
from kheo.progress.enums import Pulse, ReportKind
from kheo.progress.models import Recheck
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import acting_unit_ids, answering_unit_ids


@require_safe
def asked(request):
    """What is asked of one's units and offices: pulses, re-checks, rulings, what may go on."""
    writes, reviews = _units(request, WRITES_FOR_UNIT), _units(request, REVIEWS_FOR_UNIT)
    rounds = _rounds(request)
    context = {
        "pulses": due.pulses(writes),
        "rechecks": due.rechecks(writes, rounds),
        "rulings": _titled(due.to_rule(reviews)),
        "going_on": _titled(due.to_maintain(writes, [round_.pk for round_ in rounds])),
        "answers": Pulse,
    }
    return render(request, "progress/asked.html", context)


@form_page
def take_pulse(request, pk, months, answer):
    """Alive is one press; changed and stopped ask why."""
    exemplar = _exemplar(request, pk)
    permissions.can_take_pulse(request.user, exemplar, months)
    if answer not in Pulse.values:
        raise Http404
    form = forms.WhyForm(posted(request))
    if request.method == "POST" and (answer == Pulse.ALIVE or form.is_valid()):
        why = "" if answer == Pulse.ALIVE else form.cleaned_data["why"]
        actions.take_pulse(exemplar, months, answer, why=why, by=request.user)
        messages.success(request, _("Thank you. It is written down."))
        return redirect("desk:home" if request.GET.get("next") == "desk" else "progress:asked")
    last = due.last_registration(exemplar)
    page = {"form": form, "exemplar": exemplar, "last": last, "months": months, "answer": Pulse(answer)}
    return render(request, "progress/pulse.html", page, status=status_of(form))


@form_page
def recheck(request, pk, round_pk):
    """The sheet of the yearly re-check, written by the unit or by the office that received it."""
    exemplar = _exemplar(request, pk)
    round_ = get_object_or_404(Round.objects.visible_to(request.user).select_related("closing"), pk=round_pk)
    permissions.can_recheck(request.user, exemplar, round_)
    form = forms.RecheckForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            made = actions.recheck(exemplar, round_, by=request.user, **form.cleaned_data)
            said = _("The re-check is decided.") if hasattr(made, "ruling") else _("The office now decides on it.")
            messages.success(request, said)
            return redirect("progress:asked")
    page = {"form": form, "exemplar": exemplar, "last": due.last_registration(exemplar), "round": round_}
    return render(request, "progress/recheck.html", page, status=status_of(form))


@form_page
def rule(request, pk):
    """The office decides on a re-check: as proposed, or otherwise with its reason."""
    sheet = _recheck(request, pk)
    permissions.can_rule(request.user, sheet)
    return ask(
        request, forms.RuleForm(posted(request), initial={"decision": sheet.proposed}),
        partial(actions.rule, sheet, by=request.user), page="progress/rule.html",
        context={"recheck": sheet, "last": due.last_registration(sheet.exemplar)},
        back=reverse("progress:asked"), said=_("Decided. The unit reads it."),
    )  # fmt: skip


@require_POST
def maintain(request, pk, origin):
    """One press: the draft of the new round, with what was written last."""
    if origin not in (Origin.MAINTAINED, Origin.UPGRADED):
        raise Http404
    made = actions.maintain(_recheck(request, pk), origin=origin, by=request.user)
    messages.success(request, _("The draft is begun with what was written last. Read it and send it."))
    return redirect("exemplars:tasks", made.pk)


@form_page
def report_progress(request, pk, kind):
    """How the work goes, at mid-year or year-end."""
    rows = Registration.objects.visible_to(request.user).select_related("unit", "round__closing")
    registration = get_object_or_404(rows, pk=pk)
    if kind not in ReportKind.values:
        raise Http404
    permissions.can_report_progress(request.user, registration)
    earlier = registration.progress_reports.filter(kind=kind).last()
    initial = {"content": earlier.content, "difficulties": earlier.difficulties} if earlier else None
    return ask(
        request, forms.ProgressForm(posted(request), initial=initial),
        partial(actions.report_progress, registration, kind=kind, by=request.user), page="progress/report.html",
        context={"registration": registration, "kind": ReportKind(kind)},
        back=reverse("exemplars:detail", args=[registration.pk]), said=_("The progress is reported."),
    )  # fmt: skip


def _units(request, roles):
    """Their own, and of units that ended those whose work they go on with, or conclude."""
    ids_of = answering_unit_ids if roles == REVIEWS_FOR_UNIT else acting_unit_ids
    return ids_of(request.user, *roles)


def _rounds(request):
    rounds = Round.objects.visible_to(request.user).running().select_related("movement", "closing")
    return list(rounds.prefetch_related("milestones").newest_first())


def _titled(rows):
    """Each re-check with the name of what it is about."""
    rows = list(rows[:200])
    found = Registration.objects.counted().filter(exemplar__in=[row.exemplar_id for row in rows])
    titles = dict(found.order_by("registered_on", "pk").values_list("exemplar", "title"))
    for row in rows:
        row.title = titles.get(row.exemplar_id, "")
    return rows


def _exemplar(request, pk):
    """An exemplar of which the person may open a registration."""
    seen = Registration.objects.visible_to(request.user).filter(exemplar=pk)
    return get_object_or_404(Exemplar.objects.select_related("unit"), pk=pk if seen.exists() else 0)


def _recheck(request, pk):
    rows = Recheck.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("exemplar__unit", "round__closing", "office", "unit", "by"), pk=pk)
