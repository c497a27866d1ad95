"""The pages on which a plan is made: its list, what it says, what is added and taken out."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kheo.kernel import downloads
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.quantities import format_number
from kheo.people.models import Person
from kheo.reorganisations import actions, forms, left, mapping, permissions, sheet, telling
from kheo.reorganisations.enums import State
from kheo.reorganisations.letters import Letters
from kheo.reorganisations.models import Reorganisation
from kheo.reorganisations.views.finding import done_with, plan_of
from kheo.units.models import Unit

ROWS_A_PAGE = 50


@require_safe
def list_(request):
    """The re-organisations of the units that one keeps."""
    permissions.can_look(request.user)
    rows = Reorganisation.objects.visible_to(request.user).select_related("owner").defer("rehearsal", "pictures")
    page_obj = Paginator(rows.newest_first(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    page = {"page_obj": page_obj, "left": left.counts(request.user), "kept": telling.kept_units(request.user)}
    return render(request, "reorganisations/list.html", page)


@form_page
def begin(request, unit_pk):
    """What it is called, from which day, on which paper."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=unit_pk)
    permissions.can_begin(request.user, unit)
    form = forms.BeginForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            made = actions.begin(unit, **form.cleaned_data, by=request.user)
            return redirect("reorganisations:detail", made.pk)
    return render(request, "reorganisations/begin.html", {"form": form, "unit": unit}, status=status_of(form))


@require_safe
def detail(request, pk):
    """The plan, what it does, and what can be done with it now."""
    plan = plan_of(request, pk)
    done = plan.state == State.DONE
    changes = telling.changes(plan)
    return render(
        request,
        "reorganisations/detail.html",
        {
            "plan": plan,
            "changes": changes,
            "counted": telling.counted(changes),
            "told": telling.rehearsal(plan),
            "stays": telling.stays(plan),
            "without": Person.objects.filter(pk__in=telling.without_office(plan)).order_by("sort_key", "pk"),
            "letters": Letters(plan).units if done else [],
            "entries": telling.entries(plan),
            "kinds": telling.KINDS,
            "may_plan": permissions.can_plan.allows(request.user, plan),
            "may_leave_out": permissions.can_leave_out.allows(request.user, plan),
            "why_not_propose": permissions.can_propose.why_not(request.user, plan),
            "why_not_approve": permissions.can_approve.why_not(request.user, plan),
            "why_not_reverse": permissions.can_reverse.why_not(request.user, plan),
            "why_not_hand_out": permissions.can_hand_out.why_not(request.user, plan),
            "may_take_back": permissions.can_take_back.allows(request.user, plan),
            "is_proposed": plan.state == State.PROPOSED,
            "is_done": done,
        },
    )


@form_page
def add(request, pk, change):
    """One change in the words of a keeper; it may be several steps."""
    plan = _to_be_planned(request, pk)
    if change not in forms.FORMS:
        raise Http404
    form = forms.FORMS[change](posted(request), plan=plan, day=plan.on - timedelta(days=1))
    if form.is_valid():
        with refusals_in(form):
            actions.add(plan, form.steps(), by=request.user)
            return done_with(request, plan, _("The change is in the plan."))
    page = {"form": form, "plan": plan, "kind": telling.KINDS[change]}
    return render(request, "reorganisations/add.html", page, status=status_of(form))


@form_page
def bring_in(request, pk):
    """The mapping of a whole province from one table: all of it, or every fault of it."""
    plan = _to_be_planned(request, pk)
    count = plan.changes.count()
    kind = forms.ReplacingSheetForm if count else forms.SheetForm
    form = kind(*([request.POST, request.FILES] if request.method == "POST" else []))
    if request.method == "POST" and form.is_valid():
        with refusals_in(form):
            found = sheet.read_uploaded(form.cleaned_data["file"], plan)
            for fault in found.faults:
                form.add_error(None, fault)
            if not found.faults:
                replaces = form.cleaned_data.get("how") == forms.ReplacingSheetForm.REPLACE
                (actions.replace if replaces else actions.add)(plan, found.steps, by=request.user)
                said = ngettext(
                    "The table is in the plan: %(count)s row.", "The table is in the plan: %(count)s rows.", found.rows
                )
                return done_with(request, plan, said % {"count": format_number(found.rows)})
    page = {
        "form": form, "plan": plan, "columns": telling.columns(), "count": count,
        "is_of_2025": plan.on == mapping.NEW_ORDER,
    }  # fmt: skip
    return render(request, "reorganisations/bring_in.html", page, status=status_of(form))


@require_safe
def template(request):
    """An empty table with the headings that are read."""
    permissions.can_look(request.user)
    return downloads.table("bang-sap-xep", "xlsx", _("Re-organisation"), [head for head, _why in telling.columns()], [])


@require_safe
def proposal(request, pk):
    """The same table filled in from the national mapping, for a plan of 1 July 2025."""
    plan = _to_be_planned(request, pk)
    heads = [head for head, _why in telling.columns()]
    return downloads.table("de-xuat-sap-xep", "xlsx", _("Re-organisation"), heads, list(mapping.proposal(plan)))


@require_POST
def drop(request, pk, change_pk):
    plan = plan_of(request, pk)
    count = actions.drop(get_object_or_404(plan.changes, pk=change_pk), by=request.user)
    said = ngettext("%(count)s change is out of the plan.", "%(count)s changes are out of the plan.", count)
    return done_with(request, plan, said % {"count": format_number(count)})


@form_page
def empty(request, pk):
    """Asked once more: all that was planned goes."""
    plan = plan_of(request, pk)
    permissions.can_empty(request.user, plan)
    if request.method == "POST":
        actions.empty(plan, by=request.user)
        return done_with(request, plan, _("The plan is empty. Add changes, or read a table."))
    return render(request, "reorganisations/empty.html", {"plan": plan, "count": plan.changes.count()})


def _to_be_planned(request, pk):
    plan = plan_of(request, pk)
    permissions.can_plan(request.user, plan)
    return plan
