"""The tables of this chapter, made once for the page and for every export, so that the two cannot differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kheo.insights.addresses import Opening, page_address
from kheo.insights.breakdown import DIMENSIONS, Breakdown, Split
from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures, Funnel, FunnelRow
from kheo.insights.printed import Printed
from kheo.insights.rows import GROUPS, part_label
from kheo.insights.scope import Line, Scope
from kheo.kernel.periods import format_date
from kheo.kernel.quantities import format_number, ratio, short
from kheo.recognitions.enums import Upward
from kheo.units.enums import Level

DASH = "–"
SHARES = {  # each measure as a share of the one before it: sum over sum (T2)
    Measure.RECOGNISED: gettext_lazy("% of those registered"),
    Measure.PROPOSED: gettext_lazy("% of those recognised"),
    Measure.RECOGNISED_ABOVE: gettext_lazy("% of those proposed"),
}


@dataclass(frozen=True)
class Column:
    """A column: `key` never changes and heads the machine's csv; `label` is in the reader's language.

    `group` stands over several columns, `under` in small letters under one; `words` is set where the cells are words.
    `on_page` is False for what the page shows in another way, beside a name or under a number.
    """

    key: str
    label: str
    group: str = ""
    under: str = ""
    words: bool = False
    on_page: bool = True


class Tone(StrEnum):
    """How a cell of a heat map looks: never without a word or a number that says the same."""

    DONE = "g"
    PART = "b"
    MISSING = "y"
    NOTHING = "r"


@dataclass(frozen=True)
class Cell:
    """One value. `raw` is for machines; `shown` for people, None for what is not known: zero and missing differ.

    `under` and `note` are small words under it; a note asks to be noticed. `tone` colours it.
    """

    raw: Any
    shown: Any
    url: str = ""
    under: str = ""
    note: str = ""
    tone: str = ""

    @property
    def text(self) -> str:
        """As the page writes it."""
        if self.shown is None:
            return DASH
        if isinstance(self.shown, Decimal):
            return short(self.shown)
        return format_number(self.shown) if isinstance(self.shown, int) else str(self.shown)


@dataclass(frozen=True)
class Table:
    """Columns, rows and the total; `notes` are sentences that belong to it, `key` names its files."""

    key: str
    title: str
    columns: list[Column]
    rows: list[list[Cell]]
    total: list[Cell]
    notes: list[str]

    def header(self, *, machine: bool) -> list[str]:
        """The heads of an export."""
        return [column.key if machine else column.label for column in self.columns]

    def lines(self, *, machine: bool) -> Iterator[list[Any]]:
        """The rows of an export, the total last."""
        for row in [*self.rows, *([self.total] if self.total else [])]:
            yield [cell.raw if machine else cell.shown for cell in row]

    @property
    def page_columns(self) -> list[Column]:
        """The columns that the page shows."""
        return [column for column in self.columns if column.on_page]

    @property
    def groups(self) -> list[tuple[str, int]]:
        """What stands over the columns of the page and over how many; empty where nothing does."""
        groups = [(group, len(list(columns))) for group, columns in groupby(self.page_columns, lambda c: c.group)]
        return groups if len(groups) > 1 else []


def of_funnel(funnel: Funnel) -> Table:
    """T2: registered, recognised, proposed, recognised above, each as a share of the one before; considered or not."""
    scope, beside = funnel.scope, _Beside(funnel.printed)
    rows = []
    for row in funnel.rows:
        line = row.line
        place = line.unit_id if line.of_unit else None
        known = row.considered is not False
        counts = _funnel_cells(row.figures, known, Opening(scope, line), beside.notes(place), row.upward)
        rows.append([*unit_cells(scope, line), *counts, *_duty_cells(row), *beside.cells(place)])
    known = scope.is_restated or funnel.considered > 0
    counts = _funnel_cells(funnel.total, known, Opening(scope), beside.notes(scope.unit.pk))
    done = _("%(done)s of %(all)s") % {"done": funnel.considered, "all": funnel.units}
    duty = [] if scope.is_restated else [Cell(funnel.considered, done), Cell("", "")]
    return Table(
        key="funnel",
        title=_("Funnel – %(unit)s") % {"unit": scope.name},
        columns=[*unit_columns(), *_funnel_columns(duty=not scope.is_restated), *beside.columns()],
        rows=rows,
        total=[*total_cells(), *counts, *duty, *beside.cells(scope.unit.pk)],
        notes=[*what_it_is(scope), *beside.sentences()],
    )


def of_breakdown(breakdown: Breakdown, measures: Sequence[Measure], field_names: Mapping[str, str]) -> Table:
    """T1: the measures by field (under the names of the place), subject, kind and origin, with what is unclassified."""
    scope, beside = breakdown.scope, _Beside([p for p in breakdown.printed if p.measure in measures])
    rows = []
    for row in breakdown.rows:
        place = row.line.unit_id if row.line.of_unit else None
        cells = _split_cells(row.split, measures, Opening(scope, row.line), beside.notes(place))
        rows.append([*unit_cells(scope, row.line, page="breakdown"), *cells, *beside.cells(place)])
    whole = _split_cells(breakdown.total, measures, Opening(scope), beside.notes(scope.unit.pk))
    return Table(
        key="breakdown",
        title=_("Breakdown – %(unit)s") % {"unit": scope.name},
        columns=[*unit_columns(), *_split_columns(measures, field_names), *beside.columns()],
        rows=rows,
        total=[*total_cells(), *whole, *beside.cells(scope.unit.pk)],
        notes=[*what_it_is(scope), *beside.sentences(), *mismatches(breakdown, measures)],
    )


def of_silence(funnel: Funnel) -> Table:
    """The units that did nothing, or not enough, by name (BR-09)."""
    rows = []
    for row in [*funnel.silent, *(row for row in funnel.not_yet if row.figures.registered)]:
        count = row.figures.registered
        why = _("has registered, not considered") if count else _("has registered nothing")
        counted = Cell(count, count, Opening(funnel.scope, row.line).behind(count, Measure.REGISTERED))
        rows.append(
            [*unit_cells(funnel.scope, row.line), Cell("not_considered" if count else "not_registered", why), counted]
        )
    return Table(
        key="silent",
        title=_("Units that did nothing – %(unit)s") % {"unit": funnel.scope.name},
        columns=[
            *unit_columns(),
            Column("what", _("What is missing"), words=True),
            Column("registered", str(Measure.REGISTERED.label)),
        ],
        rows=rows,
        total=[],
        notes=what_it_is(funnel.scope),
    )


def mismatches(breakdown: Breakdown, measures: Sequence[Measure]) -> list[str]:
    """Where parts do not sum to their total: said in a sentence, never mended."""
    return [
        _("%(unit)s, %(measure)s: the parts by “%(dimension)s” sum to %(sum)s, the total is %(total)s.")
        % {
            "unit": row.line.name,
            "measure": str(measure.label).lower(),
            "dimension": GROUPS[dimension],
            "sum": format_number(summed),
            "total": format_number(row.split.of(measure).total),
        }
        for row in breakdown.rows
        for measure in measures
        for dimension, summed in row.split.of(measure).mismatches.items()
    ]


# ── What all tables begin with ──


def unit_columns() -> list[Column]:
    """The unit, and its code for the exports."""
    return [Column("unit", _("Unit code"), on_page=False), Column("name", _("Unit"))]


def unit_cells(scope: Scope, line: Line, page: str = "funnel") -> list[Cell]:
    """The unit and its code; a unit with others below it opens to them, the superior's own row to nothing further."""
    code = line.code
    if line.apart:
        return [Cell("", ""), Cell("not_separable", line.name, under=_("of units that were split or ended"))]
    if line.own:
        return [Cell(code, code), Cell(line.name, _("%(unit)s itself") % {"unit": line.name}, under=code)]
    return [Cell(code, code), Cell(line.name, line.name, page_address(page, scope, line.unit_id), code)]


def total_cells() -> list[Cell]:
    """What stands before the numbers of the total."""
    return [Cell("", ""), Cell("total", _("Total"))]


def what_it_is(scope: Scope) -> list[str]:
    """The sentences that make an export understood by itself."""
    restated = _("%(unit)s, %(round)s; restated to the units of %(day)s.")
    said = restated if scope.is_restated else _("%(unit)s, %(round)s; units as they stood on %(day)s.")
    sentences = [said % {"unit": scope.name, "round": scope.round.name, "day": format_date(scope.on)}]
    if scope.until:
        sentences.append(until_when(scope))
    if scope.level:
        sentences.append(
            _("Only what was registered for the level: %(level)s.") % {"level": Level(scope.level).label.lower()}
        )
    return sentences


def until_when(scope: Scope) -> str:
    """What is counted of a round that is cut."""
    said = _(
        "Only what had happened by %(day)s: registered, considered, recognised, proposed by then. What was withdrawn or"
        " declined since does not count; results and resources are told as they stand now."
    )
    return said % {"day": format_date(scope.until)}


# ── The funnel's columns ──


def _funnel_columns(*, duty: bool) -> list[Column]:
    columns = []
    for measure in Measure:
        columns.append(Column(measure.value, str(measure.label), under=str(SHARES.get(measure, ""))))
        if measure in SHARES:
            columns.append(Column(f"{measure.value}_share", str(SHARES[measure]), on_page=False))
    if not duty:
        return columns
    return [
        *columns,
        Column("considered", _("Considered"), words=True),
        Column("upward", _("Proposing upward"), on_page=False),
    ]


def _duty_cells(row: FunnelRow) -> list[Cell]:
    """Whether the unit has considered, and what came of proposing upward; nothing where that is not told."""
    if row.considered is None:
        return []
    word = _("considered") if row.considered else _("has not considered")
    upward = row.upward
    return [Cell(str(row.considered).lower(), word), Cell(str(upward or ""), str(upward.label) if upward else None)]


def _funnel_cells(
    figures: Figures, known: bool, opening: Opening, notes: Mapping[str, str], upward: Upward | None = None
) -> list[Cell]:
    """Each count with its share of the one before, which the page shows under it.

    Before a unit has considered, what it recognised is not zero but not known.
    """
    cells: list[Cell] = []
    before = 0
    for measure, count in figures.by_measure().items():
        shown = count if count or known or measure == Measure.REGISTERED else None
        share = _share(count, before) if measure in SHARES and shown is not None else None
        under = "" if share is None else f"{format_number(share, 1)} %"
        if measure == Measure.PROPOSED and shown is not None:
            under = _share_or_silence(under, count, upward)
        cells.append(Cell(count, shown, opening.behind(count, measure), under, notes.get(measure, "")))
        if measure in SHARES:
            cells.append(Cell(_share(count, before), share))
        before = count
    return cells


def _share_or_silence(share: str, proposed: int, upward: Upward | None) -> str:
    """Under what was proposed: its share; under a zero, whether the unit proposes nothing or has not proposed yet.

    What units below have proposed counts in the number, also when the unit itself proposes nothing.
    """
    if upward and not proposed:
        return str(upward.label)
    return _("%(share)s; none by the unit itself") % {"share": share} if upward == Upward.FORGONE else share


def _share(part: int, whole: int) -> Decimal | None:
    """The ratio with the one decimal that reports print, also where it is a zero."""
    share = ratio(part, whole)
    return None if share is None else share.quantize(Decimal("0.1"))


# ── The breakdown's columns ──


def _split_columns(measures: Sequence[Measure], field_names: Mapping[str, str]) -> list[Column]:
    columns = []
    for measure in measures:
        prefix, ahead = (f"{measure.value}_", f"{measure.label}: ") if len(measures) > 1 else ("", "")
        columns.append(Column(f"{prefix}total", str(measure.label)))
        for dimension, parts in DIMENSIONS.items():
            columns += [
                Column(f"{prefix}{part}", f"{ahead}{part_label(dimension, part, field_names)}", str(GROUPS[dimension]))
                for part in parts
            ]
    return columns


def _split_cells(split: Split, measures: Sequence[Measure], opening: Opening, notes: Mapping[str, str]) -> list[Cell]:
    cells = []
    for measure in measures:
        parts = split.of(measure)
        note = notes.get(measure.value, "")
        cells.append(Cell(parts.total, parts.total, opening.behind(parts.total, measure.value), note=note))
        for dimension, counts in parts.by.items():
            cells += [
                Cell(count, count, opening.behind(count, measure.value, dimension, part))
                for part, count in counts.items()
            ]
    return cells


# ── Printed totals ──


class _Beside:
    """Printed totals beside the sums: a note under the number on the page, two columns a measure in an export."""

    def __init__(self, printed: Sequence[Printed]):
        self.printed = printed
        self._measures = [measure for measure in Measure if any(p.measure == measure for p in printed)]

    def _of(self, unit_id: int | None) -> dict[str, Printed]:
        return {p.measure: p for p in self.printed if p.unit_id == unit_id}

    def notes(self, unit_id: int | None) -> dict[str, str]:
        """What stands under a measure's number where a report prints another."""
        said = _("printed: %(value)s")
        return {measure: said % {"value": format_number(p.value)} for measure, p in self._of(unit_id).items() if p.gap}

    def columns(self) -> list[Column]:
        columns = []
        for measure in self._measures:
            name = {"measure": measure.label}
            columns.append(Column(f"printed_{measure.value}", _("%(measure)s: printed total") % name, on_page=False))
            columns.append(Column(f"gap_{measure.value}", _("%(measure)s: gap to our rows") % name, on_page=False))
        return columns

    def cells(self, unit_id: int | None) -> list[Cell]:
        of = self._of(unit_id)
        numbers = []
        for measure in self._measures:
            numbers += [of[measure].value, of[measure].gap] if measure in of else [None, None]
        return [Cell(number, number) for number in numbers]

    def sentences(self) -> list[str]:
        said = _("%(unit)s, %(measure)s: %(source)s prints %(printed)s, our rows sum to %(sum)s, a gap of %(gap)s.")
        return [
            said
            % {
                "unit": p.name,
                "measure": str(Measure(p.measure).label).lower(),
                "source": p.source,
                "printed": format_number(p.value),
                "sum": format_number(p.sum_of_rows),
                "gap": format_number(p.gap),
            }
            for p in self.printed
        ]
