"""The page on which a unit brings its evidence together, and the verbs on each piece."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kheo.evidence import actions, gallery, permissions
from kheo.evidence.criteria import leaves_of
from kheo.evidence.forms import CaptionForm
from kheo.evidence.views import receiving
from kheo.evidence.views.finding import attached_of, registration_of
from kheo.evidence.views.receiving import Way
from kheo.exemplars import permissions as exemplars
from kheo.exemplars import sections
from kheo.exemplars.enums import EDITABLE, Section, Status
from kheo.kernel import files
from kheo.kernel.errors import BadInput, NotNow, Refused
from kheo.kernel.filekinds import PHOTOS
from kheo.kernel.formwork import form_page, refusals_in
from kheo.kernel.pictures import SIDES


@require_safe
def collect(request, pk):
    """Everything there is, and three ways to add more; for a script the list alone."""
    registration = registration_of(request, pk)
    exemplars.can_write(request.user, registration)
    if receiving.is_script(request):
        return _list(request, registration)
    if why := permissions.can_attach.why_not(request.user, registration):
        messages.info(request, why)
        return redirect("exemplars:detail", registration.pk)
    return _page(request, registration)


@require_POST
def attach(request, pk):
    """Take in what was chosen: one file of our script, or the files of a form."""
    registration = registration_of(request, pk)
    way = Way(registration, request.user)
    try:
        receiving.take_in(request, way)
    except Refused as why:
        if receiving.is_script(request):
            return receiving.refusal(why)
        if not isinstance(why, BadInput):
            raise
        return _kept(_page(request, registration, wrong=str(why)))
    if receiving.is_script(request):
        return _list(request, registration)
    return redirect("evidence:collect", registration.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def part(request, pk, client_id):
    """A large file comes in parts; asked, we say how far it got."""
    registration = registration_of(request, pk)
    exemplars.can_write(request.user, registration)
    try:
        return receiving.part(request, Way(registration, request.user), client_id)
    except Refused as why:
        return receiving.refusal(why)


@require_POST
def caption(request, pk):
    """Say what a file shows."""
    attached = attached_of(request, pk)
    registration = attached.registration
    form = CaptionForm(
        request.POST, attached=attached, leaves=leaves_of(registration), achievements=registration.results.all()
    )
    if form.is_valid():
        with refusals_in(form):
            actions.caption(attached, by=request.user, **form.cleaned_data)
            return redirect(_at(attached))
    messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(_at(attached))


@require_POST
def move(request, pk):
    """Put a file before the one before it."""
    attached = attached_of(request, pk)
    actions.move(attached, by=request.user)
    return redirect(_at(attached))


@form_page
def detach(request, pk):
    """Take a file off, after a question."""
    attached = attached_of(request, pk)
    try:
        permissions.can_detach(request.user, attached)
    except NotNow as why:
        if not len(messages.get_messages(request)):
            messages.info(request, str(why))
        return redirect("exemplars:detail", attached.registration_id)
    if request.method == "POST":
        actions.detach(attached, by=request.user)
        messages.success(request, _("“%(name)s” is removed.") % {"name": attached.file.name})
        return redirect("evidence:collect", attached.registration_id)
    words = {
        "heading": _("Remove this file"),
        "consequence": _("“%(name)s” is taken off the registration.") % {"name": attached.file.name},
        "act": _("Remove it"),
    }
    back = reverse("evidence:collect", args=[attached.registration_id])
    context = {"registration": attached.registration, "words": words, "act_kind": "warning", "back": back}
    return render(request, "exemplars/ask.html", context)


@require_safe
def picture(request, pk, side):
    """One of the small pictures of a photograph, for whoever may have the photograph."""
    attached = attached_of(request, pk)
    return files.small_picture(attached.file, min(SIDES, key=lambda one: abs(one - side)), request)


def _page(request, registration, wrong=""):
    editable = registration.status in EDITABLE
    returned = sections.last_return(registration) if registration.status == Status.RETURNED else None
    context = {
        "registration": registration,
        "editable": editable,
        "returned": returned if returned and returned.section == Section.FILES else None,
        "wrong": wrong,
        "handoff": registration.handoffs.open().first(),
        "kinds": ",".join(f".{kind}" for kind in files.ATTACHMENTS),
        "photos": ",".join(f".{kind}" for kind in PHOTOS),
    } | _shown(request, registration)
    return render(request, "evidence/collect.html", context, status=422 if wrong else 200)


def _list(request, registration):
    return render(request, "evidence/collect.html#exhibits", _shown(request, registration))


def _shown(request, registration):
    """Each exhibit with its form and what may be done to it."""
    leaves, achievements = leaves_of(registration), list(registration.results.all())
    shown = []
    for exhibit in gallery.exhibits(registration, request.user):
        exhibit.attached.registration = registration
        form = CaptionForm(
            attached=exhibit.attached, leaves=leaves, achievements=achievements,
            proved=[one.pk for one in exhibit.results],
        )  # fmt: skip
        shown.append((exhibit, form, permissions.can_detach.allows(request.user, exhibit.attached)))
    return {"registration": registration, "shown": shown}


def _at(attached):
    return reverse("evidence:collect", args=[attached.registration_id]) + f"#file-{attached.pk}"


def _kept(response):
    """A page that says what was not taken although it has kept the rest: the edge must not undo it."""
    response.refused = False
    return response
