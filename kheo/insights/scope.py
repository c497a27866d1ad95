"""What a figure is cut from: a unit with all that stood below it, in a round, as at a day.

Every figure, every list behind a figure and every export starts from `Scope.registrations`, so that the number shown
and the rows it opens to cannot differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from django.db.models import BigIntegerField, F, Func, QuerySet, Value

from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.models import Unit


@dataclass(frozen=True)
class Line:
    """What one row of a table stands for: a unit with all below it, or (`own`) the superior's own registrations."""

    unit_id: int
    code: str
    name: str
    level: str
    own: bool = False


@dataclass(frozen=True)
class Scope:
    """A unit, a round, and the day at which the tree is read: the round's date unless told.

    `level` keeps only what was registered for that level. `reader` keeps only what that person may open, so that a
    figure never counts what its reader could not find behind it; the command line reads without a person.
    """

    unit: Unit
    round: Round
    on: date
    level: str = ""
    reader: Person | None = None

    @classmethod
    def of(
        cls, unit: Unit, round_: Round, *, on: date | None = None, level: str = "", reader: Person | None = None
    ) -> "Scope":
        """The scope at the round's own date, or at another day."""
        return cls(unit, round_, on or round_.date, level, reader)

    def registrations(self, unit_ids: Iterable[int]) -> QuerySet[Registration]:
        """What counts of the given units: sent, neither declined, withdrawn nor merged."""
        level = {"level": self.level} if self.level else {}
        rows = Registration.objects.counted().filter(round=self.round, unit__among=unit_ids, **level)
        return rows.visible_to(self.reader) if self.reader else rows

    @cached_property
    def unit_ids(self) -> list[int]:
        """The unit and all below it. Those that ended during the round are there; those that ended before are not."""
        return tree.list_under([self.unit.pk], on=self.on, since=self.round.starts)

    @cached_property
    def name(self) -> str:
        """The unit's name on that day; read with the unit, or asked for now."""
        return getattr(self.unit, "name_then", "") or self.unit.name_on(self.on)

    @cached_property
    def branches(self) -> list[tree.Branch]:
        """The direct children on that day, in their order, each with all below it."""
        return tree.branches(self.unit.pk, on=self.on, since=self.round.starts)

    @cached_property
    def lines(self) -> list[Line]:
        """The rows of a table: the direct children, and last the unit itself for what it registered."""
        children = [Line(b.unit_id, b.code, b.name, b.level) for b in self.branches]
        return [*children, Line(self.unit.pk, self.unit.code, self.name, self.unit.level, own=True)]

    @property
    def line(self) -> Func:
        """For a query over registrations of the scope: the line under which each counts.

        The numbers of the units, in order, fall into runs that count under one line; the database finds the run of a
        unit by halving. So it sums up by line, and a nation's 15,000 units need not travel one by one.
        """
        runs = [next(run) for _line, run in groupby(sorted(self.tops.items()), key=itemgetter(1))]
        starts, lines = Value([unit_id for unit_id, _line in runs]), Value([line for _unit_id, line in runs])
        run = Func(F("unit_id"), starts, function="width_bucket", output_field=BigIntegerField())
        return Func(lines, run, template="(%(expressions)s]", arg_joiner="::bigint[])[", output_field=BigIntegerField())

    @cached_property
    def tops(self) -> dict[int, int]:
        """Under which line each unit counts: `{unit_id: unit_id of the line}`."""
        below = {unit_id: branch.unit_id for branch in self.branches for unit_id in branch.unit_ids}
        return {**below, self.unit.pk: self.unit.pk}
