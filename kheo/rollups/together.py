"""The figures of many installations as one: what roll-ups tell, what lives here, and nothing twice.

Of each unit, movement and round the newest file counts. A file about a unit under another one whose own file tells of
the same round is part of that file already; so are registrations of such units that live in this installation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Sum

from kheo.insights.addresses import page_address
from kheo.insights.funnel import Figures
from kheo.insights.permissions import can_read_figures
from kheo.insights.scope import Scope
from kheo.insights.subtotals import Counts, counts_by_line
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.rollups.models import Rollup, RollupUnit, Sender
from kheo.rollups.reading import NAMES
from kheo.units import tree
from kheo.units.models import Unit


@dataclass(frozen=True)
class Span:
    """From which day to which; rounds of the same span stand together, whatever each province calls its own."""

    starts: date
    ends: date

    @property
    def key(self) -> str:
        """As an address says it."""
        return f"{self.starts.isoformat()}_{self.ends.isoformat()}"


@dataclass(frozen=True)
class Part:
    """One line: a unit with all below it in a movement, told by a roll-up, or (without) counted here by now."""

    code: str
    name: str
    movement: str
    round: str
    figures: Figures
    rollup: Rollup | None = None
    url: str = ""


@dataclass(frozen=True)
class Twice:
    """What is known from two sides and counts once: how much of it lives here."""

    name: str
    round: str
    registered: int


@dataclass(frozen=True)
class Placed(Scope):
    """Of a scope only the units that are named, each under a line of one's own choosing."""

    under: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def tops(self) -> dict[int, int]:
        return dict(self.under)


def spans(person: Person, unit: Unit) -> list[Span]:
    """The spans of which something was taken about the unit or units below it, the newest first."""
    rows = Rollup.objects.visible_to(person).filter(unit__among=tree.reach([unit.pk], on=clock.today()))
    return [Span(*days) for days in rows.order_by("-ends", "-starts").values_list("starts", "ends").distinct()]


class Together:
    """All of a unit's tree in a span, as the person may read it."""

    def __init__(self, unit: Unit, span: Span, person: Person) -> None:
        self.unit, self.span, self.person = unit, span, person
        self.twice: list[Twice] = []
        self.within: list[Rollup] = []  # told by the file of a unit above as well
        self.parts = [*self._told(), *self._living_here()]

    @property
    def total(self) -> Figures:
        return sum((part.figures for part in self.parts), Figures())

    @cached_property
    def missing(self) -> list[str]:
        """The units whose key is trusted and of which nothing was taken for this span, by name."""
        sent = {rollup.unit_id for rollup in self._newest}
        trusted = Sender.objects.trusted().filter(unit__in=self._below).exclude(unit__in=sent)
        return sorted(set(trusted.values_list("unit__name", flat=True)))

    @cached_property
    def _below(self) -> list[int]:
        return tree.list_under([self.unit.pk], on=self.span.ends, since=self.span.starts)

    @cached_property
    def _newest(self) -> list[Rollup]:
        rows = Rollup.objects.visible_to(self.person).filter(
            unit__among=self._below, starts=self.span.starts, ends=self.span.ends
        )
        return list(rows.newest().select_related("unit").defer("file"))

    def _told(self) -> list[Part]:
        chains = tree.chains([rollup.unit_id for rollup in self._newest], on=self.span.ends)
        about = {(rollup.unit_id, rollup.movement, rollup.round) for rollup in self._newest}
        counted = []
        for rollup in self._newest:
            above = chains[rollup.unit_id][1:]
            inside = any((unit_id, rollup.movement, rollup.round) in about for unit_id in above)
            (self.within if inside else counted).append(rollup)
        sums = _sums(counted)
        return [
            Part(one.unit.code, one.unit.name, one.movement_name, one.round_name, sums[one.pk], one)
            for one in sorted(counted, key=lambda one: (one.unit.sort_key, one.unit_id, one.movement_name))
        ]

    def _living_here(self) -> list[Part]:
        """What is registered in this installation, line by line; only to those who read it."""
        if not can_read_figures.allows(self.person, tree.chain(self.unit.pk, on=clock.today())):
            return []
        rounds = Round.objects.visible_to(self.person).filter(starts=self.span.starts, ends=self.span.ends)
        return [part for round_ in rounds.select_related("movement") for part in self._of_round(round_)]

    def _of_round(self, round_: Round) -> list[Part]:
        scope = Scope.of(self.unit, round_, reader=self.person)
        same = (round_.movement.code, round_.code)
        told = {one.unit_id: one.unit for one in self._newest if (one.movement, one.round) == same}
        covered = tree.tops_by_unit(told, on=scope.on, since=round_.starts) if told else {}
        remaining = {unit_id: line for unit_id, line in scope.tops.items() if unit_id not in covered}
        for unit_id, counts in self._counts(round_, covered).items():
            self.twice.append(Twice(told[unit_id].name, round_.name, counts[0]))
        sums = self._counts(round_, remaining)
        return [
            Part(
                line.code, line.name, round_.movement.name, round_.name, Figures(*sums[line.unit_id]),
                url=page_address("funnel", scope, line.unit_id),
            )
            for line in scope.lines if line.unit_id in sums
        ]  # fmt: skip

    def _counts(self, round_: Round, under: Mapping[int, int]) -> dict[int, Counts]:
        if not under:
            return {}
        return counts_by_line(Placed(self.unit, round_, round_.date, reader=self.person, under=under))


def _sums(rollups: list[Rollup]) -> dict[int, Figures]:
    rows = RollupUnit.objects.filter(rollup__in=rollups).order_by().values_list("rollup")
    summed = rows.annotate(**{f"all_{name}": Sum(name) for name in NAMES})
    return {pk: Figures(*counts) for pk, *counts in summed}
