"""What a member holds in hand: one question, the choices, “recorded”. Four kilobytes, and no script is needed.

Whoever is signed in is known; whoever is not enters with the personal code from the slip. The code stays on the device
as its digest, in a signed cookie that goes nowhere but here, and opens open votes only.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from kheo.councils import actions, codes, outcomes, permissions, screen
from kheo.councils.enums import Choice, ElectionState, Means
from kheo.councils.models import CouncilSession, Item, Voter
from kheo.councils.screen import Shows
from kheo.councils.sealed import box
from kheo.councils.views.live import answer, tag_of
from kheo.kernel.errors import BadInput, NotNow, Refused

COOKIE, HOURS = "kheo_code", 12


@login_not_required
@require_safe
def ballot(request, pk):
    """The question of the moment; to whoever is not known here, the box for the code."""
    person = _who(request, pk)
    if person is None:
        return _no_store(render(request, "councils/phone/enter.html", {"pk": pk}))
    return _no_store(render(request, "councils/phone/ballot.html", _context(request, pk, person)))


@login_not_required
@require_safe
def ballot_now(request, pk):
    """The part of it that changes."""
    person = _who(request, pk)
    if person is None:
        return _no_store(render(request, "councils/phone/gone.html", {"pk": pk}, status=403))
    return answer(request, "councils/phone/ballot.html#now", _context(request, pk, person))


@login_not_required
@require_safe
def slip(request, pk, code):
    """Where the QR code of a slip leads: the code stands in its box already."""
    return _no_store(render(request, "councils/phone/enter.html", {"pk": pk, "code": code}))


@login_not_required
@sensitive_post_parameters("code")
@require_POST
def enter(request, pk):
    """Take part with a personal code."""
    code = request.POST.get("code", "")
    try:
        entered = actions.enter_by_code(pk, code)
    except BadInput as refusal:
        page = {"pk": pk, "refusal": refusal}
        return _no_store(render(request, "councils/phone/enter.html", page, status=422))
    response = redirect("phone:ballot", pk)
    response.set_signed_cookie(
        COOKIE, entered.digest, salt=str(pk), max_age=HOURS * 3600, path=reverse("phone:ballot", args=[pk]),
        httponly=True, samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip
    return response


@login_not_required
@sensitive_post_parameters("choice")
@require_POST
def vote(request, pk):
    """Vote openly, or change one's vote. What is refused is told on the same light page."""
    person = _who(request, pk)
    if person is None:
        return redirect("phone:ballot", pk)
    try:
        actions.vote(_asked(request, pk), _choice(request), by=person)
    except Refused as refusal:
        page = _context(request, pk, person) | {"refusal": refusal}
        return _no_store(render(request, "councils/phone/ballot.html", page, status=422))
    return redirect("phone:ballot", pk)


def _who(request, pk):
    """The member at this device: who is signed in and sits in the council, or whose code was entered."""
    person = request.user
    if person.is_authenticated and _session(pk, person):
        return person
    kept = request.get_signed_cookie(COOKIE, default="", salt=str(pk), max_age=HOURS * 3600)
    return codes.holder(pk, kept) if kept else None


def _session(pk, person):
    """The session, for somebody who has a seat in it."""
    rows = CouncilSession.objects.filter(pk=pk, council__seats__person=person)
    found = rows.select_related("council__unit", "led_by", "written_by").first()
    return found if found and found.seats.filter(person=person).exists() else None


def _asked(request, pk):
    """The item that was voted on, as long as it is the ballot that the page showed."""
    chosen = request.POST.get("item", "")
    item = Item.objects.filter(session=pk, pk=chosen if chosen.isdecimal() else 0).select_related("session").first()
    poll = outcomes.last_poll(item) if item else None
    if poll is None or str(poll.number) != request.POST.get("ballot"):
        raise NotNow(_("This vote is closed."))
    return item


def _choice(request):
    if request.POST.get("choice") not in Choice.values:
        raise BadInput(_("Choose one of the answers."))
    return Choice(request.POST["choice"])


def _context(request, pk, person):
    """`papers` is where the dossiers are read: by a sign-in, for a code opens open votes only."""
    session = _session(pk, person)
    seen = screen.of(session)
    question, sealed = _question(session, seen, person), _sealed(session, person)
    return {
        "session": session, "seen": seen, "person": person, "sealed": sealed, "choices": Choice,
        "papers": reverse("councils:packet", args=[pk]) if request.user == person else "",
        "tag": tag_of(seen, person.pk, question["mine"], question["why_not"], sealed), **question,
    }  # fmt: skip


def _question(session, seen, person):
    """The open vote that is held on devices, with one's own vote so far, or why one does not vote."""
    voting = next((one for one in seen.votings if one.means == Means.PHONES and seen.shows == Shows.VOTING), None)
    if voting is None:
        return {"voting": None, "mine": None, "why_not": ""}
    item = session.items.select_related("rule").get(pk=voting.lines[0].item)
    item.session = session
    mine = outcomes.last_poll(item).votes.filter(seat__person=person).values_list("choice", flat=True).first()
    why_not = permissions.can_vote.why_not(person, item)
    return {"voting": voting, "mine": Choice(mine) if mine else None, "why_not": why_not}


def _sealed(session, person):
    """Of an open sealed ballot: whether one is on its list, and whether one has cast."""
    voters = Voter.objects.filter(election__session=session, election__state=ElectionState.OPEN, seat__person=person)
    trackers = [box.tracker_of(voter) for voter in voters]
    return {"votes": bool(trackers), "cast": bool(trackers) and all(trackers)}


def _no_store(response):
    response["Cache-Control"] = "private, no-store"
    return response
