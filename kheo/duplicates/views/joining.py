"""Taking part in what another unit has registered: asking, the requests and answers of one's units, leaving."""

from functools import partial

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.duplicates import actions, forms, permissions, reading
from kheo.duplicates.enums import Standing
from kheo.duplicates.models import Cooperation
from kheo.duplicates.views.finding import visible_cooperation, work_of_the_area
from kheo.exemplars.models import carried_by
from kheo.kernel.asking import ask
from kheo.kernel.errors import NotPermitted
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.units.models import acting_unit_ids


@form_page
def ask_to_join(request, pk):
    """What one's unit does in the work; `?draft=` is the draft that one was writing when it was found."""
    work = work_of_the_area(request, pk)
    units = reading.neighbours(work, request.user)
    if not units:
        raise NotPermitted(_("Only units of the same area take part in a registration."))
    open_to = [unit for unit in units if permissions.can_ask_to_join.allows(request.user, unit, work)]
    if not open_to:
        permissions.can_ask_to_join(request.user, units[0], work)
    drafts = reading.drafts_of(open_to, work)
    form = forms.AskForm(posted(request), units=open_to, drafts=drafts, initial={"draft": request.GET.get("draft", "")})
    if form.is_valid():
        with refusals_in(form):
            told = dict(form.cleaned_data)
            actions.ask_to_join(work, told.pop("unit"), by=request.user, **told)
            messages.success(request, _("Asked. %(unit)s answers.") % {"unit": work.unit.name})
            return redirect("duplicates:joinings")
    return render(request, "duplicates/ask.html", {"form": form, "work": work}, status=status_of(form))


@require_safe
def joinings(request):
    """What waits to be answered by one's units, where they take part, and what became of their requests."""
    own = acting_unit_ids(request.user)
    rows = Cooperation.objects.filter(Q(unit__in=own) | carried_by(own, "registration")).order_by("-asked_at", "-pk")
    found = reading.parts(rows, request.user)
    theirs = [part for part in found if part.cooperation.registration.holder_id in own]
    ours = [part for part in found if part.cooperation.unit_id in own]
    context = {
        "to_answer": [part for part in theirs if part.cooperation.standing == Standing.WAITING],
        "with_us": [part for part in theirs if part.cooperation.standing == Standing.TAKES_PART],
        "we_take_part": [part for part in ours if part.cooperation.standing == Standing.TAKES_PART],
        "asked": [part for part in ours if part.cooperation.standing in (Standing.WAITING, Standing.REFUSED)],
    }
    return render(request, "duplicates/joinings.html", context)


@require_POST
def confirm_joining(request, pk):
    cooperation = actions.confirm_joining(visible_cooperation(request, pk), by=request.user)
    messages.success(request, _("%(unit)s takes part in the work.") % {"unit": cooperation.unit.name})
    return redirect("exemplars:detail", cooperation.registration_id)


@form_page
def refuse_joining(request, pk):
    """Asks for the reason, which the unit reads."""
    cooperation = visible_cooperation(request, pk)
    permissions.can_refuse_joining(request.user, cooperation)
    return ask(
        request, forms.RefuseForm(posted(request)), partial(actions.refuse_joining, cooperation, by=request.user),
        page="duplicates/refuse.html", context={"cooperation": cooperation}, back=reverse("duplicates:joinings"),
        said=_("Not taken in. %(unit)s reads why.") % {"unit": cooperation.unit.name},
    )  # fmt: skip


@form_page
def leave_joining(request, pk):
    """Ends it from either side, with a reason that the other reads."""
    cooperation = visible_cooperation(request, pk)
    permissions.can_leave_joining(request.user, cooperation)
    return ask(
        request, forms.LeaveForm(posted(request)), partial(actions.leave_joining, cooperation, by=request.user),
        page="duplicates/leave.html", context={"cooperation": cooperation}, back=reverse("duplicates:joinings"),
        said=_("Ended. What was done together stays told in the history."),
    )  # fmt: skip
