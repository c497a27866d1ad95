"""The task list, one section a page, and the saving in the background."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kheo.exemplars import actions, permissions, policies, sections
from kheo.exemplars.enums import Section, SectionState, Status, Subject
from kheo.exemplars.forms.writing import FORMS
from kheo.exemplars.views.finding import read_instead, visible
from kheo.kernel.errors import Stale
from kheo.kernel.formwork import form_page, refusals_in, status_of


@require_safe
def tasks(request, pk):
    """The sections with their states; when it was returned, the reason is the title of the task."""
    registration = visible(request, pk)
    permissions.can_write(request.user, registration)
    if why := policies.can_be_edited.why_not(registration):
        return read_instead(request, registration, why)
    overview = sections.overview(registration)
    context = {
        "registration": registration,
        "overview": overview,
        "done": sum(view.state == SectionState.DONE for view in overview),
        "returned": sections.last_return(registration) if registration.status == Status.RETURNED else None,
        "why_not_submit": policies.can_be_submitted.why_not(registration),
    }
    return render(request, "exemplars/tasks.html", context)


@form_page
def section(request, pk, section):
    """Write one section. What can be read is kept even when something else on the page cannot (R3)."""
    registration, section = _to_write(request, pk, section)
    if section == Section.FILES:
        return redirect("evidence:collect", registration.pk)
    if request.method == "POST":
        return _save(request, registration, section)
    if why := policies.can_be_edited.why_not(registration):
        return read_instead(request, registration, why)
    return _show(request, registration, section, FORMS[section](registration=registration))


@require_POST
def autosave(request, pk, section):
    """The same saving in the background: answers with the state of it, and the version that the page has now."""
    registration, section = _to_write(request, pk, section)
    if section == Section.FILES:
        raise Http404
    form = FORMS[section](request.POST, registration=registration)
    save = _write(request, registration, section, form)
    why = next((error for errors in form.errors.values() for error in errors), "")
    context = {"state": "refused" if why else "saved", "why": why, "at": save.at, "version": save.version}
    return _kept(render(request, "components/save_state.html", context, status=status_of(form)))


def _to_write(request, pk, section):
    if section not in Section:
        raise Http404
    registration = visible(request, pk)
    permissions.can_write(request.user, registration)
    return registration, Section(section)


def _save(request, registration, section):
    form = FORMS[section](request.POST, registration=registration)
    try:
        with refusals_in(form):
            _write(request, registration, section, form)
    except Stale as stale:
        return _show(request, registration, section, form, stale)
    if form.errors:
        fresh = visible(request, registration.pk)
        return _kept(_show(request, fresh, section, form))
    if "again" in request.POST or _asks_more(form):
        return redirect("exemplars:section", registration.pk, section)
    return redirect(*_after(registration, section))


def _write(request, registration, section, form):
    """Save what can be read. `form.errors` say what cannot."""
    form.full_clean()
    forces = form.forces
    version = request.POST.get("version", "")
    return actions.save_section(
        registration, section, form.answers, forces=forces, by=request.user,
        version=int(version) if version.isdecimal() else 0,
    )  # fmt: skip


def _asks_more(form) -> bool:
    """Whether the answers opened further questions, which the page did not have: it is about a person now.

    What was saved in the meantime says nothing here: the page saves itself as soon as the choice is made.
    """
    return form.cleaned_data.get("subject") == Subject.INDIVIDUAL and "person_name" not in form.data


def _after(registration, section):
    """Where “Save and continue” leads."""
    order = list(Section)
    following = order[order.index(section) + 1 :]
    if following:
        return "exemplars:section", registration.pk, following[0]
    return "exemplars:check", registration.pk


def _show(request, registration, section, form, stale=None):
    save = registration.saves.select_related("by").filter(section=section).first()
    order = list(Section)
    context = {
        "registration": registration,
        "section": section,
        "number": order.index(section) + 1,
        "of": len(order),
        "form": form,
        "save": save,
        "stale": stale,
        "returned": _asked_here(registration, section),
    }
    return render(request, "exemplars/section.html", context, status=409 if stale else status_of(form))


def _asked_here(registration, section):
    """What the office asked to change in this section."""
    if registration.status != Status.RETURNED:
        return None
    returned = sections.last_return(registration)
    return returned if returned and returned.section == section else None


def _kept(response):
    """A page that shows errors although it has saved the rest: the edge must not undo it."""
    response.refused = False
    return response
