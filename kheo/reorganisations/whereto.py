"""Where what is open goes when units end: to the unit as which they wholly went on, to the part that holds the place,
to the superior that still is; and what waits for a hand because nobody can tell.

Read once the units have changed, as the successions stand: never from names (trap 1 of movement.md §9.2).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from kheo.exemplars.enums import COUNTED, Status
from kheo.exemplars.models import Exemplar, Registration
from kheo.progress import due
from kheo.recognitions import carrying
from kheo.recognitions.models import Outcome
from kheo.reorganisations.enums import Side
from kheo.units import restating, tree

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


def models_kept_by(unit_ids: Collection[int]) -> QuerySet[Registration]:
    """The last registration of each recognised model that lives in the units, where none is open that would take the
    model along: pulse and re-check are asked of whoever keeps it."""
    kept = due.living(Exemplar.objects.carried_by_units(unit_ids).filter(recognitions__isnull=False))
    last = Registration.objects.counted().filter(exemplar=OuterRef("exemplar")).newest_first().values("pk")[:1]
    still_open = open_of(unit_ids).carried_by_units(unit_ids).filter(exemplar=OuterRef("exemplar"))
    rows = Registration.objects.counted().filter(exemplar__in=kept.values("pk"), pk=Subquery(last))
    return rows.filter(~Exists(still_open))


def goings(unit_ids: Collection[int], on: date) -> Iterator[Going]:
    """Each open registration of units that have ended by the day, with where its hands go; each model that lives there
    without one; each proposal on which they had to decide."""
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
            yield Going(pk, status, Side.RECEIVER, receiver_id, follows or ways.of_office(receiver_id))
    yield from _models(ways)
    yield from _proposals(ways)


def _models(ways: "Ways") -> Iterator[Going]:
    rows = models_kept_by(ways.ended).order_by("pk").annotate(place=F("dossier__place"))
    told = rows.values_list("pk", "status", "exemplar__unit", "exemplar__carried_by", "place")
    for pk, status, unit_id, carried_by, place in told:
        holder = carried_by or unit_id
        keeps = ways.of_author(holder, place or "")
        yield Going(pk, status, Side.HOLDER, holder, keeps, written=holder not in ways.heirs)


def _proposals(ways: "Ways") -> Iterator[Going]:
    rows = carrying.waiting_at(ways.ended).order_by("pk")
    for pk, status, to_id in rows.values_list("registration", "registration__status", "to_unit"):
        yield Going(pk, status, Side.PROPOSED, to_id, ways.of_office(to_id))


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

    def of_office(self, unit_id: int) -> int | None:
        """Who answers for it: the unit that wholly goes on; else the nearest superior that still is, or has gone on."""
        return self.heirs.get(unit_id) or self._answering.get(unit_id)

    @cached_property
    def _history(self) -> restating.History:
        return restating.History(self.ended - self.heirs.keys(), self._on)

    @cached_property
    def _answering(self) -> dict[int, int]:
        return tree.answering(self.ended - self.heirs.keys(), on=self._on)
