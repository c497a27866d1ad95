"""Who reads what is recognised elsewhere, copies it, confirms copies, calls for them and advises them."""

from django.utils.translation import gettext as _

from kheo.exemplars import permissions as exemplars
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.replication import policies, reading
from kheo.replication.enums import AdoptionState
from kheo.replication.models import Adoption, Call
from kheo.units.enums import WRITES_FOR_UNIT
from kheo.units.models import Unit
from kheo.units.permissions import acts_for, reviews_for


@rule
def can_study(person: Person, exemplar: Exemplar) -> None:
    """Those who read for a unit that takes part in the movement in which it was recognised (BR-12)."""
    if not reading.readable(person).filter(exemplar=exemplar).exists():
        raise NotPermitted(_("Only units of the same movement read this exemplar."))


@rule
def must_write(person: Person) -> None:
    """Clerks and heads, of whatever unit: to nobody else does copying offer anything."""
    exemplars.can_begin(person)


@rule
def can_adopt(person: Person, unit: Unit, exemplar: Exemplar, round_: Round) -> None:
    """A clerk or the head of a unit that may study it, while the round takes registrations."""
    exemplars.can_register_for(person, unit, round_)
    can_study(person, exemplar)
    policies.can_be_copied(exemplar, unit)


@rule
def can_tell_adoption(person: Person, registration: Registration) -> None:
    """A clerk or the head of the copying unit, until the copy is confirmed."""
    exemplars.can_write(person, registration)
    policies.is_a_copy_in_hand(registration)
    if hasattr(registration, "adoption"):
        policies.can_be_told(registration.adoption)


@rule
def can_confirm_adoption(person: Person, adoption: Adoption) -> None:
    """Those who review for the office that received the registration."""
    exemplars.can_review(person, adoption.registration)
    policies.can_become(adoption, AdoptionState.CONFIRMED)


@rule
def can_refuse_adoption(person: Person, adoption: Adoption) -> None:
    """The same."""
    exemplars.can_review(person, adoption.registration)
    policies.can_become(adoption, AdoptionState.REFUSED)


@rule
def can_advise(person: Person, adoption: Adoption) -> None:
    """A clerk or the head of the unit whose exemplar is copied."""
    origin = adoption.registration.exemplar.replicated_from
    if origin is None or not acts_for(person, origin.acting_unit, *WRITES_FOR_UNIT):
        raise NotPermitted(_("Only the unit whose exemplar is copied advises the copy."))
    policies.can_be_advised(adoption)


@rule
def can_call(person: Person, unit: Unit) -> None:
    """Those who review for the unit (the district and the province order replication, movement.md §2.3)."""
    reviews_for(person, unit)


@rule
def can_close_call(person: Person, call: Call) -> None:
    """Those who review for the unit that called."""
    reviews_for(person, call.unit)
    policies.is_open(call)
