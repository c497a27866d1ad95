"""The record of a visit on a phone: it saves itself, two people may write at once, photographs go by themselves."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kheo.criteria.enums import Stage
from kheo.evaluations import actions, permissions, records
from kheo.evaluations.forms.visiting import DescribeForm, PhotoForm, RecordForm
from kheo.evaluations.models import Evidence, Visit, VisitPhoto
from kheo.evaluations.views.finding import visit_of
from kheo.kernel import clock
from kheo.kernel.errors import NotNow, Stale
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of


@form_page
def record_visit(request, pk):
    """Write the record. What can be read is kept, whatever else cannot; finishing names what is still wanted."""
    visit = visit_of(request, pk)
    try:
        permissions.can_record_visit(request.user, visit)
    except NotNow as why:
        return _read_instead(request, visit, str(why))
    form, stale, seen = _form(posted(request), visit), None, records.version(visit, records.of(visit))
    if request.method == "POST":
        form.full_clean()
        typed, seen = form.record(records.of(visit)), request.POST.get("version", "")
        try:
            with refusals_in(form):
                actions.note_visit(visit, typed, by=request.user, seen=seen)
                seen = records.version(visit, records.cleaned(typed))
                if not form.errors and request.POST.get("do") == "finish":
                    actions.record_visit(visit, by=request.user)
                    messages.success(request, _("The record is finished. Both sides can sign it now."))
                    return redirect("evaluations:visit", visit.pk)
            if not form.errors:
                return redirect("evaluations:record_visit", visit.pk)
        except Stale as refusal:
            stale, seen = refusal, _compared(visit, typed, seen)
    return _show(request, visit, form, seen, stale=stale)


@require_POST
def note_visit(request, pk):
    """The same keeping in the background: answers with the state of it, and the version that the page has now."""
    visit = visit_of(request, pk)
    form = _form(request.POST, visit)
    form.full_clean()
    typed = form.record(records.of(visit))
    actions.note_visit(visit, typed, by=request.user, seen=request.POST.get("version", ""))
    why = next((error for errors in form.errors.values() for error in errors), "")
    context = {
        "state": "refused" if why else "saved", "why": why, "at": clock.now(),
        "version": records.version(visit, records.cleaned(typed)),
    }  # fmt: skip
    return _kept(render(request, "components/save_state.html", context, status=status_of(form)))


@require_POST
def add_photo(request, pk):
    """A photograph of our script, in a request of its own: a weak net loses one, not the record; without script all
    that were chosen."""
    visit = visit_of(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        with refusals_in(form):
            for uploaded in request.FILES.getlist("photo"):
                actions.add_photo(visit, uploaded, by=request.user)
            return redirect(_photos_of(visit))
    permissions.can_record_visit(request.user, visit)
    kept = records.of(visit)
    return _show(request, visit, _form(None, visit), records.version(visit, kept), photo_form=form)


@require_POST
def describe_photo(request, pk):
    photo = _photo(request, pk)
    form = DescribeForm(request.POST, leaves=records.leaves_of(photo.visit.evaluation))
    if form.is_valid():
        actions.describe_photo(photo, by=request.user, **form.cleaned_data)
    else:
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    return redirect(_photos_of(photo.visit))


@require_POST
def remove_photo(request, pk):
    photo = _photo(request, pk)
    actions.remove_photo(photo, by=request.user)
    return redirect(_photos_of(photo.visit))


def _photo(request, pk):
    """A photograph of a record that this person may read, with what its permissions ask."""
    opened = Visit.objects.with_open_record(request.user)
    photo = get_object_or_404(VisitPhoto.objects.select_related("file"), pk=pk, visit__in=opened)
    photo.visit = visit_of(request, photo.visit_id)
    return photo


def _photos_of(visit):
    return reverse("evaluations:record_visit", args=[visit.pk]) + "#photos"


def _read_instead(request, visit, why):
    """The state does not allow this page: the visit, with the sentence on top (once)."""
    if not len(messages.get_messages(request)):
        messages.info(request, why)
    return redirect("evaluations:visit", visit.pk)


def _form(data, visit):
    declared = records.declared_by(visit.evaluation)
    return RecordForm(data, leaves=records.leaves_of(visit.evaluation), declared=declared, kept=records.of(visit))


def _compared(visit, typed, seen):
    """The version of a page that shows what is saved beside what was typed."""
    kept = records.of(Visit.objects.get(pk=visit.pk))
    _merged, met = records.merged(visit, kept, records.cleaned(typed), seen=seen)
    return records.version_to_compare(visit, kept, seen=seen, met=met)


def _show(request, visit, form, seen, *, stale=None, photo_form=None):
    leaves = records.leaves_of(visit.evaluation)
    evidence = Evidence.objects.filter(
        scorecard__evaluation=visit.evaluation, scorecard__stage=Stage.SELF, scorecard__sent_at__isnull=False
    )
    context = {
        "visit": visit,
        "evaluation": visit.evaluation,
        "form": form,
        "seen": seen,
        "stale": stale,
        "photos": [(one, _describing(one, leaves)) for one in visit.photos.select_related("file")],
        "photo_form": photo_form or PhotoForm(),
        "evidence": list(evidence.select_related("file", "paper")),
        "members": visit.members.select_related("person").order_by("pk"),
    }
    refused = form if photo_form is None else photo_form
    return _kept(render(request, "evaluations/record_visit.html", context, status=409 if stale else status_of(refused)))


def _describing(photo, leaves):
    initial = {"caption": photo.caption, "code": photo.code}
    return DescribeForm(leaves=leaves, initial=initial, auto_id=f"id_photo_{photo.pk}_%s")


def _kept(response):
    """A page that shows errors although it has saved the rest: the edge must not undo it."""
    if response.status_code == 422:
        response.refused = False
    return response
