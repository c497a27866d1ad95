"""What the movement's papers ask of the units of a level, beside what these did (movement.md §4.4)."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from kheo.insights.funnel import Funnel, FunnelRow
from kheo.kernel.quantities import format_number, ratio
from kheo.movements.enums import TargetMeasure
from kheo.movements.models import Target
from kheo.units.enums import Level


@dataclass(frozen=True)
class Achievement:
    """A target, how many of the units it speaks of do what it asks, and of how many."""

    target: Target
    done: int
    units: int

    @property
    def sentence(self) -> str:
        """The target and the figure side by side."""
        target, level = self.target, Level(self.target.level).label.lower()
        done = (
            f"{format_number(self.done)}/{format_number(self.units)} = {format_number(self.share or Decimal(0), 1)} %"
        )
        if target.measure == TargetMeasure.UNITS_CONSIDERING:
            said = _("%(wanted)s %% of the units of the level “%(level)s” consider recognition: %(done)s")
        else:
            said = _("Each unit of the level “%(level)s” registers at least %(wanted)s: %(done)s")
        return said % {"wanted": format_number(target.at_least), "level": level, "done": done}

    @property
    def share(self) -> Decimal | None:
        """In per cent: 13 of 14 are 92.9."""
        return ratio(self.done, self.units)

    @property
    def reached(self) -> bool:
        """Whether the target is met: by its share of the units, or by every one of them."""
        wanted = self.target.at_least if self.target.measure == TargetMeasure.UNITS_CONSIDERING else 100
        return self.done * 100 >= wanted * self.units


def achievements(funnel: Funnel) -> list[Achievement]:
    """The movement's targets for the levels on which the rows of a funnel stood, measured on these rows.

    Targets of other levels are measured where those levels are the rows.
    """
    found = []
    for target in funnel.scope.round.movement.targets.select_related("paper").order_by("measure", "level"):
        rows = [row for row in funnel.rows if row.line.level == target.level and not row.line.own]
        if rows:
            found.append(Achievement(target, sum(_does(row, target) for row in rows), len(rows)))
    return found


def _does(row: FunnelRow, target: Target) -> bool:
    if target.measure == TargetMeasure.UNITS_CONSIDERING:
        return row.considered
    return row.figures.registered >= target.at_least
