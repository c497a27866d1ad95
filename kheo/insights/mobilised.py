"""Resources mobilised (T4 of movement.md §4.3) and the results of a unit's works, as tables."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.insights.amounts import rows_address, works
from kheo.insights.bars import Bar
from kheo.insights.scope import Line, Scope
from kheo.insights.tables import Cell, Column, Table, total_cells, unit_cells, unit_columns, what_it_is
from kheo.kernel import measures
from kheo.kernel.quantities import Nature, Qualifier, Quantity, as_reported, in_words
from kheo.results import consolidation, exporting
from kheo.results.consolidation import Added
from kheo.results.enums import GIVEN, Mobilised, Source


def of_resources(scope: Scope, field: str = "") -> Table:
    """T4: money by source, land, work-days, goods, people served; a line for each unit below and for the unit itself.

    The page leaves out columns in which nobody has anything; the file has them all.
    """
    sums = _by_line(scope, field)
    rows = [
        [*unit_cells(scope, line, page="mobilised"), *_resource_cells(scope, sums.get(line.unit_id, {}), field, line)]
        for line in scope.lines
    ]
    whole = _whole(sums)
    return Table(
        key="resources",
        title=_("Resources mobilised – %(unit)s") % {"unit": scope.name},
        columns=[*unit_columns(), *_resource_columns(whole)],
        rows=rows,
        total=[*total_cells(), *_resource_cells(scope, whole, field)],
        notes=[*what_it_is(scope), *exporting.notes()],
    )


def money_by_source(scope: Scope) -> list[Bar]:
    """Who gave how much money to the works of a scope, in million đồng: a bar for each source that gave any."""
    whole, bars = _whole(_by_line(scope)), []
    for source in Source:
        money = whole.get((Mobilised.MONEY, source.value))
        value = _in_column(money.quantity) if money else None
        if money and value:
            said = in_words(Quantity(value, "", money.quantity.qualifier))
            url = rows_address(scope, None, "", of=Mobilised.MONEY.value, source=source.value)
            bars.append(Bar(source.label, value, url, _("million đồng"), shown=said))
    return bars


type _Sums = dict[tuple[Mobilised, str], Added]


def _by_line(scope: Scope, field: str = "") -> dict[int, _Sums]:
    """What was mobilised, line by line, by what it is and who gave it."""
    sums: dict[int, _Sums] = {}
    for condition, line_of in scope.portions():
        for (unit_id, mobilised, source), added in consolidation.by_unit(works(scope, field).filter(condition)).items():
            line = sums.setdefault(line_of(unit_id), {})
            line[mobilised, source] = line[mobilised, source] + added if (mobilised, source) in line else added
    return sums


def _whole(sums: Mapping[int, _Sums]) -> _Sums:
    """The sums of all lines together."""
    whole: _Sums = {}
    for line_sums in sums.values():
        for key, added in line_sums.items():
            whole[key] = whole[key] + added if key in whole else added
    return whole


def _resource_columns(whole: _Sums) -> list[Column]:
    money = _("Money (million đồng)")
    filled = {mobilised for mobilised, _source in whole}
    columns = [Column("money", _("In all"), group=money)]
    for source in Source:
        there = (Mobilised.MONEY, source.value) in whole
        columns.append(Column(f"money_{source.value}", str(source.label), group=money, on_page=there))
    for mobilised in Mobilised:
        if mobilised != Mobilised.MONEY:
            group = _("Given otherwise") if mobilised in GIVEN else _("People served")
            under = "m²" if mobilised == Mobilised.LAND else ""
            label, there = str(mobilised.label), mobilised in filled
            columns.append(Column(mobilised.value, label, group=group, under=under, on_page=there))
    return columns


def _resource_cells(scope: Scope, sums: _Sums, field: str, line: Line | None = None) -> list[Cell]:
    def cell(mobilised: Mobilised, source: str = "") -> Cell:
        wanted = [added for key, added in sums.items() if key[0] == mobilised and source in ("", key[1])]
        added = consolidation.in_all(wanted, mobilised)
        return _cell(added, rows_address(scope, line, field, of=mobilised.value, source=source))

    money = [cell(Mobilised.MONEY), *(cell(Mobilised.MONEY, source.value) for source in Source)]
    return money + [cell(mobilised) for mobilised in Mobilised if mobilised != Mobilised.MONEY]


def _cell(added: Added, url: str) -> Cell:
    """A sum as a number where it is exact, with its qualifier in words where it is not; goods as how many entries."""
    if not added.rows:
        return Cell(0, 0)
    if not added.quantity.base:
        return Cell(added.rows, added.rows, url)
    value = _in_column(added.quantity)
    shown = (
        value
        if added.quantity.qualifier == Qualifier.EXACT
        else in_words(Quantity(value, "", added.quantity.qualifier))
    )
    note = _("%(count)s without a number") % {"count": added.without_number} if added.without_number else ""
    return Cell(added.quantity.value, shown, url, note=note)


def _in_column(quantity: Quantity) -> Decimal | None:
    """Money stands in million đồng, however little it is."""
    if quantity.value is None or quantity.base != measures.DONG:
        return quantity.value
    return quantity.value / 10**6


def of_results(scope: Scope, field: str = "") -> Table:
    """Every kind of result of the unit's works, added up; flow and stock in rows of their own."""
    rows = []
    for result in consolidation.results(works(scope, field)):
        kind, quantity = result.kind, result.added.quantity
        url = rows_address(
            scope, None, field, indicator=str(kind.indicator_id or ""), words=kind.folded, base=kind.base,
            nature=kind.nature, commitment=kind.commitment,
        )  # fmt: skip
        value, measure = as_reported(quantity) if quantity.value is not None else (None, quantity.measure)
        exact = value if quantity.qualifier == Qualifier.EXACT else in_words(Quantity(value, "", quantity.qualifier))
        without = result.added.without_number
        rows.append(
            [
                Cell(result.name, result.name),
                Cell(
                    quantity.value, exact, url, note=_without(without) if value is not None else _no_sum(result.added)
                ),
                Cell(measure, measures.label(measure)),
                Cell(kind.nature, str(Nature(kind.nature).label)),
                Cell(result.works, result.works, url),
            ]
        )
    return Table(
        key="results",
        title=_("Results – %(unit)s") % {"unit": scope.name},
        columns=[
            Column("result", _("Result")),
            Column("sum", _("In all")),
            Column("measure", _("Unit of measure"), words=True),
            Column("nature", _("New or cumulative"), words=True),
            Column("works", _("Works")),
        ],
        rows=rows,
        total=[],
        notes=[*what_it_is(scope), *exporting.notes()],
    )  # fmt: skip


def _without(count: int) -> str:
    return _("%(count)s without a number") % {"count": count} if count else ""


def _no_sum(added: Added) -> str:
    if added.without_number == added.rows:
        return _("told without a number")
    return _("rates stand beside each other and are not added")
