"""The verbs on units: found, rename, move, regrade, close, succeed; appoint, release, hand over."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow
from kheo.kernel.text import clean_line, fold, sort_key
from kheo.people.models import Person
from kheo.units import permissions, policies
from kheo.units.enums import Share
from kheo.units.models import Dated, HandOver, Membership, Placement, Succession, Unit, UnitKind, UnitName


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
    policies.can_be_at(level, on)
    unit = build(code=code, name=name, kind=kind, level=level, on=on, until=until)
    unit.legal_basis, unit.demonstration = legal_basis, demonstration
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError:
        raise NotNow(
            _("The code %(code)s is borne by another unit in that period. Give this unit another code.")
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
    unit.name, unit.sort_key = clean_line(name), sort_key(name)
    earlier = " ".join(UnitName.objects.filter(unit=unit).values_list("name", flat=True))
    unit.search_text = fold(f"{unit.code} {unit.name} {earlier}")[:260]
    unit.save(update_fields=["name", "sort_key", "search_text"])
    journal.record("unit.renamed", unit, by=by, unit_id=unit.pk, on=str(on))
    return unit


@transaction.atomic
def move(unit: Unit, parent: Unit, *, on: date, by: Person | None, legal_basis: str = "") -> Unit:
    """From a day the unit stands under another superior."""
    unit = _for_change(unit, on, by)
    policies.can_stand_under(unit, parent, on)
    _follow(Placement, unit, on, legal_basis, parent=parent)
    journal.record("unit.moved", unit, by=by, unit_id=unit.pk, on=str(on), parent=parent.pk)
    return unit


@transaction.atomic
def regrade(unit: Unit, *, kind: str, level: str, on: date, by: Person | None, legal_basis: str = "") -> Unit:
    """From a day the unit is of another kind or stands on another level."""
    unit = _for_change(unit, on, by)
    policies.can_be_at(level, on)
    _follow(UnitKind, unit, on, legal_basis, kind=kind, level=level)
    unit.kind, unit.level = kind, level
    unit.save(update_fields=["kind", "level"])
    journal.record("unit.regraded", unit, by=by, unit_id=unit.pk, on=str(on), kind=kind, level=level)
    return unit


@transaction.atomic
def close(unit: Unit, *, last_day: date, by: Person | None, legal_basis: str = "") -> Unit:
    """The unit ends after a day. Its dated rows and the offices in it end with it; nothing is deleted."""
    unit = _for_change(unit, last_day, by)
    end = last_day + timedelta(days=1)
    for rows in (unit.names, unit.kinds, unit.placements, unit.memberships):
        rows.filter(during__startswith__gte=end).delete()
        for row in rows.filter(during__contains=last_day):
            row.during = periods.period(periods.first_day(row.during) or last_day, last_day)
            row.save(update_fields=["during"])
    unit.during = periods.period(unit.founded or last_day, last_day)
    unit.closing_basis = legal_basis
    unit.save(update_fields=["during", "closing_basis"])
    journal.record("unit.closed", unit, by=by, unit_id=unit.pk, last_day=str(last_day))
    return unit


@transaction.atomic
def succeed(
    predecessor: Unit, successor: Unit, *, on: date, by: Person | None, share: str = Share.WHOLE, note: str = "", legal_basis: str = ""
) -> Succession:  # fmt: skip
    """A unit, or a part of it, goes on as another unit from a day."""
    if by:
        permissions.can_keep(by, predecessor)
    succession = Succession.objects.create(
        predecessor=predecessor, successor=successor, on=on, share=share, note=clean_line(note), legal_basis=legal_basis
    )
    journal.record(
        "unit.succeeded", predecessor, by=by, unit_id=predecessor.pk, on=str(on), successor=successor.pk, share=share
    )
    return succession


@transaction.atomic
def appoint(
    person: Person, unit: Unit, role: str, *, on: date, by: Person | None, until: date | None = None
) -> Membership:
    """A person serves the unit in a role from a day, at most until the unit's own end."""
    if by:
        permissions.can_keep(by, unit)
    policies.can_change_from(unit, on)
    end = min(filter(None, [until, unit.closed]), default=None)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(person=person, unit=unit, role=role, during=periods.period(on, end))
    except IntegrityError:
        raise NotNow(_("This person already has that role in %(unit)s at that time.") % {"unit": unit.name}) from None
    journal.record("membership.began", membership, by=by, unit_id=unit.pk, person=person.pk, role=role, on=str(on))
    return membership


@transaction.atomic
def release(membership: Membership, *, last_day: date, by: Person | None) -> Membership:
    """A person's service in a role ends after a day."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("unit").get(pk=membership.pk)
    if by:
        permissions.can_keep(by, membership.unit)
    first = periods.first_day(membership.during) or last_day
    if last_day < first:
        raise NotNow(_("The last day cannot be before the first day of this role."))
    membership.during = periods.period(first, last_day)
    membership.save(update_fields=["during"])
    journal.record("membership.ended", membership, by=by, unit_id=membership.unit_id, last_day=str(last_day))
    return membership


@transaction.atomic
def hand_over(unit: Unit, *, leaver: Person, successor: Person, on: date, by: Person, reason: str = "") -> HandOver:
    """One person's open work in a unit passes to another: every role ends the day before and goes on with the other.

    Work is held by units and reached through roles, so whoever has the roles has the drafts and the tasks.
    """
    permissions.can_hand_over(by, unit, leaver)
    if leaver == successor:
        raise NotNow(_("Choose another person to take over."))
    open_roles = Membership.objects.select_for_update(of=("self",)).filter(
        person=leaver, unit=unit, during__contains=on
    )
    if not open_roles:
        raise NotNow(
            _("%(person)s has no role in %(unit)s on that day.") % {"person": leaver.full_name, "unit": unit.name}
        )
    for membership in open_roles:
        first, last = periods.first_day(membership.during), periods.last_day(membership.during)
        if not Membership.objects.filter(
            person=successor, unit=unit, role=membership.role, during__contains=on
        ).exists():
            Membership.objects.create(
                person=successor, unit=unit, role=membership.role, during=periods.period(on, last)
            )
        if first == on:
            membership.delete()
        else:
            membership.during = periods.period(first or on, on - timedelta(days=1))
            membership.save(update_fields=["during"])
    done = HandOver.objects.create(from_person=leaver, to_person=successor, unit=unit, on=on, reason=clean_line(reason))
    journal.record(
        "work.handed_over", done, by=by, unit_id=unit.pk, leaver=leaver.pk, successor=successor.pk, on=str(on)
    )
    return done


def _for_change(unit: Unit, on: date, by: Person | None) -> Unit:
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if by:
        permissions.can_keep(by, unit)
    policies.can_change_from(unit, on)
    return unit


def _follow[Row: Dated](model: type[Row], unit: Unit, on: date, legal_basis: str, **truth: object) -> Row:
    """End the row that was true and begin the one that follows it; rows that begin later are refused, not overwritten."""
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
