"""The home of the figures: what matters in sentences, how far the registrations came, and a card for each way of
looking, fetched after the page so that a phone shows the sentences first."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kheo.insights import exports, maps, tables
from kheo.insights.addresses import Opening, page_address
from kheo.insights.asking import asked, rounds_compared
from kheo.insights.balance import balance
from kheo.insights.bars import Bar
from kheo.insights.cells import rows_as_html
from kheo.insights.enums import Measure
from kheo.insights.funnel import funnel_of
from kheo.insights.living import living
from kheo.insights.measures import counts_of
from kheo.insights.milestones import of_milestones, passed
from kheo.insights.mobilised import money_by_source
from kheo.insights.sentences import sentences
from kheo.insights.targets import achievements
from kheo.insights.trend import of_trend
from kheo.insights.views import frame
from kheo.kernel.quantities import format_ratio
from kheo.movements.naming import field_names
from kheo.units.lagging import may_lag

WIDE = {"milestones"}  # cards that are a table of many columns
FRAGMENTS = "insights/cards.html"
LACKING_SHOWN = 5  # lines of the milestones; the others are on their page


@may_lag
@require_safe
def home(request):
    """Three sentences, the funnel as bars, what the movement asks; the cards follow."""
    if not (ask := asked(request.GET, request.user, restatable=True)):
        return frame.nothing(request)
    made = funnel_of(ask.scope)
    if ask.format:
        return frame.table_file(ask, tables.of_funnel(made), lambda: exports.funnel_as_json(made))
    query = request.GET.urlencode()
    return frame.page(
        request, "home", ask, funnel=made, sentences=sentences(made), bars=_bars(made),
        achievements=[] if ask.scope.is_restated else achievements(made),
        new_report_url=page_address("new_report", ask.scope),
        cards=[
            (f"{reverse('insights:card', args=[name])}?{query}", name in WIDE) for name in _cards_of(ask.scope)
        ],
    )  # fmt: skip


@may_lag
@require_safe
def card(request, name):
    """One card of the home page, as a fragment: of the same unit, round, level and day as the page asks for."""
    ask = asked(request.GET, request.user, restatable=True)
    if not ask or name not in _cards_of(ask.scope):
        raise Http404
    return render(request, f"{FRAGMENTS}#{name}", {"scope": ask.scope, **CARDS[name](ask)})


def _bars(funnel):
    """How far the registrations came: each bar as a share of the one before it (T2)."""
    counts, opening, before = funnel.total.by_measure(), Opening(funnel.scope), 0
    bars = []
    for measure in Measure:
        count = counts[measure.value]
        note = format_ratio(count, before) if before else ""
        bars.append(Bar(measure.label, count, opening.behind(count, measure.value), note))
        before = count
    return bars


# ── The cards ──


def _milestones(ask):
    """Only the units that lack something: who registered nothing first, then who has not considered, then by how much
    is missing."""
    lines = passed(ask.scope)
    lacking = sorted((line for line in lines if line.lacks), key=_standing)
    table = of_milestones(ask.scope, lacking[:LACKING_SHOWN])
    return {
        "table": table, "table_rows": rows_as_html(table), "lacking": len(lacking), "all": len(lines),
        "more": max(len(lacking) - LACKING_SHOWN, 0), "url": page_address("milestones", ask.scope),
    }  # fmt: skip


def _standing(line):
    return line.registered > 0, line.considered is not False, -(line.unanswered + line.unreported)


def _fields(ask):
    """The balance of the fields."""
    found = balance(ask.scope, field_names(ask.scope.round.movement, ask.scope.unit, chain=ask.chain))
    return {
        "balance": found, "whole": max([*found.counts.values(), found.unclassified]),
        "url": page_address("breakdown", ask.scope),
    }  # fmt: skip


def _resources(ask):
    """Money by who gave it."""
    bars = money_by_source(ask.scope)
    return {
        "bars": bars, "whole": max((bar.value for bar in bars), default=0),
        "url": page_address("mobilised", ask.scope),
    }  # fmt: skip


def _living(ask):
    """Copies and survival."""
    return {"living": living(ask.scope), "url": reverse("replication:list")}


def _trend(ask):
    """The rounds of the movement beside each other."""
    table = of_trend(ask.scope, rounds_compared(ask))
    return {"table": table, "table_rows": rows_as_html(table), "url": page_address("pivot", ask.scope, across="round")}


def _places(ask):
    """A map where the units are drawn, else a board of them."""
    scope = ask.scope
    rows = scope.registrations(scope.tops).order_by().annotate(line=scope.line).values_list("line")
    counts = dict(rows.annotate(**counts_of([Measure.REGISTERED])))
    drawing = maps.drawing(scope, counts)
    return {
        "drawing": drawing, "tiles": maps.tiles(scope, counts),
        "shades": range(maps.SHADES), "most": max(counts.values(), default=0), "url": page_address("funnel", scope),
    }  # fmt: skip


CARDS = {
    "milestones": _milestones,
    "fields": _fields,
    "places": _places,
    "trend": _trend,
    "resources": _resources,
    "living": _living,
}


def _cards_of(scope):
    """Restated, milestones are not shown: what units did, they did as the units they were (decision 0019)."""
    return [name for name in CARDS if name != "milestones" or not scope.is_restated]
