"""Printed totals: what a published report says beside what our rows sum to. Shown, never mended (movement.md §4.5)."""

from collections.abc import Mapping
from dataclasses import dataclass

from kheo.insights.enums import Measure
from kheo.insights.models import PrintedTotal
from kheo.insights.scope import Scope


@dataclass(frozen=True)
class Printed:
    """One printed total and the sum of our rows."""

    unit_id: int
    code: str
    name: str
    measure: str
    value: int
    sum_of_rows: int
    source: str

    @property
    def measure_label(self) -> str:
        """What is counted, in words."""
        return str(Measure(self.measure).label)

    @property
    def gap(self) -> int:
        """By how much the report prints more than we can list; negative when it prints less."""
        return self.value - self.sum_of_rows


def printed_beside(scope: Scope, sums: Mapping[int, Mapping[str, int]]) -> list[Printed]:
    """The printed totals of the units in `sums` (`{unit_id: {measure: sum of rows}}`), the scope's own unit first.

    A report prints totals of everything registered, so there is nothing to compare when only one level is shown, or
    only what had happened by some day.
    """
    if scope.level or scope.until:
        return []
    names = {line.unit_id: line.name for line in scope.lines}
    totals = PrintedTotal.objects.filter(round=scope.round, unit__in=list(sums)).select_related("unit")
    found = [
        Printed(
            total.unit_id, total.unit.code, names[total.unit_id], total.measure, total.value,
            sums[total.unit_id][total.measure], total.source,
        )
        for total in totals
        if total.measure in sums[total.unit_id]
    ]  # fmt: skip
    order = {unit_id: place for place, unit_id in enumerate(dict.fromkeys([scope.unit.pk, *names]))}
    measures = list(Measure)
    return sorted(found, key=lambda printed: (order[printed.unit_id], measures.index(Measure(printed.measure))))
