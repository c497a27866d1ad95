"""A unit's numbers in its newest rounds, for its own page; each opens to exactly its rows."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from kheo.insights.addresses import Opening
from kheo.insights.enums import Measure
from kheo.insights.measures import counts_of
from kheo.insights.permissions import can_read_figures
from kheo.insights.scope import Scope
from kheo.kernel import clock
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.models import Unit

AT_MOST = 5  # rounds; the figures themselves offer every other


@dataclass(frozen=True)
class Count:
    """One number, and the address of the rows behind it; none behind zero."""

    measure: Measure
    value: int
    url: str


@dataclass(frozen=True)
class UnitInRound:
    """How far the registrations of a unit, with all below it, came in a round."""

    round: Round
    counts: list[Count]


def rounds_of_unit(unit: Unit, *, reader: Person) -> list[UnitInRound]:
    """The newest rounds in which the unit takes part, as far as the reader may read its figures in them."""
    return [_counted(Scope.of(unit, round_, reader=reader)) for round_ in islice(_rounds(unit, reader), AT_MOST)]


def _rounds(unit: Unit, reader: Person) -> Iterator[Round]:
    """Rounds that have begun and in which the unit stands in line with the owner: the law of `unit_takes_part`.

    Each day is asked for once: many rounds end on the same one.
    """
    above = cache(lambda day: tree.chain(unit.pk, on=day))
    below = cache(lambda day: set(tree.list_under([unit.pk], on=day)))
    may_read = cache(lambda day: can_read_figures.allows(reader, above(day)))
    begun = Round.objects.visible_to(reader).filter(starts__lte=clock.today())
    for round_ in begun.select_related("movement").newest_first():
        owner, day = round_.movement.owner_id, round_.date
        there = unit.existed_between(round_.starts, round_.ends)
        if there and (may_read(day) or may_read(clock.today())) and (owner in above(day) or owner in below(day)):
            yield round_


def _counted(scope: Scope) -> UnitInRound:
    values = scope.registrations(scope.unit_ids).order_by().aggregate(**counts_of(Measure))
    opening = Opening(scope)
    return UnitInRound(
        scope.round, [Count(m, values[m.value], opening.behind(values[m.value], m.value)) for m in Measure]
    )
