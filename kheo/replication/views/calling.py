"""Calls: the list, a new one, how it is answered, its coverage, its end."""

from functools import partial

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.exemplars.enums import COUNTED
from kheo.kernel import clock
from kheo.kernel.asking import ask
from kheo.kernel.errors import NotPermitted
from kheo.kernel.formwork import form_page, id_in, posted, refusals_in, status_of
from kheo.replication import actions, credit, forms, permissions, reading
from kheo.replication.enums import AdoptionState
from kheo.replication.models import Call
from kheo.replication.tracking import tracking
from kheo.replication.views.finding import visible_call
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.models import answering_unit_ids, offices

OFFERED = 100  # exemplars to choose from; the one from whose page one came is always among them


@require_safe
def calls(request):
    """The calls of one's units, of those above and below: open ones first, by their day."""
    sent = Q(adoptions__registration__status__in=COUNTED)
    rows = Call.objects.visible_to(request.user).select_related("unit", "movement")
    rows = rows.annotate(
        answered=Count("adoptions", filter=sent, distinct=True),
        confirmed=Count("adoptions", filter=sent & Q(adoptions__state=AdoptionState.CONFIRMED), distinct=True),
    ).order_by("-closed_at", "due", "pk")
    context = {"calls": rows[:200], "may_call": bool(_calling_units(request))}
    return render(request, "replication/calls.html", context)


@form_page
def call(request):
    """A new call; `?exemplar=` is the one from whose page one came."""
    units = _calling_units(request)
    if not units:
        raise NotPermitted(_("Only those who review for a unit call for copies."))
    patterns = _offered(request)
    form = forms.CallForm(
        posted(request), units=units, patterns=patterns, initial={"exemplars": request.GET.getlist("exemplar")}
    )
    if form.is_valid():
        with refusals_in(form):
            told = dict(form.cleaned_data)
            made = actions.call(told.pop("unit"), told.pop("exemplars"), by=request.user, **told)
            messages.success(request, _("The call is made: the units find it on their pages."))
            return redirect("replication:call_detail", made.pk)
    return render(request, "replication/call.html", {"form": form}, status=status_of(form))


@require_safe
def call_detail(request, pk):
    """Who has answered, who is silent, by name, and how many copies are still wanted."""
    made = visible_call(request, pk)
    told = tracking(made, reader=request.user)
    answered = [adoption.registration_id for adoption in told.answers]
    context = {
        "call": made,
        "patterns": reading.readable(request.user).filter(exemplar__in=made.exemplars.all()).select_related("unit"),
        "tracking": told,
        "openable": credit.openable(request.user, answered),
        "today": clock.today(),
        "why_not_close": permissions.can_close_call.why_not(request.user, made),
        "reviews": made.unit_id in answering_unit_ids(request.user, *REVIEWS_FOR_UNIT),
    }
    return render(request, "replication/call_detail.html", context)


@form_page
def close_call(request, pk):
    """Asks what came of it."""
    made = visible_call(request, pk)
    permissions.can_close_call(request.user, made)
    return ask(
        request, forms.CloseForm(posted(request)), partial(actions.close_call, made, by=request.user),
        page="replication/close_call.html", context={"call": made},
        back=reverse("replication:call_detail", args=[made.pk]), said=_("The call is closed."),
    )  # fmt: skip


def _calling_units(request):
    return list({o.unit_id: o.unit for o in offices(request.user) if o.role in REVIEWS_FOR_UNIT}.values())


def _offered(request):
    asked = (*request.GET.getlist("exemplar"), *request.POST.getlist("exemplars"))
    wanted = [pk for text in asked if (pk := id_in(text)) is not None]
    rows = reading.readable(request.user).select_related("exemplar")
    chosen = list(rows.filter(exemplar__in=wanted))
    return chosen + list(rows.exclude(exemplar__in=wanted).newest_first()[:OFFERED])
