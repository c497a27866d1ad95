"""Who may say whose roll-ups are trusted, take them, and make those of their own unit."""

from django.utils.translation import gettext as _

from kheo.kernel import clock
from kheo.kernel.errors import NotPermitted
from kheo.kernel.rules import rule
from kheo.people.models import Person
from kheo.units import tree
from kheo.units.enums import Role
from kheo.units.models import Unit, offices
from kheo.units.permissions import reviews_for, serves


@rule
def can_look(person: Person) -> None:
    """System keepers, of whatever unit."""
    if not any(office.role == Role.KEEPER for office in offices(person)):
        raise NotPermitted(_("Only system keepers take roll-ups and say whose keys are trusted."))


@rule
def can_receive_from(person: Person, unit: Unit) -> None:
    """The system keeper of a unit above: never of the sender itself, who would vouch for his own key."""
    above = [unit_id for unit_id in tree.chain(unit.pk, on=clock.today()) if unit_id != unit.pk]
    if not serves(person, above, Role.KEEPER):
        raise NotPermitted(_("Only the system keeper of a unit above %(unit)s may do this.") % {"unit": unit.name})


@rule
def can_make(person: Person, unit: Unit) -> None:
    """Those who review for the unit, as its other papers are prepared by them."""
    reviews_for(person, unit)
