"""Who may write results, and who keeps the indicators. When it is allowed stands in policies."""

from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.exemplars.permissions import can_write
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.movements.models import Movement
from kheo.movements.permissions import can_run
from kheo.people.models import Person
from kheo.results import policies
from kheo.results.models import Commitment, Indicator
from kheo.units.enums import WRITES_FOR_UNIT
from kheo.units.models import Unit
from kheo.units.permissions import acts_for


@rule
def can_write_figures(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, while the work is not considered and does not lie with the receiving office."""
    can_write(person, registration)
    policies.can_be_written(registration)


@rule
def can_add_indicator(person: Person, movement: Movement, unit: Unit | None) -> None:
    """To the catalogue: those who run the movement. To a unit's own: its clerk, its head, or those who run it."""
    if unit is None:
        can_run(person, movement.owner)
    elif not (acts_for(person, unit, *WRITES_FOR_UNIT) or can_run.allows(person, unit)):
        raise NotPermitted(_("Only a clerk or the head of %(unit)s adds indicators of its own.") % {"unit": unit.name})


@rule
def can_change_indicator(person: Person, indicator: Indicator) -> None:
    """Those who may add one there."""
    can_add_indicator(person, indicator.movement, indicator.unit)


@rule
def can_retire_indicator(person: Person, indicator: Indicator) -> None:
    """The same, while it is offered."""
    can_change_indicator(person, indicator)
    policies.is_offered(indicator)


@rule
def can_restore_indicator(person: Person, indicator: Indicator) -> None:
    """The same, once it was retired."""
    can_change_indicator(person, indicator)
    policies.is_retired(indicator)


@rule
def can_commit(person: Person, registration: Registration) -> None:
    """Those who may write the figures of a registration of the exemplar."""
    can_write_figures(person, registration)


@rule
def can_state(person: Person, commitment: Commitment, registration: Registration) -> None:
    """Those who may write the figures of the registration, while the commitment runs."""
    can_write_figures(person, registration)
    policies.is_running(commitment)


@rule
def can_end_commitment(person: Person, commitment: Commitment, registration: Registration) -> None:
    """The same."""
    can_state(person, commitment, registration)
