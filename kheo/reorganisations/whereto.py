"""Where what is open goes when units end: to the unit as which they wholly went on, to the part that holds the place,
to the superior that still is; and what waits for a hand because nobody can tell.

Read once the units have changed, as the successions stand: never from names (trap 1 of movement.md §9.2).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.db.models import Exists, F, OuterRef, QuerySet

from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Registration
from kheo.recognitions.models import Outcome
from kheo.reorganisations.enums import Side
from kheo.units import restating, tree
from kheo.units.models import Unit

OPEN = {*COUNTED, Status.DRAFT}


@dataclass(frozen=True, slots=True)
class Going:
    """One hand of an open registration: from which unit it goes where. `to_id` None: it waits for somebody who knows.
    Not `written`: whoever serves the successor acts for it by right, and nothing has to be written."""

    registration_id: int
    status: str
    side: Side
    from_id: int
    to_id: int | None
    written: bool = True


def open_of(unit_ids: Collection[int]) -> QuerySet[Registration]:
    """What units hold that is not over: drafts and what counts, in rounds that are not closed."""
    held = Registration.objects.carried_by_units(unit_ids) | Registration.objects.filter(receiver__in=unit_ids)
    return held.filter(status__in=OPEN, round__closing=None)


def concluded() -> Exists:
    """Of a registration in a query: the office that received it has concluded on it, and so nobody has to answer."""
    outcomes = Outcome.objects.concluded()
    return Exists(outcomes.filter(registration=OuterRef("pk"), consideration__unit=OuterRef("receiver")))


def goings(unit_ids: Collection[int], on: date) -> Iterator[Going]:
    """Each open registration of units that have ended by the day, with where its hands go."""
    ways = Ways(unit_ids, on)
    rows = open_of(unit_ids).order_by("pk").annotate(over=concluded(), place=F("dossier__place"))
    for pk, status, unit_id, carried_by, receiver_id, over, place in rows.values_list(
        "pk", "status", "unit", "carried_by", "receiver", "over", "place"
    ):
        holder, author = carried_by or unit_id, None
        if holder in ways.ended:
            author = ways.of_author(holder, place or "")
            yield Going(pk, status, Side.AUTHOR, holder, author, written=holder not in ways.heirs)
        if receiver_id in ways.ended and not over:
            follows = author if receiver_id == holder else None
            yield Going(pk, status, Side.RECEIVER, receiver_id, follows or ways.of_receiver(receiver_id))


class Ways:
    """Where the hands of some ended units went."""

    def __init__(self, unit_ids: Collection[int], on: date) -> None:
        self.ended, self._on = set(unit_ids), on
        self.heirs = {one: found[-1] for one, found in tree.heirs(unit_ids, on=on).items()}

    def of_author(self, unit_id: int, place: str) -> int | None:
        """The unit that wholly goes on; else the one to which the place went, or the whole of what is left."""
        if unit_id in self.heirs:
            return self.heirs[unit_id]
        parts = self._history.parts.get(unit_id, [])
        home = restating.part_of(place, parts) or self._history.homes.get(unit_id)
        return home.unit_id if home and home.exact else None

    def of_receiver(self, unit_id: int) -> int | None:
        """The unit that wholly goes on; else the nearest superior that still is."""
        return self.heirs.get(unit_id) or next(iter(self._superiors.get(unit_id, [])), None)

    @cached_property
    def _history(self) -> restating.History:
        return restating.History(self.ended - self.heirs.keys(), self._on)

    @cached_property
    def _superiors(self) -> dict[int, list[int]]:
        chains = tree.chains(self.ended, on=self._on - timedelta(days=1))
        above = {unit_id for chain in chains.values() for unit_id in chain[1:]}
        alive = set(Unit.objects.filter(pk__in=above).alive_on(self._on).values_list("pk", flat=True))
        return {unit_id: [one for one in chain[1:] if one in alive] for unit_id, chain in chains.items()}
