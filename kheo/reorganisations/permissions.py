"""Who plans a re-organisation, who approves and undoes it, who hands on what a unit that ended has left."""

from django.utils.translation import gettext as _

from kheo.exemplars.models import Registration
from kheo.kernel.errors import NotNow, NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.reorganisations import policies
from kheo.reorganisations.enums import Side, State
from kheo.reorganisations.models import Reorganisation
from kheo.units.enums import Role
from kheo.units.models import Unit, offices
from kheo.units.permissions import can_keep


@rule
def can_look(person: Person) -> None:
    """System keepers, of whatever unit."""
    if not any(office.role == Role.KEEPER for office in offices(person)):
        raise NotPermitted(_("Only system keepers plan re-organisations and hand on what ended units have left."))


@rule
def can_begin(person: Person, owner: Unit) -> None:
    """The system keeper of the unit whose tree changes, or of one above it."""
    can_keep(person, owner)


@rule
def can_plan(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, while it is a draft."""
    can_keep(person, reorganisation.owner)
    policies.can_be_planned(reorganisation)


@rule
def can_empty(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, while there is something in the draft."""
    can_plan(person, reorganisation)
    policies.says_something(reorganisation)


@rule
def can_propose(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, once it was seen what the plan does."""
    can_plan(person, reorganisation)
    policies.says_something(reorganisation)
    policies.was_looked_at(reorganisation)


@rule
def can_leave_out(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, while it waits for the second person."""
    can_keep(person, reorganisation.owner)
    if reorganisation.state != State.PROPOSED:
        raise NotNow(_("Roles are left out of a plan while it waits for a second person."))


@rule
def can_take_back(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, while it waits for the second person."""
    can_keep(person, reorganisation.owner)
    policies.can_move(reorganisation, State.DRAFT)


@rule
def can_discard(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, while it is a draft."""
    can_keep(person, reorganisation.owner)
    policies.can_move(reorganisation, State.DISCARDED)


@rule
def can_approve(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, but another person than the one who proposed it."""
    can_keep(person, reorganisation.owner)
    policies.can_move(reorganisation, State.DONE)
    if reorganisation.proposed_by_id == person.pk:
        raise NotPermitted(_("You proposed this plan: a second system keeper has to approve it."))


@rule
def can_hand_out(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, from the first day of the new order, when it was carried out before."""
    can_keep(person, reorganisation.owner)
    policies.can_be_handed_out(reorganisation)


@rule
def can_reverse(person: Person, reorganisation: Reorganisation) -> None:
    """Such a keeper, within thirty days."""
    can_keep(person, reorganisation.owner)
    policies.can_be_reversed(reorganisation)


@rule
def can_hand(person: Person, registration: Registration, side: Side, to_unit: Unit) -> None:
    """The system keeper of the unit that shall hold it, or of one above, when the one that held it has ended."""
    can_keep(person, to_unit)
    policies.can_be_handed(registration, side, to_unit)
