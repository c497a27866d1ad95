"""T2: the funnel by unit, each step as a share of the one before, considered or not (movement.md §4.3)."""

from django.utils.translation import gettext as _

from kheo.insights import tables
from kheo.insights.addresses import Opening, page_address
from kheo.insights.enums import Measure
from kheo.insights.funnel import Funnel
from kheo.insights.official.gathered import Gathered, with_gaps
from kheo.insights.official.sheet import Band, Head, Line, Sheet, line_head, named, one_decimal, picked

KEYS = (
    "name", "registered", "recognised", "recognised_share", "proposed", "proposed_share", "recognised_above",
    "recognised_above_share", "considered",
)  # fmt: skip


def of_funnels(gathered: Gathered) -> Sheet:
    """One band for each round; a dash stands where a unit has not considered: that is not a zero."""
    heads = (
        line_head(), Head(_("Unit"), 4, "left"), Head(str(Measure.REGISTERED.label), 1.3),
        Head(str(Measure.RECOGNISED.label), 1.5), Head(_("% of those registered"), 1.3),
        Head(str(Measure.PROPOSED.label), 1.3), Head(_("% of those recognised"), 1.3),
        Head(str(Measure.RECOGNISED_ABOVE.label), 1.5), Head(_("% of those proposed"), 1.3),
        Head(_("Considered"), 1.9, "left"),
    )  # fmt: skip
    notes = [note for made in gathered.funnels for note in tables.of_funnel(with_gaps(made)).notes]
    notes.append(_("Shares are sums over sums. A dash: the unit has not considered, so the number is not known."))
    return Sheet(
        2, _("From registration to recognition, by unit"), heads,
        tuple(_band(gathered, made) for made in gathered.funnels), tuple(dict.fromkeys(notes)),
        page_address("funnel", gathered.scopes[-1]),
    )  # fmt: skip


def _band(gathered: Gathered, made: Funnel) -> Band:
    table = tables.of_funnel(made)
    lines = [
        Line(_cells(table, cells), Opening(made.scope, row.line).behind(row.figures.registered, Measure.REGISTERED))
        for row, cells in zip(made.rows, table.rows, strict=True)
    ]
    whole = Opening(made.scope).behind(made.total.registered, Measure.REGISTERED)
    return Band(named(gathered.scopes, made.scope), (*lines, Line(_cells(table, table.total), whole, total=True)))


def _cells(table: tables.Table, row: list[tables.Cell]) -> tuple[tables.Cell, ...]:
    cells = picked(table, row, KEYS)
    return tuple(one_decimal(cell) if key.endswith("_share") else cell for key, cell in zip(KEYS, cells, strict=True))
