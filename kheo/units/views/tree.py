"""The tree page: a branch at a time, or what a search found, as on a day."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kheo.kernel import clock, downloads
from kheo.kernel.periods import format_date
from kheo.units import branches, finder, forms, listing, permissions
from kheo.units.branches import Moment
from kheo.units.enums import Level, Role
from kheo.units.lagging import file_may_lag
from kheo.units.models import Unit, offices
from kheo.units.views.rows import rows


@file_may_lag
@require_safe
def tree(request):
    """All units from the top, or those that were searched; `?format=xlsx` or `csv` gives them all as a file."""
    look = forms.LookForm(request.GET)
    moment = _moment(look)
    if request.GET.get("format") in downloads.TABLES and look.is_valid():
        return _file(request, moment)
    context = _context(request, look)
    if request.GET.get("q", "").strip():
        return render(request, "units/search.html", context | _found(request, moment))
    nodes = branches.top(moment) if _is_member(request) else []
    count = _units(request, moment).count()
    return render(request, "units/tree.html", context | {"rows": rows(request, nodes, moment), "count": count})


@require_safe
@vary_on_headers("HX-Request")
def children(request, pk):
    """The units below one: as rows for script, else as the tree opened down to there."""
    unit = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    look = forms.LookForm(request.GET)
    moment = _moment(look)
    if request.headers.get("HX-Request"):
        return HttpResponse(rows(request, branches.below(unit.pk, moment), moment))
    opened = branches.opened_down_to(unit, moment)
    return render(request, "units/tree.html", _context(request, look) | {"rows": rows(request, opened, moment)})


@require_safe
def suggest(request):
    """Options for a field that names a unit, while one types into it."""
    text = next(iter(request.GET.values()), "")
    found = finder.suggestions(text, clock.today()) if _is_member(request) else []
    return render(request, "units/suggest.html", {"units": found})


def _is_member(request):
    return bool(permissions.offices(request.user))


def _moment(look):
    look.is_valid()
    answers = getattr(look, "cleaned_data", {})
    return Moment(on=answers.get("on") or clock.today(), ended=bool(answers.get("ended")))


def _context(request, look):
    moment, query, chips = _moment(look), request.GET, []
    for name, label, value in (
        ("on", _("As of"), format_date(moment.on) if look.cleaned_data.get("on") else ""),
        ("ended", "", _("Include units that no longer exist") if moment.ended else ""),
    ):
        if value:
            chips.append({"label": label, "value": value, "url": _address(query, **{name: None})})
    return {
        "look": look, "moment": moment, "chips": chips, "words": request.GET.get("q", "").strip(),
        "keep": [(name, value) for name, value in query.items() if name in look.fields and value],
        "xlsx_url": _address(query, format="xlsx"), "csv_url": _address(query, format="csv"),
        "may_found_root": permissions.can_found_root.allows(request.user),
        "keeps": any(office.role == Role.KEEPER for office in offices(request.user)),
    }  # fmt: skip


def _address(query, **changes):
    """The address of the list with some of its parameters changed, None taking one away; from its first page."""
    kept = {name: value for name, value in {**query.dict(), "page": None, **changes}.items() if value}
    return f"{reverse('units:tree')}?{urlencode(kept)}"


def _file(request, moment):
    """Every unit that the person looks at, whatever is opened or on which page."""
    found = listing.lines(_units(request, moment), moment)
    name = f"don-vi-{moment.on:%Y-%m-%d}"
    return downloads.table(name, request.GET["format"], _("Units"), listing.HEADER, found)


def _units(request, moment):
    """The units that the person looks at: of that day, and with the words in their names that are searched for."""
    units = Unit.objects.visible_to(request.user).matching(request.GET.get("q", ""))
    return units.filter(during__startswith__lte=moment.on) if moment.ended else units.alive_on(moment.on)


def _found(request, moment):
    units = _units(request, moment)
    told = units.with_name_on(moment.on).with_kind_on(moment.on).with_superior_on(moment.on).in_order()
    page = Paginator(told, 50).get_page(request.GET.get("page"))
    above = branches.superiors(page, moment.on)
    for unit in page:
        unit.superior = above.get(unit.superior_id)
        unit.level_label = Level(unit.level_then).label
    return {"page_obj": page}
