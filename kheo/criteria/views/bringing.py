"""A file that spells a framework: looked at first, with its faults by place, and written only after that."""

import tempfile
from pathlib import Path

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kheo.criteria import actions, difference, faults, permissions, telling
from kheo.criteria.editing import rebuilt
from kheo.criteria.forms.acts import BringForm, NamedForm
from kheo.criteria.reading import Unreadable
from kheo.criteria.spellings import as_yaml, files
from kheo.criteria.views.finding import draft_of
from kheo.criteria.views.saving import save, typed_again
from kheo.kernel.errors import BadInput, Stale
from kheo.kernel.files import LIMIT
from kheo.kernel.formwork import form_page, refusals_in, status_of


@form_page
def bring(request):
    """A new framework from a file. The page shows what was read, and asks for which unit and under which code."""
    permissions.can_found(request.user)
    if "spelled" in request.POST:
        return _found(request)
    form = _file_form(request)
    sheet = _read(form)
    if sheet is None:
        return _ask(request, form, {"title": _("Bring in a framework")})
    named = NamedForm(person=request.user, initial={"code": sheet.code, "name": sheet.name})
    return typed_again(_look(request, sheet, named))


@form_page
def replace(request, pk):
    """What a file says takes the place of a draft, after the page has shown what that changes."""
    version = draft_of(request, pk)
    if "spelled" in request.POST:
        return _replace(request, version)
    form = _file_form(request)
    sheet = _read(form)
    if sheet is None:
        return _ask(request, form, {"title": _("Replace the draft by a file"), "version": version})
    return typed_again(_look_beside(request, version, sheet))


def _found(request):
    form = NamedForm(request.POST, person=request.user)
    sheet = as_yaml.read(request.POST["spelled"])
    if form.is_valid():
        named = rebuilt(sheet, code=form.cleaned_data["code"], name=form.cleaned_data["name"])
        with refusals_in(form):
            framework = actions.found_framework(owner=form.cleaned_data["owner"], sheet=named, by=request.user)
            return redirect("criteria:change", framework.versions.get().pk)
    return _look(request, sheet, form)


def _replace(request, version):
    sheet = as_yaml.read(request.POST["spelled"])
    try:
        save(request, version, lambda _old: rebuilt(sheet, code=version.framework.code))
    except Stale as stale:
        return _look_beside(request, version, sheet, stale)
    return redirect("criteria:change", version.pk)


def _look(request, sheet, form):
    page = _read_page(sheet) | {"form": form}
    return render(request, "criteria/brought.html", page, status=status_of(form))


def _look_beside(request, version, sheet, stale=None):
    page = _read_page(sheet) | {
        "version": version,
        "stale": stale,
        "changes": difference.compare(version.sheet, rebuilt(sheet, code=version.framework.code)),
    }
    return render(request, "criteria/brought.html", page, status=409 if stale else 200)


def _read_page(sheet):
    """What was read, and what does not add up in it: a draft may have faults."""
    return {
        "sheet": sheet,
        "spelled": as_yaml.write(sheet),
        "faults": faults.faults(sheet),
        "about": telling.about(sheet),
        "table": telling.table(sheet),
        "sections": telling.sections(sheet),
    }


def _ask(request, form, page):
    return render(request, "criteria/bring.html", page | {"form": form}, status=status_of(form))


def _file_form(request):
    return BringForm(*([request.POST, request.FILES] if request.method == "POST" else []))


def _read(form):
    """The sheet in the file; None when there is none yet, with every fault and its place told on the form."""
    if not form.is_valid():
        return None
    try:
        return _from_upload(form.cleaned_data["file"])
    except Unreadable as refusal:
        for fault in refusal.faults:
            form.add_error(None, str(fault))
    except BadInput as refusal:
        form.add_error(None, str(refusal))
    return None


def _from_upload(uploaded):
    """Read an uploaded file from a place of its own that is gone afterwards; it is not kept."""
    if uploaded.size > LIMIT:
        raise BadInput(_("The file is too large: at most %(size)s MB.") % {"size": LIMIT // 2**20})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "brought"
        with path.open("wb") as copy:
            for chunk in uploaded.chunks():
                copy.write(chunk)
        return files.read(path, name=uploaded.name)
