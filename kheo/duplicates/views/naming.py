"""The same while one types a name: what the area has registered already."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from kheo.duplicates import similar
from kheo.kernel.formwork import id_in
from kheo.kernel.text import clean_line
from kheo.units.enums import WRITES_FOR_UNIT
from kheo.units.models import offices

LONGEST = 300  # characters of a name


@require_safe
@vary_on_headers("HX-Request")
def titles(request):
    """Names like `?title=` around the unit for which one writes: as lines under the box, else as a page with a box."""
    unit = _unit(request)
    title = clean_line(request.GET.get("title", ""))[:LONGEST]
    than = request.GET.get("than", "")
    itself = id_in(than)
    found = similar.titles_like(title, unit, request.user, than=itself)
    page = "duplicates/titles.html" + ("#lines" if request.headers.get("HX-Request") else "")
    return render(request, page, {"unit": unit, "title": title, "found": found, "than": itself})


def _unit(request):
    """The unit of the address, one of those for which the person writes; the first of them without an address."""
    units = {str(office.unit_id): office.unit for office in offices(request.user) if office.role in WRITES_FOR_UNIT}
    asked = request.GET.get("unit") or next(iter(units), "")
    if asked not in units:
        raise Http404
    return units[asked]
