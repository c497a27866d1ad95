"""Who asks to take part in a work, who answers, who leaves, and who merges."""

from django.utils.translation import gettext as _

from kheo.duplicates import policies
from kheo.duplicates.enums import Standing
from kheo.duplicates.models import Cooperation, Merging
from kheo.exemplars.models import Registration
from kheo.kernel import clock
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit
from kheo.units.permissions import acts_for, serves, writes_for


@rule
def can_ask_to_join(person: Person, unit: Unit, registration: Registration) -> None:
    """A clerk or the head of another unit of the same area."""
    writes_for(person, unit)
    policies.can_be_joined(registration, unit)


@rule
def can_confirm_joining(person: Person, cooperation: Cooperation) -> None:
    """A clerk or the head of the unit that registered the work."""
    writes_for(person, cooperation.registration.acting_unit)
    policies.can_become(cooperation, Standing.TAKES_PART)


@rule
def can_refuse_joining(person: Person, cooperation: Cooperation) -> None:
    """The same."""
    writes_for(person, cooperation.registration.acting_unit)
    policies.can_become(cooperation, Standing.REFUSED)


@rule
def can_leave_joining(person: Person, cooperation: Cooperation) -> None:
    """A clerk or the head of either unit: the one that takes part or asks to, and the one that registered the work.

    A request that waits is taken back by who asked; the other side refuses it.
    """
    registering = cooperation.registration.acting_unit
    if cooperation.standing == Standing.WAITING or not acts_for(person, registering, *WRITES_FOR_UNIT):
        writes_for(person, cooperation.unit)
    policies.can_become(cooperation, Standing.ENDED)


@rule
def can_look_for_the_same(person: Person, registration: Registration) -> None:
    """Those who review for the office that received it, or for one above it. To nobody else it offers anything."""
    _rules_over(person, [registration])
    policies.counts(registration)


@rule
def can_merge(person: Person, kept: Registration, merged: Registration) -> None:
    """Those who review for an office that received both, or that stands above both offices that did."""
    _rules_over(person, [kept, merged])
    policies.can_be_merged(merged, kept)


@rule
def can_undo_merging(person: Person, merging: Merging) -> None:
    """The same, while the round runs."""
    _rules_over(person, [merging.kept, merging.merged])
    policies.can_be_undone(merging)


def ruling_unit_ids(registrations: list[Registration]) -> list[int]:
    """The units that received all of the registrations or stand above all offices that did, the lowest first."""
    today = clock.today()
    received = [row.receiver_id for row in registrations if row.receiver_id]
    offices = tree.answering(received, on=today)
    answering = [offices.get(row.receiver_id or 0) for row in registrations]
    chains = [tree.chain(office, on=today) if office else [] for office in answering]
    return [unit_id for unit_id in chains[0] if all(unit_id in chain for chain in chains)]


def _rules_over(person: Person, registrations: list[Registration]) -> None:
    if not serves(person, ruling_unit_ids(registrations), *REVIEWS_FOR_UNIT):
        raise NotPermitted(_("Only those who review for the receiving office, or for a unit above it, may do this."))
