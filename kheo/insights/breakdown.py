"""The breakdown: registered and recognised by field, subject, kind and origin (T1 of movement.md §4.3)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from kheo.exemplars.enums import Kind, Origin, Subject
from kheo.insights.enums import Measure
from kheo.insights.measures import counts_of
from kheo.insights.printed import Printed, printed_beside
from kheo.insights.scope import Line, Scope
from kheo.movements.enums import UNCLASSIFIED, FieldKey
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit

# What a total is split by, and into which parts. A registration without a field is unclassified: shown, never guessed.
DIMENSIONS = {
    "field": [*FieldKey.values, UNCLASSIFIED],
    "subject": Subject.values,
    "kind": Kind.values,
    "origin": Origin.values,
}
MEASURES = [Measure.REGISTERED, Measure.RECOGNISED]


@dataclass(frozen=True)
class Parts:
    """A total, and for each dimension its parts: `by["field"]["economy"]`."""

    total: int
    by: dict[str, dict[str, int]]

    @property
    def mismatches(self) -> dict[str, int]:
        """Dimensions whose parts do not sum to the total, with the sum they have (rule 2 of movement.md §4.5)."""
        sums = {dimension: sum(parts.values()) for dimension, parts in self.by.items()}
        return {dimension: summed for dimension, summed in sums.items() if summed != self.total}


@dataclass(frozen=True)
class Split:
    """The parts of what was registered and of what was recognised."""

    registered: Parts
    recognised: Parts

    def of(self, measure: str) -> Parts:
        """The parts of one measure."""
        return getattr(self, measure)

    def by_measure(self) -> dict[str, int]:
        """`{measure: total}`."""
        return {measure.value: self.of(measure).total for measure in MEASURES}


@dataclass(frozen=True)
class BreakdownRow:
    """One line's split."""

    line: Line
    split: Split


@dataclass(frozen=True)
class Breakdown:
    """The breakdown of a unit in a round; its total is the sum of its rows."""

    scope: Scope
    rows: list[BreakdownRow]
    printed: list[Printed]

    @cached_property
    def total(self) -> Split:
        return Split(*(_sum([row.split.of(measure) for row in self.rows]) for measure in MEASURES))


def breakdown(
    unit: Unit, round_: Round, *, on: date | None = None, level: str = "", reader: Person | None = None
) -> Breakdown:
    """The breakdown of a unit's direct children in a round; rows, days and queries as in `funnel`."""
    return breakdown_of(Scope.of(unit, round_, on=on, level=level, reader=reader))


def breakdown_of(scope: Scope) -> Breakdown:
    """The breakdown of a scope, line by line; restated, without printed totals: they are of the old units."""
    tally = _tallied(scope)
    rows = [
        BreakdownRow(line, Split(*(_parts(tally, line, place) for place in range(len(MEASURES)))))
        for line in scope.lines
        if line.of_unit or (line.unit_id, "", "") in tally
    ]
    made = Breakdown(scope, rows, [])
    if scope.is_restated:
        return made
    sides = {row.line.unit_id: row.split.by_measure() for row in rows if row.line.of_unit}
    return replace(made, printed=printed_beside(scope, {scope.unit.pk: made.total.by_measure(), **sides}))


# For each line, dimension and part, how many were registered and how many recognised; ("", "") is the line's total.
type Tally = dict[tuple[int, str, str], list[int]]


def _tallied(scope: Scope) -> Tally:
    """Count what is alike in every dimension once, and add it to its line, and to its part in each dimension."""
    tally: Tally = defaultdict(lambda: [0, 0])
    for line, field_key, subject, kind, origin, registered, recognised in _alike(scope):
        for cell in (
            (line, "", ""), (line, "field", field_key or UNCLASSIFIED), (line, "subject", subject),
            (line, "kind", kind), (line, "origin", origin),
        ):  # fmt: skip
            counts = tally[cell]
            counts[0] += registered
            counts[1] += recognised
    return tally


def _alike(scope: Scope) -> QuerySet:
    """How many registrations of each line are alike in every dimension, and how many of them were recognised."""
    rows = scope.registrations(scope.tops).order_by().annotate(line=scope.line)
    return rows.values_list("line", "field__key", "subject", "kind", "origin").annotate(
        **counts_of(MEASURES, scope.until)
    )


def _parts(tally: Tally, line: Line, place: int) -> Parts:
    """One line's parts of the measure at a place of `MEASURES`. A value that is none of our parts is in the total."""
    nothing = [0] * len(MEASURES)
    by = {
        dimension: {part: tally.get((line.unit_id, dimension, part), nothing)[place] for part in parts}
        for dimension, parts in DIMENSIONS.items()
    }
    return Parts(tally.get((line.unit_id, "", ""), nothing)[place], by)


def _sum(several: Sequence[Parts]) -> Parts:
    by = {
        dimension: {part: sum(parts.by[dimension][part] for parts in several) for part in names}
        for dimension, names in DIMENSIONS.items()
    }
    return Parts(sum(parts.total for parts in several), by)
