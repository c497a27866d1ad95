"""The funnel: registered → recognised → proposed upward → recognised above, unit by unit (T2 of movement.md §4.3)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from kheo.insights.enums import Measure
from kheo.insights.printed import Printed, printed_beside
from kheo.insights.scope import Line, Scope
from kheo.insights.subtotals import counts_by_line
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.recognitions.duty import considered_ids
from kheo.recognitions.enums import Upward
from kheo.recognitions.upward import upward_of
from kheo.units.models import Unit


@dataclass(frozen=True)
class Figures:
    """How many registrations came how far, one number for each `Measure`, under its name."""

    registered: int = 0
    recognised: int = 0
    proposed: int = 0
    recognised_above: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.registered + other.registered,
            self.recognised + other.recognised,
            self.proposed + other.proposed,
            self.recognised_above + other.recognised_above,
        )

    def by_measure(self) -> dict[str, int]:
        """`{measure: count}`, in the order of the columns."""
        return {measure.value: getattr(self, measure) for measure in Measure}


@dataclass(frozen=True)
class FunnelRow:
    """One line's figures. “Considered, none recognised” and “has not considered” differ in `considered` (BR-09), and so
    do “proposes nothing” and “has not proposed yet” in `upward`: what the unit itself did with what it recognised, None
    where it recognised nothing. Restated, neither is said: what units did, they did as the units they were."""

    line: Line
    figures: Figures
    considered: bool | None
    upward: Upward | None = None


@dataclass(frozen=True)
class Funnel:
    """The funnel of a unit in a round; its total is the sum of its rows, never stored."""

    scope: Scope
    rows: list[FunnelRow]
    printed: list[Printed]

    @cached_property
    def total(self) -> Figures:
        return sum((row.figures for row in self.rows), Figures())

    @property
    def units(self) -> int:
        """How many units the rows stand for: the denominator of 13/14."""
        return sum(not row.line.apart for row in self.rows)

    @property
    def apart(self) -> Figures:
        """What is not separable among the units of the day."""
        return sum((row.figures for row in self.rows if row.line.apart), Figures())

    @property
    def considered(self) -> int:
        """How many of them have considered recognition."""
        return sum(bool(row.considered) for row in self.rows)

    @property
    def registering(self) -> int:
        """How many of them have registered anything."""
        return sum(row.figures.registered > 0 for row in self.rows)

    @property
    def per_unit(self) -> Decimal | None:
        """Registrations of a registering unit, one decimal: 138 of 32 units are 4.3 (S001). None when nobody has."""
        if not self.registering:
            return None
        return (Decimal(self.total.registered) / self.registering).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)

    @property
    def forgone(self) -> list[FunnelRow]:
        """Those that have stated that they propose nothing, by name."""
        return [row for row in self.rows if row.upward == Upward.FORGONE]

    @property
    def not_yet(self) -> list[FunnelRow]:
        """Those that have not considered recognition, by name (BR-09)."""
        return [row for row in self.rows if row.considered is False]

    @property
    def silent(self) -> list[FunnelRow]:
        """Those that have registered nothing, by name."""
        return [row for row in self.rows if not row.figures.registered]


def funnel(
    unit: Unit, round_: Round, *, on: date | None = None, level: str = "", reader: Person | None = None
) -> Funnel:
    """The funnel of a unit's direct children in a round, each with its whole subtree as at the round's date."""
    return funnel_of(Scope.of(unit, round_, on=on, level=level, reader=reader))


def funnel_of(scope: Scope) -> Funnel:
    """The funnel of a scope, line by line.

    A last row holds what the unit registered itself, if anything, so that the rows always sum to the total. The number
    of queries does not depend on the number of rows.
    """
    sums = {line: Figures(*counts) for line, counts in counts_by_line(scope).items()}
    lines = [line for line in scope.lines if line.of_unit or line.unit_id in sums]
    if scope.is_restated:
        return Funnel(scope, [FunnelRow(line, sums.get(line.unit_id, Figures()), None) for line in lines], [])
    considered = considered_ids([line.unit_id for line in scope.lines], scope.round, tops=scope.tops, by=scope.until)
    upward = upward_of([branch.unit_id for branch in scope.branches], scope.round, by=scope.until)
    rows = [
        FunnelRow(line, sums.get(line.unit_id, Figures()), line.unit_id in considered, upward.get(line.unit_id))
        for line in lines
    ]
    sides = {row.line.unit_id: row.figures.by_measure() for row in rows if row.line.of_unit}
    whole = sum(sums.values(), Figures())
    return Funnel(scope, rows, printed_beside(scope, {scope.unit.pk: whole.by_measure(), **sides}))
