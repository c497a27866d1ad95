"""Who reports progress, answers the pulse, re-checks, rules on it, and maintains."""

from kheo.exemplars import permissions as exemplars
from kheo.exemplars.models import Exemplar, Registration
from kheo.kernel.rules import rule
from kheo.movements.models import Round
from kheo.people.models import Person
from kheo.progress import due, policies
from kheo.progress.models import Recheck
from kheo.units.enums import REVIEWS_FOR_UNIT
from kheo.units.permissions import answers_for, reviews_for, writes_for


@rule
def can_report_progress(person: Person, registration: Registration) -> None:
    """A clerk or the head of the unit, of what was accepted."""
    exemplars.can_write(person, registration)
    policies.can_be_reported_on(registration)


@rule
def can_take_pulse(person: Person, exemplar: Exemplar, months: int) -> None:
    """A clerk or the head of the unit that holds it, while it is asked."""
    writes_for(person, exemplar.acting_unit)
    policies.pulse_is_due(exemplar, months)


@rule
def can_recheck(person: Person, exemplar: Exemplar, round_: Round) -> None:
    """A clerk or the head of the unit that holds it; or those who review for the office that received it last: both
    re-check (movement.md §2.3, “Re-check each year”)."""
    if not rules_on(person, exemplar):
        writes_for(person, exemplar.acting_unit)
    policies.can_be_rechecked(exemplar, round_)


@rule
def can_rule(person: Person, recheck: Recheck) -> None:
    """Those who review for the office that received the exemplar."""
    reviews_for(person, recheck.office)
    policies.can_be_ruled(recheck)


@rule
def can_maintain(person: Person, recheck: Recheck) -> None:
    """A clerk or the head of the unit that holds it, when it was told to go on and the round takes registrations."""
    writes_for(person, recheck.exemplar.acting_unit)
    policies.can_be_maintained(recheck)
    exemplars.can_register_for(person, recheck.exemplar.acting_unit, recheck.round)


def rules_on(person: Person, exemplar: Exemplar) -> bool:
    """Whether the person reviews for the office that received the exemplar last."""
    last = due.last_registration(exemplar)
    receiver = last.receiver if last else None
    return receiver is not None and answers_for(person, receiver, *REVIEWS_FOR_UNIT)
