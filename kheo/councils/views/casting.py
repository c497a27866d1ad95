"""Casting a sealed ballot: after a fresh sign-in, one answer for every item, and a tracker to take away.

Nothing of an answer is logged, kept or shown again: not by the form, not by a refusal, not by a report of an error.
"""

import uuid
from urllib.parse import urlencode

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from kheo.councils import actions, policies
from kheo.councils.enums import Choice, ElectionState
from kheo.councils.forms.sealed import BallotForm
from kheo.councils.models import CouncilSession, Poll, Voter
from kheo.councils.sealed import box
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, status_of
from kheo.people.sessions import proved_at


@never_cache
@sensitive_variables()
@sensitive_post_parameters()
@form_page
def cast(request, pk):
    """One answer for every item on which one votes."""
    session = _session(request, pk)
    if not policies.was_proved_just_now.allows(proved_at(request)):
        return redirect(_prove(request))
    polls = _polls(session, request.user)
    form = BallotForm(posted(request), polls=polls)
    refusal = "" if polls else _("No sealed ballot is open for you.")
    if form.is_valid() and polls:
        try:
            _put_in(request, session, form)
        except NotNow as refused:
            refusal = str(refused)
        else:
            return redirect("phone:receipt", pk)
    page = {
        "session": session, "form": form, "choices": Choice, "refusal": refusal,
        "again": _has_cast(session, request.user),
    }  # fmt: skip
    status = 422 if refusal and form.is_bound else status_of(form)
    return render(request, "councils/phone/cast.html", page, status=status)


@never_cache
@require_safe
def receipt(request, pk):
    """The trackers of one's ballots, to be kept or printed."""
    session = _session(request, pk)
    rows = Voter.objects.filter(election__session=session, seat__person=request.user).select_related("election")
    rows = rows.exclude(election__state__in=[ElectionState.DESTROYED, ElectionState.ABANDONED])
    receipts = [actions.Receipt(voter.election, box.tracker_of(voter)) for voter in rows]
    page = {
        "session": session,
        "receipts": [one for one in receipts if one.tracker],
        "open": any(one.election.state == ElectionState.OPEN for one in receipts),
    }
    return render(request, "councils/phone/receipt.html", page)


@sensitive_variables()
def _put_in(request, session, form):
    actions.cast(session, form.choices(), by=request.user, key=_key(request), signed_in_at=proved_at(request))


def _session(request, pk):
    """The session of somebody who has a seat in it."""
    rows = CouncilSession.objects.filter(council__seats__person=request.user).distinct()
    return get_object_or_404(rows.select_related("council__unit", "led_by", "written_by"), pk=pk)


def _polls(session, person):
    """The questions of the open elections on whose lists the person stands."""
    elections = Voter.objects.filter(election__session=session, seat__person=person).values("election")
    polls = Poll.objects.standing().filter(election__in=elections, election__state=ElectionState.OPEN)
    return list(polls.select_related("item").order_by("item__order"))


def _has_cast(session, person):
    voters = Voter.objects.filter(election__session=session, election__state=ElectionState.OPEN, seat__person=person)
    return any(box.tracker_of(voter) for voter in voters)


def _key(request):
    """The request's own key, the same when it is sent again."""
    return uuid.UUID(request.headers.get("Idempotency-Key") or request.POST["idempotency_key"])


def _prove(request):
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': request.path})}"
