"""The breakdown: registered and recognised by field, subject, kind and origin (T1 of movement.md §4.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
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


def _no_parts() -> dict[str, dict[str, int]]:
    return {dimension: dict.fromkeys(parts, 0) for dimension, parts in DIMENSIONS.items()}


@dataclass
class Parts:
    """A total, and for each dimension its parts: `by["field"]["economy"]`."""

    total: int = 0
    by: dict[str, dict[str, int]] = field(default_factory=_no_parts)

    def add(self, count: int, values: Mapping[str, str]) -> None:
        """Add `count` registrations that are alike in every dimension; a value of no part counts in the total only."""
        self.total += count
        for dimension, part in values.items():
            if part in self.by[dimension]:
                self.by[dimension][part] += count

    def merge(self, other: "Parts") -> None:
        """Add another total with its parts."""
        self.total += other.total
        for dimension, parts in other.by.items():
            for part, count in parts.items():
                self.by[dimension][part] += count

    @property
    def mismatches(self) -> dict[str, int]:
        """Dimensions whose parts do not sum to the total, with the sum they have (rule 2 of movement.md §4.5)."""
        sums = {dimension: sum(parts.values()) for dimension, parts in self.by.items()}
        return {dimension: summed for dimension, summed in sums.items() if summed != self.total}


@dataclass
class Split:
    """The parts of what was registered and of what was recognised."""

    registered: Parts = field(default_factory=Parts)
    recognised: Parts = field(default_factory=Parts)

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
        whole = Split()
        for row in self.rows:
            for measure in MEASURES:
                whole.of(measure).merge(row.split.of(measure))
        return whole


def breakdown(
    unit: Unit, round_: Round, *, on: date | None = None, level: str = "", reader: Person | None = None
) -> Breakdown:
    """The breakdown of a unit's direct children in a round; rows, days and queries as in `funnel`."""
    scope = Scope.of(unit, round_, on=on, level=level, reader=reader)
    splits: dict[int, Split] = {}
    for unit_id, field_key, *values, registered, recognised in _alike(scope):
        split = splits.setdefault(scope.tops[unit_id], Split())
        parts = dict(zip(DIMENSIONS, [field_key or UNCLASSIFIED, *values], strict=True))
        split.registered.add(registered, parts)
        split.recognised.add(recognised, parts)
    rows = [
        BreakdownRow(line, splits.get(line.unit.pk, Split()))
        for line in scope.lines
        if not line.own or line.unit.pk in splits
    ]
    made = Breakdown(scope, rows, [])
    sides = {row.line.unit.pk: row.split.by_measure() for row in rows if not row.line.own}
    return replace(made, printed=printed_beside(scope, {unit.pk: made.total.by_measure(), **sides}))


def _alike(scope: Scope) -> QuerySet:
    """How many registrations of each unit are alike in every dimension, and how many of them were recognised."""
    rows = scope.registrations(scope.tops).order_by()
    return rows.values_list("unit", "field__key", "subject", "kind", "origin").annotate(**counts_of(MEASURES))
