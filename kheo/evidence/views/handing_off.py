"""Sending from another phone: the code on the screen of the PC, and the page that the phone opens, without sign-in.

The phone's page tells nothing of the dossier but its title, and writes nothing by being opened.
"""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kheo.evidence import actions, gallery, permissions, policies
from kheo.evidence.models import HandOff
from kheo.evidence.views import receiving
from kheo.evidence.views.finding import registration_of
from kheo.evidence.views.receiving import Way
from kheo.kernel.errors import NotPermitted, Refused
from kheo.kernel.filekinds import PHOTOS
from kheo.people import tokens

# --- on the PC ---


@require_POST
def open_handoff(request, pk):
    """Open the door; its token stays in this browser's session, to be shown as a code."""
    registration = registration_of(request, pk)
    handoff, token = actions.open_handoff(registration, by=request.user)
    request.session["handoff"] = [handoff.pk, token]
    return redirect("evidence:handoff", registration.pk)


@require_safe
def handoff(request, pk):
    """The code for the other phone, and what has come from it."""
    registration = registration_of(request, pk)
    permissions.can_end_handoff(request.user, registration)
    return render(request, "evidence/handoff.html", _context(request, registration))


@require_safe
def handoff_now(request, pk):
    """The part of it that changes."""
    registration = registration_of(request, pk)
    permissions.can_end_handoff(request.user, registration)
    context = _context(request, registration)
    etag = f'"{context["tag"]}"'
    answer = get_conditional_response(request, etag=etag) or render(request, "evidence/handoff.html#now", context)
    answer["ETag"], answer["Cache-Control"] = etag, "private, no-store"
    return answer


@require_POST
def end_handoff(request, pk):
    """Shut the door before its time."""
    registration = registration_of(request, pk)
    actions.end_handoff(registration, by=request.user)
    request.session.pop("handoff", None)
    return redirect("evidence:collect", registration.pk)


def _context(request, registration):
    found = registration.handoffs.order_by("-opened_at").first()
    pk, token = request.session.get("handoff", (0, ""))
    here = found is not None and found.is_open and found.pk == pk
    shown = _arrived(found, request.user) if found else []
    minutes = max(0, -(-int((found.expires_at - timezone.now()).total_seconds()) // 60)) if found else 0
    is_open = bool(found and found.is_open)
    return {
        "registration": registration,
        "handoff": found,
        "is_open": is_open,
        "minutes": minutes,
        "address": request.build_absolute_uri(reverse("handoff:send", args=[token])) if here else "",
        "shown": shown,
        "tag": f"{get_language()}-{len(shown)}-{minutes if is_open else 'over'}",
    }


def _arrived(found, person):
    through = set(found.arrivals.values_list("attached", flat=True))
    return [one for one in gallery.exhibits(found.registration, person) if one.attached.pk in through]


# --- on the other phone ---


@login_not_required
@require_safe
def send(request, token):
    """Three ways to choose photographs, and what has been sent from here."""
    way = _way(token)
    if way is None:
        return _over(request)
    return _no_store(render(request, "evidence/send.html", _phone(way, token)))


@login_not_required
@require_POST
def hand_in(request, token):
    """Take in what the phone sends."""
    way = _way(token)
    if way is None:
        return _over(request)
    try:
        receiving.take_in(request, way)
    except Refused as why:
        if receiving.is_script(request):
            return _no_store(receiving.refusal(why))
        return _no_store(render(request, "evidence/send.html", _phone(way, token) | {"wrong": why}, status=422))
    if receiving.is_script(request):
        return _no_store(render(request, "evidence/send.html#sent", _phone(way, token)))
    return redirect("handoff:send", token)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in_part(request, token, client_id):
    """A large file in parts."""
    way = _way(token)
    if way is None:
        return _over(request)
    try:
        return _no_store(receiving.part(request, way, client_id))
    except Refused as why:
        return _no_store(receiving.refusal(why))


def _way(token):
    """The way through an open door; None when it is shut, or whoever opened it may no longer let anybody in."""
    rows = HandOff.objects.open().select_related("registration__unit", "registration__round", "opened_by")
    found = rows.filter(digest=tokens.digest(token)).first()
    if found is None or not found.opened_by.is_active:
        return None
    way = Way(found.registration, found.opened_by, found)
    return way if permissions.can_attach.allows(way.person, way.registration) else None


def _phone(way, token):
    return {
        "title": way.registration.title,
        "token": token,
        "sent": way.handoff.arrivals.count(),
        "full": policies.lets_in.why_not(way.handoff),
        "kinds": ",".join(f".{kind}" for kind in PHOTOS),
    }


def _over(request):
    if receiving.is_script(request):
        return _no_store(receiving.refusal(NotPermitted(_("The time for sending from this phone is over."))))
    return _no_store(render(request, "evidence/over.html", status=410))


def _no_store(response):
    response["Cache-Control"] = "private, no-store"
    return response
