"""What a figure is cut from: a unit with all that stood below it, in a round, as at a day; or restated to the units of
another day.

Every figure, every list behind a figure and every export starts from `Scope.registrations`, so that the number shown
and the rows it opens to cannot differ.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import BigIntegerField, Case, Expression, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import restating, tree
from kheo.units.models import Unit


@dataclass(frozen=True)
class Line:
    """What one row of a table stands for: a unit with all below it, or (`own`) the superior's own registrations, or
    (`apart`) what cannot be told to any unit below it since its unit was split."""

    unit_id: int
    code: str
    name: str
    level: str
    own: bool = False
    apart: bool = False

    @property
    def of_unit(self) -> bool:
        """Whether it stands for a unit below with everything in it."""
        return not (self.own or self.apart)


@dataclass(frozen=True)
class Scope:
    """A unit, a round, and the day at which the tree is read: the round's date unless told.

    `level` keeps only what was registered for that level. `reader` keeps only what that person may open, so that a
    figure never counts what its reader could not find behind it; the command line reads without a person. `until` cuts
    the round: only what had happened by the end of that day counts, by the day that each fact carries.
    """

    unit: Unit
    round: Round
    on: date
    level: str = ""
    reader: Person | None = None
    until: date | None = None

    is_restated = False
    by_unit = True  # all that one unit registered counts under one line

    @classmethod
    def of(
        cls, unit: Unit, round_: Round, *, on: date | None = None, level: str = "", reader: Person | None = None,
        until: date | None = None,
    ) -> "Scope":  # fmt: skip
        """The scope at the round's own date, or at another day; a round that is cut, at the day of the cut."""
        return cls(unit, round_, on or min(round_.date, until or round_.date), level, reader, until)

    def registrations(self, unit_ids: Iterable[int]) -> QuerySet[Registration]:
        """What counts of the given units: sent, neither declined, withdrawn nor merged."""
        return self._counted().filter(unit__among=unit_ids)

    def rows(self, *, own: bool = False, apart: bool = False) -> QuerySet[Registration]:
        """What counts under the unit; of it only its `own`, or only what stands `apart` from every unit below."""
        if not (own or apart):
            return self.registrations(self.unit_ids)
        return self.registrations([self.unit.pk] if own else [])

    def portions(self) -> Iterator[tuple[Q, Callable[[int], int]]]:
        """For sums that are made unit by unit: which registrations to take, and the line of each of their units. The
        portions are few, and together they are everything."""
        yield Q(), self.tops.__getitem__

    def _counted(self) -> QuerySet[Registration]:
        told: dict[str, object] = {"level": self.level} if self.level else {}
        if self.until:
            told["registered_on__lte"] = self.until
        rows = Registration.objects.counted().filter(round=self.round, **told)
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
    def line(self) -> Expression:
        """For a query over registrations of the scope: the line under which each counts."""
        return tree.line(self.tops, "unit_id")

    @cached_property
    def tops(self) -> dict[int, int]:
        """Under which line each unit counts: `{unit_id: unit_id of the line}`."""
        below = {unit_id: branch.unit_id for branch in self.branches for unit_id in branch.unit_ids}
        return {**below, self.unit.pk: self.unit.pk}


APART = 0  # stands in the place of a unit's id for what cannot be told to any unit below


class RestatedScope(Scope):
    """The same registrations under the units of the day `on`, whatever became of those that made them.

    What a unit registered counts where the unit went (`restating`); what happened in a village of a split unit, where
    the village went. The rest of a split unit counts in the total of the lowest unit above all its successors, in a
    line of its own.
    """

    is_restated = True

    @property
    def by_unit(self) -> bool:  # type: ignore[override] # of others it is always so
        """Not where something counts by its village."""
        return not self._placed

    def registrations(self, unit_ids: Iterable[int]) -> QuerySet[Registration]:
        """What counts of the given units: what is placed by its village counts where the village went."""
        ids = set(unit_ids)
        here = [pk for pk, unit_id in self._placed.items() if unit_id in ids]
        return self._counted().filter(Q(unit__among=ids) & ~Q(pk__in=list(self._placed)) | Q(pk__in=here))

    def rows(self, *, own: bool = False, apart: bool = False) -> QuerySet[Registration]:
        """As in any scope; `apart` is what is not separable among the units below."""
        if not (own or apart):
            return self.registrations(self.unit_ids)
        wanted = APART if apart else self.unit.pk
        return self.registrations([unit_id for unit_id, line in self.tops.items() if line == wanted])

    def portions(self) -> Iterator[tuple[Q, Callable[[int], int]]]:
        """As in any scope; what is placed by its village comes apart, line by line."""
        yield ~Q(pk__in=list(self._placed)), self.tops.__getitem__
        for line, pks in self._placed_by_line.items():
            yield Q(pk__in=pks), lambda _unit_id, line=line: line

    @cached_property
    def unit_ids(self) -> list[int]:
        """The units of today under this one, and those that ended and count under it."""
        return list(self.tops)

    @cached_property
    def lines(self) -> list[Line]:
        """The units below, the unit itself, and last what is not separable."""
        apart = Line(APART, "", _("Not separable"), self.unit.level, apart=True)
        return [*super().lines, *([apart] if APART in self.tops.values() else [])]

    @cached_property
    def branches(self) -> list[tree.Branch]:
        """The direct children on that day; units that had ended by then are nobody's branch."""
        return tree.branches(self.unit.pk, on=self.on, since=self.on)

    @property
    def line(self) -> Expression:
        """As in any scope, but for what is placed by its village."""
        placed = (When(pk__in=pks, then=Value(line)) for line, pks in self._placed_by_line.items())
        return Case(*placed, default=super().line, output_field=BigIntegerField())

    @cached_property
    def tops(self) -> dict[int, int]:
        """Under which line each unit counts, those that ended included."""
        found = dict(self._today)
        for unit_id, home in self._history.homes.items():
            if home.unit_id == self.unit.pk:
                found[unit_id] = self.unit.pk if home.exact else APART
            elif home.unit_id in self._today:
                found[unit_id] = self._today[home.unit_id]
        return found

    @cached_property
    def _today(self) -> dict[int, int]:
        """Under which line each unit of the day counts."""
        below = {unit_id: branch.unit_id for branch in self.branches for unit_id in branch.unit_ids}
        return {**below, self.unit.pk: self.unit.pk}

    @cached_property
    def _history(self) -> restating.History:
        """What became of the units that may have come to those of the day."""
        return restating.History(restating.earlier(self._today, on=self.on), self.on)

    @cached_property
    def _placed_by_line(self) -> dict[int, list[int]]:
        lines: dict[int, list[int]] = {}
        for pk, unit_id in self._placed.items():
            if unit_id in self._today:
                lines.setdefault(self._today[unit_id], []).append(pk)
        return lines

    @cached_property
    def _placed(self) -> dict[int, int]:
        """The registrations of split units whose place names a village of one part, and the unit to which that went."""
        known = self._history.parts
        if not known:
            return {}
        rows = Registration.objects.filter(round=self.round, unit__among=list(known)).exclude(dossier__place="")
        told = rows.values_list("pk", "unit_id", "dossier__place")
        found = ((pk, restating.part_of(place or "", known[unit_id])) for pk, unit_id, place in told)
        return {pk: home.unit_id for pk, home in found if home and home.exact}
