"""What every page of the chapter shows: the way down to the unit, the choices, the tabs, the files of this view."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from kheo.insights import exports
from kheo.insights.addresses import CUTTABLE, RESTATABLE, TODAY, page_address
from kheo.insights.cells import rows_as_html, total_as_html
from kheo.insights.enums import Format
from kheo.insights.tables import until_when
from kheo.kernel import clock
from kheo.kernel.downloads import download
from kheo.units.enums import Level

BEHIND = ("rows", "amounts")  # pages that only a number leads to


def page(request, name, ask, **more):
    scope = ask.scope
    tabs = {
        "home": _("Overview"),
        "funnel": _("Funnel"),
        "milestones": _("Milestones"),
        "breakdown": _("Breakdown"),
        "pivot": _("Table across"),
        "silent": _("Units that did nothing"),
        "mobilised": _("Resources"),
        "achieved": _("Results"),
        "comparable": _("Comparable costs"),
        "reports": _("Official reports"),
    }
    context = {
        "scope": scope,
        "unit_url": reverse("units:detail", args=[scope.unit.pk]),
        "rounds": [(round_, round_.pk == scope.round.pk) for round_ in ask.rounds],
        "levels": [(key, label, key == scope.level) for key, label in Level.choices],
        "crumbs": [
            {"url": page_address("home" if name in BEHIND else name, scope, unit_id), "text": unit_name}
            for unit_id, unit_name in ask.way[:-1]
        ],
        "tabs": [{"url": page_address(tab, scope), "text": text, "current": tab == name} for tab, text in tabs.items()],
        "downloads": [(label, same_address(request, ask, format=key)) for key, label in Format.choices],
        "read_at": clock.now(),
        "restatable": name in RESTATABLE,
        "cuttable": name in CUTTABLE,
        "cut": until_when(scope) if scope.until else "",
        "whole_url": same_address(request, ask, until="") if scope.until else "",
        "other_units_url": _other_units(request, ask) if name in RESTATABLE else "",
        **more,
    }
    if table := more.get("table"):
        context |= {"table_rows": rows_as_html(table), "table_total": total_as_html(table)}
    return render(request, f"insights/{name}.html", context)


def nothing(request):
    """The person reads for no unit, or no movement concerns their units."""
    return render(request, "insights/nothing.html")


def same_address(request, ask, **changes):
    """The address of this page with some of its parameters changed; said in full, so that it can be sent to others."""
    query = request.GET.copy()
    for name in ("after", "before", "format", "page"):
        query.pop(name, None)
    for name, value in {"round": ask.scope.round.pk, "unit": ask.scope.unit.pk, **changes}.items():
        query[name] = value
        if value == "":
            del query[name]
    return f"?{query.urlencode()}"


def table_file(ask, table, as_json):
    """Exactly the page's table as a file."""
    kind = table.key
    if ask.format == Format.JSON:
        return file_(ask, kind, lambda file: exports.write_json(file, as_json()))
    return file_(ask, kind, lambda file: exports.write_table(file, ask.format, table, machine=False))


def file_(ask, kind, write):
    name = get_valid_filename(f"{kind}-{ask.scope.unit.code}-{ask.scope.round.code}.{ask.format}")
    return download(name, exports.CONTENT_TYPES[Format(ask.format)], write)


def _other_units(request, ask):
    """This page under the units of the other day: of today, or of the round."""
    return same_address(request, ask, units="" if ask.scope.is_restated else TODAY)
