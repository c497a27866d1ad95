"""One row of a part of a draft: added, changed, taken out; a criterion as well as a class, a gate or a cap."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from kheo.criteria import editing
from kheo.criteria.editing import Shelf, Spot, at, in_turn, put_under, replace, rows
from kheo.criteria.forms.criterion import spots
from kheo.criteria.forms.rules import FORMS
from kheo.criteria.renaming import rename
from kheo.criteria.views.finding import draft_of
from kheo.criteria.views.saving import save, typed_again
from kheo.kernel.errors import NotNow, Stale
from kheo.kernel.formwork import form_page, posted, refusals_in, status_of
from kheo.kernel.quantities import format_number


@form_page
def add(request, pk, shelf):
    """A new row at the end of its part; a criterion at the end of the group that the address names."""
    version = draft_of(request, pk)
    if shelf == Shelf.YEAR and version.sheet.roll_up is None:
        raise Http404
    form = FORMS[shelf](_answers(request), sheet=version.sheet, typed=_typed(request))
    if not form.is_bound and form.typed is None:
        form.initial["under"] = _group(version.sheet, request.GET.get("under", ""))
    page = {"shelf": shelf, "title": _heading(shelf, new=True), "action": request.get_full_path(), "is_new": True}
    return _ask(request, version, form, lambda: editing.add(shelf, form.made, getattr(form, "group", None)), page)


@form_page
def row(request, pk, shelf, number):
    """Change a row. If somebody else took it out meanwhile, what was typed can be added again."""
    version = draft_of(request, pk)
    spot = _spot(request, version.sheet, shelf, number)
    old, gone = _found(version.sheet, spot)
    form = FORMS[shelf](_answers(request), sheet=version.sheet, old=old, typed=_typed(request))
    page = {"shelf": shelf, "title": _heading(shelf), "spot": spot, "old": old, "action": request.path}
    if gone:
        form.add_error(None, gone)
        page["action"] = reverse("criteria:add", args=[version.pk, shelf])
    return _ask(request, version, form, lambda: _change(form, spot), page)


@form_page
def remove(request, pk, shelf, number):
    """Taking out asks first, on a page that names what goes."""
    version = draft_of(request, pk)
    spot = _spot(request, version.sheet, shelf, number)
    old = at(version.sheet, spot)
    if request.method == "POST":
        save(request, version, editing.remove(spot))
        return redirect(_list(version, shelf))
    page = {
        "version": version,
        "spot": spot,
        "old": old,
        "text": getattr(old, "text", "") or getattr(old, "name", ""),
        "back_url": _list(version, shelf),
        "consequence": _consequence(version.sheet, spot, old),
    }
    return render(request, "criteria/remove.html", page)


def _ask(request, version, form, edit, page):
    """Show the form; once it is right, put its row into the draft. A conflict shows both sides, and loses nothing."""
    stale = None
    if form.is_bound and form.is_valid():
        try:
            with refusals_in(form):
                save(request, version, edit())
                return redirect(_onward(request, version, form, page))
        except Stale as refusal:
            stale = refusal
    page |= {"version": version, "form": form, "stale": stale, "back_url": _list(version, page["shelf"])}
    template = "criteria/criterion.html" if page["shelf"] == Shelf.CRITERIA else "criteria/row.html"
    answer = render(request, template, page, status=409 if stale else status_of(form))
    return typed_again(answer) if form.typed is not None else answer


def _answers(request):
    """The answers to be judged; none while the form is only laid out anew."""
    return None if "again" in request.POST else posted(request)


def _typed(request):
    return request.POST if "again" in request.POST else None


def _change(form, spot):
    """The row in its place, its new code wherever the old one was named, and in another group if that was chosen."""
    made = form.made
    steps = [rename(spot, made.code), replace(spot, made)]
    if getattr(form, "goes_elsewhere", False):
        steps.append(put_under(Spot(spot.shelf, spot.number, made.code), form.group))
    return in_turn(*steps)


def _onward(request, version, form, page):
    """Back to the list, or to the next new row of the same group."""
    if page.get("is_new") and "more" in request.POST:
        return request.get_full_path()
    return _list(version, page["shelf"])


def _list(version, shelf):
    if shelf == Shelf.CRITERIA:
        return reverse("criteria:change", args=[version.pk])
    return reverse("criteria:rules", args=[version.pk]) + f"#{shelf}"


def _spot(request, sheet, shelf, number):
    """The row that the page showed, or that the address names now."""
    there = rows(sheet, shelf)
    if "seen" in request.POST:
        return Spot(shelf, number, request.POST["seen"])
    if not 1 <= number <= len(there):
        raise Http404
    return Spot(shelf, number, there[number - 1].code)


def _found(sheet, spot):
    try:
        return at(sheet, spot), ""
    except NotNow as refusal:
        return None, str(refusal)


def _group(sheet, number):
    """The key of the group by its number in the table."""
    keys = list(spots(sheet))
    return keys[int(number) - 1] if number.isdecimal() and 1 <= int(number[:6]) <= len(keys) else ""


def _consequence(sheet, spot, old):
    told = _("“%(code)s” leaves the draft.") % {"code": old.code}
    if spot.shelf == Shelf.CRITERIA:
        below = sum(1 for _part in old.walk()) - 1
        told = _("“%(code)s” leaves the draft, and %(points)s points with it.") % {
            "code": old.code, "points": format_number(old.maximum),
        }  # fmt: skip
        if below:
            told = _("%(told)s So do the %(count)s criteria under it.") % {"told": told, "count": below}
    named = rename(spot, "\N{BULLET}")(sheet).document() != sheet.document()
    return _("%(told)s Other rules name it; they stay and are shown as faults.") % {"told": told} if named else told


def _heading(shelf, *, new=False):
    headings = {
        Shelf.CRITERIA: (_("Add a criterion"), _("Change a criterion")),
        Shelf.CLASSES: (_("Add a class"), _("Change a class")),
        Shelf.GATES: (_("Add a gate"), _("Change a gate")),
        Shelf.FIGURES: (_("Add a figure"), _("Change a figure")),
        Shelf.PROFILES: (_("Add a profile"), _("Change a profile")),
        Shelf.CAPS: (_("Add a cap"), _("Change a cap")),
        Shelf.YEAR: (_("Add a class of the year"), _("Change a class of the year")),
    }
    return headings[shelf][0 if new else 1]
