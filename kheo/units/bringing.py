"""Thousands of units at once, from a list: the same law as `found`, in a handful of statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.kernel import journal
from kheo.kernel.copying import copy_in, reserve_ids
from kheo.kernel.errors import NotPermitted
from kheo.kernel.periods import period
from kheo.people.models import Person
from kheo.units import permissions, policies
from kheo.units.actions import build
from kheo.units.enums import Role
from kheo.units.models import Membership, Placement, Unit, UnitKind, UnitName


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
    ids = reserve_ids(Unit, len(foundings))
    by_founding = {id(founding): pk for founding, pk in zip(foundings, ids, strict=True)}
    units = [build(code=f.code, name=f.name, kind=f.kind, level=f.level, on=f.first, until=f.last) for f in foundings]
    columns = ["code", "during", "name", "kind", "level", "legal_basis", "closing_basis", "sort_key", "search_text"]
    copy_in(
        Unit,
        ["id", *columns, "demonstration"],
        ((pk, *(getattr(u, c) for c in columns), False) for pk, u in zip(ids, units, strict=True)),
    )
    for model, truths in ((UnitName, ["name"]), (UnitKind, ["kind", "level"])):
        rows = ((pk, u.during, "", *(getattr(u, t) for t in truths)) for pk, u in zip(ids, units, strict=True))
        copy_in(model, ["unit_id", "during", "legal_basis", *truths], rows)
    places = (
        (by_founding[id(f)], _id_of(parent, by_founding), period(first, last), "")
        for f in foundings
        for parent, first, last in f.places
    )
    copy_in(Placement, ["unit_id", "parent_id", "during", "legal_basis"], places)
    about = (
        (pk, pk, {"on": str(f.first), "parent": _id_of(f.places[0][0], by_founding) if f.places else None})
        for f, pk in zip(foundings, ids, strict=True)
    )
    journal.record_all("unit.founded", "unit", about, by=by)
    return ids


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


@transaction.atomic
def release_all(membership_ids: Sequence[int], *, by: Person) -> None:
    """Delete offices that a list brought in, as if they had never been given."""
    offices = Membership.objects.filter(pk__in=membership_ids)
    if set(offices.values_list("unit", flat=True)) - permissions.units_below_offices(by, Role.KEEPER):
        raise NotPermitted(_("Only the system keeper of these units may take back roles in them."))
    offices.delete()
