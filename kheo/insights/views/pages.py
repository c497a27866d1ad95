"""The figures: a funnel, a breakdown, who did nothing, and the rows behind every number. Nothing here writes."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kheo.exemplars import paging
from kheo.exemplars.rows import for_page
from kheo.insights import amounts, costs, exports, tables
from kheo.insights import mobilised as mobilised_
from kheo.insights import pivot as across_
from kheo.insights.addresses import page_address
from kheo.insights.asking import asked, measure_asked, part_asked, rounds_compared, sides_asked
from kheo.insights.breakdown import DIMENSIONS, MEASURES, breakdown_of
from kheo.insights.enums import Format, Measure
from kheo.insights.funnel import funnel_of
from kheo.insights.milestones import of_milestones, passed, reminder
from kheo.insights.rows import behind, facts_of, in_words, page_of
from kheo.insights.sentences import sentences
from kheo.insights.targets import achievements
from kheo.insights.views import frame
from kheo.movements.enums import UNCLASSIFIED
from kheo.movements.naming import field_names
from kheo.results import comparing
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.lagging import may_lag
from kheo.units.permissions import serves

AMOUNT_KEPT = ("of", "source", "field", "own", "apart", "indicator", "words", "base", "nature", "commitment")


@may_lag
@require_safe
def funnel(request):
    """T2: how far the registrations of each unit came."""
    if not (ask := asked(request.GET, request.user, restatable=True, cuttable=True)):
        return frame.nothing(request)
    made = funnel_of(ask.scope)
    table = tables.of_funnel(made)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.funnel_as_json(made))
    return frame.page(
        request, "funnel", ask, funnel=made, table=table, sentences=sentences(made),
        achievements=[] if ask.scope.is_restated else achievements(made), printed=made.printed,
    )  # fmt: skip


@may_lag
@require_safe
def breakdown(request):
    """T1: what was registered, or recognised, by field, subject, kind and origin."""
    if not (ask := asked(request.GET, request.user, restatable=True, cuttable=True)):
        return frame.nothing(request)
    measure = measure_asked(request.GET)
    made = breakdown_of(ask.scope)
    names = field_names(ask.scope.round.movement, ask.scope.unit, chain=ask.chain)
    table = tables.of_breakdown(made, [measure], names)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.breakdown_as_json(made))
    choices = [
        {"url": page_address("breakdown", ask.scope, measure=one.value), "text": one.label, "current": one == measure}
        for one in MEASURES
    ]
    return frame.page(
        request, "breakdown", ask, table=table, measures=choices, measure=measure,
        printed=[printed for printed in made.printed if printed.measure == measure],
        mismatches=tables.mismatches(made, [measure]),
    )  # fmt: skip


@may_lag
@require_safe
def pivot(request):
    """One measure across any two of unit, level, field, kind, subject, origin, status and round."""
    if not (ask := asked(request.GET, request.user, restatable=True)):
        return frame.nothing(request)
    measure, (by, across) = part_asked(request.GET).measure, sides_asked(request.GET)
    names = field_names(ask.scope.round.movement, ask.scope.unit, chain=ask.chain)
    scopes = rounds_compared(ask) if across_.ROUND in (by, across) else [ask.scope]
    table = across_.pivot(ask.scope, scopes, by, across, measure, names)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.table_as_json(ask.scope, table))
    sides = [("by", _("In the rows"), by), ("across", _("In the columns"), across)]
    return frame.page(
        request, "pivot", ask, table=table, caveats=across_.caveats(scopes),
        measures=[(one.value, one.label, one == measure) for one in Measure],
        sides=[
            (name, label, [(key, words, key == chosen) for key, words in across_.CHOICES.items()])
            for name, label, chosen in sides
        ],
    )  # fmt: skip


@may_lag
@require_safe
def milestones(request):
    """Which unit has passed which milestone, what is missing, and the words to remind with."""
    if not (ask := asked(request.GET, request.user)):
        return frame.nothing(request)
    lines = passed(ask.scope)
    table = of_milestones(ask.scope, lines)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.table_as_json(ask.scope, table))
    reviews = serves(request.user, ask.chain, *REVIEWS_FOR_UNIT)
    return frame.page(request, "milestones", ask, table=table, reminder=reminder(ask.scope, lines) if reviews else "")


@may_lag
@require_safe
def silent(request):
    """Who has registered nothing, and who has not considered, by name (BR-09)."""
    if not (ask := asked(request.GET, request.user)):
        return frame.nothing(request)
    made = funnel_of(ask.scope)
    table = tables.of_silence(made)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.table_as_json(ask.scope, table))
    return frame.page(request, "silent", ask, funnel=made, table=table)


@may_lag
@require_safe
def rows(request):
    """The registrations behind a number: as many as it says."""
    if not (ask := asked(request.GET, request.user, restatable=True, cuttable=True)):
        return frame.nothing(request)
    part = part_asked(request.GET)
    found = behind(ask.scope, part)
    names = field_names(ask.scope.round.movement, ask.scope.unit, chain=ask.chain)
    title = in_words(ask.scope, part, names)
    if ask.format == Format.JSON:
        return frame.file_(ask, "rows", lambda file: exports.write_json(file, exports.list_as_json(ask.scope, found)))
    if ask.format:
        return frame.file_(ask, "rows", lambda file: exports.write_list(file, ask.format, title, found, machine=False))
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    page, count = page_of(found, paging.size_for(request), after=after, before=before)
    return frame.page(
        request, "rows", ask, title=title, count=count, kept=_kept(request),
        rows=_rows(page, names),
        newer_url=frame.same_address(request, ask, before=page.newer) if page.newer else "",
        older_url=frame.same_address(request, ask, after=page.older) if page.older else "",
    )  # fmt: skip


# ── Resources and results ──


@may_lag
@require_safe
def mobilised(request):
    """T4: what was mobilised, by source and kind, and whom it served."""
    return _amounts_page(request, "mobilised", mobilised_.of_resources)


@may_lag
@require_safe
def achieved(request):
    """Every kind of result of the unit's works, added up where it can be."""
    return _amounts_page(request, "achieved", mobilised_.of_results)


@may_lag
@require_safe
def amounts_(request):
    """The rows behind one of those numbers: with the same total."""
    if not (ask := asked(request.GET, request.user, restatable=True, cuttable=True)):
        return frame.nothing(request)
    wanted = amounts.asked_of(request.GET)
    if ask.format:
        table = amounts.of_rows(ask.scope, wanted)
        return frame.table_file(ask, table, lambda: exports.table_as_json(ask.scope, table))
    found = amounts.behind(ask.scope, wanted)
    kept = [(name, request.GET[name]) for name in AMOUNT_KEPT if request.GET.get(name)]
    pages = -(-found.count // amounts.PAGE)
    return frame.page(
        request, "amounts", ask, behind=found, kept=kept,
        newer_url=frame.same_address(request, ask, page=wanted.page - 1) if wanted.page > 1 else "",
        older_url=frame.same_address(request, ask, page=wanted.page + 1) if wanted.page < pages else "",
    )  # fmt: skip


@may_lag
@require_safe
def comparable(request):
    """What one unit of a result usually costs in a field, where enough works can be compared."""
    if not (ask := asked(request.GET, request.user, restatable=True)):
        return frame.nothing(request)
    field = amounts.field_asked(request.GET)
    spreads = comparing.spreads(amounts.works(ask.scope, field))
    table = costs.of_spreads(ask.scope, spreads)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.table_as_json(ask.scope, table))
    return frame.page(
        request, "comparable", ask, spreads=[costs.drawn(spread) for spread in spreads], fewest=comparing.FEWEST,
        fields=_fields(ask, field),
    )  # fmt: skip


def _amounts_page(request, name, make):
    if not (ask := asked(request.GET, request.user, restatable=True, cuttable=True)):
        return frame.nothing(request)
    field = amounts.field_asked(request.GET)
    table = make(ask.scope, field)
    if ask.format:
        return frame.table_file(ask, table, lambda: exports.table_as_json(ask.scope, table))
    return frame.page(request, name, ask, table=table, fields=_fields(ask, field))


def _fields(ask, chosen):
    """The fields of the movement under the names of the place, and what is in none of them."""
    names = field_names(ask.scope.round.movement, ask.scope.unit, chain=ask.chain)
    choices = [*names.items(), (UNCLASSIFIED, _("Not classified"))]
    return [(key, label, key == chosen) for key, label in choices]


def _rows(page, field_names):
    """The rows of a page, each field under the name that the place gives it."""
    found = facts_of(page)
    named = zip(for_page(found), (row["field__key"] for row in found), strict=True)
    return [replace(row, field=field_names[key]) if key in field_names else row for row, key in named]


def _kept(request):
    """What a number stands for stays chosen when another round or level is shown."""
    return [
        (name, request.GET[name])
        for name in ("measure", *DIMENSIONS, "state", "own", "apart", "accepted")
        if request.GET.get(name)
    ]
