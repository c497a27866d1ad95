"""The verbs of awards: record what a decision rewards, withdraw what was recorded in error."""

from collections.abc import Collection
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kheo.awards import permissions, policies
from kheo.awards.models import Award, Awarded, AwardWithdrawal
from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.errors import BadInput
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.models import Unit


@transaction.atomic
def record(
    unit: Unit, round_: Round, registrations: Collection[Registration], *, form: str, issuer: str, number: str,
    on: date, by: Person,
) -> Award:  # fmt: skip
    """One decision, of one form, and everybody it names. It recognises nobody: that is another act (movement.md §1)."""
    unit = Unit.objects.select_for_update().get(pk=unit.pk)  # the same decision twice at once is recorded once
    permissions.can_record(by, unit)
    policies.names_somebody(registrations)
    policies.are_of(unit, round_, registrations)
    policies.can_be_given_on(round_, on)
    policies.is_not_recorded(unit, form, number, on)
    award: Award = Award.objects.create(
        unit=unit, round=round_, form=form, issuer=issuer, number=number, on=on, at=clock.now(), by=by
    )
    chosen = {one.pk: one for one in registrations}
    Awarded.objects.bulk_create([Awarded(award=award, registration=one) for one in chosen.values()])
    journal.record("award.recorded", award, by=by, unit_id=unit.pk, number=number, round=round_.code, named=len(chosen))
    return award


@transaction.atomic
def withdraw(award: Award, *, reason: str, by: Person) -> None:
    """It no longer counts anywhere; the record and the reason stay."""
    award = Award.objects.select_for_update().get(pk=award.pk)
    permissions.can_withdraw(by, award)
    if not reason:
        raise BadInput(_("Write why the award is withdrawn from the list."))
    AwardWithdrawal.objects.create(award=award, at=clock.now(), by=by, reason=reason)
    journal.record("award.withdrawn", award, by=by, unit_id=award.unit_id, reason=reason, number=award.number)
