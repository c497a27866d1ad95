"""What travelled and what worked: the results of the copies beside those of their origin, in the same indicators.

Each result keeps its unit and its qualifier; what a copy has not reported is a gap, never a zero, and nothing is summed
over units. Only indicators of a catalogue are compared: a result in a unit's own words has no twin.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kheo.exemplars.enums import COUNTED
from kheo.exemplars.models import Registration
from kheo.kernel.quantities import Quantity, in_words, total
from kheo.results.models import Achievement, Indicator


@dataclass(frozen=True)
class Line:
    """A registration and what it reported in each of the indicators, in their order: words, or nothing."""

    registration: Registration
    by_indicator: dict[int, str]

    @property
    def cells(self) -> list[str]:
        """One an indicator, in their order; empty where nothing was reported."""
        return list(self.by_indicator.values())

    @property
    def reported(self) -> int:
        """In how many of the indicators it reported."""
        return sum(bool(cell) for cell in self.cells)


@dataclass(frozen=True)
class Study:
    """The origin's indicators, its own results, and a line for each copy."""

    indicators: list[Indicator]
    origin: Line
    lines: list[Line]


def study(origin: Registration, copies: Sequence[Registration]) -> Study:
    """The copies against their origin. Two queries, whatever their number."""
    found: dict[int, dict[int, list[Quantity]]] = defaultdict(lambda: defaultdict(list))
    exemplars = {row.exemplar_id: row for row in (origin, *copies)}
    rows = Achievement.objects.filter(registration__exemplar__in=exemplars, counted=True, indicator__isnull=False)
    rows = rows.filter(registration__in=_latest(list(exemplars))).select_related("registration")
    for row in rows:
        found[row.registration.exemplar_id][row.indicator_id].append(row.quantity)
    indicators = list(Indicator.objects.filter(pk__in=found[origin.exemplar_id]))
    return Study(indicators, _line(origin, found, indicators), [_line(copy, found, indicators) for copy in copies])


def _latest(exemplar_ids: Sequence[int]) -> list[int]:
    """The latest registration of each exemplar that has reported anything: a stock of last year is not this year's."""
    rows = Achievement.objects.filter(registration__exemplar__in=exemplar_ids, counted=True, indicator__isnull=False)
    rows = rows.filter(registration__status__in=COUNTED)
    newest = rows.order_by("registration__exemplar", "-registration__registered_on", "-registration")
    return list(newest.distinct("registration__exemplar").values_list("registration", flat=True))


def _line(
    registration: Registration, found: dict[int, dict[int, list[Quantity]]], indicators: Sequence[Indicator]
) -> Line:
    of_it = found[registration.exemplar_id]
    return Line(registration, {indicator.pk: _cell(of_it[indicator.pk]) for indicator in indicators})


def _cell(quantities: Sequence[Quantity]) -> str:
    """What was reported in one indicator: a sum, or side by side what has none, like rates; empty for nothing."""
    parts = total(quantities)
    summed = [part.quantity for part in parts if part.quantity.value is not None]
    told = summed if len(summed) == len(parts) else quantities
    return " · ".join(in_words(quantity) for quantity in told)


def missing_of(origin: Registration, copy: Registration) -> list[str]:
    """The indicators in which the origin reported and the copy has not yet, by name."""
    compared = study(origin, [copy])
    cells = compared.lines[0].cells
    return [str(indicator) for indicator, cell in zip(compared.indicators, cells, strict=True) if not cell]
