"""How far an exemplar, or what a call named, has come: of the units of a level on a day, and where not, by name."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.kernel import clock, downloads
from kheo.replication import exporting, forms
from kheo.replication.copies import copies_read_by
from kheo.replication.coverage import coverage
from kheo.replication.views.finding import readable_pattern, visible_call
from kheo.units import tree
from kheo.units.enums import HEIGHT, Level
from kheo.units.lagging import file_may_lag
from kheo.units.models import Unit, reading_unit_ids

LEVELS = [Level.COMMUNE, Level.DISTRICT, Level.GRASSROOTS, Level.PROVINCE]


@file_may_lag
@require_safe
def of_exemplar(request, pk):
    """One exemplar and its family."""
    pattern = readable_pattern(request, pk)
    return _page(request, [pattern.exemplar_id], pattern.round.movement.owner_id, Level.COMMUNE, {"pattern": pattern})


@file_may_lag
@require_safe
def of_call(request, pk):
    """All exemplars that a call names, together."""
    call = visible_call(request, pk)
    return _page(request, list(call.exemplars.values_list("pk", flat=True)), call.unit_id, call.level, {"call": call})


def _page(request, exemplar_ids, top_id, level, context):
    """The unit on top is the one that called or owns the movement, unless another above the reader's is chosen;
    `?format=xlsx` or `csv` gives the same, unit by unit, as a file."""
    units = _choices(request, top_id)
    form = forms.CoverageForm(request.GET, units=units, levels=LEVELS)
    asked = form.cleaned_data if form.is_valid() else {}
    unit = form.units.get(asked.get("unit") or "") or units[0]
    on = asked.get("on") or clock.today()
    told = coverage(exemplar_ids, unit, asked.get("level") or level, on, rows=copies_read_by(request.user))
    if form.is_valid() and request.GET.get("format") in downloads.TABLES:
        name, title = f"lan-toa-{on:%Y-%m-%d}", _("How far it has come")
        return downloads.table(name, request.GET["format"], title, exporting.HEADER, exporting.lines(told))
    context |= {
        "form": form,
        "unit_name": unit.name_on(on),
        "coverage": told,
        "level": Level(told.level),
        "xlsx_url": _address(request, "xlsx"),
        "csv_url": _address(request, "csv"),
    }
    return render(request, "replication/coverage.html", context, status=200 if form.is_valid() else 422)


def _address(request, ending):
    query = request.GET.copy()
    query["format"] = ending
    return f"?{query.urlencode()}"


def _choices(request, top_id):
    """The unit on top first, then those of the reader and above that stand below it."""
    on = clock.today()
    chain = {unit_id for mine in reading_unit_ids(request.user) for unit_id in tree.chain(mine, on=on)}
    below = [unit_id for unit_id in chain if unit_id != top_id and top_id in tree.chain(unit_id, on=on)]
    found = Unit.objects.in_bulk([top_id, *below])
    highest_first = sorted(below, key=lambda pk: (-HEIGHT[Level(found[pk].level)], found[pk].sort_key))
    return [found[top_id], *(found[pk] for pk in highest_first if HEIGHT[Level(found[pk].level)] > 0)]
