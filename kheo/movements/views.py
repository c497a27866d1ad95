"""The pages of movements and rounds, and the forms of those who run them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.documents.actions import file_paper
from kheo.kernel import clock
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.periods import first_day, format_date, last_day
from kheo.movements import actions, forms, permissions
from kheo.movements.enums import MilestoneKind
from kheo.movements.models import FieldName, Movement, Round, Rung
from kheo.units.enums import HEIGHT, Level


@require_safe
def list_(request):
    rounds = Prefetch("rounds", Round.objects.select_related("closing").newest_first())
    movements = Movement.objects.visible_to(request.user).select_related("owner").prefetch_related(rounds)
    page_obj = Paginator(movements.order_by("-during", "name", "pk"), 50).get_page(request.GET.get("page"))
    return render(
        request,
        "movements/list.html",
        {"page_obj": page_obj, "may_launch": permissions.can_launch.allows(request.user)},
    )


@require_safe
def detail(request, pk):
    movement = _movement(request, pk)
    return render(
        request,
        "movements/detail.html",
        {
            "movement": movement,
            "first": first_day(movement.during),
            "last": last_day(movement.during),
            "papers": movement.papers.order_by("-date", "pk"),
            "rounds": movement.rounds.select_related("closing").newest_first(),
            "fields": movement.fields.prefetch_related(
                Prefetch("names", FieldName.objects.select_related("unit").order_by("unit__sort_key"))
            ),
            "ladder": sorted(movement.rungs.all(), key=_from_the_top),
            "targets": movement.targets.select_related("paper").order_by("measure", "level"),
            "may_run": permissions.can_run.allows(request.user, movement.owner),
            "may_name": permissions.can_launch.allows(request.user),
        },
    )


@require_safe
def round_(request, pk):
    emulation_round = _round(request, pk)
    return render(
        request,
        "movements/round.html",
        {
            "round": emulation_round,
            "steps": _steps(emulation_round),
            "own_days": [m for m in emulation_round.milestones.all() if m.level],
            "may_run": permissions.can_run.allows(request.user, emulation_round.movement.owner),
        },
    )


@form_page
def launch(request):
    permissions.can_launch(request.user)
    form = forms.LaunchForm(posted(request), person=request.user)
    page = {
        "title": _("Launch a movement"),
        "lead": _("It begins with the four fields, and with every level as a rung of its ladder."),
        "button": _("Launch the movement"),
        "back": "movements:list",
    }
    return _ask(request, form, lambda told: actions.launch(**told, by=request.user), page)


@form_page
def govern(request, pk):
    movement = _movement_to_run(request, pk)

    def act(told):
        return actions.govern(movement, file_paper(**told, by=request.user), by=request.user)

    page = _page(movement, _("File a governing paper"), _("File the paper"))
    return _ask(request, forms.PaperForm(posted(request), owner=movement.owner), act, page)


@form_page
def open_round(request, pk):
    movement = _movement_to_run(request, pk)
    page = _page(movement, _("Open a round"), _("Open the round"))
    form = forms.RoundForm(posted(request))
    return _ask(request, form, lambda told: actions.open_round(movement, **told, by=request.user), page)


@form_page
def set_target(request, pk):
    movement = _movement_to_run(request, pk)
    page = _page(movement, _("Set a target"), _("Set the target"))
    page["lead"] = _("A target that was set for the same measure and level is replaced.")
    form = forms.TargetForm(posted(request), movement=movement)
    return _ask(request, form, lambda told: actions.set_target(movement, **told, by=request.user), page)


@form_page
def name_field(request, pk):
    movement = _movement(request, pk)
    permissions.can_launch(request.user)
    page = _page(movement, _("Name a field as people here call it"), _("Save the name"))
    page["lead"] = _("Places rename the four fields, they never split them: the figures keep adding up.")
    form = forms.FieldNameForm(posted(request), movement=movement, person=request.user)
    return _ask(request, form, lambda told: actions.name_field(**told, by=request.user), page)


@form_page
def set_milestone(request, pk):
    emulation_round = _round_to_run(request, pk)
    page = {
        "title": _("Set a day of the round"),
        "lead": _("A day that was set before is replaced; the journal keeps it."),
        "button": _("Set the day"),
        "about": emulation_round,
        "back": "movements:round",
        "back_pk": emulation_round.pk,
    }
    form = forms.MilestoneForm(posted(request))
    return _ask(request, form, lambda told: actions.set_milestone(emulation_round, **told, by=request.user), page)


@form_page
def close_round(request, pk):
    """Closing asks first, on a page that names the consequence."""
    emulation_round = _round_to_run(request, pk)
    if request.method == "POST":
        actions.close_round(emulation_round, by=request.user)
        messages.success(request, _("%(round)s is closed.") % {"round": emulation_round.name})
        return redirect("movements:round", emulation_round.pk)
    return render(request, "movements/close_round.html", {"round": emulation_round})


def _ask(request, form, act, page):
    """Show a form; once it is filled in, do the verb and go back. A refusal is told on the form: nothing is lost."""
    if form.is_valid():
        with refusals_in(form):
            act(form.cleaned_data)
            messages.success(request, _("Done: %(what)s") % {"what": page["title"]})
            return redirect(page["back"], *([page["back_pk"]] if "back_pk" in page else []))
    return render(request, "movements/form.html", {"form": form, "asked": page}, status=status_of(form))


def _page(movement, title, button):
    return {"title": title, "button": button, "about": movement, "back": "movements:detail", "back_pk": movement.pk}


def _movement(request, pk):
    return get_object_or_404(Movement.objects.visible_to(request.user).select_related("owner"), pk=pk)


def _movement_to_run(request, pk):
    movement = _movement(request, pk)
    permissions.can_run(request.user, movement.owner)
    return movement


def _round(request, pk):
    rounds = Round.objects.visible_to(request.user).select_related("movement__owner", "closing")
    return get_object_or_404(rounds.prefetch_related("milestones"), pk=pk)


def _round_to_run(request, pk):
    emulation_round = _round(request, pk)
    permissions.can_run(request.user, emulation_round.movement.owner)
    return emulation_round


def _steps(emulation_round):
    """The common days of the round in their order, for the progress track: the next one to come is where we are."""
    days = [(MilestoneKind(kind), day) for kind, day in emulation_round.due.items()]
    days.sort(key=lambda step: (step[1], MilestoneKind.values.index(step[0])))
    coming = next((n for n, (_kind, day) in enumerate(days) if day >= clock.today()), len(days))
    if emulation_round.is_closed:
        coming = len(days)
    return [
        {
            "text": kind.label,
            "note": format_date(day),
            "state": "done" if n < coming else "now" if n == coming else "next",
        }
        for n, (kind, day) in enumerate(days)
    ]


def _from_the_top(rung: Rung):
    return (-HEIGHT[Level(rung.level)], rung.first)
