"""What a roll-up says of the units in it: each with what stood below it, summed from its rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kheo.insights.enums import Measure
from kheo.insights.funnel import Figures
from kheo.rollups.models import Rollup, RollupUnit

NAMES = [measure.value for measure in Measure]


@dataclass(frozen=True)
class Line:
    """A unit of the file with everything below it; `own` for what the unit above them registered itself."""

    unit: RollupUnit
    figures: Figures
    below: int
    own: bool = False


class Told:
    """The tree of a roll-up, read once: a file of a province has some hundred rows."""

    def __init__(self, rollup: Rollup) -> None:
        self.rollup = rollup
        self.units = {unit.code: unit for unit in rollup.units.order_by("pk")}
        self._below: dict[str, list[RollupUnit]] = defaultdict(list)
        for unit in self.units.values():
            self._below[unit.superior].append(unit)

    @property
    def root(self) -> RollupUnit:
        """The unit that the file is about."""
        return self._below[""][0]

    def lines(self, under: RollupUnit) -> list[Line]:
        """The units directly below one, and last the unit itself if it registered anything."""
        lines = [Line(one, self.sums[one.code], len(self._below[one.code])) for one in self._below[under.code]]
        own = own_figures(under)
        return [*lines, Line(under, own, 0, own=True)] if own != Figures() else lines

    def way(self, unit: RollupUnit) -> list[RollupUnit]:
        """From the root down to a unit."""
        way = [unit]
        while way[0].superior:
            way.insert(0, self.units[way[0].superior])
        return way

    @cached_property
    def sums(self) -> dict[str, Figures]:
        """Of each unit by its code, with everything below it."""
        sums: dict[str, Figures] = {}
        for unit in reversed(list(self._downward())):  # those below stand before those above
            sums[unit.code] = sum((sums[one.code] for one in self._below[unit.code]), own_figures(unit))
        return sums

    def _downward(self) -> Iterator[RollupUnit]:
        waiting = list(self._below[""])
        while waiting:
            unit = waiting.pop()
            yield unit
            waiting += self._below[unit.code]


def own_figures(unit: RollupUnit) -> Figures:
    """What a unit registered itself."""
    return Figures(*(getattr(unit, name) for name in NAMES))
