"""The page of a registration, for everybody who may see it."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.exemplars import permissions, reading
from kheo.exemplars.enums import EDITABLE
from kheo.exemplars.filters import reviewing_unit_ids
from kheo.exemplars.models import Registration, RegistrationFile
from kheo.exemplars.views.finding import visible
from kheo.exemplars.whereabouts import steps, whereabouts
from kheo.kernel import files, journal
from kheo.units.history import tell

LATEST = 5  # lines of history on the page itself


@require_safe
def detail(request, pk):
    """Who, what, where it is; what was written; what was answered and decided; what this person may do."""
    registration = visible(request, pk)
    entries = list(journal.history(registration))
    read = reading.read(registration, request.user)
    context = {
        "registration": registration,
        "unit_name": registration.unit.name_on(registration.registered_on),
        "whereabouts": whereabouts(registration),
        "steps": steps(registration, entries),
        "read": read,
        "returns": registration.returns.select_related("by").order_by("-at", "-pk"),
        "recognitions": registration.recognitions.select_related("unit", "decision").order_by("on", "pk"),
        "proposals": registration.proposals.select_related("from_unit", "to_unit").order_by("at", "pk"),
        "history": _told(entries[-LATEST:]),
        "more_history": len(entries) > LATEST,
        "verbs": _verbs(request.user, registration),
        "writes": permissions.can_write.allows(request.user, registration) and registration.status in EDITABLE,
        "neighbours": _neighbours(request.user, registration),
    }
    return render(request, "exemplars/detail.html", context)


@require_safe
def history(request, pk):
    """Everything that happened to it, in sentences, newest first."""
    registration = visible(request, pk)
    context = {"registration": registration, "history": _told(list(journal.history(registration)))}
    return render(request, "exemplars/history.html", context)


@require_safe
def file(request, pk):
    """Hand out an attached file to whoever reads the registration it belongs to, as it was when he may read it."""
    attached = RegistrationFile.objects.select_related("file").filter(file_id=pk).first()
    registration = visible(request, attached.registration_id if attached else 0)
    if attached not in reading.files_for(registration, request.user):
        raise Http404
    return files.response(attached.file)


def _verbs(person, registration):
    """The acts open to this person now, the main one first."""
    offered = [
        (permissions.can_accept, "accept", _("Accept into the list"), "primary", True),
        (permissions.can_return_for_changes, "return_for_changes", _("Return for changes"), "secondary", False),
        (permissions.can_decline, "decline", _("Decline"), "quiet", False),
        (permissions.can_report_result, "report_result", _("Report the result"), "primary", False),
        (permissions.can_withdraw, "withdraw", _("Withdraw"), "quiet", False),
    ]
    return [
        {"url": reverse(f"exemplars:{name}", args=[registration.pk]), "text": text, "kind": kind, "at_once": at_once}
        for rule, name, text, kind, at_once in offered
        if rule.allows(person, registration)
    ]


def _neighbours(person, registration):
    """The registrations before and after this one among those waiting for the person's office, as the list has them."""
    if not permissions.can_review.allows(person, registration):
        return None
    queue = Registration.objects.waiting_for(reviewing_unit_ids(person)).newest_first()
    ids = list(queue.values_list("pk", flat=True)[:1000])
    place = ids.index(registration.pk) if registration.pk in ids else -1
    return {
        "count": len(ids),
        "holds_this": place >= 0,
        "previous": ids[place - 1] if place > 0 else None,
        "next": ids[place + 1] if place + 1 < len(ids) else None,
    }


def _told(entries):
    return [{"sentence": told.sentence, "at": told.at, "quote": told.reason} for told in reversed(tell(entries))]
