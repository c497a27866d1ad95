"""The three tables of a work: written, saved in the background, pasted into, taken away as a file."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kheo.exemplars.permissions import can_write
from kheo.kernel import measures, sheets
from kheo.kernel.downloads import download
from kheo.kernel.errors import Stale
from kheo.kernel.formwork import form_page, refusals_in, status_of
from kheo.results import actions, exporting, pasting, policies, reading, writing
from kheo.results.enums import Sheet
from kheo.results.forms import PasteForm, SheetForm
from kheo.results.views.finding import read_instead, sheet_named, visible


@form_page
def sheet(request, pk, sheet):
    """Write one table: all of it is saved, or nothing and every fault is named beside its cell."""
    registration, sheet = _to_write(request, pk, sheet)
    if request.method != "POST":
        if why := policies.can_be_written.why_not(registration):
            return read_instead(request, registration, why)
        return _show(request, registration, sheet, _fresh(registration, sheet))
    if "lay_out" in request.POST:
        return _lay_out(request, registration, sheet)
    form, stale = SheetForm(request.POST, sheet=sheet), None
    if form.is_valid():
        try:
            with refusals_in(form):
                _save(request, registration, sheet, form)
                return redirect(*_after(request, registration, sheet))
        except Stale as refusal:
            stale = refusal
    return _show(request, registration, sheet, form, stale)


@require_POST
def autosave(request, pk, sheet):
    """The same saving in the background: answers with the state of it, and the version that the page has now."""
    registration, sheet = _to_write(request, pk, sheet)
    form = SheetForm(request.POST, sheet=sheet)
    context = {"state": "refused"}
    if form.is_valid():
        with refusals_in(form):
            save = _save(request, registration, sheet, form)
            context = {"state": "saved", "at": save.at, "version": save.version}
    if form.errors:
        context["why"] = next(error for errors in form.errors.values() for error in errors)
        context["version"] = request.POST.get("version", "")
    return render(request, "components/save_state.html", context, status=status_of(form))


@require_safe
def file(request, pk):
    """The three tables of a work as a workbook, headed as they can be brought in again."""
    registration = visible(request, pk)
    found = reading.read(registration, request.user)
    name = get_valid_filename(f"{_('results')}-{registration.code or registration.pk}.xlsx")
    return download(
        name, sheets.XLSX, lambda stream: exporting.write_work(stream, registration, told=found is not None)
    )


def _to_write(request, pk, word):
    registration = visible(request, pk)
    can_write(request.user, registration)
    return registration, sheet_named(word)


def _fresh(registration, sheet):
    standing = writing.standing(registration, sheet)
    keys = [figure.key for figure in standing]
    return SheetForm(sheet=sheet, texts=writing.texts(registration, sheet, standing), keys=keys)


def _save(request, registration, sheet, form):
    version = request.POST.get("version", "")
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0
    return actions.save_sheet(registration, sheet, form.told, by=request.user, version=number)


def _lay_out(request, registration, sheet):
    """Put a pasted block behind what is on the page; nothing is saved yet, so that it can be looked at."""
    there = SheetForm(request.POST, sheet=sheet)
    paste = PasteForm(request.POST)
    cells = pasting.cells_of(sheet, paste.cleaned_data["pasted"]) if paste.is_valid() else []
    pasted, unknown = pasting.chosen(sheet, cells)
    kept = [n for n in range(there.count) if there.text_of(n)]
    texts = [there.cells_typed(n) for n in kept] + pasted
    keys = [request.POST.get(f"key-{n}", "") for n in kept]
    if pasted:
        messages.info(request, _("The pasted rows are below the others. Look at them, then save."))
    for sentence in unknown:
        messages.warning(request, sentence)
    page = _show(request, registration, sheet, SheetForm(sheet=sheet, texts=texts, keys=keys), paste=paste)
    page.refused = True  # nothing was done: the key can be used again
    return page


def _after(request, registration, sheet):
    if "again" in request.POST:
        return "results:sheet", registration.pk, sheet
    order = list(Sheet)
    place = order.index(sheet) + 1
    if place < len(order):
        return "results:sheet", registration.pk, order[place]
    return "exemplars:detail", registration.pk


def _show(request, registration, sheet, form, stale=None, paste=None):
    save = registration.sheet_saves.select_related("by").filter(sheet=sheet).first()
    order = list(Sheet)
    context = {
        "registration": registration,
        "sheet": sheet,
        "form": form,
        "paste": paste or PasteForm(),
        "save": save,
        "version": request.POST.get("version", "") if "lay_out" in request.POST or form.errors else None,
        "stale": stale,
        "laid_out": paste is not None,
        "tabs": [
            {
                "url": reverse("results:sheet", args=[registration.pk, each]),
                "text": each.label,
                "current": each == sheet,
            }
            for each in order
        ],
        "is_last": sheet == order[-1],
        "indicators": sorted({each.name for each in writing.offered_to(registration).values()})
        if sheet == Sheet.RESULTS
        else [],
        "measures": [known.label for known in measures.KNOWN.values()],
    }
    return render(request, "results/sheet.html", context, status=409 if stale else status_of(form))
