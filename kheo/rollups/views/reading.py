"""The figures of several installations, one roll-up, and its file as it was signed."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.documents.exporting import file_name
from kheo.insights import exports
from kheo.insights.asking import number, word
from kheo.insights.cells import rows_as_html, total_as_html
from kheo.insights.enums import Format
from kheo.kernel import clock
from kheo.kernel.downloads import TABLES, download
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number
from kheo.rollups import permissions, sealed, tables
from kheo.rollups.fingerprints import of_key
from kheo.rollups.models import Rollup
from kheo.rollups.reading import Told
from kheo.rollups.together import Together, spans
from kheo.units import tree
from kheo.units.enums import HEIGHT, Level, Role
from kheo.units.lagging import may_lag
from kheo.units.models import Unit, offices

JSON = "application/json"


@may_lag
@require_safe
def list_(request):
    """A unit's whole tree in a span of time: what was taken from other installations, and what lives here."""
    unit = _unit_asked(request)
    known = spans(request.user, unit)
    span = _span_asked(request, known)
    together = Together(unit, span, request.user) if span else None
    table = tables.of_together(together) if together else None
    if table and (format_ := word(request.GET, "format", TABLES)):
        return _table_file(table, f"{unit.code} {format_date(span.starts)}", format_)
    page = {
        "unit": unit,
        "spans": [(one, one == span) for one in known],
        "together": together,
        "table": table,
        "sentences": tables.sentences(together) if together else [],
        "table_rows": rows_as_html(table) if table else [],
        "table_total": total_as_html(table) if table else "",
        "files": _formats(request, unit=unit.pk),
        "read_at": clock.now(),
        "keeps": any(office.role == Role.KEEPER for office in offices(request.user)),
        "makes": unit.level != Level.CENTRAL and permissions.can_make.allows(request.user, unit),
    }
    return render(request, "rollups/list.html", page)


@may_lag
@require_safe
def detail(request, pk):
    """One file: who signed it, whether the signature holds now, and the units in it, level by level."""
    rollup = get_object_or_404(_visible(request), pk=pk)
    told = Told(rollup)
    under = told.units.get(request.GET.get("under") or told.root.code)
    if under is None:
        raise Http404
    if format_ := word(request.GET, "format", TABLES):
        return _table_file(tables.of_rows(told), f"{rollup.unit.code} {rollup.round}", format_)
    table = tables.of_lines(told, under)
    sealed.unseal(bytes(rollup.file))  # proven again for whoever reads it
    earlier = Rollup.objects.visible_to(request.user).about_same(rollup).newest_first().defer("file")
    page = {
        "rollup": rollup,
        "under": under,
        "table": table,
        "table_rows": rows_as_html(table),
        "table_total": total_as_html(table),
        "facts": _facts(rollup, told),
        "crumbs": [
            {"url": f"{reverse('rollups:detail', args=[pk])}?under={one.code}", "text": one.name}
            for one in told.way(under)[:-1]
        ],
        "same": [one for one in earlier if one != rollup],
        "newest": earlier.first() == rollup,
        "files": _formats(request),
    }
    return render(request, "rollups/detail.html", page)


@require_safe
def file(request, pk):
    """The file byte for byte as it was taken."""
    rollup = get_object_or_404(_visible(request), pk=pk)
    name = file_name(f"tong hop {rollup.unit.code} {rollup.round} {rollup.as_of.isoformat()}", "json")
    return download(name, JSON, lambda stream: stream.write(bytes(rollup.file)))


def _visible(request):
    return Rollup.objects.visible_to(request.user).select_related("unit", "sender", "by")


def _unit_asked(request):
    """The unit of the address, where the person serves it or one above it; else that of their highest office."""
    mine = [office.unit for office in offices(request.user)]
    if not mine:
        raise Http404
    if (pk := number(request.GET, "unit")) is None:
        return max(mine, key=lambda unit: (HEIGHT[Level(unit.level)], -unit.pk))
    if not {unit.pk for unit in mine} & set(tree.chain(pk, on=clock.today())):
        raise Http404
    return get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)


def _span_asked(request, known):
    """The span of the address, checked; else the newest."""
    asked = word(request.GET, "span", [one.key for one in known])
    return next((one for one in known if one.key == asked), known[0] if known else None)


def _facts(rollup, told):
    return [
        {"label": _("Movement"), "value": rollup.movement_name, "lang": "vi"},
        {"label": _("Round"), "value": rollup.round_name, "lang": "vi"},
        {"label": _("Figures as of"), "value": format_date(rollup.as_of)},
        {"label": _("Units in it"), "value": format_number(len(told.units))},
        {"label": _("Signed with the key"), "value": of_key(rollup.sender.key)},
        {"label": _("SHA-256 of what it says"), "value": rollup.sha256},
        {"label": _("Taken by"), "value": rollup.by.full_name if rollup.by else _("the command line")},
    ]


def _formats(request, **told):
    query = request.GET.copy()
    for name, value in told.items():
        query[name] = value
    found = []
    for format_ in TABLES:
        query["format"] = format_
        found.append((str(Format(format_).label), f"?{query.urlencode()}"))
    return found


def _table_file(table, name, format_):
    return download(
        file_name(f"tong hop {name}", format_), TABLES[format_],
        lambda stream: exports.write_table(stream, format_, table, machine=False),
    )  # fmt: skip
