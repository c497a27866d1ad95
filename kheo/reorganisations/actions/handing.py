"""The verb by which a keeper hands on what a unit that ended has left, where nobody could tell where it goes."""

from django.db import transaction

from kheo.exemplars.models import Registration
from kheo.kernel import clock, journal
from kheo.kernel.text import clean_line
from kheo.people.models import Person
from kheo.reorganisations import permissions, policies
from kheo.reorganisations.actions.carrying_out import hand
from kheo.reorganisations.enums import Side
from kheo.reorganisations.models import Handing
from kheo.units.models import Unit


@transaction.atomic
def hand_on(registration: Registration, side: Side, to_unit: Unit, *, by: Person, legal_basis: str = "") -> Handing:
    """From today another unit writes the registration, answers it, or keeps its model. Its unit, its code and its day
    stay."""
    rows = Registration.objects.select_for_update(of=("self",)).select_related(
        "unit", "receiver", "exemplar__unit", "round__movement"
    )
    registration = rows.get(pk=registration.pk)
    permissions.can_hand(by, registration, side, to_unit)
    holder = policies.holder_of(registration, side)
    assert holder is not None, "the policy asked for it"
    hand([registration.pk], side, of=holder.pk, to=to_unit.pk)
    done = Handing.objects.create(
        registration=registration, side=side, from_unit=holder, to_unit=to_unit, on=clock.today(),
        legal_basis=clean_line(legal_basis), at=clock.now(), by=by,
    )  # fmt: skip
    journal.record("registration.handed_on", registration, by=by, unit_id=to_unit.pk, side=side.value, holder=holder.pk)
    return done
