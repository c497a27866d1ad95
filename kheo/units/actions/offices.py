"""The verbs on offices: appoint, release, hand over."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kheo.kernel import journal, periods
from kheo.kernel.errors import NotNow
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.units import permissions, policies
from kheo.units.enums import Role
from kheo.units.models import HandOver, Membership, Unit


@transaction.atomic
def appoint(
    person: Person, unit: Unit, role: str, *, on: date, by: Person | None, until: date | None = None
) -> Membership:
    """A person serves the unit in a role from a day, at most until the unit's own end."""
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if by:
        permissions.can_keep(by, unit)
    policies.can_serve(person)
    policies.can_change_from(unit, on)
    policies.can_last(on, until)
    end = min(filter(None, [until, unit.closed]), default=None)
    try:
        with transaction.atomic():
            membership = Membership.objects.create(
                person=person, unit=unit, role=Role(role), during=periods.period(on, end)
            )
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
    first = membership.since or last_day
    policies.can_last(first, last_day)
    if membership.until and last_day > membership.until:
        raise NotNow(
            _("This role ends on %(day)s already. Appoint the person again to prolong it.")
            % {"day": periods.format_date(membership.until)}
        )
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
    policies.can_serve(successor)
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
        _take_over(membership, successor, on)
        if membership.since == on:
            membership.delete()
        else:
            membership.during = periods.period(membership.since or on, on - timedelta(days=1))
            membership.save(update_fields=["during"])
    done = HandOver.objects.create(from_person=leaver, to_person=successor, unit=unit, on=on, reason=clean_line(reason))
    journal.record(
        "work.handed_over", done, by=by, unit_id=unit.pk, leaver=leaver.pk, successor=successor.pk, on=str(on)
    )
    return done


def _take_over(membership: Membership, successor: Person, on: date) -> None:
    """The successor has the role from the day on, as long as the leaver had it; a role they hold already reaches on."""
    theirs = Membership.objects.filter(person=successor, unit=membership.unit, role=membership.role)
    for own in theirs.filter(during__overlap=periods.period(on, membership.until)).order_by("during"):
        if own.since and own.since > on:
            Membership.objects.create(
                person=successor, unit=membership.unit, role=membership.role,
                during=periods.period(on, own.since - timedelta(days=1)),
            )  # fmt: skip
        if own.until is None:
            return
        on = own.until + timedelta(days=1)
    if membership.until is None or on <= membership.until:
        Membership.objects.create(
            person=successor, unit=membership.unit, role=membership.role, during=periods.period(on, membership.until)
        )
