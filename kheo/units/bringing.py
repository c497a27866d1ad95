"""Thousands of units at once, from a list: the same law as `found`, in a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from kheo.kernel import journal
from kheo.kernel.periods import period
from kheo.people.models import Person
from kheo.units import permissions, policies
from kheo.units.actions import build
from kheo.units.enums import Role
from kheo.units.models import Placement, Unit, UnitKind, UnitName

TOGETHER = 5000  # rows of one statement


@dataclass(eq=False)
class Founding:
    """A unit as a list told it. `places` says under which unit it stood from when to when: one that is here already,
    by its id, or another founding of the same list."""

    code: str
    name: str
    kind: str
    level: str
    first: date
    last: date | None = None
    places: list[tuple["int | Founding", date, date | None]] = field(default_factory=list)


@transaction.atomic
def bring_in(foundings: Sequence[Founding], *, by: Person | None) -> list[int]:
    """Found every unit of a list, in any order; gives their ids in the order of the list.

    `by` is None only for the command line. The list has been examined: an impossible history fails as a whole.
    """
    if by:
        _ask(foundings, by)
    for founding in foundings:
        policies.can_be_at(founding.level, founding.first)
    units = Unit.objects.bulk_create(
        [
            build(code=f.code, name=f.name, kind=f.kind, level=f.level, on=f.first, until=f.last)
            for f in foundings
        ],
        batch_size=TOGETHER,
    )  # fmt: skip
    UnitName.objects.bulk_create([UnitName(unit=u, name=u.name, during=u.during) for u in units], batch_size=TOGETHER)
    UnitKind.objects.bulk_create(
        [UnitKind(unit=u, kind=u.kind, level=u.level, during=u.during) for u in units], batch_size=TOGETHER
    )
    ids = {id(founding): unit.pk for founding, unit in zip(foundings, units, strict=True)}
    Placement.objects.bulk_create(
        [
            Placement(unit_id=ids[id(f)], parent_id=_id_of(parent, ids), during=period(first, last))
            for f in foundings
            for parent, first, last in f.places
        ],
        batch_size=TOGETHER,
    )
    journal.record_many(
        [
            journal.entry(
                "unit.founded", "unit", ids[id(f)], by_id=by.pk if by else None, unit_id=ids[id(f)], on=str(f.first),
                parent=_id_of(f.places[0][0], ids) if f.places else None,
            )
            for f in foundings
        ]
    )  # fmt: skip
    return list(ids.values())


@transaction.atomic
def take_back(unit_ids: Sequence[int], *, by: Person) -> None:
    """Delete units that a list brought in and nothing hangs on; `ProtectedError` when something does."""
    permissions.can_bring_in(by, unit_ids)
    Placement.objects.filter(unit__in=unit_ids).delete()
    Unit.objects.filter(pk__in=unit_ids).delete()


def _ask(foundings: Sequence[Founding], by: Person) -> None:
    """The keeper of every superior that is here already; a root is founded by the keeper of a root."""
    kept = permissions.units_below_offices(by, Role.KEEPER)
    for founding in foundings:
        if not founding.places:
            permissions.can_found_root(by)
        for parent, _first, _last in founding.places:
            if isinstance(parent, int) and parent not in kept:
                permissions.can_keep(by, Unit.objects.get(pk=parent))


def _id_of(parent: int | Founding, ids: dict[int, int]) -> int:
    return parent if isinstance(parent, int) else ids[id(parent)]
