"""The verbs on a unit's history: found, rename, move, regrade, close, succeed."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow
from kheo.kernel.text import clean_line, fold, sort_key
from kheo.people.models import Person
from kheo.units import permissions, policies
from kheo.units.enums import Kind, Level, Share
from kheo.units.models import Dated, Placement, Succession, Unit, UnitKind, UnitName


@transaction.atomic
def found(
    *, code: str, name: str, kind: str, level: str, on: date, by: Person | None,
    parent: Unit | None = None, until: date | None = None, legal_basis: str = "", demonstration: bool = False,
) -> Unit:  # fmt: skip
    """A unit comes into being on a day, under a superior or as a root; `until` is its last day when that is known.

    `by` is None only for the command line. Raises `NotNow` when the code is borne by another unit in that period.
    """
    if by:
        permissions.can_keep(by, parent) if parent else permissions.can_found_root(by)
    policies.can_last(on, until)
    policies.can_be_at(level, on)
    unit = build(code=code, name=name, kind=kind, level=level, on=on, until=until)
    unit.legal_basis, unit.demonstration = legal_basis, demonstration
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError:
        raise NotNow(
            _("The code %(code)s belongs to another unit in that period. Give this unit another code.")
            % {"code": unit.code}
        ) from None
    UnitName.objects.create(unit=unit, name=unit.name, during=unit.during, legal_basis=legal_basis)
    UnitKind.objects.create(unit=unit, kind=kind, level=level, during=unit.during, legal_basis=legal_basis)
    if parent:
        policies.can_stand_under(unit, parent, on)
        Placement.objects.create(unit=unit, parent=parent, during=unit.during, legal_basis=legal_basis)
    journal.record("unit.founded", unit, by=by, unit_id=unit.pk, on=str(on), parent=parent.pk if parent else None)
    return unit


def build(*, code: str, name: str, kind: str, level: str, on: date, until: date | None = None) -> Unit:
    """A unit that is not yet saved, with everything that is worked out from its name (imports save many at once)."""
    name = clean_line(name)
    return Unit(
        code=clean_line(code), name=name, kind=kind, level=level, during=periods.period(on, until),
        sort_key=sort_key(name), search_text=fold(f"{code} {name}"),
    )  # fmt: skip


@transaction.atomic
def rename(unit: Unit, name: str, *, on: date, by: Person | None, legal_basis: str = "") -> Unit:
    """From a day the unit bears another name; the earlier one stays in its history."""
    unit = _for_change(unit, on, by)
    _follow(UnitName, unit, on, legal_basis, name=clean_line(name))
    _be_as_last_told(unit)
    unit.save(update_fields=["name", "sort_key", "search_text"])
    journal.record("unit.renamed", unit, by=by, unit_id=unit.pk, on=str(on))
    return unit


@transaction.atomic
def move(unit: Unit, parent: Unit, *, on: date, by: Person | None, legal_basis: str = "") -> Unit:
    """From a day the unit stands under another superior."""
    unit = _for_change(unit, on, by)
    if by:
        permissions.can_keep(by, parent)
    policies.can_stand_under(unit, parent, on)
    _follow(Placement, unit, on, legal_basis, parent=parent)
    journal.record("unit.moved", unit, by=by, unit_id=unit.pk, on=str(on), parent=parent.pk)
    return unit


@transaction.atomic
def regrade(unit: Unit, *, kind: str, level: str, on: date, by: Person | None, legal_basis: str = "") -> Unit:
    """From a day the unit is of another kind or stands on another level."""
    unit = _for_change(unit, on, by)
    policies.can_be_at(level, on)
    _follow(UnitKind, unit, on, legal_basis, kind=Kind(kind), level=Level(level))
    _be_as_last_told(unit)
    unit.save(update_fields=["kind", "level"])
    journal.record("unit.regraded", unit, by=by, unit_id=unit.pk, on=str(on), kind=kind, level=level)
    return unit


@transaction.atomic
def close(unit: Unit, *, last_day: date, by: Person | None, legal_basis: str = "") -> Unit:
    """The unit ends after a day. Its dated rows and the offices in it end with it; nothing is deleted."""
    unit = _for_change(unit, last_day, by)
    policies.can_close(unit, last_day)
    end = last_day + timedelta(days=1)
    for rows in (unit.names, unit.kinds, unit.placements, unit.memberships):
        rows.filter(during__startswith__gte=end).delete()
        for row in rows.filter(during__contains=last_day):
            row.during = periods.period(periods.first_day(row.during) or last_day, last_day)
            row.save(update_fields=["during"])
    unit.during = periods.period(unit.founded or last_day, last_day)
    unit.closing_basis = legal_basis
    _be_as_last_told(unit)
    unit.save()
    journal.record("unit.closed", unit, by=by, unit_id=unit.pk, last_day=str(last_day))
    return unit


@transaction.atomic
def succeed(
    predecessor: Unit, successor: Unit, *, on: date, by: Person | None,
    share: str = Share.WHOLE, note: str = "", legal_basis: str = "",
) -> Succession:  # fmt: skip
    """A unit, or a part of it, goes on as another unit from a day."""
    locked = Unit.objects.select_for_update(of=("self",)).in_bulk([predecessor.pk, successor.pk])
    predecessor, successor = locked[predecessor.pk], locked[successor.pk]
    if by:
        permissions.can_keep(by, predecessor)
    policies.can_go_on_as(predecessor, successor, on)
    try:
        with transaction.atomic():
            succession = Succession.objects.create(
                predecessor=predecessor, successor=successor, on=on, share=Share(share), note=clean_line(note),
                legal_basis=legal_basis,
            )  # fmt: skip
    except IntegrityError:
        raise NotNow(
            _("%(successor)s is already recorded as a successor of %(unit)s.")
            % {"successor": successor.name, "unit": predecessor.name}
        ) from None
    journal.record(
        "unit.succeeded", predecessor, by=by, unit_id=predecessor.pk, on=str(on), successor=successor.pk, share=share
    )
    return succession


def _for_change(unit: Unit, on: date, by: Person | None) -> Unit:
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if by:
        permissions.can_keep(by, unit)
    policies.can_change_from(unit, on)
    return unit


def _be_as_last_told(unit: Unit) -> None:
    """Set name, kind and level to the last rows of the history, and everything that is worked out from the name."""
    earlier = UnitName.objects.filter(unit=unit).order_by("-during")
    kind = UnitKind.objects.filter(unit=unit).order_by("-during")[0]
    names = [row.name for row in earlier]
    unit.name, unit.kind, unit.level = names[0], kind.kind, kind.level
    unit.sort_key = sort_key(unit.name)
    unit.search_text = fold(f"{unit.code} {' '.join(names)}")[:260]


def _follow[Row: Dated](model: type[Row], unit: Unit, on: date, legal_basis: str, **truth: object) -> Row:
    """End the row that was true and begin the one that follows it; later rows are refused, not overwritten."""
    rows = model._default_manager.filter(unit=unit)
    if rows.filter(during__startswith__gte=on).exclude(during__startswith=on).exists():
        raise NotNow(_("%(unit)s already has a later change. Change it from a later day.") % {"unit": unit.name})
    rows.filter(during__startswith=on).delete()
    for row in rows.filter(during__contains=on):
        row.during = periods.period(periods.first_day(row.during) or on, on - timedelta(days=1))
        row.save(update_fields=["during"])
    return model._default_manager.create(
        unit=unit, during=periods.period(on, unit.closed), legal_basis=legal_basis, **truth
    )
