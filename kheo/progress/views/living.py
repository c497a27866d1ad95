"""How many recognised models live after one, two and three years, and the models behind each number."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.kernel import clock, downloads
from kheo.kernel.formwork import id_in
from kheo.progress import exporting, survival
from kheo.progress.enums import Survival
from kheo.recognitions.models import Recognition
from kheo.units import tree
from kheo.units.lagging import may_lag
from kheo.units.models import Unit, inherited_unit_ids

ROWS_A_PAGE = 50


@may_lag
@require_safe
def survival_(request):
    """By field, by the units right below, or by level; every number opens to its models, `?format=` gives a file."""
    unit, units = _figures_of(request)
    part = request.GET.get("by") if request.GET.get("by") in survival.PARTS else "field"
    found = survival.models(unit, clock.today(), reader=request.user) if unit else None
    table = found.table(part) if found else survival.Table()
    named = exporting.named(part, table, found.names if found else {})
    if request.GET.get("format") in downloads.TABLES:
        lines = exporting.lines_of_table([(name, table.groups[group]) for name, group in named], table.total)
        return _file(request, exporting.header_of_table(), lines)
    context = {
        "unit": unit,
        "units": units,
        "part": part,
        "parts": [("field", _("By field")), ("unit", _("By unit")), ("level", _("By level"))],
        "years": table.years,
        "rows": [
            (name, _rows_url(unit, by=part, group=group), table.groups[group], _below_url(unit, part, group))
            for name, group in named
        ],
        "total": table.total,
        "all_url": _rows_url(unit),
        "all": table.count,
        "first_on": table.first_counted_on,
        "xlsx_url": _address(request, "xlsx"),
        "csv_url": _address(request, "csv"),
    }
    return render(request, "progress/survival.html", context)


@may_lag
@require_safe
def survivors(request):
    """The models behind a number of survival, on pages or as a file."""
    unit, _of_mine = _figures_of(request)
    state = request.GET.get("state", "")
    everything = survival.models(unit, clock.today(), reader=request.user) if unit else None
    found = _narrowed(everything, request.GET).listed() if everything else Recognition.objects.none()
    if request.GET.get("format") in downloads.TABLES:
        rows = found.iterator(chunk_size=2000)
        return _file(request, exporting.header_of_models(), exporting.lines_of_models(map(survival.as_model, rows)))
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "unit": unit,
        "page_obj": page,
        "models": [survival.as_model(row) for row in page],
        "count": page.paginator.count,
        "years": everything.table("level").years if everything else [],
        "state": Survival(state) if state in Survival.values else None,
        "xlsx_url": _address(request, "xlsx"),
        "csv_url": _address(request, "csv"),
    }
    return render(request, "progress/survivors.html", context)


def _narrowed(found, asked):
    """The models of a group, old enough for a year, and of which this or that is known then."""
    year = int(asked["year"]) if asked.get("year") in map(str, survival.YEARS) else None
    part, group = asked.get("by", ""), asked.get("group", "")
    if part == "unit" and group:
        group = id_in(group)
    return found.narrowed(part, group, year, asked.get("state", ""))


def _file(request, header, lines):
    name = f"mo-hinh-con-hoat-dong-{clock.today():%Y-%m-%d}"
    return downloads.table(name, request.GET["format"], _("How many still live"), header, lines)


def _address(request, ending):
    query = request.GET.copy()
    query["format"] = ending
    return f"?{query.urlencode()}"


def _rows_url(unit, **group):
    """The address of the models behind the numbers of a row."""
    return f"{reverse('progress:survivors')}?{urlencode({'unit': unit.pk if unit else '', **group})}"


def _below_url(unit, part, group):
    """The same table one unit further down; nothing for what stands with the unit itself."""
    return "" if part != "unit" or group == unit.pk else f"?{urlencode({'unit': group, 'by': part})}"


def _figures_of(request):
    """The unit asked for, among all that the person reads; without one the first of the person's own."""
    own = inherited_unit_ids(request.user)
    if not own:
        return None, []
    units = list(Unit.objects.filter(pk__in=own).in_order())
    wanted = request.GET.get("unit", "")
    if not wanted:
        return units[0], units
    if id_in(wanted) not in tree.reach(own, on=clock.today()):
        raise Http404
    return get_object_or_404(Unit, pk=wanted), units
