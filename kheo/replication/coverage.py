"""How far an exemplar has come: in how many of the units of a level it is at work on a day, branch by branch, and
where not, by name ("48 of 139 communes, three districts complete").

The units are those of that day: their tree, their level and their names. A copy counts from the day it was confirmed,
in its unit or in any unit above it, up to the level that is looked at; the exemplar itself counts where it began. What
was said to have stopped by then (a pulse, a re-check: `progress.said`) is at work no longer: the place stays named, as
one to which it came and where it stopped ("48 of 139, of which 2 stopped since"). The place of a unit that ended before
the day is the unit that took it over (`restating`); where it was split that cannot be told, and is said so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from kheo.exemplars.models import Registration
from kheo.kernel.quantities import format_number, format_ratio
from kheo.progress import said
from kheo.replication.copies import Copy, family, flat
from kheo.replication.enums import AdoptionState
from kheo.units import restating, tree
from kheo.units.models import Unit


@dataclass
class Place:
    """A unit of the level; by which registrations it is at work there, and by which it was; by none where it is
    missing."""

    unit_id: int
    name: str
    reached_by: list[Registration] = field(default_factory=list)
    stopped_by: list[Registration] = field(default_factory=list)

    @property
    def has_stopped(self) -> bool:
        """It had come here, and nothing of it is at work any more."""
        return bool(self.stopped_by) and not self.reached_by


@dataclass
class Branch:
    """The units of the level below one direct child of the unit that is looked at."""

    unit_id: int
    name: str
    places: list[Place]

    @property
    def reached(self) -> list[Place]:
        """Where it is at work."""
        return [place for place in self.places if place.reached_by]

    @property
    def stopped(self) -> list[Place]:
        """Where it was, and is no longer."""
        return [place for place in self.places if place.has_stopped]

    @property
    def missing(self) -> list[Place]:
        """Where it has never come."""
        return [place for place in self.places if not place.reached_by and not place.has_stopped]

    @property
    def is_complete(self) -> bool:
        """It is at work in every unit of the level."""
        return bool(self.places) and len(self.reached) == len(self.places)

    @property
    def ratio(self) -> str:
        """In per cent."""
        return format_ratio(len(self.reached), len(self.places))


@dataclass
class Coverage:
    """Branch by branch; its totals are the sums of the branches."""

    on: date
    level: str
    branches: list[Branch]
    not_placed: list[Registration]  # of units that ended and went on as several

    @property
    def reached(self) -> int:
        """In how many units of the level it is at work."""
        return sum(len(branch.reached) for branch in self.branches)

    @property
    def stopped(self) -> int:
        """In how many it was, and is no longer."""
        return sum(len(branch.stopped) for branch in self.branches)

    @property
    def came(self) -> int:
        """To how many it has come, whatever became of it there."""
        return self.reached + self.stopped

    @property
    def whole(self) -> int:
        """How many units of the level there are."""
        return sum(len(branch.places) for branch in self.branches)

    @property
    def in_words(self) -> str:
        """`48/139`: units done over units in total, never to be read as a fraction (movement.md §4.5 rule 7)."""
        return f"{format_number(self.reached)}/{format_number(self.whole)}"

    @property
    def complete(self) -> list[Branch]:
        """The branches that are complete."""
        return [branch for branch in self.branches if branch.is_complete]

    @property
    def missing(self) -> list[Place]:
        """Every unit to which it has never come."""
        return [place for branch in self.branches for place in branch.missing]

    @property
    def ratio(self) -> str:
        """In per cent, sum over sum."""
        return format_ratio(self.reached, self.whole)


def coverage(
    exemplar_ids: Sequence[int], unit: Unit, level: str, on: date, *, rows: QuerySet[Registration]
) -> Coverage:
    """Of the units of a level below `unit`, as they stood on a day; `rows` are the copies that may be counted.

    The number of queries does not grow with the number of units or copies, but for a query a generation of copies.
    """
    found = begun(exemplar_ids, on, rows=rows)
    now, not_placed = _units_then(found, on)
    above = tree.chains({unit_id for unit_ids in now.values() for unit_id in unit_ids}, on=on)
    branches = [_branch(child, units) for child, units in _places(unit, level, on)]
    places = {place.unit_id: place for branch in branches for place in branch.places}
    over = said.stopped({registration.exemplar_id for registration in found}, on)
    for registration in found:
        for unit_id in {up for here in now.get(registration.pk, ()) for up in above[here]} & places.keys():
            place = places[unit_id]
            (place.stopped_by if registration.exemplar_id in over else place.reached_by).append(registration)
    return Coverage(on, level, [branch for branch in branches if branch.places], not_placed)


def begun(exemplar_ids: Sequence[int], on: date, *, rows: QuerySet[Registration]) -> list[Registration]:
    """The registrations by which the exemplars have begun somewhere by a day: their own, and the copies confirmed."""
    own = Registration.objects.counted().filter(exemplar__in=exemplar_ids, registered_on__lte=on)
    own = own.select_related("unit").order_by("exemplar", "registered_on", "pk").distinct("exemplar")
    confirmed = rows.filter(_confirmed_by(on))
    return [*own, *(copy.registration for copy in _standing(family(exemplar_ids, rows), confirmed))]


def _standing(copies: Iterable[Copy], confirmed: QuerySet[Registration]) -> list[Copy]:
    """Of a whole family those that were confirmed: who copies an unconfirmed copy is a copy all the same."""
    standing = set(confirmed.values_list("pk", flat=True))
    return [copy for copy in flat(copies) if copy.registration.pk in standing]


def _confirmed_by(on: date) -> Q:
    return Q(adoption__state=AdoptionState.CONFIRMED, adoption__confirmed_on__lte=on, registered_on__lte=on)


def _units_then(found: Sequence[Registration], on: date) -> tuple[dict[int, list[int]], list[Registration]]:
    """For each registration the unit that holds its place on the day, and those whose place cannot be told."""
    homes = restating.homes({registration.unit_id for registration in found}, on=on)
    placed, lost = {}, []
    for registration in found:
        home = homes.get(registration.unit_id)
        if home and home.exact:
            placed[registration.pk] = [home.unit_id]
        else:
            lost.append(registration)
    return placed, lost


def _places(unit: Unit, level: str, on: date) -> list[tuple[tree.Branch, list[Unit]]]:
    """The direct children on the day, each with its units of the level; a child of that level is its own branch."""
    children = tree.branches(unit.pk, on=on)
    ids = [unit_id for child in children for unit_id in child.unit_ids]
    units = Unit.objects.filter(pk__in=ids).alive_on(on).with_kind_on(on).with_name_on(on)
    of_level = {row.pk: row for row in units.filter(level_then=level).in_order()}
    order = {pk: number for number, pk in enumerate(of_level)}
    return [
        (child, [of_level[pk] for pk in sorted((pk for pk in child.unit_ids if pk in of_level), key=order.__getitem__)])
        for child in children
    ]


def _branch(child: tree.Branch, units: Sequence[Unit]) -> Branch:
    return Branch(child.unit_id, child.name, [Place(unit.pk, unit.name_then) for unit in units])
