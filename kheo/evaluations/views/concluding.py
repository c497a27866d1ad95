"""To the end of an evaluation: its conditions and figures, going on without, concluding one or all, reopening."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kheo.evaluations import actions, conditions, demands, permissions, policies, readiness, results
from kheo.evaluations.enums import Side, State
from kheo.evaluations.forms.concluding import FiguresForm, GatesForm, ReadyForm, ReasonForm, ReopenForm
from kheo.evaluations.standings import Table
from kheo.evaluations.views.finding import arranged, evaluation_of, read_instead
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number


@form_page
def answer_gate(request, pk):
    """All conditions of the framework on one page; only what is new is written."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_answer_gate(request.user, evaluation)
        policies.has_gates(evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    form = GatesForm(posted(request), sheet=evaluation.sheet, answers=conditions.answers_of(evaluation))
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            for gate, said in form.changed.items():
                actions.answer_gate(evaluation, gate, passed=said.passed, document=said.document, by=request.user)
            messages.success(request, _("The conditions are answered."))
            return redirect("evaluations:detail", evaluation.pk)
    words = {
        "heading": _("Answer the conditions"),
        "lead": _("A condition that is not met counts more than any number of points."),
        "act": _("Save the answers"),
        "icon": "save",
    }
    return _ask(request, evaluation, form, words)


@form_page
def state_figure(request, pk):
    """The declared facts, as the one side states them; what the other side says stands beside them."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_state_figure(request.user, evaluation)
        policies.has_figures(evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    judges = conditions.reviews(request.user, evaluation)
    form = _figures_form(request, evaluation, judges)
    if form.is_valid():
        with refusals_in(form), transaction.atomic():
            for code, value in form.changed.items():
                actions.state_figure(evaluation, code, value, by=request.user)
            messages.success(request, _("The figures are stated."))
            return redirect("evaluations:detail", evaluation.pk)
    words = {
        "heading": _("State what was found") if judges else _("State the figures"),
        "lead": _("What you found counts; what the unit declared stays beside it.")
        if judges
        else _("As your unit has them. The judging unit writes beside them what it finds."),
        "act": _("Save the figures"),
        "icon": "save",
    }
    return _ask(request, evaluation, form, words)


@form_page
def omit(request, pk):
    """Go on without what is missing; the page names what, and the reason stays."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_omit(request.user, evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    form = ReasonForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.omit(evaluation, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("It goes on without what was missing. The reason stays in its history."))
            return redirect("evaluations:detail", evaluation.pk)
    words = {
        "heading": _("Go on without what is missing?"),
        "lead": _("It is at the stage “%(stage)s”.") % {"stage": evaluation.get_state_display()},
        "consequence": _(
            "The stage ends without what has not come; whoever has not sent their points is no longer asked for them."
            " What they wrote is kept and does not count."
        ),
        "act": _("Go on without it"),
        "kind": "warning",
    }
    return _ask(request, evaluation, form, words)


@form_page
def conclude_evaluation(request, pk):
    """Concluding asks first: what will be written down, and until when it can be opened again."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_conclude_evaluation(request.user, evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    [found], _outcomes = readiness.of([evaluation])
    if request.method == "POST":
        actions.conclude_evaluation(evaluation, by=request.user)
        messages.success(request, _("Concluded: “%(title)s”.") % {"title": evaluation.subject})
        return redirect("evaluations:detail", evaluation.pk)
    if found.why_not:
        return read_instead(request, evaluation, found.why_not)
    standing = results.of(evaluation.subject, evaluation.unit, reader=request.user)
    context = {"evaluation": evaluation, "standing": standing, "until": policies.last_day_of_reopening(evaluation)}
    return render(request, "evaluations/conclude.html", context)


@form_page
def conclude_all(request, pk, unit_pk):
    """Everything of a unit that is ready, in one act; what is not stands below with the reason."""
    procedure, unit = arranged(request, pk, unit_pk)
    permissions.can_conclude_all(request.user, unit, procedure.round)
    table = Table(procedure, unit, reader=request.user)
    found, _outcomes = readiness.of(table.ledger.asked)
    ready = [one.evaluation for one in found if not one.why_not]
    told = {one.evaluation.pk: one for one in table.standings}
    form = ReadyForm(posted(request), choices=[(str(one.pk), _line(told[one.pk])) for one in ready])
    if form.is_valid():
        with refusals_in(form):
            ids = {int(pk) for pk in form.cleaned_data["evaluations"]}
            _tell(request, ids, actions.conclude_all(procedure, unit, ids, by=request.user))
            return redirect("evaluations:summary", procedure.pk, unit.pk)
    context = {
        "procedure": procedure,
        "unit": unit,
        "form": form,
        "ready": ready,
        "left_out": [one for one in found if one.why_not],
        "concluded": sum(one.state == State.CONCLUDED for one in table.ledger.asked),
    }
    return render(request, "evaluations/conclude_all.html", context, status=status_of(form))


@form_page
def reopen(request, pk):
    """From a stage on, with a reason, within the days that the procedure gives; what was concluded is kept."""
    evaluation = evaluation_of(request, pk)
    stages = demands.stages(evaluation.procedure)
    try:
        permissions.can_reopen(request.user, evaluation, stages[0])
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    form = ReopenForm(posted(request), stages=stages)
    if form.is_valid():
        with refusals_in(form):
            actions.reopen(evaluation, **form.cleaned_data, by=request.user)
            messages.success(request, _("Reopened. What had been concluded stays in its history."))
            return redirect("evaluations:detail", evaluation.pk)
    last = format_date(policies.last_day_of_reopening(evaluation))
    words = {
        "heading": _("Reopen the evaluation?"),
        "lead": _("It can be reopened until %(day)s.") % {"day": last},
        "consequence": _(
            "The score sheets of that stage and of all later ones are open again and have to be sent anew. What was"
            " concluded, and what stood on the sheets, is kept beside it."
        ),
        "act": _("Reopen"),
        "kind": "warning",
    }
    return _ask(request, evaluation, form, words)


def _ask(request, evaluation, form, words):
    context = {"evaluation": evaluation, "form": form, "words": words}
    return render(request, "evaluations/ask.html", context, status=status_of(form))


def _figures_form(request, evaluation, judges):
    """The boxes of one side, each with what the other side says of it."""
    values = conditions.values_of(evaluation)
    side, other = (Side.JUDGE, Side.SUBJECT) if judges else (Side.SUBJECT, Side.JUDGE)
    own = {code: value for (said_by, code), value in values.items() if said_by == side}
    told = {}
    if judges:  # the unit does not read what was found while it states its own
        words = {code: format_number(value) for (said_by, code), value in values.items() if said_by == other}
        told = {code: _("Declared by the unit: %(number)s") % {"number": number} for code, number in words.items()}
    return FiguresForm(posted(request), figures=evaluation.sheet.figures, own=own, others=told)


def _line(standing):
    """What is concluded, as far as its reader may see it."""
    title = f"{standing.subject.code} – {standing.subject.title}"
    if standing.outcome is None:
        return title
    what = standing.class_name or (_("not eligible") if standing.verdict.not_eligible else _("no class"))
    words = {"title": title, "points": format_number(standing.total), "class": what}
    return _("%(title)s: %(points)s points, %(class)s") % words


def _tell(request, ids, concluded):
    count = len(concluded)
    if count:
        told = ngettext("%(count)s evaluation is concluded.", "%(count)s evaluations are concluded.", count)
        messages.success(request, told % {"count": format_number(count)})
    if missed := len(ids) - count:
        told = ngettext(
            "%(count)s was left as it is: something about it changed meanwhile.",
            "%(count)s were left as they are: something about them changed meanwhile.",
            missed,
        )
        messages.warning(request, told % {"count": format_number(missed)})
