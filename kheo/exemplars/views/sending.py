"""Check, send, and the receipt."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.exemplars import actions, attachments, permissions, policies, reading, sections
from kheo.exemplars.enums import Section
from kheo.exemplars.views.finding import read_instead, visible
from kheo.kernel.periods import format_date
from kheo.movements.enums import MilestoneKind
from kheo.movements.naming import field_names

_CHOICES = {"kind", "field", "level", "origin", "subject"}  # radio buttons: the first one is the place to go


@require_safe
def check(request, pk):
    """Everything in order with its way to change it, the gaps first, and one button: Send."""
    registration = visible(request, pk)
    permissions.can_write(request.user, registration)
    if why := policies.can_be_edited.why_not(registration):
        return read_instead(request, registration, why)
    kept = sections.content(registration)
    fields = field_names(registration.round.movement, registration.unit)
    context = {
        "registration": registration,
        "parts": [(part, _rows(registration, part)) for part in reading.parts(kept, fields)],
        "gaps": _gaps(registration),
        "files": attachments.rows(reading.files_for(registration, request.user)),
        "why_not": permissions.can_submit.why_not(request.user, registration),
    }
    return render(request, "exemplars/check.html", context)


@require_POST
def submit(request, pk):
    """Send. A refusal leaves the draft as it is, with the sentence why."""
    registration = actions.submit(visible(request, pk), by=request.user)
    return redirect("exemplars:receipt", registration.pk)


@require_safe
def receipt(request, pk):
    """The code, a QR of the address, what happens next, and words to pass on."""
    registration = visible(request, pk)
    permissions.can_write(request.user, registration)
    if not registration.submitted_at:
        return redirect("exemplars:tasks", registration.pk)
    address = request.build_absolute_uri(reverse("exemplars:detail", args=[registration.pk]))
    context = {
        "registration": registration,
        "address": address,
        "steps": _what_next(registration),
        "words": _to_pass_on(registration, address),
    }
    return render(request, "exemplars/receipt.html", context)


def _rows(registration, part):
    page = reverse("exemplars:section", args=[registration.pk, part.section])
    return [
        {"label": a.label, "value": a.value, "url": f"{page}#{_anchor(part.section, a.name)}", "lang": "vi"}
        for a in part.answers
    ]


def _gaps(registration):
    return [
        {"text": capfirst(sections.label(name)), "url": f"{page}#{_anchor(section, name)}"}
        for section in Section
        for page in [reverse("exemplars:section", args=[registration.pk, section])]
        for name in sections.gaps(registration, section)
    ]


def _anchor(section, name):
    if section == Section.FORCES:
        return "id_name-0"
    return f"id_{name}_0" if name in _CHOICES else f"id_{name}"


def _what_next(registration):
    due = registration.round.due
    steps = [
        _("%(unit)s reads it and answers: accepted, or returned with what to change.")
        % {"unit": registration.receiver.name},
        _("If it is returned, the reason is the first task on your page."),
    ]
    if day := due.get(MilestoneKind.REPORT):
        steps.append(_("Once accepted, report the result by %(day)s.") % {"day": format_date(day)})
    if day := due.get(MilestoneKind.REVIEW):
        steps.append(
            _("%(unit)s considers recognition by %(day)s.")
            % {"unit": registration.receiver.name, "day": format_date(day)}
        )
    return steps


def _to_pass_on(registration, address):
    return _("%(code)s: “%(title)s” of %(unit)s was sent to %(office)s on %(day)s. %(address)s") % {
        "code": registration.code,
        "title": registration.title,
        "unit": registration.unit.name,
        "office": registration.receiver.name,
        "day": format_date(localdate(registration.submitted_at)),
        "address": address,
    }
