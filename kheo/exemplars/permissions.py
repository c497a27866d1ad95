"""Who may do what with a registration. When it is allowed stands in policies."""

from django.utils.translation import gettext as _

from kheo.exemplars import policies
from kheo.exemplars.enums import Status
from kheo.exemplars.models import Registration
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.units.enums import REVIEWS_FOR_UNIT, WRITES_FOR_UNIT
from kheo.units.models import Unit, offices
from kheo.units.permissions import acts_for, writes_for


@rule
def can_begin(person: Person) -> None:
    """Clerks and heads, of whatever unit."""
    if not any(office.role in WRITES_FOR_UNIT for office in offices(person)):
        raise NotPermitted(_("Only a clerk or the head of a unit registers a model for it."))


@rule
def can_register_for(person: Person, unit: Unit, round_: Round) -> None:
    """A clerk or the head of the unit, while the round takes registrations."""
    writes_for(person, unit)
    policies.can_be_registered(unit, round_)


@rule
def can_write(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, whatever the state: those who may open the pages on which it is written."""
    writes_for(person, registration.acting_unit)


@rule
def can_edit(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, while the unit holds a draft or a returned registration."""
    can_write(person, registration)
    policies.can_be_edited(registration)


@rule
def can_submit(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, between the opening and the closing day."""
    writes_for(person, registration.acting_unit)
    policies.can_be_submitted(registration)


@rule
def can_withdraw(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, until it has been considered."""
    writes_for(person, registration.acting_unit)
    policies.can_move(registration, Status.WITHDRAWN)


@rule
def can_report_result(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, once the registration was accepted."""
    writes_for(person, registration.acting_unit)
    policies.can_move(registration, Status.REPORTED)


@rule
def can_review(person: Person, registration: Registration) -> None:
    """Those who review for the receiving office, whatever the state."""
    _reviews(person, registration)


@rule
def can_return_for_changes(person: Person, registration: Registration) -> None:
    """Those who review for the receiving office."""
    _reviews(person, registration)
    policies.can_move(registration, Status.RETURNED)


@rule
def can_accept(person: Person, registration: Registration) -> None:
    """Those who review for the receiving office."""
    _reviews(person, registration)
    policies.can_move(registration, Status.ACCEPTED)


@rule
def can_decline(person: Person, registration: Registration) -> None:
    """Those who review for the receiving office."""
    _reviews(person, registration)
    policies.can_move(registration, Status.DECLINED)


def _reviews(person: Person, registration: Registration) -> None:
    if registration.receiver is None or not acts_for(person, registration.receiver, *REVIEWS_FOR_UNIT):
        name = registration.receiver.name if registration.receiver else _("the receiving office")
        raise NotPermitted(_("Only those who review for %(unit)s may do this.") % {"unit": name})
