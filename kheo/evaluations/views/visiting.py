"""Visits as people read them: one's own diary, the page of a visit, its photographs; planning and cancelling."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.evaluations import actions, drafted, permissions, records, visiting
from kheo.evaluations.enums import Side
from kheo.evaluations.forms.visiting import CancelForm, PlanForm
from kheo.evaluations.models import Visit, VisitPhoto
from kheo.evaluations.views.finding import evaluation_of, read_instead, visit_of
from kheo.kernel import files
from kheo.kernel.errors import NotNow
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.pictures import SIDES


@require_safe
def visits(request):
    """Today, to be written down, to come, to be signed."""
    return render(request, "evaluations/visits.html", {"diary": visiting.diary_of(request.user)})


@require_safe
def visit(request, pk):
    """A visit for both sides: who comes when; once it is finished, what was found, the photographs, the signatures."""
    found = visit_of(request, pk)
    opened = Visit.objects.with_open_record(request.user).filter(pk=found.pk).exists()
    leaves = list(found.evaluation.sheet.leaves())
    context = {
        "visit": found,
        "evaluation": found.evaluation,
        "note": _unless_said(found.evaluation.subject),
        "members": found.members.select_related("person").order_by("pk"),
        "opened": opened,
        "position": records.position_in_words(found.latitude, found.longitude) if opened else "",
        "looked": _looked(found, leaves) if opened else [],
        "photos": found.photos.select_related("file") if opened else [],
        "signatures": found.signatures.select_related("by").order_by("at"),
        "records": permissions.can_record_visit.allows(request.user, found),
        "sides": [side for side in Side if permissions.can_sign_visit.allows(request.user, found, side)],
        "drafts": permissions.can_draft_verification.allows(request.user, found),
        "draft": drafted.record_of(found) if opened else None,
    }
    return render(request, "evaluations/visit.html", context)


@form_page
def plan_visit(request, pk):
    """The day, the place, and who looks at what; who may not go stands there with the reason."""
    evaluation = evaluation_of(request, pk)
    try:
        permissions.can_verify(request.user, evaluation)
    except NotNow as why:
        return read_instead(request, evaluation, str(why))
    form = PlanForm(posted(request), candidates=visiting.candidates(evaluation))
    if form.is_valid():
        said = form.cleaned_data
        with refusals_in(form):
            planned = actions.plan_visit(
                evaluation, on=said["on"], place=said["place"], team=form.team, by=request.user
            )
            messages.success(request, _("The visit is planned. Both sides have it on their desks."))
            return redirect("evaluations:visit", planned.pk)
    context = {"evaluation": evaluation, "form": form, "note": _unless_said(evaluation.subject)}
    return render(request, "evaluations/plan_visit.html", context, status=status_of(form))


@form_page
def cancel_visit(request, pk):
    """Why it does not take place."""
    found = visit_of(request, pk)
    try:
        permissions.can_record_visit(request.user, found)
    except NotNow as why:
        return read_instead(request, found.evaluation, str(why))
    form = CancelForm(posted(request))
    if form.is_valid():
        with refusals_in(form):
            actions.cancel_visit(found, reason=form.cleaned_data["reason"], by=request.user)
            messages.success(request, _("The visit is cancelled."))
            return redirect("evaluations:visit", found.pk)
    return render(request, "evaluations/cancel_visit.html", {"visit": found, "form": form}, status=status_of(form))


@require_POST
def sign_visit(request, pk):
    """Sign what was read, for one side."""
    found = visit_of(request, pk)
    side = request.POST.get("side", "")
    revision = request.POST.get("revision", "")[:9]
    actions.sign_visit(
        found, side if side in Side else Side.SUBJECT, by=request.user, remark=request.POST.get("remark", ""),
        revision=int(revision) if revision.isdecimal() else -1,
    )  # fmt: skip
    messages.success(request, _("You have signed the record."))
    return redirect("evaluations:visit", found.pk)


@require_safe
def photo(request, pk):
    """Hand out a photograph to those who may read the record that it belongs to."""
    return files.response(_photo(request, pk).file)


@require_safe
def small_photo(request, pk, side):
    """One of its small pictures, which pages show."""
    return files.small_picture(_photo(request, pk).file, min(SIDES, key=lambda one: abs(one - side)), request)


def _photo(request, pk):
    opened = Visit.objects.with_open_record(request.user)
    return get_object_or_404(VisitPhoto.objects.select_related("file"), pk=pk, visit__in=opened)


def _looked(visit, leaves):
    """What was seen, beside what was declared, in the order of the framework."""
    seen = {one.code: one for one in visit.observations.all()}
    return [(leaf, seen[leaf.code]) for leaf in leaves if leaf.code in seen]


def _unless_said(subject):
    """The name of what is judged, where it is not the unit itself, whose name stands there already."""
    return subject.title if subject.title != subject.unit.name else ""
