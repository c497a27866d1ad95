"""Dated rows of units as they stand, kept as values, so that what was changed can be put back exactly as it was."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kheo.kernel import journal, periods
from kheo.kernel.errors import NotPermitted
from kheo.people.models import Person
from kheo.units import permissions
from kheo.units.enums import Role
from kheo.units.models import Membership, Placement, Succession, Unit, UnitKind, UnitName

Picture = dict[str, list[list[Any]]]  # by kind of row: its columns, days as text
_UNIT = ("id", "name", "kind", "level", "during", "closing_basis", "sort_key", "search_text")
_ROWS: dict[str, tuple[type[models.Model], str, tuple[str, ...]]] = {
    "names": (UnitName, "unit", ("id", "unit_id", "name", "during", "legal_basis")),
    "kinds": (UnitKind, "unit", ("id", "unit_id", "kind", "level", "during", "legal_basis")),
    "places": (Placement, "unit", ("id", "unit_id", "parent_id", "during", "legal_basis")),
    "successions": (
        Succession, "predecessor",
        ("id", "predecessor_id", "successor_id", "on", "share", "note", "legal_basis"),
    ),
}  # fmt: skip
_OFFICES = ("id", "person_id", "unit_id", "role", "during")


def take(unit_ids: Iterable[int], *, with_offices_in: Iterable[int] = ()) -> Picture:
    """The units and all their dated rows; the offices in some of them, where these end too."""
    units, ids = Unit.objects.filter(pk__in=list(unit_ids)), list(unit_ids)
    picture = {"units": _read(units, _UNIT)}
    for name, (model, owner, columns) in _ROWS.items():
        picture[name] = _read(model._default_manager.filter(**{f"{owner}__in": ids}), columns)
    picture["offices"] = _read(Membership.objects.filter(unit__in=list(with_offices_in)), _OFFICES)
    return picture


def differing(one: Picture, other: Picture) -> set[int]:
    """The ids of the units of which the two pictures tell different things."""
    found: set[int] = set()
    for name, rows in one.items():
        at = {"units": 0, "offices": 2}.get(name, 1)  # where the unit's id stands
        for row in (*rows, *other[name]):
            if (row in rows) != (row in other[name]):
                found.add(row[at])
    return found


@transaction.atomic
def put_back(before: Picture, *, unfounding: Sequence[int], by: Person) -> None:
    """Everything of the pictured units is again as in the picture. What was added since is gone; offices end or go on
    as they did. Units that were founded meanwhile are deleted; `ProtectedError` when something hangs on one.

    By a keeper of all of them.
    """
    ids = [row[0] for row in before["units"]]
    _ask({*ids, *unfounding}, by)
    for name, (model, owner, columns) in _ROWS.items():
        model._default_manager.filter(**{f"{owner}__in": ids}).delete()
        model._default_manager.bulk_create(_made(model, columns, row) for row in before[name])
    kept = {row[0] for row in before["offices"]}
    there = set(Membership.objects.filter(pk__in=kept).values_list("pk", flat=True))
    offices = [_made(Membership, _OFFICES, row) for row in before["offices"]]
    Membership.objects.bulk_update([one for one in offices if one.pk in there], ["during"])
    Membership.objects.bulk_create(one for one in offices if one.pk not in there)
    Placement.objects.filter(unit__in=unfounding).delete()
    Unit.objects.filter(pk__in=unfounding).delete()  # first: an old unit has its code back
    Unit.objects.bulk_update([_made(Unit, _UNIT, row) for row in before["units"]], _UNIT[1:])
    journal.record_all("unit.put_back", "unit", ((pk, pk, {}) for pk in ids), by=by)
    journal.record_all("unit.taken_back", "unit", ((pk, pk, {}) for pk in unfounding), by=by)


def _ask(unit_ids: set[int], by: Person) -> None:
    kept = permissions.units_below_offices(by, Role.KEEPER)
    for unit in Unit.objects.filter(pk__in=unit_ids - kept):
        if not permissions.can_keep.allows(by, unit):
            raise NotPermitted(_("Only a system keeper above all these units may put them back as they were."))


def _read(rows: models.QuerySet[Any], columns: Sequence[str]) -> list[list[Any]]:
    return [
        [_as_text(value, column) for value, column in zip(row, columns, strict=True)]
        for row in rows.order_by("pk").values_list(*columns)
    ]


def _as_text(value: Any, column: str) -> Any:
    if column == "during":
        return [day and day.isoformat() for day in (periods.first_day(value), periods.last_day(value))]
    return value.isoformat() if isinstance(value, date) else value


def _made(model: type[models.Model], columns: Sequence[str], row: Sequence[Any]) -> Any:
    values = dict(zip(columns, row, strict=True))
    if "during" in values:
        first, last = (day and date.fromisoformat(day) for day in values["during"])
        values["during"] = periods.period(first, last)
    if "on" in values:
        values["on"] = date.fromisoformat(values["on"])
    return model(**values)
