"""The editor of a draft: the table with its maxima, the rules over it, and what holds for the whole."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.criteria import faults, telling
from kheo.criteria.cautions import cautions
from kheo.criteria.editing import Shelf, Spot, in_turn, move, rebuilt, rows
from kheo.criteria.forms.maxima import MaximaForm, read_maxima
from kheo.criteria.forms.whole import AboutForm, CountingForm
from kheo.criteria.sums import sums
from kheo.criteria.views import places
from kheo.criteria.views.finding import draft_of
from kheo.criteria.views.saving import save
from kheo.kernel.errors import Stale
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of

STEPS = {"up": -1, "down": 1}


@form_page
def change(request, pk):
    """The table of criteria. Every button of it saves the maxima first, so that nothing typed is lost."""
    version = draft_of(request, pk)
    form, stale = MaximaForm(posted(request), sheet=version.sheet), None
    if form.is_valid():
        verb, spot = _asked(request)
        edit = in_turn(form.edit, move(spot, STEPS[verb])) if verb in STEPS else form.edit
        try:
            with refusals_in(form):
                save(request, version, edit)
                return redirect(_after(version, verb, spot, edit))
        except Stale as refusal:
            stale = refusal
            form = MaximaForm(request.POST, sheet=version.sheet)
    page = _editor(version, "change") | {
        "form": form,
        "stale": stale,
        "table": _table(version.sheet, form),
        "sums": sums(version.sheet),
    }
    return render(request, "criteria/change.html", page, status=409 if stale else status_of(form))


@require_safe
def total(request, pk):
    """The sums as they are typed, for the page that shows them beside the table; nothing is kept."""
    version = draft_of(request, pk)
    edit, unread = read_maxima(request.GET, version.sheet)
    return render(request, "criteria/change.html#sums", {"sums": sums(edit(version.sheet)), "unread": unread})


@form_page
def rules(request, pk):
    """Classes, gates, figures, profiles, caps, classes of the year; their order is changed here."""
    version = draft_of(request, pk)
    stale, page_form = None, MaximaForm(sheet=version.sheet)
    verb, spot = _asked(request) if request.method == "POST" else ("", None)
    if verb in STEPS:
        try:
            save(request, version, move(spot, STEPS[verb]))
            return redirect(f"{reverse('criteria:rules', args=[version.pk])}#{spot.shelf}")
        except Stale as refusal:
            stale = refusal
    page = _editor(version, "rules") | {"form": page_form, "stale": stale, "sections": telling.sections(version.sheet)}
    return render(request, "criteria/rules.html", page, status=409 if stale else 200)


@form_page
def about(request, pk):
    version = draft_of(request, pk)
    page = {"title": _("Name, source and scale"), "lead": "", "again": reverse("criteria:about", args=[version.pk])}
    return _whole(request, version, AboutForm(posted(request), sheet=version.sheet), page)


@form_page
def counting(request, pk):
    version = draft_of(request, pk)
    page = {"title": _("How scores are counted together"), "lead": ""}
    return _whole(request, version, CountingForm(posted(request), sheet=version.sheet), page)


def _whole(request, version, form, page):
    """A form about the whole sheet; whatever it answers takes the place of what stood there."""
    stale = None
    if form.is_valid():
        made = form.made
        try:
            with refusals_in(form):
                save(request, version, lambda sheet: rebuilt(sheet, **made))
                return redirect("criteria:rules" if isinstance(form, CountingForm) else "criteria:change", version.pk)
        except Stale as refusal:
            stale = refusal
    page = {"version": version, "form": form, "stale": stale, "asked": page}
    return render(request, "criteria/whole.html", page, status=409 if stale else status_of(form))


def _editor(version, current):
    """What both pages of the editor show: the way between them, what does not add up yet and where it is mended."""
    pages = {"change": _("Criteria"), "rules": _("Rules")}
    return {
        "version": version,
        "tabs": [
            {"url": reverse(f"criteria:{name}", args=[version.pk]), "text": text, "current": name == current}
            for name, text in pages.items()
        ],
        "faults": places.told(version, faults.faults(version.sheet)),
        "cautions": places.told(version, cautions(version.sheet)),
        "about": telling.about(version.sheet),
        "counting": telling.counting(version.sheet),
    }


def _table(sheet, form):
    """Each row as it is told, with the box of its maximum."""
    return [
        {"told": told, "box": line.box, "was": line.was}
        for told, line in zip(telling.table(sheet), form.lines, strict=True)
    ]


def _asked(request):
    """What the button that was pressed asks, `up:criteria:7:T5`: the verb and the row. Without one, only to save."""
    verb, shelf, number, code = (*request.POST.get("do", "").split(":", 3), "", "", "", "")[:4]
    if not verb:
        return "", None
    if verb not in {*STEPS, "row", "add", "remove"} or shelf not in Shelf or not number[:6].isdecimal():
        raise Http404
    return verb, Spot(Shelf(shelf), int(number[:6]), code)


def _after(version, verb, spot, edit):
    """Where the page goes on: to the row that was asked for, or back to the table, at the row."""
    if not verb:
        return reverse("criteria:change", args=[version.pk])
    if verb in STEPS:
        codes = [row.code for row in rows(edit(version.sheet), spot.shelf)]
        return reverse("criteria:change", args=[version.pk]) + f"#criteria-{codes.index(spot.code) + 1}"
    if verb == "add":
        return reverse("criteria:add", args=[version.pk, spot.shelf]) + (f"?under={spot.number}" if spot.number else "")
    return reverse(f"criteria:{verb}", args=[version.pk, spot.shelf, spot.number])
