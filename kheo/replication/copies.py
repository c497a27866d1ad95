"""Counting copies, and the family of an exemplar.

The rules of movement.md §5: a copy is a registration of the unit that receives it, and one replication of its origin,
however many rounds it goes on in. What the origin's own unit does further is no replication. A copy counts from the day
it is sent, until it is declined, withdrawn or merged.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from kheo.exemplars.models import Registration
from kheo.people.models import Person
from kheo.recognitions.models import Recognition
from kheo.replication.enums import AdoptionState
from kheo.replication.models import Adoption
from kheo.units.models import UnitName

GENERATIONS = 12  # copies of copies; the database holds no ring, and a ring would end here


@dataclass
class Copy:
    """One copy in a family: the registration by which it came in, what its unit said of it, and who copied it."""

    registration: Registration
    generation: int
    copies: list["Copy"] = field(default_factory=list)

    @property
    def adoption(self) -> Adoption | None:
        """What the unit said of it; nothing where a list brought it in."""
        return getattr(self.registration, "adoption", None)

    @property
    def state(self) -> AdoptionState:
        """What nobody has confirmed is still to be confirmed, whoever brought it in."""
        return AdoptionState(self.adoption.state) if self.adoption else AdoptionState.WAITING

    @property
    def is_confirmed(self) -> bool:
        """Whether the receiving office has confirmed it."""
        return self.state == AdoptionState.CONFIRMED


def copies() -> QuerySet[Registration]:
    """Every copy once: the first registration of an exemplar that was copied from another unit's."""
    first = Registration.objects.counted().filter(exemplar=OuterRef("exemplar")).order_by("registered_on", "pk")
    rows = Registration.objects.counted().filter(exemplar__replicated_from__isnull=False)
    rows = rows.exclude(exemplar__replicated_from__unit=F("exemplar__unit"))
    return rows.filter(pk=Subquery(first.values("pk")[:1]))


def copies_read_by(person: Person) -> QuerySet[Registration]:
    """The copies a person may know of: what was confirmed, which everybody in the movement may, and what they may open.

    A number never counts what its reader could not find behind it.
    """
    confirmed = Q(adoption__state=AdoptionState.CONFIRMED)
    return copies().filter(confirmed | Q(pk__in=Registration.objects.visible_to(person).values("pk")))


def replications(exemplar_ids: Iterable[int], rows: QuerySet[Registration]) -> dict[int, int]:
    """How often each exemplar was replicated, among the given copies: `{exemplar_id: count}`."""
    found = rows.filter(exemplar__replicated_from__in=list(exemplar_ids)).order_by()
    return dict(
        found.values("exemplar__replicated_from")
        .annotate(n=Count("exemplar", distinct=True))
        .values_list("exemplar__replicated_from", "n")
    )


def family(exemplar_ids: Iterable[int], rows: QuerySet[Registration]) -> list[Copy]:
    """The copies of the exemplars and the copies of those, among the given rows: the direct ones, each with its own.

    A query a generation, whatever the number of copies.
    """
    roots, seen, parents = [], set(exemplar_ids), dict.fromkeys(exemplar_ids)
    holders: dict[int, Copy] = {}
    for generation in range(1, GENERATIONS + 1):
        found = [row for row in _told(rows, parents) if row.exemplar_id not in seen]
        parents = {}
        for row in found:
            copy = Copy(row, generation)
            seen.add(row.exemplar_id)
            holders[row.exemplar_id], parents[row.exemplar_id] = copy, None
            above = holders.get(row.exemplar.replicated_from_id)
            (above.copies if above else roots).append(copy)
        if not found:
            break
    return roots


def flat(copies_: Iterable[Copy]) -> list[Copy]:
    """A family line by line: each copy, then those who copied it."""
    return [line for copy in copies_ for line in (copy, *flat(copy.copies))]


def by_unit(copies_: Iterable[Copy]) -> dict[int, list[Copy]]:
    """The copies of each unit."""
    found = defaultdict(list)
    for copy in copies_:
        found[copy.registration.unit_id].append(copy)
    return dict(found)


def _told(rows: QuerySet[Registration], parents: Iterable[int]) -> list[Registration]:
    name = UnitName.as_on(OuterRef("unit"), OuterRef("registered_on"))
    rows = rows.filter(exemplar__replicated_from__in=list(parents))
    rows = rows.select_related("unit", "exemplar", "round", "adoption__advice", "adoption__call")
    given = Recognition.objects.select_related("unit").order_by("on", "pk")
    rows = rows.prefetch_related(Prefetch("recognitions", given))
    return list(
        rows.annotate(unit_name=Subquery(name.values("name")[:1])).order_by("registered_on", "unit__sort_key", "pk")
    )
